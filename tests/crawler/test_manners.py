"""Pace, reasons and traps, without a network."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionLost, DNSLookupError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.pacing import MAX_INTERVAL, Pace, retry_after
from crawler.reasons import reason_of_exception, reason_of_status
from crawler.traps import Traps
from crawler.user_agent import user_agent
from records.model import Reason


def test_a_pace_is_kept() -> None:
    async def five() -> float:
        pace = Pace(20.0)
        started = time.monotonic()
        await asyncio.gather(*(pace.turn() for _ in range(5)))
        return time.monotonic() - started

    assert asyncio.run(five()) >= 0.15  # the first and one saved up are free


def test_a_host_in_trouble_is_left_in_peace_until_it_recovers() -> None:
    pace = Pace(2.0)
    assert pace.in_flight == 4
    for _ in range(20):
        pace.slow_down(None)
    assert (pace.in_flight, pace.interval) == (1, MAX_INTERVAL)
    for _ in range(40):
        pace.answered(0.1)
    assert (pace.in_flight, pace.interval) == (4, 0.5)
    pace.answered(20.0)
    assert pace.in_flight == 1
    pace.at_most(5.0)
    for _ in range(40):
        pace.answered(0.1)
    assert (pace.in_flight, pace.interval) == (1, 5.0)


def test_retry_after() -> None:
    assert retry_after("7") == 7
    assert retry_after(format_datetime(datetime(2001, 1, 1, tzinfo=UTC), usegmt=True)) == 0
    seconds = retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    assert seconds is not None
    assert 80 <= seconds <= 90


@pytest.mark.parametrize("value", ["", "soon", "-3", "七"])
def test_retry_after_that_says_nothing(value: str) -> None:
    assert retry_after(value) is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, "ok"),
        (304, "ok"),
        (404, "not_found"),
        (410, "not_found"),
        (401, "login_required"),
        (451, "blocked"),
        (429, "rate_limited"),
        (418, "http_error"),
        (503, "http_error"),
        (999, "http_error"),
    ],
)
def test_statuses(status: int, reason: str) -> None:
    assert reason_of_status(status) == reason


def wrapped(inner: BaseException) -> BaseException:
    outer = DownloadFailedError("something failed")
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (wrapped(socket.gaierror(-2, "Name or service not known")), Reason.DNS),
        (wrapped(DNSLookupError()), Reason.DNS),
        (wrapped(ssl.SSLCertVerificationError("self-signed")), Reason.TLS),
        (wrapped(ConnectionResetError()), Reason.RESET),
        (wrapped(ResponseFailed([Failure(ConnectionLost())])), Reason.RESET),
        (wrapped(OSError(113, "No route to host")), Reason.REFUSED),
        (wrapped(TimeoutError()), Reason.TIMEOUT),
        (wrapped(TunnelError("403")), Reason.BLOCKED),
        (wrapped(ValueError("odd header")), Reason.HTTP_ERROR),
    ],
)
def test_exceptions(error: BaseException, reason: Reason) -> None:
    found, phrase = reason_of_exception(error)
    assert found is reason
    assert phrase


@pytest.fixture
def traps() -> Traps:
    return Traps(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://a.cn/x?b=2&a=1", "http://a.cn/x?a=1&b=2"),
        ("http://a.cn/x?a=1&PHPSESSID=abc", "http://a.cn/x?a=1"),
        ("http://a.cn/x;jsessionid=1F?a=1", "http://a.cn/x?a=1"),
        ("http://a.cn/x?sid=9f86d081884c7d659a2feaa0", "http://a.cn/x"),
    ],
)
def test_variants_of_one_page(traps: Traps, a: str, b: str) -> None:
    assert traps.key(a) == traps.key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://a.cn/x?sid=123", "http://a.cn/x?sid=124"),
        ("http://a.cn/x;version=2", "http://a.cn/x"),
        ("http://a.cn/x?a=1", "http://a.cn/x?a=2"),
        ("http://a.cn/X", "http://a.cn/x"),
    ],
)
def test_different_pages(traps: Traps, a: str, b: str) -> None:
    assert traps.key(a) != traps.key(b)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://a.cn/" + "x" * 2000, "length"),
        ("http://a.cn/a/b/a/b/a/b/a/b/c.html", "depth"),
        ("http://a.cn/cal?year=2035&month=1", "calendar"),
        ("http://a.cn/cal?date=1890-01-01", "calendar"),
        ("http://a.cn/cal/?y=2035&m=6", "calendar"),
        ("http://a.cn/cal?riqi=2031%E5%B9%B43%E6%9C%881%E6%97%A5", "calendar"),
        ("http://a.cn/xxgk/xxgk/xxgk/c.html", ""),
        ("http://a.cn/list?year=2010", ""),
        ("http://a.cn/list?date=hello", ""),
        ("http://a.cn/view?id=20350101", ""),
    ],
)
def test_traps(traps: Traps, url: str, name: str) -> None:
    assert traps.caught(url) == name
    assert traps.counts[name] == (1 if name else 0)


def test_a_calendar_walked_day_by_day_ends(traps: Traps) -> None:
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(900)]
    assert sum(not traps.caught(f"http://a.cn/cal?date={day}") for day in days) == 400


def test_paging_ends_when_nothing_new_is_listed(traps: Traps) -> None:
    assert [traps.barren(1, page) for page in ([1, 2], [3], [], [3], [], [])] == [*(False,) * 4, True, True]


def test_the_user_agent_is_ascii_and_carries_the_contact() -> None:
    assert user_agent("张三 0571-12345678;x").isascii()
    assert "0571-12345678" in user_agent("0571-12345678")
