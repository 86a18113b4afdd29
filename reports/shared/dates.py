"""Dates and times as Chinese documents write them. Stored times are UTC; people read Beijing time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from records.model import Finding

BEIJING = timezone(timedelta(hours=8))


def chinese_date(day: date) -> str:
    """``2026年1月5日``: Arabic digits without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def beijing_time(text: str) -> str:
    """UTC ISO 8601 text as ``2026-01-05 09:30:12`` Beijing time; other text comes back as it is."""
    moment = _moment(text)
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else text


def beijing_date(text: str) -> date | None:
    """The Beijing date of UTC ISO 8601 text, None where it is no time."""
    moment = _moment(text)
    return moment.date() if moment else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if "T" not in text and " " not in text:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BEIJING)


def deadline_words(finding: Finding) -> str:
    """``2026年1月8日前``, with 暂定 where the holidays on the way are not published; 未设期限 without a deadline."""
    if finding.deadline is None:
        return "未设期限"
    day = chinese_date(finding.deadline)
    return f"{day}前（暂定）" if finding.deadline_provisional else f"{day}前"


def provisional_reason(day: date) -> str:
    """Why a deadline is only provisional, as a sentence without a full stop."""
    return f"{day.year}年节假日安排尚未列入工作日历，暂按周一至周五推算，待公布后以实际工作日为准"
