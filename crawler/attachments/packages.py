"""Zip-based documents: refused before they are opened when they are bombs, encrypted, or declare entities."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import regex

from crawler.attachments.reading import UnreadableError
from records.model import Reason

MAX_ENTRIES = 5_000
MAX_ENTRY_BYTES = 150_000_000
MAX_TOTAL_BYTES = 300_000_000
MAX_RATIO = 300
_RATIO_MATTERS_FROM = 5_000_000
_PROLOGUE = 65_536
_XML = (".xml", ".rels", ".vml")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_BEFORE_ROOT = regex.compile(
    rb"(?:[\s\x00\xef\xbb\xbf\xfe\xff]|<\x00?!\x00?-\x00?-.*?-\x00?-\x00?>|<\x00?\?.*?\?\x00?>)*+", regex.DOTALL
)
"""Blanks, comments and processing instructions, also in UTF-16: behind them comes a document type or the root. Python's
own possessive repetition ends a character too late before 3.11.5 (CPython issue 106052)."""
_UNTOLD = (b"<!", b"<?", b"<\x00!", b"<\x00?")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_RELATIONS = "_rels/.rels"


def guard_package(body: bytes) -> None:
    """Raise :class:`UnreadableError` unless the archive's sizes are sane and no XML part carries a document type.

    Office Open XML (ECMA-376) needs no document type, so one is only ever there to declare entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.lower().endswith(_XML):
                    with archive.open(entry) as stream:
                        _check_prologue(stream.read(_PROLOGUE))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error


def transitional(body: bytes) -> bytes:
    """A package that was saved as "Strict" (ISO/IEC 29500) in the namespaces of all others; any other as it is.

    Call it for what :func:`guard_package` found sound.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as strict:
        if _RELATIONS not in strict.namelist() or not _STRICT.search(strict.read(_RELATIONS)):
            return body
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w") as package:
            for entry in strict.infolist():
                content = strict.read(entry)
                is_xml = entry.filename.lower().endswith(_XML)
                package.writestr(entry.filename, _STRICT.sub(_TRANSITIONAL, content) if is_xml else content)
        return rewritten.getvalue()


def _check_prologue(prologue: bytes) -> None:
    """Refuse a document type, and a part that could hide one behind a comment longer than what is looked at."""
    before = _BEFORE_ROOT.match(prologue)
    begun = before.end() if before else 0
    endless = len(prologue) == _PROLOGUE and (begun == len(prologue) or prologue.startswith(_UNTOLD, begun))
    if endless or any(doctype in prologue for doctype in _DOCTYPES):
        raise UnreadableError(Reason.PARSE_FAILED, "文件内含实体声明，不符合文档格式，为安全起见未读取")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError(Reason.PARSE_FAILED, "文件已加密，无法读取")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL_BYTES:
        raise UnreadableError(Reason.TOO_LARGE, "文件解压后过大，未读取")
    for entry in entries:
        inflated = entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        if entry.file_size > MAX_ENTRY_BYTES or inflated:
            raise UnreadableError(Reason.TOO_LARGE, "文件压缩比异常或单个部分过大，未读取")
