"""The columns that each inspection saw, in the office's database, compared with those seen before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from records.database import rows, transaction
from records.ledger import Inspection, inspections
from records.seen_columns import PATROL, Change, Freshness, SeenColumn

_NAMES = [each.name for each in fields(SeenColumn)]
_JSON = ("doubts", "months")
_MENU_ONLY = (Freshness.SINGLE, Freshness.UNREAD)
"""What a column is called of which a menu still tells, but behind which there is no list any more."""


def keep_columns(
    db: Database, inspection: Inspection, columns: Sequence[SeenColumn], gone: Mapping[str, bool]
) -> tuple[SeenColumn, ...]:
    """Store the columns of an inspection, marked as new and followed by those that have vanished; returns them all.

    ``gone`` tells of addresses known from earlier whether they are no column any more; what it does not name is gone
    where everything was looked at. New and vanished are only said compared with an inspection that reached as far;
    what is neither here nor proven to be gone is kept as unread.
    """
    compared = tuple(_compared(db, inspection, columns, gone))
    with transaction(db):
        db.conn.execute("DELETE FROM seen_columns WHERE inspection = ?", [inspection.id])
        names = ", ".join(("inspection", "position", *_NAMES))
        marks = ", ".join("?" * (len(_NAMES) + 2))
        db.conn.executemany(
            f"INSERT INTO seen_columns ({names}) VALUES ({marks})",  # noqa: S608
            [(inspection.id, place, *_values(column)) for place, column in enumerate(compared)],
        )
    return compared


def columns_of(db: Database, inspection_id: int) -> tuple[SeenColumn, ...]:
    """What was stored of an inspection, in the order of the tree."""
    names = ", ".join(_NAMES)
    found = rows(db, f"SELECT {names} FROM seen_columns WHERE inspection = ? ORDER BY position", [inspection_id])  # noqa: S608
    return tuple(_column(row) for row in found)


def newest_with_columns(db: Database, site: str) -> Inspection | None:
    """The newest inspection of a site of which columns are stored."""
    stored = {row["inspection"] for row in rows(db, "SELECT DISTINCT inspection FROM seen_columns")}
    return next((each for each in inspections(db, site) if each.id in stored), None)


def known_columns(db: Database, site: str) -> tuple[str, ...]:
    """Addresses of the columns that the newest inspection saw and that have not vanished."""
    newest = newest_with_columns(db, site)
    if newest is None:
        return ()
    return tuple(
        column.url
        for column in columns_of(db, newest.id)
        if column.change is not Change.VANISHED and column.freshness is not Freshness.SINGLE
    )


def _compared(
    db: Database, inspection: Inspection, columns: Sequence[SeenColumn], gone: Mapping[str, bool]
) -> Iterable[SeenColumn]:
    earlier = [
        each
        for each in inspections(db, inspection.site)
        if each.started < inspection.started and _far_enough(each, inspection)
    ]
    before = next((found for each in earlier if (found := columns_of(db, each.id))), ())
    known = {column.url: column for column in before if _counts(column)}
    for column in columns:
        if (
            column.url in known
            and gone.get(column.url)
            and column.freshness in _MENU_ONLY
            and _was_read(known[column.url])
        ):
            yield replace(known[column.url], change=Change.VANISHED)
            continue
        is_new = bool(known) and column.url not in known and _counts(column)
        yield replace(column, change=Change.NEW if is_new else Change.NONE)
    here = {column.url for column in columns}
    for column in known.values():
        if column.url in here or not _was_read(column):
            continue
        if gone.get(column.url, inspection.whole):
            yield replace(column, change=Change.VANISHED)
        else:  # not proven to be gone: it stays known
            yield replace(column, change=Change.NONE, freshness=Freshness.UNREAD, doubts=())


def _counts(column: SeenColumn) -> bool:
    return column.change is not Change.VANISHED and column.freshness is not Freshness.SINGLE


def _was_read(column: SeenColumn) -> bool:
    """Whether it was more than a name in a menu whose address did not open."""
    return column.freshness is not Freshness.UNREAD or column.items > 0


def _far_enough(earlier: Inspection, now: Inspection) -> bool:
    """Whether an earlier inspection looked as far as this one, so that what it did not see was not there."""
    if not (earlier.complete and not earlier.interrupted):
        return False
    patrol = PATROL in now.limits
    return not set(earlier.limits) - ({PATROL} if patrol else set())


def _values(column: SeenColumn) -> list[Any]:
    values = {name: getattr(column, name) for name in _NAMES}
    values |= {name: json.dumps(values[name], ensure_ascii=False) for name in _JSON}
    values["newest"] = column.newest.isoformat() if column.newest else None
    return list(values.values())


def _column(row: Mapping[str, Any]) -> SeenColumn:
    return SeenColumn(
        **{
            **row,
            "newest": date.fromisoformat(row["newest"]) if row["newest"] else None,
            "freshness": Freshness(row["freshness"]),
            "doubts": tuple(json.loads(row["doubts"])),
            "months": json.loads(row["months"]),
            "change": Change(row["change"]),
        }
    )
