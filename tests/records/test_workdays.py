"""Working days: known facts of the national calendar, the office's own file, and properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.workdays import Calendar, Deadline

DAY = timedelta(days=1)
NATIONAL = Calendar()

days = st.dates(date(2003, 6, 1), date(2029, 6, 1))
offices = st.builds(
    lambda off, work: Calendar(frozenset(off), frozenset(work - off)),
    st.sets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=30),
    st.sets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=30),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # 调休上班的星期六
        (date(2026, 2, 17), False),  # 春节
        (date(2026, 2, 28), True),
        (date(2026, 10, 10), True),
        (date(2026, 1, 5), True),
        (date(2026, 1, 10), False),
        (date(2027, 1, 1), True),  # 未公布:按星期五算
        (date(2027, 1, 2), False),
    ],
)
def test_days_of_the_national_calendar(day: date, worked: bool) -> None:
    assert NATIONAL.is_workday(day) is worked


def test_deadline_skips_spring_festival() -> None:
    assert NATIONAL.add_workdays(date(2026, 2, 13), 3) == Deadline(date(2026, 2, 25), provisional=False)


def test_deadline_into_an_unpublished_year_is_provisional() -> None:
    assert NATIONAL.add_workdays(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), provisional=False)
    assert NATIONAL.add_workdays(date(2026, 12, 30), 3) == Deadline(date(2027, 1, 4), provisional=True)


def test_office_file_extends_into_a_new_year() -> None:
    office = Calendar(
        off=frozenset({date(2027, 1, 1)}), work=frozenset({date(2027, 1, 3)}), known_years=frozenset({2027})
    )
    assert office.add_workdays(date(2026, 12, 30), 3) == Deadline(date(2027, 1, 4), provisional=False)
    assert office.workdays_between(date(2026, 12, 31), date(2027, 1, 3)) == 1


def test_a_local_holiday_does_not_undo_the_national_ones() -> None:
    office = Calendar(off=frozenset({date(2026, 3, 3)}), known_years=frozenset({2026}))
    assert not office.is_workday(date(2026, 3, 3))
    assert not office.is_workday(date(2026, 2, 17))


def test_contradiction_is_refused() -> None:
    with pytest.raises(ValueError, match="2027-01-03"):
        Calendar(off=frozenset({date(2027, 1, 3)}), work=frozenset({date(2027, 1, 3)}))


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        NATIONAL.add_workdays(date(2026, 1, 5), -1)


@given(offices, days, st.integers(0, 120))
def test_between_undoes_add(office: Calendar, start: date, count: int) -> None:
    deadline = office.add_workdays(start, count)
    assert office.workdays_between(start, deadline.date) == count
    assert count == 0 or office.is_workday(deadline.date)


@given(offices, days, st.integers(-400, 400))
def test_between_is_the_plain_count(office: Calendar, start: date, distance: int) -> None:
    end = start + DAY * distance
    first, last = sorted((start, end))
    counted = sum(office.is_workday(first + DAY * i) for i in range(1, (last - first).days + 1))
    assert office.workdays_between(start, end) == (counted if distance >= 0 else -counted)


@given(days, days, days)
def test_between_adds_up(a: date, b: date, c: date) -> None:
    whole = NATIONAL.workdays_between(a, b) + NATIONAL.workdays_between(b, c)
    assert whole == NATIONAL.workdays_between(a, c)


@given(days, st.integers(0, 60))
def test_provisional_says_that_an_unknown_year_was_touched(start: date, count: int) -> None:
    deadline = NATIONAL.add_workdays(start, count)
    years = range(start.year, deadline.date.year + 1)
    assert deadline.provisional is any(not NATIONAL.known(date(year, 7, 1)) for year in years)
