"""Opening a bundle for reading, whichever release wrote it: tables and columns that it lacks are there, and empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from records.bundle.schema import DATABASE_NAME, SCHEMA
from records.errors import BadInputError

WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is made, and its columns with what stands in them where nothing was said."""

    sql: str
    columns: Mapping[str, str]


def open_bundle(folder: Path) -> sqlite3.Connection:
    """The bundle's database, which cannot be written through it; also while the gatherer writes.

    Raises :class:`BadInputError` if the folder holds no bundle.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise BadInputError(
            f"{folder} 里没有证据包（{DATABASE_NAME}）。请给出 gather 或 inspect 写下的 evidence 文件夹。"
        )
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    try:
        db.execute("SELECT 1 FROM about LIMIT 1").fetchone()
        _complete(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise BadInputError(f"{path} 不是完好的证据包（{error}）。请重新取证，或换一个证据文件夹。") from error
    return db


def _complete(db: sqlite3.Connection) -> None:
    """Put temporary tables and views where an earlier release had none: queries then need not know of releases."""
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, table in _tables().items():
        if name not in there:
            db.execute(table.sql.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            continue
        known = {row[1] for row in db.execute(f"PRAGMA main.table_info({name})")}
        if lacking := table.columns.keys() - known:
            added = ", ".join(f"{table.columns[column]} AS {column}" for column in sorted(lacking))
            db.execute(f"CREATE TEMP VIEW {name} AS SELECT *, {added} FROM main.{name}")  # noqa: S608 - our own names


@cache
def _tables() -> Mapping[str, _Table]:
    newest = sqlite3.connect(":memory:")
    newest.executescript(SCHEMA)
    made = newest.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: _Table(sql, {row[1]: row[4] or "NULL" for row in newest.execute(f"PRAGMA table_info({name})")})
        for name, sql in made
    }
