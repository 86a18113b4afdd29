"""Telling what a file is by its content; the name decides only between kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"{\\rtf", "rtf"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),  # the workbook of an object, without the file around it
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"Founder CEB", "ceb"),
)
# So short that a text may begin with them: believed only of files with zero bytes.
_SHORT_SIGNATURES = ((b"BZh", "bz2"), (b"BM", "bmp"), (b"SEP", "sep"), (b"MZ", "exe"), (b"ID3", "mp3"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "ooxml-encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("Book", "xls"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)
_CONTENT_TYPES = "[content_types].xml"
_MAIN_PARTS = (
    (rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macro", "docx"),
    (rb"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template|addin)\.macroEnabled", "xlsx"),
    (rb"presentationml\.(?:presentation|template|slideshow)\.main\+xml|ms-powerpoint\.\w+\.macroEnabled", "pptx"),
)
"""Types of main parts (ECMA-376 part 1, 11.3.10, 12.3.23, 13.3.6): a package may give the part another name."""
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_MIME = re.compile(
    rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:MIME-Version:|Content-Type:\s*multipart/)", re.IGNORECASE
)
_MOST_TYPES = 1_000_000
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<table", b"<script", b"<meta")


def format_of(body: bytes, name: str, content_type: str) -> str:
    """A short format name (``pdf``, ``docx``, ``zip`` …); ``unknown`` where nothing fits, ``empty`` for no bytes."""
    if not body.strip(b"\x00 \t\r\n"):
        return "empty"
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # before PDF: one may lie in an archive uncompressed
        return _zip_format(body)
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(_OLE):
        return _ole_format(body)
    binary = b"\x00" in body[:8192] and not body.startswith(_WIDE_MARKS)
    signatures = (*_SIGNATURES, *_SHORT_SIGNATURES) if binary else _SIGNATURES
    signed = next((found for signature, found in signatures if body.startswith(signature)), "")
    return signed or (_media_format(body) if binary else _text_format(body, name, content_type))


def _media_format(body: bytes) -> str:
    if body[4:8] == b"ftyp":
        return "mp4"
    if body.startswith(b"RIFF"):
        return "webp" if body[8:12] == b"WEBP" else "avi"
    return "unknown"


def _zip_format(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = {entry.filename.lower().replace("\\", "/"): entry for entry in archive.infolist()}
            for member, found in _ZIP_MEMBERS:
                if member in names:
                    return found
            if _CONTENT_TYPES in names:
                types = archive.open(names[_CONTENT_TYPES]).read(_MOST_TYPES)
                return next((found for pattern, found in _MAIN_PARTS if re.search(pattern, types)), "zip")
            if "mimetype" in names:
                declared: str = archive.open(names["mimetype"]).read(100).decode("ascii", "replace").rsplit(".", 1)[-1]
                return _OPEN_DOCUMENT.get(declared, "zip")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError):
        return "zip"
    return "zip"


def _ole_format(body: bytes) -> str:
    """By the streams of the file itself: a workbook may have whole documents inside."""
    from crawler.attachments.compound import root_streams  # noqa: PLC0415 - who checks a page need not load it

    names = root_streams(body)
    for stream, found in _OLE_STREAMS:
        # of a broken file the names are looked for anywhere: UTF-16 in a directory that may stand at its end
        if stream in names if names else stream.encode("utf-16-le") in body:
            return found
    return "ole"


def _text_format(body: bytes, name: str, content_type: str) -> str:
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    if _MIME.match(body[:2048]):
        return "mht"
    # half of a character in UTF-16 may be any byte
    wide = body.startswith(_WIDE_MARKS)
    controls = sum(1 for byte in body[:8192] if 0 < byte < 32 and byte not in (9, 10, 12, 13, 27))
    if not wide and controls * 50 > len(body[:8192]):
        return "unknown"
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return "csv" if suffix == ".csv" or "csv" in content_type.lower() else "txt"
