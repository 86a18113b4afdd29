"""A column of a site as an inspection saw it and concluded on it: what the column tree shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PATROL = "patrol"
"""The limit that says that only home page and columns were looked at."""


class Freshness(StrEnum):
    """What was concluded on a column's updates; the words are in ``labels.toml``."""

    FRESH = "fresh"
    STALE = "stale"
    PERHAPS_STALE = "perhaps_stale"
    BLANK = "blank"
    PERHAPS_BLANK = "perhaps_blank"
    UNDATED = "undated"
    NOT_DUE = "not_due"
    EXEMPT = "exempt"
    SINGLE = "single"
    UNREAD = "unread"


class Change(StrEnum):
    """A column compared with earlier inspections."""

    NONE = ""
    NEW = "new"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column (or single page of the menu) of a site, in the order of the tree.

    ``parent`` is the address of the column above (``""`` at the top), ``kind_source`` what the kind was known by,
    ``items`` and ``undated`` count entries, ``doubts`` say why a conclusion is for review, ``months`` counts entries by
    month (``2026-11``).
    """

    url: str
    name: str
    parent: str
    level: int
    kind: str
    kind_source: str
    limit_days: int | None
    newest: date | None
    items: int
    undated: int
    freshness: Freshness
    doubts: tuple[str, ...] = ()
    months: Mapping[str, int] = field(default_factory=dict)
    change: Change = Change.NONE
