"""Reading dates: the forms in which they are written, and the places where a date is a publication date.

A date that nobody can see is no date, and a date that says something else (成文、施行、截止 …) is not the day of
publication. Doubt gives None, because a wrong date accuses or acquits a column wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
_CHINA = timezone(timedelta(hours=8))
_WIDE = tuple(zip("０１２３４５６７８９－／．：　\u00a0‐‑–—·○Ｏ零", "0123456789-/.:  ----.〇〇〇", strict=True))
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}

_HAN_YEAR = "[〇一二三四五六七八九]{4}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_ENDS = r"(?:\s*[日号號]|(?=[\s)\]】）]|$))"  # 日 may be left out only where nothing follows
_FORMS = re.compile(
    r"(?P<y1>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<m1>\d{1,2})\s?(?P=sep)\s?(?P<d1>\d{1,2})"
    rf"|(?P<y2>(?:19|20)\d\d|{_HAN_YEAR})\s*年\s*(?P<m2>\d{{1,2}}|{_HAN_NUMBER})"
    rf"\s*月\s*(?P<d2>\d{{1,2}}|{_HAN_NUMBER}){_ENDS}"
)
_YEAR = re.compile(r"[12〇一二三四五六七八九][\d〇一二三四五六七八九]{3}")
_GLUE = frozenset("0123456789.-/")
# After a date in figures: more figures (but not a time of day), another part, a percent sign.
_GOES_ON = re.compile(r"[-/.]?\d(?!\d?:\d)|%")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}(?:\d\d)?)?(?!\d)")
_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_ENGLISH = re.compile(
    rf"(?:(?<![A-Za-z])(?P<m1>{_MONTH})\.?[ -](?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?[ -]"
    r"(?:\d\d:\d\d:\d\d (?:[A-Z]{3,4} )?)?(?P<y1>(?:19|20)\d\d)"
    rf"|(?<![\d./-])(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<m2>{_MONTH})\.?,?[ -](?P<y2>(?:19|20)\d\d))(?!\d)"
)
_MINGUO = re.compile(
    rf"民[国國]\s*(?P<y>\d{{2,3}}|一百〇?(?:{_HAN_NUMBER})?|{_HAN_NUMBER})\s*[年./-]"
    rf"\s*(?P<m>\d{{1,2}}|{_HAN_NUMBER})\s*[月./-]\s*(?P<d>\d{{1,2}}|{_HAN_NUMBER})(?:\s*[日号號]|(?!\d))"
)
MINGUO_BEGINS = 1911
"""What is added to a year of the Republic's era (民国纪年) to have the common year."""
_LUNAR = ("农历", "農曆", "阴历", "陰曆", "旧历", "舊曆")
_ZONED = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|[+-]\d\d:?\d\d)$")
_MAIL_ZONE = re.compile(r"\d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})$")
_DAY_FIRST = re.compile(r"^\W*(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_DAY_BOX = re.compile(
    r"^\W*(?P<d1>\d{1,2})\s*日?\s+(?P<y1>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m1>\d{1,2})\s*月?\W*$"
    r"|^\W*(?P<y2>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m2>\d{1,2})\s*月?\s+(?P<d2>\d{1,2})\s*日?\W*$"
    r"|^\W*(?P<m3>\d{1,2})\s*[-/.月]\s*(?P<d3>\d{1,2})\s*日?\s+(?P<y3>(?:19|20)\d\d)\s*年?\W*$"
    r"|^\W*(?P<y4>(?:19|20)\d\d)\s*年?\s+(?P<m4>\d{1,2})\s*[-/.月]\s*(?P<d4>\d{1,2})\s*日?\W*$"
    r"|^\W*(?P<y5>(?:19|20)\d\d)\s*年?\s+(?P<m5>\d{1,2})\s*月?\s+(?P<d5>\d{1,2})\s*日?\W*$"
    rf"|^\W*(?P<d6>\d{{1,2}})\s+(?P<m6>{_MONTH})\.?,?\s+(?P<y6>(?:19|20)\d\d)\W*$"
)


def widen(text: str) -> str:
    """Full-width digits and signs as plain ones, character by character, so that offsets stay."""
    for wide, plain in _WIDE:  # to look for each in turn takes a fifth of looking at every character
        if wide in text:
            text = text.replace(wide, plain)
    return text


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
        if end > 0 and (value := _from_match(match, end, as_of)) and not _is_lunar(wide, start):
            found.append((start, end, value))
    others = [*_minguo_dates(wide, as_of), *_english_dates(wide, as_of)]
    return sorted(found + others) if others else found


def _is_lunar(wide: str, start: int) -> bool:
    return wide[max(start - 4, 0) : start].rstrip().endswith(_LUNAR)


def _minguo_dates(wide: str, as_of: date | None) -> Iterator[tuple[int, int, date]]:
    """民國115年11月2日, as pages turned to traditional characters have it; bare years need a sign of that era."""
    if "民国" not in wide and "民國" not in wide:
        return
    for match in _MINGUO.finditer(wide):
        year, month, day = map(_number, match.group("y", "m", "d"))
        if year and (value := plausible(year + MINGUO_BEGINS, month, day, as_of)):
            yield match.start(), match.end(), value


def _english_dates(wide: str, as_of: date | None) -> Iterator[tuple[int, int, date]]:
    if not any(name in wide for name in _MONTHS):
        return
    for match in _ENGLISH.finditer(wide):
        month = _MONTHS[(match["m1"] or match["m2"])[:3]]
        year, day = match["y1"] or match["y2"], match["d1"] or match["d2"]
        if value := plausible(int(year), month, int(day), as_of):
            yield match.start(), match.end(), value


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
    year, month, day = match.group("y2", "m2", "d2")
    number = int(year) if year.isdigit() else int("".join(str(_DIGITS[char]) for char in year))
    return plausible(number, _number(month), _number(day), as_of)


def _number(text: str) -> int:
    """A month, a day or a year of an era, in figures or in characters."""
    return int(text) if text.isdigit() else _han_number(text)


def _han_number(text: str) -> int:
    """一 to 九十九, 一百 to 一百九十九; 0 for anything else."""
    if text.startswith("一百"):
        rest = text[2:].lstrip("〇")
        return 100 + _han_number(rest) if rest else 100
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or tens == "十":
        return 0
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[units] if units else 0)


def read_date(text: str, as_of: date | None = None) -> date | None:
    """The one date that a field (a meta tag, the value behind a label) holds, also in machine forms.

    Machine forms are 20261102, 20261102102100, and ISO 8601 or RFC 5322 with a zone (turned to China's time); foreign
    ones (25/11/2026) count where day and month cannot be mistaken. None when there is none or when several differ.
    """
    value = widen(text.strip())[:200]
    if local := _zoned(value):
        return plausible(local.year, local.month, local.day, as_of)
    found = {day for _, _, day in printed_dates(value, as_of)}
    if not found and (match := _COMPACT.search(value)):
        day = plausible(int(match[1]), int(match[2]), int(match[3]), as_of)
        found = {day} if day else found
    if not found and (match := _DAY_FIRST.match(value)):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if max(one, other) > 12 or one == other:
            day = plausible(year, min(one, other), max(one, other), as_of)
            found = {day} if day else found
    return found.pop() if len(found) == 1 else None


def _zoned(value: str) -> datetime | None:
    """A moment with its zone, in China's time."""
    try:
        if match := _ZONED.match(value):
            return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3]}").astimezone(_CHINA)
        if _MAIL_ZONE.search(value):
            moment = parsedate_to_datetime(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_CHINA)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return None


def boxed_date(text: str, as_of: date | None = None) -> date | None:
    """A date whose parts stand in boxes of their own: ``02 / 2026-11``, ``11-02 / 2026``, ``2026 / 11 / 02``."""
    match = _DAY_BOX.match(widen(" ".join(text.split())))
    if not match:
        return None
    for form in "123456":
        if match["y" + form]:
            month = match["m" + form]
            number = int(month) if month.isdigit() else _MONTHS[month[:3]]
            return plausible(int(match["y" + form]), number, int(match["d" + form]), as_of)
    return None
