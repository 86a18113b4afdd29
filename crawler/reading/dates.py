"""Reading dates: the forms in which they are written, and the places where a date is a publication date.

A date that nobody can see is no date, and a date that says something else (成文、施行、截止 …) is not the day of
publication. Doubt gives None, because a wrong date accuses or acquits a column wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import date, datetime, timedelta, timezone

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
_CHINA = timezone(timedelta(hours=8))
_WIDE = str.maketrans("０１２３４５６７８９－／．：　\u00a0‐‑–—〇○Ｏ零", "0123456789-/.:  ----〇〇〇〇")
_WIDE_RUN = re.compile("[" + re.escape("".join(map(chr, _WIDE))) + "]+")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}

_HAN_YEAR = "[〇一二三四五六七八九]{4}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_FORMS = re.compile(
    r"(?P<y1>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<m1>\d{1,2})\s?(?P=sep)\s?(?P<d1>\d{1,2})"
    r"|(?P<y2>(?:19|20)\d\d)\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]"
    rf"|(?P<y3>{_HAN_YEAR})\s*年\s*(?P<m3>{_HAN_NUMBER})\s*月\s*(?P<d3>{_HAN_NUMBER})\s*[日号]"
)
_YEAR = re.compile(r"[12〇一二三四五六七八九][\d〇一二三四五六七八九]{3}")
_GLUE = frozenset("0123456789.-/")
# After a date in figures: more figures (but not a time of day), another part, a percent sign.
_GOES_ON = re.compile(r"\d(?!\d?:\d)|[-/.]\d|%")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}(?:\d\d)?)?(?!\d)")
_ENGLISH = re.compile(
    r"\b(?:(?P<m1>[A-Z][a-z]{2})[a-z]*\.? (?P<d1>\d{1,2}),? (?:\d\d:\d\d:\d\d (?:[A-Z]{3,4} )?)?(?P<y1>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2}) (?P<m2>[A-Z][a-z]{2})[a-z]*\.? (?P<y2>(?:19|20)\d\d))\b"
)
_ZONED = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$")
_DAY_BOX = re.compile(
    r"^\W*(?P<d1>\d{1,2})\s*日?\s+(?P<y1>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m1>\d{1,2})\s*月?\W*$"
    r"|^\W*(?P<y2>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m2>\d{1,2})\s*月?\s+(?P<d2>\d{1,2})\s*日?\W*$"
    r"|^\W*(?P<m3>\d{1,2})\s*[-/.月]\s*(?P<d3>\d{1,2})\s*日?\s+(?P<y3>(?:19|20)\d\d)\s*年?\W*$"
    r"|^\W*(?P<y4>(?:19|20)\d\d)\s*年?\s+(?P<m4>\d{1,2})\s*[-/.月]\s*(?P<d4>\d{1,2})\s*日?\W*$"
)


def widen(text: str) -> str:
    """Full-width digits and signs as plain ones, character by character, so that offsets stay."""
    # only where there is something to change: translating every character of a page takes five times as long
    return _WIDE_RUN.sub(lambda run: run[0].translate(_WIDE), text)


def plausible(year: int, month: int, day: int, as_of: date | None) -> date | None:
    """The date, if there is such a day, from 1990 up to the day after ``as_of`` (clocks and time zones differ)."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if as_of is None or found <= as_of + timedelta(days=1) else None


def printed_dates(
    text: str, as_of: date | None = None, edges: Container[int] = frozenset()
) -> list[tuple[int, int, date]]:
    """Every full date written in ``text`` as (start, end, date): year, month and day, in figures or in characters.

    What follows a figure, a point or a stroke is part of something longer (a version, a number), unless an element of
    the page begins or ends there (``edges``) or the points are an ellipsis.
    """
    found = []
    wide = widen(text)
    for match in _forms(wide):
        start = match.start()
        if start and wide[start - 1] in _GLUE and start not in edges and wide[max(start - 2, 0) : start] != "..":
            continue
        end = _end(wide, match, edges)
        if end > 0 and (value := _from_match(match, end, as_of)):
            found.append((start, end, value))
    return found


def _forms(wide: str) -> Iterator[re.Match[str]]:
    """What ``_FORMS.finditer`` finds, several times as fast: where no year can begin is seen at one glance."""
    position = 0
    while year := _YEAR.search(wide, position):
        match = _FORMS.match(wide, year.start())
        if match:
            yield match
        position = match.end() if match else year.start() + 1


def _end(wide: str, match: re.Match[str], edges: Container[int]) -> int:
    """Where a date ends (-1: it is part of something longer): an element that ends inside its last figures ends it."""
    end = match.end()
    if not match["y1"]:
        return end
    if end - match.start("d1") == 2 and end - 1 in edges:
        return end - 1
    return -1 if end not in edges and _GOES_ON.match(wide, end) else end


def _from_match(match: re.Match[str], end: int, as_of: date | None) -> date | None:
    if match["y1"]:
        return plausible(int(match["y1"]), int(match["m1"]), int(match.string[match.start("d1") : end]), as_of)
    if match["y2"]:
        return plausible(int(match["y2"]), int(match["m2"]), int(match["d2"]), as_of)
    year = int("".join(str(_DIGITS[char]) for char in match["y3"]))
    return plausible(year, _han_number(match["m3"]), _han_number(match["d3"]), as_of)


def _han_number(text: str) -> int:
    """一 to 三十一; 0 for anything else."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or tens == "十":
        return 0
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[units] if units else 0)


def read_date(text: str, as_of: date | None = None) -> date | None:
    """The one date that a field (a meta tag, the value behind a label) holds, also in machine forms.

    Machine forms are 20261102, 20261102102100, ISO 8601 with a zone (turned to China's time) and English ones.
    None when there is none or when several differ.
    """
    value = widen(text.strip())[:200]
    if _ZONED.match(value):
        try:
            local = datetime.fromisoformat(value).astimezone(_CHINA)
        except (ValueError, OverflowError):
            return None
        return plausible(local.year, local.month, local.day, as_of)
    found = {day for _, _, day in printed_dates(value, as_of)}
    if not found and (match := _COMPACT.search(value)):
        day = plausible(int(match[1]), int(match[2]), int(match[3]), as_of)
        found = {day} if day else found
    if not found and (match := _ENGLISH.search(value)):
        name = (match["m1"] or match["m2"]).lower()
        year, number = match["y1"] or match["y2"], match["d1"] or match["d2"]
        if name in _MONTHS and (day := plausible(int(year), _MONTHS[name], int(number), as_of)):
            found = {day}
    return found.pop() if len(found) == 1 else None


def boxed_date(text: str, as_of: date | None = None) -> date | None:
    """A date whose day (or year) stands in a box of its own: ``02 / 2026-11``, ``11-02 / 2026``."""
    match = _DAY_BOX.match(widen(" ".join(text.split())))
    if not match:
        return None
    for form in "1234":
        if match["y" + form]:
            return plausible(int(match["y" + form]), int(match["m" + form]), int(match["d" + form]), as_of)
    return None
