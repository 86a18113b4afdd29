from datetime import UTC, date, datetime, timedelta

import pytest

from records.clock import CHINA, now_utc, parse_as_of, today_in_china
from records.errors import BadInputError


def test_moments_are_utc_and_days_are_chinese() -> None:
    before = now_utc()
    day = today_in_china()
    after = now_utc()
    assert before.tzinfo is UTC
    assert before.astimezone(CHINA).date() <= day <= after.astimezone(CHINA).date()
    assert before.astimezone(CHINA).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("text", ["2026-11-02", "2026-11-2", "2026/11/02", "20261102", "2026年11月2日", " 2026-11-02 "])
def test_as_of_is_read(text: str) -> None:
    assert parse_as_of(text) == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["", "昨天", "11-02", "2026-11", "2026-11-02T00:00", "2026-11/02", "26-11-02"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInputError, match="2026-11-22"):
        parse_as_of(text)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "20260431"])
def test_days_that_do_not_exist_are_named(text: str) -> None:
    with pytest.raises(BadInputError, match="这一天不存在"):
        parse_as_of(text)


def test_the_clock_can_be_set_and_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGCHA_NOW", "2026-10-19T00:30")
    first, second = now_utc(), now_utc()
    assert datetime(2026, 10, 18, 16, 30, tzinfo=UTC) <= first <= second < first + timedelta(minutes=1)
    assert today_in_china() == date(2026, 10, 19)
    monkeypatch.setenv("WANGCHA_NOW", "2026-10-18T16:00:00+00:00")
    assert today_in_china() == date(2026, 10, 19)


@pytest.mark.parametrize("text", ["昨天", "2026-10-32", "09:00"])
def test_a_clock_set_to_no_moment_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("WANGCHA_NOW", text)
    with pytest.raises(BadInputError, match=f"WANGCHA_NOW 写的“{text}”不是时间"):
        now_utc()
