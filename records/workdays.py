"""Chinese working days: the national calendar, corrected and extended by an office's own holiday file. No clock.

The national table is the package ``chinese_calendar`` (国务院办公厅's yearly notices on holidays and 调休). Years that
neither it nor the office knows are counted by weekdays, and whatever crosses into them is provisional (暂定).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for something. ``provisional``: a year on the way has no published holidays yet."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    ``off`` and ``work`` are single days that the office declares free or worked; they win over the national table.
    ``known_years`` are years for which the office's file is complete, so that nothing in them is provisional. A day
    that is in both sets raises ``ValueError``.
    """

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if both := self.off & self.work:
            raise ValueError(f"同一天既列为放假又列为上班：{min(both).isoformat()}")

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is worked; by weekday where nobody knows the year (see :meth:`known`)."""
        if day in self.work:
            return True
        return day not in self.off and _is_national_workday(day)

    def known(self, day: date) -> bool:
        """Whether the holidays of the day's year are known, nationally or to the office."""
        return day.year in self.known_years or _national_workdays(day.year) is not None

    def add_workdays(self, start: date, count: int) -> Deadline:
        """The ``count``-th working day after ``start`` (not counting ``start``); ``start`` itself for 0.

        Raises ``ValueError`` for a negative count and ``OverflowError`` past the year 9999.
        """
        if count < 0:
            raise ValueError("工作日数不能为负数")
        day = start
        provisional = not self.known(start)
        left = count
        while left:
            day += DAY
            provisional = provisional or not self.known(day)
            left -= self.is_workday(day)
        return Deadline(day, provisional)

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
        if last < first:
            return -self.workdays_between(last, first)
        national = sum(
            _count_up_to(year, last) - _count_up_to(year, first) for year in range(first.year, last.year + 1)
        )
        added = sum(first < day <= last and not _is_national_workday(day) for day in self.work)
        removed = sum(first < day <= last and _is_national_workday(day) for day in self.off)
        return national + added - removed


def _is_national_workday(day: date) -> bool:
    days = _national_workdays(day.year)
    if days is None:
        return day.weekday() < SATURDAY
    return day.toordinal() in days


@cache
def _national_workdays(year: int) -> frozenset[int] | None:
    """Ordinals of the year's working days, or None where the national table does not reach."""
    try:
        return frozenset(day.toordinal() for day in _days_of(year) if chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@cache
def _sorted_workdays(year: int) -> tuple[int, ...]:
    return tuple(day.toordinal() for day in _days_of(year) if _is_national_workday(day))


def _count_up_to(year: int, day: date) -> int:
    """Working days of ``year`` up to and including ``day``, which may lie outside the year."""
    return bisect_right(_sorted_workdays(year), day.toordinal())


def _days_of(year: int) -> tuple[date, ...]:
    ordinals = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return tuple(map(date.fromordinal, ordinals))
