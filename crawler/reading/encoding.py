"""Bytes to text: which encoding a page is really in, whatever it says."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

SNIFF_BYTES = 4096
_SAMPLE_BYTES = 65536
_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAME_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "utf-8"}
# The characters that stand most often in official Chinese writing, simplified and traditional.
_FREQUENT = frozenset(
    "的是在人和有为年月日时国中政府公开信息工作发布关于部门网站首页通知文件管理办理单位市县区局為門開務發會與業學時國關區縣處電話資訊"
)


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of an HTML or plain page and the name of the encoding used; never raises.

    In order: byte order mark, strict UTF-8, GB18030 or Big5 by what reads as Chinese (a declared one is preferred),
    the charset of the header, that of the page, charset-normalizer. What reads well is believed before what is
    declared, because a declaration is often a template's guess. As a last resort bad bytes are replaced.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" or _nearly_utf8(body):
            return body.decode("utf-8", "replace"), "utf-8"
    declared = [_canonical(name) for name in _declarations(body, content_type)]
    chinese = _chinese_encoding(body, declared)
    for name in ([chinese] if chinese else []) + declared:
        try:
            return body.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    return _last_resort(body, chinese or (declared[0] if declared else "gb18030"))


def _declarations(body: bytes, content_type: str) -> list[str]:
    found = _HEADER.findall(content_type)[:1]
    found += [name.decode("ascii") for name in _META.findall(body[:SNIFF_BYTES])[:1]]
    return found


def _canonical(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return name.lower()
    return _SAME_FAMILY.get(found, found)


def _nearly_utf8(body: bytes) -> bool:
    """A UTF-8 page with a few broken bytes, such as a title that was cut in the middle of a character."""
    sample = body[:_SAMPLE_BYTES]
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(1 for char in text if char > "\x7f") - broken
    return wide > 0 and broken * 20 < wide


def _chinese_encoding(body: bytes, declared: list[str]) -> str:
    """``gb18030`` or ``big5hkscs`` when the bytes read as Chinese in it, else ``""``."""
    best, best_share = "", 0.02
    for name in ("gb18030", "big5hkscs"):
        text = body[:_SAMPLE_BYTES].decode(name, "replace")
        wide = [char for char in text if char > "\x7f"]
        if not wide or text.count("\ufffd") * 50 > len(wide):
            continue
        share = sum(1 for char in wide if char in _FREQUENT) / len(wide)
        if name in declared:
            share *= 2
        if share > best_share:
            best, best_share = name, share
    return best


def _last_resort(body: bytes, fallback: str) -> tuple[str, str]:
    guess = from_bytes(body[:_SAMPLE_BYTES]).best()
    name = guess.encoding if guess else fallback
    try:
        return body.decode(name, "replace"), name
    except LookupError:
        return body.decode("gb18030", "replace"), "gb18030"
