"""What the column tree shows of each site: every text made harmless, freshness in words, publications measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from records.masking import mask_text
from records.seen_columns import Change, Freshness, SeenColumn
from reports.columns.histogram import Histogram, histogram
from reports.model import ReportData
from reports.shared.dates import chinese_date
from reports.shared.labels import label
from reports.shared.safe_text import clip, safe_href

DEEPEST = 6
TONES = {
    Freshness.FRESH: "good",
    Freshness.STALE: "bad",
    Freshness.BLANK: "bad",
    Freshness.PERHAPS_STALE: "doubt",
    Freshness.PERHAPS_BLANK: "doubt",
    Freshness.UNDATED: "doubt",
    Freshness.UNREAD: "doubt",
}
"""Colours by what they mean; everything else is quiet. The word says the same without them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One column as printed."""

    name: str
    href: str | None
    indent: int
    state: str
    tone: str
    change: str
    kind: str
    newest: str
    age: str
    limit: str
    entries: str
    note: str
    chart: Histogram | None


@dataclass(frozen=True, slots=True)
class SiteTree:
    """The columns of one site, and how many came out how."""

    anchor: str
    name: str
    address: str
    summary: tuple[tuple[str, str, int], ...]
    changes: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    title: str
    office: str
    date: str
    partial: bool
    sites: tuple[SiteTree, ...]


def build(data: ReportData) -> Sheet:
    """What the template prints."""
    today = data.inspection.as_of
    sites = []
    for number, (site_id, columns) in enumerate(data.columns.items(), 1):
        site = data.site(site_id)
        sites.append(
            SiteTree(
                anchor=f"site-{number}",
                name=clip(site.name, 60),
                address=clip(site.url, 120),
                summary=tuple(_summary(columns)),
                changes=_changes(columns),
                rows=tuple(_row(column, depth, today) for column, depth in with_depth(columns)),
            )
        )
    office = clip(data.office.name, 60)
    return Sheet("网站栏目树", office, chinese_date(today), data.inspection.partial, tuple(sites))


def verdict_words(column: SeenColumn) -> str:
    """The conclusion in a word; what has vanished has no other."""
    return label("change", "vanished") if column.change is Change.VANISHED else label("freshness", column.freshness)


def _summary(columns: Iterable[SeenColumn]) -> Iterable[tuple[str, str, int]]:
    counts = Counter(column.freshness for column in columns if column.change is not Change.VANISHED)
    for freshness in Freshness:
        if counts[freshness]:
            yield label("freshness", freshness), TONES.get(freshness, "quiet"), counts[freshness]


def _changes(columns: Iterable[SeenColumn]) -> str:
    named: dict[Change, list[str]] = {Change.NEW: [], Change.VANISHED: []}
    for column in columns:
        if column.change is not Change.NONE:
            named[column.change].append(f"“{clip(mask_text(column.name), 30)}”")
    told = [
        f"{label('change', change)} {len(names)} 个：{'、'.join(names[:10])}{'等' if len(names) > 10 else ''}"
        for change, names in named.items()
        if names
    ]
    return f"与上次相比，{'；'.join(told)}。" if told else ""


def with_depth(columns: Iterable[SeenColumn]) -> Iterable[tuple[SeenColumn, int]]:
    """Every column and how deep it stands in the tree as shown: one whose upper column is unknown stands at the top."""
    depths: dict[str, int] = {}
    for column in columns:
        depths[column.url] = min(depths[column.parent] + 1, DEEPEST) if column.parent in depths else 0
        yield column, depths[column.url]


def _row(column: SeenColumn, depth: int, today: date) -> Row:
    vanished = column.change is Change.VANISHED
    age = f"{(today - column.newest).days} 天前" if column.newest and column.newest <= today else ""
    doubts = [mask_text(doubt) for doubt in column.doubts]
    if column.undated and not any("没有读到日期" in doubt for doubt in doubts):
        doubts.append(f"{column.undated} 条没有读到日期")
    return Row(
        name=clip(mask_text(column.name), 60) or "（没有名称）",
        href=safe_href(column.url),
        indent=depth,
        state=verdict_words(column),
        tone="quiet" if vanished else TONES.get(column.freshness, "quiet"),
        change=label("change", column.change) if column.change is Change.NEW else "",
        kind=clip(column.kind, 20) or "—",
        newest=column.newest.isoformat() if column.newest else "—",
        age=age,
        limit=f"{column.limit_days} 天" if column.limit_days is not None else "—",
        entries=str(column.items) if column.items else "—",
        note="；".join(clip(doubt, 60) for doubt in doubts),
        chart=histogram(column.months, today) if column.items and not vanished else None,
    )
