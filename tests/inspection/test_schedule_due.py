"""When plans are due: working days, weeks, months, quiet hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.schedule.due import latest_due, next_due
from inspection.schedule.runner import command_of, lane_of
from records.clock import CHINA
from records.register.model import Plan
from records.register.quiet import any_time_left, is_quiet
from records.workdays import Calendar

CALENDAR = Calendar()


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def plan(every: str = "day", at: str = "08:30", **changes: object) -> Plan:
    return Plan("p", "probe", every, at, **changes)


@pytest.mark.parametrize(
    ("made", "after", "due"),
    [
        (plan(), "2026-11-20 08:29", "2026-11-20 08:30"),
        (plan(), "2026-11-20 08:30", "2026-11-21 08:30"),
        (plan("workday"), "2026-11-20 08:30", "2026-11-23 08:30"),  # Friday to Monday
        (plan("workday"), "2026-09-30 12:00", "2026-10-08 08:30"),  # over the National Day
        (plan("workday"), "2026-10-09 12:00", "2026-10-10 08:30"),  # a Saturday that is worked (调休)
        (plan("week", weekday=1), "2026-11-20 00:00", "2026-11-23 08:30"),
        (plan("month", day=31), "2026-11-20 00:00", "2026-11-30 08:30"),
        (plan("month", day=31), "2027-02-01 00:00", "2027-02-28 08:30"),
        (plan("hour", at="00:10"), "2026-11-20 08:10", "2026-11-20 09:10"),
        (plan("hour", at="00:10"), "2026-11-20 23:30", "2026-11-21 00:10"),
        (plan("hour", at="00:10", quiet=("22:00-06:00",)), "2026-11-20 21:30", "2026-11-21 06:00"),
        (plan(at="23:00", quiet=("22:00-06:00",)), "2026-11-20 12:00", "2026-11-21 06:00"),
        (plan(at="23:00", quiet=("22:00-06:00",)), "2026-11-20 05:00", "2026-11-20 06:00"),
        (plan(at="05:59", quiet=("22:00-06:00", "06:00-07:30")), "2026-11-20 00:00", "2026-11-20 07:30"),
        (plan(at="06:00", quiet=("22:00-06:00",)), "2026-11-20 00:00", "2026-11-20 06:00"),
    ],
)
def test_the_next_due_time(made: Plan, after: str, due: str) -> None:
    assert next_due(made, CALENDAR, china(after)) == china(due)
    assert latest_due(made, CALENDAR, china(due)) == china(due)
    assert latest_due(made, CALENDAR, china(due) - timedelta(minutes=1)) <= china(after)


def test_the_office_s_own_holidays_count() -> None:
    calendar = Calendar(off=frozenset({date(2026, 11, 20)}), work=frozenset({date(2026, 11, 21)}))
    assert next_due(plan("workday"), calendar, china("2026-11-19 12:00")) == china("2026-11-21 08:30")


CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
SPANS = st.lists(
    st.tuples(CLOCKS, CLOCKS).filter(lambda span: span[0] != span[1]).map("-".join), max_size=3
).map(tuple).filter(any_time_left)  # fmt: skip
PLANS = st.builds(
    plan,
    st.sampled_from(["hour", "day", "workday", "week", "month"]),
    CLOCKS,
    weekday=st.integers(1, 7),
    day=st.integers(1, 31),
    quiet=SPANS,
)


@settings(max_examples=60, deadline=None)
@given(PLANS, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_due_times_follow_each_other_without_gap_and_never_in_quiet_hours(made: Plan, moment: datetime) -> None:
    now = moment.replace(microsecond=0, tzinfo=CHINA)
    coming = next_due(made, CALENDAR, now)
    before = latest_due(made, CALENDAR, now)
    assert before <= now < coming
    assert next_due(made, CALENDAR, before) == coming
    assert latest_due(made, CALENDAR, coming) == coming
    assert not is_quiet(made.quiet, coming.time())


@pytest.mark.parametrize(
    ("what", "command"),
    [
        ("probe", ["probe", "--office", "o", "--", "yunxi"]),
        ("patrol", ["inspect", "--patrol", "--office", "o", "--out", "r", "--", "yunxi"]),
        ("inspect", ["inspect", "--office", "o", "--out", "r", "--", "yunxi"]),
        ("recheck", ["recheck", "--office", "o", "--out", "r", "--site", "yunxi"]),
    ],
)
def test_what_a_plan_runs(what, command):
    assert command_of(Plan("p", what, "day", "08:30", sites=("yunxi",)), Path("o"), Path("r")) == command


def test_a_patrol_and_a_whole_inspection_wait_for_each_other():
    lanes = {what: lane_of(Plan("p", what, "day", "08:30")) for what in ("probe", "patrol", "inspect", "recheck")}
    assert lanes["patrol"] == lanes["inspect"]
    assert len(set(lanes.values())) == 3
