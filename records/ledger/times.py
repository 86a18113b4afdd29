"""Moments as the ledger keeps them: UTC text of one fixed width, so that their order is the order of the texts."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds. A moment without a zone is taken for UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds")


def utc_text_of(text: str) -> str:
    """The same for a moment written as ISO text; ``""`` stays. Raises :class:`ValueError` for other text."""
    return utc_text(datetime.fromisoformat(text)) if text else ""
