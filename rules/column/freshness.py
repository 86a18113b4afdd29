"""When a column counts as stale or blank, and what speaks against being sure: one answer for rules and column tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dictionaries import Dictionaries
from records.evidence import Column, SourcedDate
from records.masking import mask_text

NEWS_KIND = "动态要闻"
LONG_DAYS = 183
"""After how many days other columns than news count as long not updated (国办秘函〔2019〕19号: six months)."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """A column past its limit: the newest date, its age and limit in days, and doubts (none: it is proven)."""

    newest: SourcedDate
    age: int
    limit: int
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blankness:
    """A column without entries: the page's own words for it (``""``: none), and whether that proves it."""

    marker: str
    certain: bool


def staleness(column: Column, today: date) -> Staleness | None:
    """How stale the column is; None where it is not, where nothing is due, or where no date is known."""
    newest, limit = column.newest, column.limit_days
    if newest is None or limit is None or newest.value > today:
        return None
    age = (today - newest.value).days
    if age <= limit:
        return None
    doubts = (
        *(
            []
            if column.machine_certain
            else ["这类栏目可能确无内容可发" if column.kind else "认不出栏目类型，不能确定是否应当更新"]
        ),
        *([] if column.complete else ["列表没有读完"]),
        *([f"{column.undated} 条没有读到日期"] if column.undated else []),
        *([] if newest.sure else ["日期是推断的"]),
    )
    return Staleness(newest, age, limit, doubts)


def blankness(column: Column, dictionaries: Dictionaries) -> Blankness | None:
    """Whether the column is blank; None where it has entries, or may rightly be a single page.

    A list that scripts fill is blank only for review, whatever its page says while nobody runs them.
    """
    if column.items or column.unlinked or not column.complete:
        return None
    marker = mask_text(column.blank_marker.strip())[:60]
    if not marker and column.limit_days is None:
        return None
    kind = dictionaries.column_kinds.get(column.kind)
    return Blankness(marker, bool(marker) and not column.scripted and not (kind and kind.may_be_blank))
