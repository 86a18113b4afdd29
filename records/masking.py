"""Masking personal values, so that none leaves the evidence bundle in the clear.

Forms in use: resident id 前2后3 (``35*************12X``), mobile 前3后4 (``138****1234``), bank card 前4后4. A masked
value and its place let a clerk find it; the keyed hash tells whether two are the same without telling which.
"""

from __future__ import annotations

import hmac
import unicodedata
from functools import lru_cache

import regex

HASH_HEX_DIGITS = 16
MIN_MASKED_DIGITS = 7
"""A run of this many digits is masked in quoted text: long enough for every phone, card and id number."""
MASK_SIGNS = ("*", "＊", "×", "✱", "●", "■", "□", "◆", "※", "#", "＃")
"""What is written for a hidden digit, beside x and X."""

_GAP = r"[\s\-–—‐‑·.・_\u200b-\u200f\u2060\ufeff]"
_LONG = regex.compile(rf"\d(?:{_GAP}?\d){{{MIN_MASKED_DIGITS - 1},}}(?:[Xx]|{_GAP}[Xx](?![A-Za-z]))?")
_OTHERS = (
    (
        regex.compile(r"[A-Za-z0-9._+\-]{1,64}(?=[@＠][A-Za-z0-9])"),
        lambda found: found[0][: min(2, len(found[0]) // 2)] + "***",
    ),
    (
        regex.compile(
            r"((?:微信|(?i:wechat|weixin|QQ))[^\s\w]{0,3}(?:号码|号)?[^\s\w]{0,3}[为是]?[^\s\w]{0,3}\s?)([A-Za-z0-9_\-]{5,20})"
        ),
        r"\1***",
    ),
    (regex.compile(r"(\p{Han}[A-HJ-NP-Z])[·\- ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"), r"\1*****"),
    (regex.compile(r"\d{1,3}(?=单元)|(?<=(?:单元|栋|幢|座|楼|[组社队]|\d[\-－]))\d{1,4}(?=[室户号])"), "*"),
    (regex.compile(r"(?<=单元|栋|幢|座|层)\d{3,4}(?![\d年])"), "*"),
    (regex.compile(r"(?<=字第?)\d{6}(?=号)"), "***"),
)
"""What is no long number and yet points to a person."""
_USER_FOLDER = regex.compile(
    r"((?:[A-Za-z][:|]|file:)[^?#]*?[\\/](?:Users|Documents and Settings|Documents%20and%20Settings|home)[\\/])[^\\/]+",
    regex.IGNORECASE,
)
_PERSONAL = regex.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{15}|\d{17}[\dXx]|\d{16,19})(?!\d)")
_MAILBOX_NAME = regex.compile(r"[\w.+%-]+[@＠]")
_DATE = regex.compile(r"(?:19|20)\d{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_DATES_ALONE = regex.compile(rf"(?:{_DATE.pattern}[\s\-–—]*+)+(?:(?<=\s)(?:[01]?\d|2[0-3]))?")
"""Dates one after the other, the last with its hour (2026-01-31 09); nothing else, since a number may hold a date."""


def mask_value(value: str, head: int, tail: int) -> str:
    """Keep the first ``head`` and the last ``tail`` letters and digits; a value no longer than that is hidden whole."""
    plain = "".join(filter(str.isalnum, value))
    if len(plain) <= head + tail:
        return "*" * len(plain)
    return plain[:head] + "*" * (len(plain) - head - tail) + plain[len(plain) - tail :]


def mask_text(text: str) -> str:
    """The text with every long number masked, also when written in full width or with blanks or dashes in between; and
    e-mail addresses, names of WeChat and QQ accounts, number plates and numbers of doors.

    Plain dates (2026-01-31) stay. What is masked may be harmless (an office's own phone): a quotation can afford it.
    """
    masked: str = _LONG.sub(lambda match: _mask_run(match.group()), text)
    for pattern, hide in _OTHERS:
        masked = pattern.sub(hide, masked)
    return masked


def mask_in_place(text: str) -> str:
    """What :func:`mask_text` masks, with a ``*`` in the place of each hidden letter and digit: as long as the text."""
    shown = list(text)

    def hide(start: int, end: int, head: int = 0, tail: int = 0) -> None:
        places = [place for place in range(start, end) if text[place].isalnum()]
        for place in places[head : max(head, len(places) - tail)]:
            shown[place] = "*"

    for run in _LONG.finditer(text):
        if not _DATES_ALONE.fullmatch(run[0].strip()):
            head, tail = _shown_of_run(run[0])
            hide(run.start(), run.end(), head, tail)
    for pattern, _ in _OTHERS:
        for found in pattern.finditer(text):
            hide(found.end(1) if pattern.groups else found.start(), found.end())
    return "".join(shown)


def holds_date(text: str) -> bool:
    """Whether a plain date (2026-01-31) stands in the text."""
    return _DATE.search(text) is not None


@lru_cache(maxsize=1024)
def mask_name(name: str) -> str:
    """The name of a file or sheet as it is, unless it holds what may be a person's number (甲某13800138001.jpg)."""
    return mask_text(name) if _PERSONAL.search(name) else name


def mask_address(written: str) -> str:
    """An address as it was written, without what may be a person's in it: the name of a mailbox, the user's folder of
    a computer, and long numbers, except those of an http address (they are how a document is found again).
    """
    masked: str = _USER_FOLDER.sub(lambda match: match[1] + "***", written)
    if not written.lstrip().lower().startswith("http"):
        masked = mask_text(masked)
    hidden: str = _MAILBOX_NAME.sub(lambda match: match[0][0] + "***@", masked)
    return hidden


def keyed_hash(key: bytes, value: str) -> str:
    """HMAC-SHA256 of the value (full width and blanks made equal), as 16 hex digits."""
    plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    return hmac.digest(key, plain.encode(), "sha256").hex()[:HASH_HEX_DIGITS]


def _mask_run(run: str) -> str:
    return run if _DATES_ALONE.fullmatch(run.strip()) else mask_value(run, *_shown_of_run(run))


def _shown_of_run(run: str) -> tuple[int, int]:
    """How many characters stay at the head and the tail of a long number."""
    digits = sum(character.isalnum() for character in run)
    if digits >= 15:
        return 2, 3
    return (3, 4) if digits >= 11 else (2, 2)
