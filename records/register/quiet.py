"""Quiet hours: spans of the day, ``HH:MM-HH:MM`` (the end not included), that may run over midnight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta


def is_quiet(spans: Iterable[str], moment: time) -> bool:
    """Whether the moment lies in one of the spans."""
    return any(_holds(span, moment) for span in spans)


def after_quiet(spans: tuple[str, ...], moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in. Raises ``ValueError`` where they never end."""
    for _ in range(len(spans) + 1):  # one span may end in the next
        span = next((span for span in spans if _holds(span, moment.time())), None)
        if span is None:
            return moment
        end = time.fromisoformat(span.partition("-")[2])
        later = moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        moment = later if later > moment else later + timedelta(days=1)
    raise ValueError(f"quiet all day: {spans}")


def any_time_left(spans: tuple[str, ...]) -> bool:
    """Whether some minute of the day is not quiet."""
    return not all(is_quiet(spans, time(minute // 60, minute % 60)) for minute in range(24 * 60))


def _holds(span: str, moment: time) -> bool:
    first, last = (time.fromisoformat(text) for text in span.split("-"))
    return first <= moment < last if first < last else moment >= first or moment < last
