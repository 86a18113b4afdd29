"""Dates not written in full: the year stands elsewhere or is cut short, or only the distance to today is told.

What completes them is a whole date that machines are told at the same place (an address, an attribute). Where nothing
does, the date is a guess and its source says so (see :attr:`records.evidence.SourcedDate.sure`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from crawler.reading.dates import MINGUO_BEGINS, plausible, printed_dates, read_date, widen

_LONGEST = 40
_CHINA = timezone(timedelta(hours=8))
_TIME = r"(?:\s*(?:[上下]午)?\s*\d{1,2}[:时]\d\d(?::\d\d|分)?)?"
_MONTH_DAY = re.compile(rf"\W*(?:(\d\d)[-/.](\d\d)|(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号號]){_TIME}\W*")
_SHORT_YEAR = re.compile(rf"\W*(?:(\d\d)([-/.])(\d\d)\2(\d\d)|(\d\d)年(\d{{1,2}})月(\d{{1,2}})日){_TIME}\W*")
_BARE_MINGUO = re.compile(rf"\W*(1\d\d)([-/.年])(\d{{1,2}})(?:\2|月)(\d{{1,2}})日?{_TIME}\W*")
_COMPACT = re.compile(r"\W*((?:19|20)\d\d)(\d\d)(\d\d)\W*")
_AGO = re.compile(r"\W*(\d{1,3})\s*(?:天前|日前|天以前|days? ago)\W*")
_HOURS_AGO = re.compile(
    rf"\W*(?:刚刚|(\d{{1,3}})\s*(?:秒钟?前|分钟?前|个?小时前|(?:minutes?|hours?) ago)|今天{_TIME})\W*"
)
_NAMED_DAY = re.compile(rf"\W*(昨天|昨日|前天){_TIME}\W*")
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)[-/_]?(?P<m1>\d\d)[-/_]?(?P<d1>\d\d)(?:\d{6})?(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<sep>[-/_])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)"
)
_MONTH_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?=[/_\-])")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ATTRIBUTES = ("datetime", "title", "data-time", "data-date", "data-timestamp", "data-pubdate", "content")
TRADITIONAL = re.compile("[發佈間張貼開]")
"""Signs of a page in traditional characters, on which three figures may be a year of the Republic's era."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What may complete a date: whole dates by where they stand, months of the address, the year of a heading."""

    days: Mapping[date, str] = field(default_factory=dict)
    months: frozenset[tuple[int, int]] = frozenset()
    year: int = 0
    minguo: bool = False


class Told(NamedTuple):
    """A date and what had to be added to what is written: ``""`` nothing, else a word of the date's source."""

    value: date
    added: str


def hints_of(
    url: str, attributes: Iterable[Mapping[str, str | None]] = (), *, year: int = 0, minguo: bool = False
) -> Hints:
    """What an address and the attributes of the elements around a date tell."""
    days: dict[date, str] = dict.fromkeys(address_dates(url), "address")
    for attribute in attributes:
        days.update({day: "attribute" for name in _ATTRIBUTES if (day := _attribute_date(attribute.get(name)))})
    months = frozenset((int(match[1]), int(match[2])) for match in _MONTH_IN_ADDRESS.finditer(url[:500]))
    return Hints(days, months, year, minguo)


def address_dates(url: str) -> frozenset[date]:
    """The whole dates in an address: ``/2026-11/02/``, ``/art/2026/11/2/``, ``t20261102_``."""
    found = []
    for match in _IN_ADDRESS.finditer(url[:500]):
        year, month, day = (int(match[part + ("1" if match["y1"] else "2")]) for part in "ymd")
        found.append(plausible(year, month, day, None))
    return frozenset(day for day in found if day)


def partial_date(text: str, as_of: date | None, hints: Hints) -> Told | None:
    """The date that ``text`` is, and nothing else but a time of day and signs. None for anything else.

    A guessed year is the last that does not lie in the future, so a guessed date is never too old.
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    wide = widen(text).strip()
    if match := _COMPACT.fullmatch(wide):
        day = plausible(int(match[1]), int(match[2]), int(match[3]), as_of)
        return Told(day, "") if day else None
    if hints.minguo and (match := _BARE_MINGUO.fullmatch(wide)):
        day = plausible(int(match[1]) + MINGUO_BEGINS, int(match[3]), int(match[4]), as_of)
        return Told(day, "") if day else None
    if match := _SHORT_YEAR.fullmatch(wide):
        year, month, number = (int(part) for part in (match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)))
        day = plausible(2000 + year, month, number, as_of)
        return Told(day, hints.days.get(day, "short-year")) if day and as_of else None
    if match := _MONTH_DAY.fullmatch(wide):
        month, number = (int(part) for part in (match.group(1, 2) if match[1] else match.group(3, 4)))
        return _with_year(month, number, as_of, hints)
    return _by_distance(wide, as_of, hints)


def attribute_date(attributes: Mapping[str, str | None], as_of: date | None) -> date | None:
    """The day that a ``<time datetime=…>`` or the like tells, where the element itself shows nothing."""
    day = _attribute_date(attributes.get("datetime"))
    return day if day and plausible(day.year, day.month, day.day, as_of) else None


def _with_year(month: int, number: int, as_of: date | None, hints: Hints) -> Told | None:
    same = {day: where for day, where in hints.days.items() if (day.month, day.day) == (month, number)}
    if len(same) == 1:
        (day, where), *_ = same.items()
        return Told(day, where) if plausible(day.year, day.month, day.day, as_of) else None
    years = {year for year, other in hints.months if other == month}
    if hints.year or len(years) == 1:
        day_ = plausible(hints.year or years.pop(), month, number, as_of)
        return Told(day_, "heading" if hints.year else "address") if day_ else None
    if as_of is None or same:
        return None
    for year in (as_of.year + 1, as_of.year, as_of.year - 1):
        if guess := plausible(year, month, number, as_of):
            return Told(guess, "year-inferred")
    return None


def _by_distance(wide: str, as_of: date | None, hints: Hints) -> Told | None:
    if as_of is None:
        return None
    if match := _AGO.fullmatch(wide):
        guess = as_of - timedelta(days=int(match[1]))
    elif match := _NAMED_DAY.fullmatch(wide):
        guess = as_of - timedelta(days=2 if match[1] == "前天" else 1)
    elif _HOURS_AGO.fullmatch(wide):
        guess = as_of
    else:
        return None
    near = [day for day in hints.days if abs((day - guess).days) <= 1]
    return Told(near[0], hints.days[near[0]]) if len(near) == 1 else Told(guess, "relative")


def _attribute_date(value: str | None) -> date | None:
    if not value or len(value) > 200:
        return None
    if _EPOCH.fullmatch(value):
        local = datetime.fromtimestamp(int(value[:10]), _CHINA)
        return plausible(local.year, local.month, local.day, None)
    whole = read_date(value)
    return whole if whole and (len(value) <= _LONGEST or printed_dates(value)) else None
