"""Finding personal numbers in a document, with what the words around them say. Plain values never leave this module."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dictionaries import PrivacyWords
from records.evidence import Document, TextPart
from records.masking import keyed_hash, mask_bank_card, mask_mobile, mask_resident_id
from rules.context import Context
from rules.privacy.numbers import BANK_CARD, MOBILE, RESIDENT_ID, ascii_digits, candidates, is_credit_code

_MASKS = {RESIDENT_ID: mask_resident_id, MOBILE: mask_mobile, BANK_CARD: mask_bank_card}
_BEFORE, _AFTER = 24, 12
_HEADER_CELLS = 3
_LOOK_ABOVE = 20_000
_HEADING = re.compile(r"^[ \t]*([^:\uff1a\d\n]{1,14})\n", re.MULTILINE)
"""A line of a flattened table that can be a column's heading: short, and no field with its own value."""
_CELL = re.compile(r"([A-Z]+)\d+")
_PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number found: masked value, keyed hash, place, and the words about it.

    ``label`` is the word that names it (卡号, 手机号码), ``near`` the words just around it on its line, ``header`` the
    headings above it (of its spreadsheet column, or the short lines above it in a flattened table).
    """

    kind: str
    masked: str
    hash: str
    part: TextPart
    start: int
    near: str
    header: str

    def facts(self) -> dict[str, Any]:
        """JSON-ready, masked."""
        place = {"page": self.part.page, "sheet": self.part.sheet, "cell": self.part.cell}
        return {
            "masked": self.masked,
            "hash": self.hash,
            **{name: value for name, value in place.items() if value is not None},
        }


class Detector:
    """Finds the numbers of a document once for the rules that ask one after the other."""

    def __init__(self) -> None:
        self._last: tuple[Document | None, Context | None, tuple[PersonalNumber, ...]] = (None, None, ())

    def find(self, document: Document, kind: str, ctx: Context) -> tuple[PersonalNumber, ...]:
        """The numbers of one kind, in reading order, each value once."""
        last, last_ctx, numbers = self._last
        if last is not document or last_ctx is not ctx:
            numbers = tuple(_find(document, ctx))
            self._last = (document, ctx, numbers)
        by_hash: dict[str, PersonalNumber] = {}
        for number in numbers:
            if number.kind == kind:
                by_hash.setdefault(number.hash, number)
        return tuple(by_hash.values())


detector = Detector()


def mentions(words: tuple[str, ...], text: str) -> bool:
    """Whether the text has any of the words."""
    return any(word in text for word in words)


def label_of(number: PersonalNumber, words: tuple[str, ...]) -> str:
    """The word that names the number, for the notice: from just before it, else from its header."""
    for text in (number.near, number.header):
        found = [word for word in words if word in text]
        if found:
            return max(found, key=len)
    return ""


def _find(document: Document, ctx: Context) -> Iterator[PersonalNumber]:
    regions = {code for code in ctx.dictionaries.regions if len(code) == _PROVINCE_DIGITS}
    words = ctx.dictionaries.privacy
    headers: Mapping[tuple[str | None, str], str] | None = None
    for part in document.parts:
        for kind, value, start, end in candidates(part.text, regions, ctx.today):
            if headers is None:
                headers = _cell_headers(document)
            near, header = _near(part.text, start, end), _header(part, start, headers)
            if _named_otherwise(kind, value, near, header, words):
                continue
            yield PersonalNumber(kind, _MASKS[kind](value), keyed_hash(ctx.hash_key, value), part, start, near, header)


def _named_otherwise(kind: str, value: str, near: str, header: str, words: PrivacyWords) -> bool:
    """Whether the words about it name it as something that is no person's number (信用代码、订单号、索引号 …)."""
    own = ("身份证", "公民身份") if kind == RESIDENT_ID else words.bank if kind == BANK_CARD else words.personal_contact
    if mentions(own, near):
        return False
    if mentions(words.not_personal, near) or (kind == RESIDENT_ID and is_credit_code(value)):
        return True
    return kind != MOBILE and mentions(words.not_personal, header) and not mentions(own, header)


def _near(text: str, start: int, end: int) -> str:
    """The words just before and after on the same line, without the numbers themselves."""
    low = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    newline = text.find("\n", end)
    high = min(end + _AFTER, newline if newline >= 0 else len(text))
    return _without_numbers(text[low:start] + " " + text[end:high])


def _header(part: TextPart, start: int, headers: Mapping[tuple[str | None, str], str]) -> str:
    if part.cell and (match := _CELL.fullmatch(part.cell)):
        return headers.get((part.sheet, match[1]), "")
    return " ".join(_HEADING.findall(part.text, max(0, start - _LOOK_ABOVE), start))


def _cell_headers(document: Document) -> Mapping[tuple[str | None, str], str]:
    """The first texts of every spreadsheet column, joined: titles and headings stand on top."""
    cells: dict[tuple[str | None, str], list[str]] = {}
    for part in document.parts:
        if part.cell and (match := _CELL.fullmatch(part.cell)):
            texts = cells.setdefault((part.sheet, match[1]), [])
            if len(texts) < _HEADER_CELLS and (text := _without_numbers(part.text).strip()):
                texts.append(text[:40])
    return {place: " ".join(texts) for place, texts in cells.items()}


def _without_numbers(text: str) -> str:
    return re.sub(r"\d[\d \-]{5,}[Xx]?", " ", ascii_digits(text))
