"""Numbers that belong to a person: how they look, and what proves that a run of digits is one."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, timedelta

import regex

RESIDENT_ID = "resident-id"
MOBILE = "mobile-number"
BANK_CARD = "bank-card"

_OLDEST = date(1900, 1, 1)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CARD_PREFIXES = ("62", "4", "5")
_MOBILE_UNUSED = ("154",)

_PLAIN_FORMS = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF38: "X",
    0xFF58: "x",
    0xFF0D: "-",
    0x3000: " ",
    0xA0: " ",
}
_WIDE = regex.compile(r"[\uff10-\uff19]")
_LONG_RUN = regex.compile(r"\d[\d \-\u3000\xa0\uff0d]{9}")
_BEFORE, _AFTER = r"(?<![A-Za-z\d*_/=%&+.\-])", r"(?![A-Za-z\d*_%]|[.\-]\d)"
_CANDIDATE = regex.compile(
    rf"{_BEFORE}(?:"
    r"(?P<id>\d{17}[\dXx]|\d{6}[ \-]\d{8}[ \-]\d{3}[\dXx])"
    r"|(?P<card>\d{16}|\d{17}|\d{19}|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?)"
    r"|(?:\+?86[ \-]?)?(?P<mobile>1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})"
    rf"){_AFTER}"
)


def candidates(text: str, regions: Container[str], today: date) -> Iterator[tuple[str, str, int, int]]:
    """What is proven by its own digits: (kind, plain value, start, end), spans in ``text``.

    ``regions`` are the province codes in use. A bank card needs words around it as well, which is the caller's to see.
    """
    if not _LONG_RUN.search(text):
        return
    plain = ascii_digits(text)
    for match in _CANDIDATE.finditer(plain):
        if match["id"]:
            value = _bare(match["id"])
            if is_resident_id(value, regions, today):
                yield RESIDENT_ID, value, *match.span("id")
            elif value.isdigit() and is_bank_card(value):
                yield BANK_CARD, value, *match.span("id")
        elif match["card"]:
            if is_bank_card(value := _bare(match["card"])):
                yield BANK_CARD, value, *match.span("card")
        elif is_mobile(value := _bare(match["mobile"])):
            yield MOBILE, value, *match.span("mobile")


def ascii_digits(text: str) -> str:
    """The text with full-width digits, X, dashes and blanks in plain form; same length."""
    return text.translate(_PLAIN_FORMS) if _WIDE.search(text) else text


def is_resident_id(value: str, regions: Container[str], today: date) -> bool:
    """GB 11643-1999: region, a birth date that can be, and the check digit; and no unified social credit code."""
    if value[:2] not in regions or not value[:17].isascii() or not value[:17].isdigit():
        return False
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    if not _OLDEST <= born <= today + timedelta(days=1):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _ID_WEIGHTS, strict=False))
    return _ID_CHECK[total % 11] == value[17].upper()


def is_credit_code(value: str) -> bool:
    """GB 32100-2015: a unified social credit code of 18 characters with a right check character."""
    value = value.upper()
    if len(value) != 18 or any(character not in _CREDIT_ALPHABET for character in value):
        return False
    total = sum(_CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(value, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == value[17]


def is_mobile(value: str) -> bool:
    """Eleven digits in a range given to subscribers, and not one digit throughout."""
    return value[0] == "1" and value[1] in "3456789" and value[:3] not in _MOBILE_UNUSED and len(set(value[3:])) > 1


def is_bank_card(value: str) -> bool:
    """16 to 19 digits, an issuer prefix of cards in use here, and a right Luhn digit (ISO/IEC 7812-1)."""
    if not 16 <= len(value) <= 19 or not value.startswith(_CARD_PREFIXES) or len(set(value)) < 3:
        return False
    total = 0
    for position, digit in enumerate(reversed(value)):
        number = int(digit) * (2 if position % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _bare(value: str) -> str:
    return value.replace(" ", "").replace("-", "").upper()
