"""The column tree of a site: what is concluded on every column, and what is new or gone since last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from dictionaries import Dictionaries
from inspection.columns import classifier
from records.bundle.columns import ColumnFacts, SinglePage
from records.bundle.lookup import BundleLookup
from records.bundle.reader import BundleReader
from records.column_store import columns_of, keep_columns, newest_with_columns
from records.evidence import Column
from records.ledger import Inspection
from records.register.model import Register
from records.seen_columns import Change, Freshness, SeenColumn
from records.urls import normalise
from rules.column.freshness import blankness, staleness

MONTHS = 36
"""How many months back publications are counted."""


def seen_columns(
    reader: BundleReader, register: Register, dictionaries: Dictionaries, today: date
) -> tuple[SeenColumn, ...]:
    """The columns and single pages of a gathered site in the order of the tree, as of ``today``."""
    exempt = {normalise(each.url, each.url) for each in register.columns_of(reader.site) if each.exempt}
    classify = classifier(register, dictionaries, reader.site)
    seen = [_seen(column, column.url in exempt, dictionaries, today) for column in reader.columns]
    seen += [_single(page, classify(ColumnFacts(page.url, page.name)).kind) for page in reader.single_pages]
    return tuple(_in_tree_order(sorted(seen, key=lambda each: reader.menu_order(each.url))))


def keep(
    database: Database, inspection: Inspection, columns: Sequence[SeenColumn], bundle: Path
) -> tuple[SeenColumn, ...]:
    """Store the columns of an inspection beside it, compared with those known before; returns what was stored."""
    newest = newest_with_columns(database, inspection.site)
    known = columns_of(database, newest.id) if newest is not None else ()
    with closing(BundleLookup(bundle)) as lookup:
        gone = lookup.gone_columns(column.url for column in known)
    return keep_columns(database, inspection, columns, gone)


def changes_told(site: str, columns: Sequence[SeenColumn]) -> str:
    """One sentence on how many columns are new or have vanished, ``""`` where none."""
    counts = Counter(column.change for column in columns)
    if not counts[Change.NEW] and not counts[Change.VANISHED]:
        return ""
    return f"{site}：与上次相比，新增栏目 {counts[Change.NEW]} 个，消失 {counts[Change.VANISHED]} 个，见 columns.html。"


def _seen(column: Column, exempt: bool, dictionaries: Dictionaries, today: date) -> SeenColumn:
    freshness, doubts = _conclusion(column, exempt, dictionaries, today)
    months = Counter(item.date.value.strftime("%Y-%m") for item in column.items if item.date)
    earliest = (today.year * 12 + today.month - MONTHS) // 12, (today.year * 12 + today.month - MONTHS) % 12 + 1
    return SeenColumn(
        url=column.url,
        name=column.name,
        parent=column.parent,
        level=column.level,
        kind=column.kind,
        kind_source=column.kind_source,
        limit_days=column.limit_days,
        newest=column.newest.value if column.newest else None,
        items=len(column.items),
        undated=column.undated,
        freshness=freshness,
        doubts=doubts,
        months={month: count for month, count in sorted(months.items()) if month >= f"{earliest[0]}-{earliest[1]:02}"},
    )


def _conclusion(
    column: Column, exempt: bool, dictionaries: Dictionaries, today: date
) -> tuple[Freshness, tuple[str, ...]]:
    if exempt:
        return Freshness.EXEMPT, ()
    if blank := blankness(column, dictionaries):
        return (Freshness.BLANK if blank.certain else Freshness.PERHAPS_BLANK), ()
    if stale := staleness(column, today):
        return (Freshness.PERHAPS_STALE if stale.doubts else Freshness.STALE), stale.doubts
    if column.limit_days is None:
        return Freshness.NOT_DUE, ()
    if column.newest is None:
        nowhere = (f"{column.unlinked} 条都是空链接",) if column.unlinked and not column.items else ()
        return (Freshness.UNDATED if column.items else Freshness.UNREAD), nowhere
    return Freshness.FRESH, ()


def _single(page: SinglePage, kind: str) -> SeenColumn:
    return SeenColumn(
        url=page.url,
        name=page.name,
        parent=page.parent,
        level=page.level,
        kind=kind,
        kind_source="名称" if kind else "",
        limit_days=None,
        newest=None,
        items=0,
        undated=0,
        freshness=Freshness.SINGLE if page.kind else Freshness.UNREAD,
    )


def _in_tree_order(columns: Sequence[SeenColumn]) -> Iterable[SeenColumn]:
    """Every column followed by those below it; one whose parents go round in a circle stands at the top."""
    known = {column.url for column in columns}
    below: dict[str, list[SeenColumn]] = {}
    for column in columns:
        below.setdefault(column.parent if column.parent in known and column.parent != column.url else "", []).append(
            column
        )
    done: set[str] = set()
    for column in (*below.get("", ()), *columns):
        stack = [column]
        while stack:
            current = stack.pop()
            if current.url not in done:
                done.add(current.url)
                yield current
                stack.extend(reversed(below.get(current.url, [])))
