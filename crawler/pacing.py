"""How fast one host is asked. A slow government site must never be knocked over by its own inspection."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_IN_FLIGHT = 16
MAX_WAIT = 120.0
MAX_INTERVAL = 30.0
SLOW_ANSWER = 5.0


class Pace:
    """The paced slot of one host: when the next request may start, how many may be under way.

    ``rate`` is requests per second. A host that asks for patience (429, 503, Retry-After), times out or answers slowly
    is asked ever more slowly, one request at a time, and finds back to its rate as it recovers.
    """

    def __init__(self, rate: float) -> None:
        self._least = 0.0  # seconds between two requests that the host itself asked for
        self._next = 0.0
        self.set_rate(rate)

    def set_rate(self, rate: float) -> None:
        """Ask ``rate`` times a second from now on, unless the host asked for less."""
        self._base = max(1.0 / rate, self._least)
        self._interval = self._base
        self._full = 1 if self._least else max(1, min(MAX_IN_FLIGHT, int(rate * 2)))

    @property
    def in_flight(self) -> int:
        """How many requests to the host may be under way at once."""
        return 1 if self._interval > self._base * 1.5 else self._full

    @property
    def interval(self) -> float:
        """Seconds between two requests, as they are now."""
        return self._interval

    async def turn(self) -> None:
        """Wait for the next slot."""
        while True:
            now = time.monotonic()
            if now >= self._next:
                self._next = max(self._next, now - self._interval) + self._interval
                return
            await asyncio.sleep(self._next - now)

    def at_most(self, seconds: float) -> None:
        """Never ask more often than every ``seconds`` (robots.txt ``Crawl-delay``), within reason."""
        self._least = min(seconds, MAX_INTERVAL)
        self._base = max(self._base, self._least)
        self._interval = max(self._interval, self._base)
        self._full = 1

    def answered(self, seconds: float) -> None:
        """The host answered within ``seconds``: find back towards the rate, or slow down if it labours."""
        if seconds > SLOW_ANSWER:
            self._interval = min(MAX_INTERVAL, max(self._interval, seconds / 2, self._base))
        elif self._interval > self._base:
            self._interval = max(self._base, self._interval * 0.7)

    def slow_down(self, wait: float | None) -> None:
        """The host asked for patience or gave no answer: pause ``wait`` seconds (or a moment), then ask less often."""
        self._interval = min(MAX_INTERVAL, max(self._interval * 2, 0.05))
        pause = min(MAX_WAIT, wait) if wait is not None else self._interval
        self._next = max(self._next, time.monotonic() + pause)


def retry_after(value: str) -> float | None:
    """Seconds of a ``Retry-After`` header (RFC 9110, 10.2.3: seconds or an HTTP date), None where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
