"""The only place where the clock is read. Moments are kept in UTC; a day is a day in China.

For drills and tests the environment variable ``WANGCHA_NOW`` sets the clock: it then starts at that moment, in each
process anew, and runs on. ``--as-of`` says as of which day is judged; moves, evidence and rounds carry the clock.
"""

from __future__ import annotations

import functools
import os
import re
import time
from datetime import UTC, date, datetime, timedelta, timezone

from records.errors import BadInputError

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China Standard Time; a fixed offset, because there is no summer time and a slim machine may lack the zone files."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")


CLOCK_VARIABLE = "WANGCHA_NOW"
"""Names the moment to which the clock is set, such as ``2026-10-19T09:00``; in China where it names no zone."""


def now_utc() -> datetime:
    """This moment, aware, in UTC. Raises :class:`BadInputError` where ``WANGCHA_NOW`` is no moment."""
    written = os.environ.get(CLOCK_VARIABLE, "")
    if not written:
        return datetime.now(UTC)
    moment, started = _set_clock(written)
    return moment + timedelta(seconds=time.monotonic() - started)


@functools.cache
def _set_clock(written: str) -> tuple[datetime, float]:
    """The moment that is written, and when (by the monotonic clock) it was first asked for."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        raise BadInputError(
            f"环境变量 {CLOCK_VARIABLE} 写的“{written}”不是时间。请写成 2026-10-19T09:00 这样的形式，或者不设这个变量。"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC), time.monotonic()


def today_in_china() -> date:
    """Today's date in Asia/Shanghai, whatever zone the machine is set to."""
    return now_utc().astimezone(CHINA).date()


def parse_as_of(text: str) -> date:
    """The day of ``--as-of``: ``2026-11-22``, ``2026/11/22``, ``20261122`` or ``2026年11月22日``.

    Raises :class:`BadInputError` for anything else, and for days that do not exist.
    """
    written = text.strip()
    match = _DAY.fullmatch(written)
    if match is None:
        raise BadInputError(f"“{text}”不是日期。请写成 2026-11-22 这样的形式（年-月-日）。")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInputError(f"“{text}”这一天不存在。请核对月和日，写成 2026-11-22 这样的形式。") from None
