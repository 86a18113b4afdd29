"""Numbers that belong to a person: how they look, and what proves that a run of digits is one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date

import regex

from dictionaries import PersonalKind

RESIDENT_ID = "resident-id"
OLD_RESIDENT_ID = "old-resident-id"
MOBILE = "mobile-number"
BANK_CARD = "bank-card"
BANK_ACCOUNT = "bank-account"

_OLDEST = date(1900, 1, 1)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_STATE = "10"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_PLAIN_FORMS = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF38: "X",
    0xFF58: "x",
    0xFF0D: "-",
    0x3000: " ",
    0xA0: " ",
}
_WIDE = regex.compile(r"[\uff10-\uff19]")
_PLAIN_START = regex.compile(r"[0-9]{3}(?:[0-9]{8}|[ \-][0-9]{4})|[0-9](?: [0-9]){10}|[0-9](?:[ \t][0-9]){16}")
"""What stands in every number in plain digits: eleven of them in a row, a blank or dash where numbers are parted, a
box for each digit, or the blanks of a spaced line in a PDF."""
_LEAST = b"1" * 11
_ONES = bytes(0x31 if 0x30 <= code <= 0x39 else 0x20 for code in range(256))
WIDE = "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
"""Full-width digits."""
_BEFORE, _AFTER = r"(?<![A-Za-z\d*_/=%&+.\-])", r"(?![A-Za-z\d*_%]|[.\-]\d)"
_CANDIDATE = regex.compile(
    rf"{_BEFORE}(?:"
    r"(?P<id>\d{17}[\dXx]|\d{6}[ \-]\d{8}[ \-]\d{3}[\dXx]"
    r"|(?<!\d[ \t])\d(?:[ \t]\d){16}[ \t][\dXx](?![ \t]\d(?!\d)))"
    r"|(?P<card>\d{15}|\d{16}|\d{17}|\d{19}|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?)"
    r"|(?:\+?86[ \-]?)?(?P<mobile>1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}"
    r"|(?<!\d[ \t])1 [3-9](?: \d){9}(?![ \t]\d))"
    r"|(?P<cells>\d{11}[\dXx]{18,55})"
    rf"){_AFTER}",
    regex.ASCII,
)

_WIDTHS = ((BANK_CARD, 16), (BANK_CARD, 17), (BANK_CARD, 19), (MOBILE, 11), (RESIDENT_ID, 18))
"""Of numbers in narrow cells, as long as they are written without blanks."""


def candidates(
    text: str, kinds: Mapping[str, PersonalKind], regions: Container[str], today: date
) -> Iterator[tuple[str, str, int, int]]:
    """What is proven by its own digits: (kind, plain value, start, end), spans in ``text``.

    ``regions`` are the province codes in use. A bank card needs words around it as well, which is the caller's to see.
    """
    issuers, ranges = kinds[BANK_CARD].prefixes, kinds[MOBILE].prefixes
    plain = ascii_digits(text)

    def proven(kind: str, value: str) -> bool:
        if kind == RESIDENT_ID:
            return is_resident_id(value, regions, today)
        return value.isdigit() and (is_mobile(value, ranges) if kind == MOBILE else is_bank_card(value, issuers))

    for match in _shaped(plain):
        if match["id"]:
            value = _bare(match["id"])
            if is_resident_id(value, regions, today):
                yield RESIDENT_ID, value, *match.span("id")
            elif value.isdigit() and is_bank_card(value, issuers):
                yield BANK_CARD, value, *match.span("id")
        elif match["card"]:
            if is_bank_card(value := _bare(match["card"]), issuers):
                yield BANK_CARD, value, *match.span("card")
        elif match["cells"]:
            end = match.start("cells")
            for kind, value in _parted(match["cells"].upper(), proven):
                start, end = end, end + len(value)
                yield kind, value, start, end
        elif is_mobile(value := _bare(match["mobile"]), ranges):
            yield MOBILE, value, *match.span("mobile")


def _parted(run: str, proven: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """The numbers of narrow cells that ran into one (PDF, text recognition): none left over, one of them a resident's.

    Empty where the run cannot be parted like that: it is a number of another kind.
    """
    waiting: list[tuple[int, list[tuple[str, str]]]] = [(0, [])]
    while waiting:
        begun, found = waiting.pop()
        if begun == len(run) and any(kind == RESIDENT_ID for kind, _ in found):
            return found
        for kind, width in _WIDTHS:
            value = run[begun : begun + width]
            if len(value) == width and proven(kind, value):
                waiting.append((begun + width, [*found, (kind, value)]))
    return []


def _shaped(plain: str) -> Iterator[regex.Match[str]]:
    """What looks like a number, from the lines alone that hold its digits: to try every place of a text is dear."""
    end = 0
    while digits := _PLAIN_START.search(plain, end):
        start = plain.rfind("\n", end, digits.start()) + 1 or end
        newline = plain.find("\n", digits.end())
        end = newline if newline >= 0 else len(plain)
        yield from _CANDIDATE.finditer(plain, start, end)


def long_enough(squeezed: str) -> bool:
    """Whether a text without blanks and dashes has as many plain digits in a row as the shortest number: a first look
    by bytes, twice as fast as the expression."""
    return _LEAST in squeezed.encode("ascii", "replace").translate(_ONES)


def in_plain_digits(text: str) -> bool:
    """Whether there may be a number for :func:`candidates` in the text that is not in full-width digits."""
    return _PLAIN_START.search(text) is not None


def ascii_digits(text: str) -> str:
    """The text with full-width digits, X, dashes and blanks in plain form; same length."""
    return text.translate(_PLAIN_FORMS) if _WIDE.search(text) else text


def is_resident_id(value: str, regions: Container[str], today: date) -> bool:
    """GB 11643-1999: region, a birth date that can be, and the check digit; and no unified social credit code."""
    if value[:2] not in regions or not value[:17].isascii() or not value[:17].isdigit() or len(value) != 18:
        return False
    if not _born(value[6:14], today):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _ID_WEIGHTS, strict=False))
    return _ID_CHECK[total % 11] == value[17].upper()


def is_credit_code(value: str, regions: Container[str]) -> bool:
    """GB 32100-2015: a unified social credit code of 18 characters: its registry's region, a right check character.

    ``regions`` are the province codes in use; registries of the state have 100000.
    """
    value = value.upper()
    if len(value) != 18 or any(character not in _CREDIT_ALPHABET for character in value):
        return False
    if not value[2:8].isdigit() or (value[2:4] not in regions and value[2:4] != _STATE):
        return False
    total = sum(_CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(value, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == value[17]


def is_old_resident_id(value: str, regions: Container[str], today: date) -> bool:
    """The number of 15 digits in use until 2013: region and a birth date of the 20th century, no check digit."""
    return len(value) == 15 and value[:2] in regions and _born(f"19{value[6:12]}", today)


def is_mobile(value: str, ranges: tuple[str, ...]) -> bool:
    """Eleven digits in a range given to subscribers (``ranges``: their beginnings), and not one digit throughout."""
    return value.startswith(ranges) and len(set(value[3:])) > 1


def is_bank_card(value: str, issuers: tuple[str, ...]) -> bool:
    """15 to 19 digits, an issuer's prefix of cards in use here, and a right Luhn digit (ISO/IEC 7812-1).

    15 digits are only those of one issuer, whose cards begin with 34 or 37.
    """
    if not 15 <= len(value) <= 19 or not value.startswith(issuers) or len(set(value)) < 3:
        return False
    return (len(value) > 15 or value.startswith(("34", "37"))) and _luhn(value)


def is_account(value: str, regions: Container[str], today: date) -> bool:
    """A bank account: not a date, not one digit throughout, no resident's number. Banks number as they please."""
    return len(set(value)) > 2 and not is_resident_id(value, regions, today)


CHECKS: Mapping[str, Callable[[str, Container[str], date], bool]] = {
    OLD_RESIDENT_ID: is_old_resident_id,
    "account": is_account,
}
"""Further tests of a value by the name a kind gives (``check`` in ``personal-data.toml``)."""


def _born(day: str, today: date) -> bool:
    """Whether the eight digits are a day on which somebody alive can have been born."""
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return _OLDEST <= born <= today


def _luhn(value: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(value)):
        number = int(digit) * (2 if position % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _bare(value: str) -> str:
    return value.replace(" ", "").replace("-", "").replace("\t", "").upper()
