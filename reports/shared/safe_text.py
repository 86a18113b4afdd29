"""Making hostile text fit for documents: no illegal or deceiving characters, no formulas, no dangerous links."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

MAX_URL = 2000
"""Longer addresses are cut in documents (browsers and Excel stop near here); ``findings.json`` has them whole."""

MAX_CELL = 32_767
"""Characters that one XLSX cell can hold."""

CUT = "…（过长，已截断，全文见findings.json）"

# Not allowed in XML 1.0: C0 controls but tab and line ends, surrogates, U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks, embeddings, overrides and isolates of text direction: they can turn the words after them around.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[\s\x85\u2028\u2029]+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: object) -> str:
    """One line of harmless text: control and direction characters go, runs of space become one space."""
    harmless = _DIRECTION.sub("", _ILLEGAL.sub("", str(text)))
    return _SPACES.sub(" ", harmless).strip()


def clip(text: object, limit: int) -> str:
    """:func:`clean`, cut to at most ``limit`` characters; a cut text ends with ``…``."""
    line = clean(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def printable_url(url: str) -> str:
    """The address as one can copy it: direction characters and spaces percent-encoded, nothing else changed."""
    visible = _ILLEGAL.sub("", url.strip())
    visible = _DIRECTION.sub(lambda found: quote(found.group()), visible)
    visible = _SPACES.sub(lambda found: quote(found.group()), visible)
    return visible if len(visible) <= MAX_URL else visible[:MAX_URL] + CUT


def safe_href(url: str) -> str | None:
    """The address if a click on it is harmless: http or https, with a host, of bearable length. Otherwise None."""
    visible = printable_url(url)
    try:
        parts = urlsplit(visible)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or len(url) > MAX_URL or "\\" in visible:
        return None
    return quote(visible, safe="%/:?#[]@!$&'()*+,;=~")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.startswith(_FORMULA_STARTS)


def cell_text(text: object) -> str:
    """Text that an XLSX cell can hold: harmless lines (line ends kept), cut at 32,767 characters with a mark."""
    harmless = _DIRECTION.sub("", _ILLEGAL.sub("", str(text)))
    harmless = "\n".join(_SPACES.sub(" ", line) for line in re.split(r"\r\n?|\n", harmless))
    return harmless if len(harmless) <= MAX_CELL else harmless[: MAX_CELL - len(CUT)] + CUT


def file_stem(name: str) -> str:
    """A name made fit for a file on any system: no separators, no reserved characters, at most 60 characters."""
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", clean(name)).strip(" .")
    return kept[:60].strip(" .") or "未命名"
