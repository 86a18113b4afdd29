"""What the gatherer writes: the frontier, the attempts, the readings. The only writer of a bundle's SQLite file.

Rows are collected in memory and written in bulk, in one transaction with everything they refer to, so that a reader
beside never sees half a page and a killed process loses at most the last batch.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from records.bundle.schema import DATABASE_NAME, FINISHING, SCHEMA, SCHEMA_VERSION
from records.bundle.spec import GatherSpec
from records.clock import now_utc
from records.errors import BadInputError, StorageError

BATCH_ROWS = 4000
BATCH_SECONDS = 0.5
BUSY_MILLISECONDS = 20_000

_INSERTS = {
    "urls": "INSERT INTO urls (id, url, host, internal, kind, state, reason, depth, found_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "states": "UPDATE urls SET state = ?, reason = ?, attempts = ?, due = ?, redirect_to = ? WHERE id = ?",
    "kinds": "UPDATE urls SET kind = ? WHERE id = ? AND internal = 1",
    "attempts": "INSERT INTO attempts (url_id, at, method, status, reason, final_url, elapsed_ms, content_type, size,"
    " sha256, warc_file, warc_offset, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "pages": "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "items": "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)",
    "dates": "INSERT OR IGNORE INTO dates VALUES (?, ?, ?, ?, ?)",
    "link_forms": "INSERT INTO link_forms VALUES (?, ?, ?, ?, ?, ?)",
    "link_groups": "INSERT OR IGNORE INTO link_groups SELECT ?, value FROM json_each(?)",
    "page_groups": "INSERT OR IGNORE INTO page_groups VALUES (?, ?)",
    "unseen": "INSERT OR REPLACE INTO unseen VALUES (?, ?, ?, ?, ?)",
    "menus": "INSERT OR REPLACE INTO menus VALUES (?, ?, ?, ?, ?)",
    "lists": "INSERT INTO lists VALUES (?, ?, ?)",
    "places": "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?, ?)",
    "strays": "INSERT OR IGNORE INTO strays VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "fragments": "INSERT OR IGNORE INTO fragments VALUES (?, ?, ?, ?, ?)",
    "marks": "INSERT OR REPLACE INTO marks VALUES (?, ?)",
    "renderings": "INSERT OR REPLACE INTO renderings VALUES (?, ?, ?, ?, ?, ?, ?)",
    "screenshots": "INSERT OR REPLACE INTO screenshots VALUES (?, ?, ?, ?)",
    "pictures": "INSERT OR IGNORE INTO pictures VALUES (?, ?)",
    "documents": "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
    "gaps": "INSERT OR REPLACE INTO gaps VALUES (?, ?)",
    "parts": "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "landings": "INSERT OR REPLACE INTO landings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "baselines": "INSERT OR REPLACE INTO baselines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "tls_faults": "INSERT INTO tls_faults VALUES (?, ?, ?, ?)",
}
"""Statements by the kind of row, in the order in which they must be written (references first)."""
_FAILED_LINKS = """
SELECT page_id, page, target_id, target, raw FROM (
    SELECT l.page_id, u.url AS page, t.id AS target_id, t.url AS target, l.raw, row_number() OVER (
        PARTITION BY t.id ORDER BY p.kind != 'home', l.region = 'nav', l.page_id
    ) AS place
    FROM urls t JOIN links l ON l.target_id = t.id JOIN pages p ON p.url_id = l.page_id JOIN urls u ON u.id = l.page_id
    WHERE t.state = 'done' AND t.attempts > 1
    AND t.reason IN ('not_found', 'http_error', 'dns', 'refused', 'reset', 'tls')
) WHERE place = 1 ORDER BY page_id, target_id LIMIT ?
"""
_UNREAD_PICTURES = """
SELECT p.target_id, u.url, min(p.page_id) FROM pictures p JOIN urls u ON u.id = p.target_id
WHERE u.internal = 1 AND (u.reason IS NULL OR u.reason = 'ok')
AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.url_id IN (p.target_id, u.redirect_to))
GROUP BY p.target_id HAVING count(*) <= ? ORDER BY min(p.page_id), p.target_id
"""


class KnownUrl(NamedTuple):
    """A row of the frontier, as it was left by an earlier process."""

    id: int
    url: str
    host: str
    internal: bool
    kind: str
    state: str
    reason: str | None
    depth: int
    attempts: int
    due: float


class BundleWriter:
    """The one writer of a bundle. Every failure to write is a :class:`records.errors.StorageError`.

    ``add(kind, rows)`` collects rows (kinds: the tables of the schema and ``states`` of addresses; columns in the order
    of the schema); ``commit()`` writes them, and ``batch_due()`` says when it is time.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, resumed: bool) -> None:
        self.folder = folder
        self.resumed = resumed
        self._connection = connection
        self._rows: dict[str, list[Sequence[Any]]] = {name: [] for name in _INSERTS}
        self._waiting = 0
        self._written = time.monotonic()

    @classmethod
    def open(cls, spec: GatherSpec) -> BundleWriter:
        """Begin the bundle ``spec.bundle``, or take up again one that a stopped process left unfinished.

        :raises BadInputError: the bundle is complete, or is of another site.
        :raises StorageError: the folder cannot be written.
        """
        folder = Path(spec.bundle)
        with storage_errors(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / DATABASE_NAME
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
            for pragma in (
                f"busy_timeout = {BUSY_MILLISECONDS}",
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "foreign_keys = ON",
                "cache_size = -65536",
            ):
                connection.execute(f"PRAGMA {pragma}")
            tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'")
            resumed = tables.fetchone() is not None  # a process may have been killed before it had laid them out
        writer = cls(folder, connection, resumed)
        try:
            writer._take_up(spec) if resumed else writer._begin(spec)
        except BaseException:
            connection.close()
            raise
        return writer

    def _begin(self, spec: GatherSpec) -> None:
        with storage_errors(self.folder):  # committed with what it is about: who reads beside us sees both or nothing
            self._connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA}")
        self.about(
            schema=str(SCHEMA_VERSION),
            bundle_id=uuid.uuid4().hex,
            spec=spec.to_json(),
            started=utc_now(),
            complete="0",
            interrupted="0",
            limits="[]",
            home_url=spec.start_url,
            dns_proven="0",
            error="",
        )

    def _take_up(self, spec: GatherSpec) -> None:
        if self.told("schema") != str(SCHEMA_VERSION):
            raise BadInputError(f"{self.folder}：不是本版本的取证包，无法继续。请另选一个空文件夹。")
        if json.loads(self.told("spec"))["start_url"] != spec.start_url:
            raise BadInputError(f"{self.folder}：取证包属于另一个网站，无法继续。请另选一个空文件夹。")
        if self.told("finished") and self.told("interrupted") != "1" and not self.told("error"):
            raise BadInputError(f"{self.folder}：取证已经结束，不能再写入。请另选一个空文件夹。")
        with storage_errors(self.folder):
            # as bundles of earlier releases say of what was being asked when they were broken off
            self._connection.execute("UPDATE urls SET state = 'queued' WHERE state = 'active'")
            self._connection.execute("DELETE FROM about WHERE key = 'finished'")
        self.about(interrupted="0", error="")

    def told(self, key: str) -> str:
        """A value of ``about``, ``""`` where it is not set."""
        with storage_errors(self.folder):
            row = self._connection.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def about(self, **values: str) -> None:
        """Set values of ``about``, at once."""
        with storage_errors(self.folder):
            self._connection.execute("BEGIN IMMEDIATE") if not self._connection.in_transaction else None
            self._connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", values.items())
            self._connection.execute("COMMIT")

    def known_urls(self) -> Iterator[KnownUrl]:
        """The whole frontier in the order of its ids, for taking up an unfinished bundle."""
        columns = ", ".join(KnownUrl._fields)
        with storage_errors(self.folder):
            for row in self._connection.execute(f"SELECT {columns} FROM urls ORDER BY id"):  # noqa: S608
                yield KnownUrl._make(row)

    def list_firsts(self) -> dict[int, int]:
        """Of further pages of lists that were read: the id of the first page by the id of the page."""
        with storage_errors(self.folder):
            query = "SELECT url_id, list_first FROM pages WHERE list_first IS NOT NULL"
            return dict(self._connection.execute(query).fetchall())

    def page_count(self) -> int:
        """Pages read and stored so far."""
        with storage_errors(self.folder):
            return int(self._connection.execute("SELECT count(*) FROM pages").fetchone()[0])

    def last_links(self) -> tuple[int, int]:
        """The numbers of the newest of ``link_forms`` and of ``link_groups``, 0 where there is none."""
        query = (
            "SELECT COALESCE((SELECT max(id) FROM link_forms), 0), COALESCE((SELECT max(group_id) FROM link_groups), 0)"
        )
        with storage_errors(self.folder):
            form, group = self._connection.execute(query).fetchone()
        return form, group

    def failed_links(self, at_most: int) -> list[tuple[int, str, int, str, str]]:
        """Of addresses that failed at two looks one place each, by page: page id, page, target id, target, raw."""
        self.commit()
        with storage_errors(self.folder):
            return self._connection.execute(_FAILED_LINKS, (at_most,)).fetchall()

    def unread_pictures(self, most_pages: int) -> list[tuple[int, str, int]]:
        """Pictures of articles that are still to be read: id, address, and the first page that shows it, by page.

        Those on more than ``most_pages`` pages belong to the site's dress; those that failed are told as links.
        """
        self.commit()
        with storage_errors(self.folder):
            return self._connection.execute(_UNREAD_PICTURES, (most_pages,)).fetchall()

    def addresses(self, ids: Sequence[int]) -> list[tuple[int, str, str, int, str, int, int]]:
        """Addresses that are to be asked: ``(id, url, host, internal, kind, depth, attempts)`` of each, by id."""
        self._flush()
        marks = ", ".join("?" * len(ids))
        with storage_errors(self.folder):
            return self._connection.execute(
                f"SELECT id, url, host, internal, kind, depth, attempts FROM urls WHERE id IN ({marks}) ORDER BY id",  # noqa: S608
                ids,
            ).fetchall()

    def add(self, kind: str, rows: Iterable[Sequence[Any]]) -> None:
        """Collect rows of one kind; they are written with the next batch."""
        store = self._rows[kind]
        before = len(store)
        store.extend(rows)
        self._waiting += len(store) - before

    def batch_due(self) -> bool:
        """Whether enough rows or enough time have gathered for a batch."""
        return self._waiting >= BATCH_ROWS or (
            time.monotonic() - self._written > BATCH_SECONDS and (self._waiting > 0 or self._connection.in_transaction)
        )

    def commit(self) -> None:
        """Write everything collected in one transaction."""
        self._flush()
        with storage_errors(self.folder):
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
        self._written = time.monotonic()

    def skip_rest(self, reason: str, pending_looks_too: bool) -> int:
        """Give up what is still queued (a limit was reached); how many addresses that were.

        With ``pending_looks_too`` addresses that failed once and await their second look are closed as well; they keep
        the reason of their one attempt.
        """
        self._flush()
        with storage_errors(self.folder):
            self._begin_transaction()
            cursor = self._connection.execute(
                "UPDATE urls SET state = 'done', reason = ? WHERE state = 'queued'", (reason,)
            )
            if pending_looks_too:
                self._connection.execute("UPDATE urls SET state = 'done' WHERE state = 'look_again'")
        self.commit()
        return cursor.rowcount

    def abandon(self) -> None:
        """Give up the batch that could not be written; what was committed before stays."""
        for rows in self._rows.values():
            rows.clear()
        self._waiting = 0
        if self._connection.in_transaction:
            with storage_errors(self.folder):
                self._connection.execute("ROLLBACK")

    def finish(self, **values: str) -> None:
        """Write the rest and how the gathering ended, and leave one self-contained file behind."""
        self.commit()
        with storage_errors(self.folder):
            self._connection.executescript(FINISHING)
        self.about(finished=utc_now(), **values)
        _fold_journal(self._connection)

    def close(self) -> None:
        """Close the file. What was not committed is lost."""
        self._connection.close()

    def _begin_transaction(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _flush(self) -> None:
        if not self._waiting:
            return
        with storage_errors(self.folder):
            self._begin_transaction()
            for kind, statement in _INSERTS.items():
                if rows := self._rows[kind]:
                    self._insert(statement, rows)
                    rows.clear()
        self._waiting = 0

    def _insert(self, statement: str, rows: list[Sequence[Any]]) -> None:
        self._connection.execute("SAVEPOINT bulk")
        try:
            self._connection.executemany(statement, rows)
        except UnicodeEncodeError:  # lone surrogates out of a hostile document
            self._connection.execute("ROLLBACK TO bulk")
            self._connection.executemany(statement, [tuple(map(_sound, row)) for row in rows])
        self._connection.execute("RELEASE bulk")


def _sound(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def seal(folder: Path) -> None:
    """Leave one self-contained file once nobody reads the bundle any more.

    The gatherer's own :meth:`BundleWriter.finish` cannot while somebody judges beside it.
    """
    connection = sqlite3.connect(folder / DATABASE_NAME)
    try:
        _fold_journal(connection)
    finally:
        connection.close()


def _fold_journal(connection: sqlite3.Connection) -> None:
    """Take the write-ahead log into the file: a bundle may be copied, or read from a read-only place later."""
    try:
        connection.execute("PRAGMA busy_timeout = 100")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:  # somebody reads it: the log stays beside the file, nothing is lost
        return


def utc_now() -> str:
    """The time as bundles write it: UTC, ISO 8601, milliseconds."""
    return now_utc().isoformat(timespec="milliseconds")


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system and SQLite say about a full or locked disk into a sentence for people."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"{folder}：取证包无法写入（{_why(error)}）。此前已写入的内容保留，排除后可从中断处继续。"
        ) from error


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return "磁盘已满，请清理空间"
    if "locked" in text or "busy" in text:
        return "数据库被其他程序占用，请关闭后重试"
    if any(word in text for word in ("readonly", "read-only", "permission", "unable to open")):
        return "没有写入权限，请检查文件夹权限"
    if "malformed" in text or "not a database" in text:
        return "数据库文件已损坏，请另选一个空文件夹重新检查"
    return str(error)
