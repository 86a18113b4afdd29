"""Zip-based documents: refused before they are opened when they are bombs, encrypted, or declare entities."""

from __future__ import annotations

import io
import zipfile
import zlib

from crawler.attachments.reading import UnreadableError
from records.model import Reason

MAX_ENTRIES = 5_000
MAX_ENTRY_BYTES = 150_000_000
MAX_TOTAL_BYTES = 300_000_000
MAX_RATIO = 300
_RATIO_MATTERS_FROM = 5_000_000
_PROLOGUE = 65_536
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def guard_package(body: bytes) -> None:
    """Raise :class:`UnreadableError` unless the archive's sizes are sane and no XML part carries a document type.

    Office Open XML (ECMA-376) needs no document type, so one is only ever there to declare entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(entry) as stream:
                        prologue = stream.read(_PROLOGUE)
                    if any(doctype in prologue for doctype in _DOCTYPES):
                        raise UnreadableError(Reason.PARSE_FAILED, "文件内含实体声明，不符合文档格式，为安全起见未读取")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error


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
