"""Masks that hide too little: how many numbers can stand behind one is counted from the numbers' own make-up."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import regex

from records.masking import MASK_SIGNS
from rules.privacy.numbers import BANK_CARD, MOBILE, RESIDENT_ID, ascii_digits
from rules.privacy.setting import mentions

_SIGNS = "".join(MASK_SIGNS) + "xX"
SIGNS = (*MASK_SIGNS, "XX", "xx")
"""Of these one stands in every mask."""
_HIDDEN = regex.compile(rf"[{_SIGNS}]")
_MASKED = regex.compile(rf"(?<![A-Za-z\d{_SIGNS}\-/=.])[\d{_SIGNS}]{{11,19}}(?![A-Za-z\d{_SIGNS}]|[.\-]\d)")
_LEAST_SHOWN, _LEAST_HIDDEN = 5, 2
_OLDEST_YEAR = 1930
_HIDDEN_SIGN = "*"
_RUNS = regex.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class MaskedNumber:
    """A masked number: ``kind`` by its length, ``value`` with ``*`` for what is hidden, and its place in the text."""

    kind: str  # resident-id | mobile-number | bank-card
    value: str
    start: int
    end: int

    @property
    def hidden(self) -> int:
        """How many digits are hidden."""
        return self.value.count(_HIDDEN_SIGN)

    def fits(self, plain: str) -> bool:
        """Whether a plain number can be the one behind the mask."""
        return len(plain) == len(self.value) and all(
            sign in (_HIDDEN_SIGN, digit) for sign, digit in zip(self.value, plain, strict=True)
        )


def masked_numbers(text: str, regions: Container[str]) -> Iterator[MaskedNumber]:
    """Numbers of 18, 11 or 16 to 19 signs of which some are hidden and which begin as such a number does."""
    if not mentions(SIGNS, text):
        return
    for match in _MASKED.finditer(ascii_digits(text)):
        written = match[0]
        last = written[-1] if len(written) == 18 and written[-1] in "Xx" and written[-2].isdigit() else ""
        body = written[:-1] if last else written
        value = _HIDDEN.sub(_HIDDEN_SIGN, body) + last.upper()
        runs = _RUNS.findall(value)
        if not runs or max(map(len, runs)) < _LEAST_HIDDEN or sum(sign.isdigit() for sign in value) < _LEAST_SHOWN:
            continue
        kind = _kind(value, regions)
        if kind and (kind == RESIDENT_ID or len(runs) == 1):  # 1500×600×20 is no number of anybody
            yield MaskedNumber(kind, value, *match.span())


def possible_numbers(number: MaskedNumber, today: date) -> int:
    """About how many numbers can stand behind the mask: dates that can be, and one check digit of eleven (or ten)."""
    value = number.value
    if number.kind == RESIDENT_ID:
        count: int = 10 ** value[:6].count(_HIDDEN_SIGN) * 10 ** value[14:17].count(_HIDDEN_SIGN)
        count *= _dates(value[6:14], today.year)
        return max(1, count // 11) if value[17] != _HIDDEN_SIGN else count
    count = 10**number.hidden
    return max(1, count // 10) if number.kind == BANK_CARD else count


def _kind(value: str, regions: Container[str]) -> str:
    if len(value) == 18 and _fits_region(value[:2], regions) and _dates(value[6:14], 2100):
        return RESIDENT_ID
    if len(value) == 11 and value[0] == "1" and value[1] in "3456789*":
        return MOBILE
    return BANK_CARD if len(value) in (16, 19) and value.startswith(("62", "4", "5")) else ""


def _fits_region(start: str, regions: Container[str]) -> bool:
    return _HIDDEN_SIGN in start or start in regions


@lru_cache(maxsize=4096)
def _dates(masked: str, last_year: int) -> int:
    """How many birth dates fit eight signs of which some are hidden."""
    years = sum(_fits(masked[:4], f"{year:04}") for year in range(_OLDEST_YEAR, min(last_year, 2100) + 1))
    days = sum(
        _fits(masked[4:], f"{month:02}{day:02}")
        for month, days in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
        for day in range(1, days + 1)
    )
    return years * days


def _fits(masked: str, plain: str) -> bool:
    return all(sign in (_HIDDEN_SIGN, digit) for sign, digit in zip(masked, plain, strict=True))
