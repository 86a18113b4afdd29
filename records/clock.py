"""The only place where the clock is read. Moments are kept in UTC; a day is a day in China."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from records.errors import BadInputError

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China Standard Time; a fixed offset, because there is no summer time and a slim machine may lack the zone files."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")


def now_utc() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


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
