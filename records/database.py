"""The office's SQLite file: opening, versions, transactions, and storage faults said in plain words.

One file ``SCHEMA_FOLDER/NNN_name.sql`` is one version; released ones are never edited, a change is a further file.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from records.errors import BadInputError, StorageError

DATABASE_NAME = "office.sqlite"
KEY_NAME = "hash.key"
KEY_BYTES = 32
SCHEMA_FOLDER = Path(__file__).with_name("schema")
BUSY_SECONDS = 15.0

_ADVICE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "数据库正被另一个网查程序占用。请等它运行完（或关闭它）后重试。",
    sqlite3.SQLITE_LOCKED: "数据库正被另一个网查程序占用。请等它运行完（或关闭它）后重试。",
    sqlite3.SQLITE_READONLY: "没有写入权限。请检查该目录和文件是否只读、是否属于当前用户。",
    sqlite3.SQLITE_PERM: "没有写入权限。请检查该目录和文件是否只读、是否属于当前用户。",
    sqlite3.SQLITE_CANTOPEN: "打不开该文件。请检查目录是否只读、当前用户是否有权读写。",
    sqlite3.SQLITE_FULL: "磁盘已满。请清理出空间后重试。",
    sqlite3.SQLITE_IOERR: "读写磁盘出错。请检查磁盘空间和磁盘（或网络盘）是否正常。",
    sqlite3.SQLITE_CORRUPT: "文件已损坏。请先把它另存一份，再从备份恢复。",
    sqlite3.SQLITE_NOTADB: "这个文件不是网查的数据库。请把它移走，或从备份恢复。",
}


def open_office(folder: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open (and where needed create or bring up to date) the database of the office in ``folder``.

    The file is readable by its owner alone. Foreign keys are on, the journal is a WAL so that readers do not wait,
    a writer waits ``busy_seconds`` for another. Raises :class:`BadInputError` when there is no such folder and
    :class:`StorageError` when the file is locked, cannot be written, is damaged or comes from a newer version.
    """
    if not folder.is_dir():
        raise BadInputError(f"找不到办公室目录：{folder}。请核对 --office 后面的路径；要新建办公室，请先建立这个目录。")
    path = folder / DATABASE_NAME
    with storage_faults(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        db = Database(sqlite3.connect(path, timeout=busy_seconds))
        try:
            bring_up_to_date(db, path, SCHEMA_FOLDER)
            _ensure_key(db, folder)
        except BaseException:
            db.close()
            raise
    return db


def hash_key(folder: Path) -> bytes:
    """The office's key for hashes of personal values; made when :func:`open_office` first opens the folder."""
    path = folder / KEY_NAME
    with storage_faults(path):
        key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StorageError(f"{path} 已损坏（应为 {KEY_BYTES} 字节，现为 {len(key)} 字节）。请从备份恢复这个文件。")
    return key


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing: what is written inside is stored whole or not at all. May be nested.

    Raises :class:`StorageError` for locks, full disks and missing rights; what was stored before stays.
    """
    with _sqlite_faults(_path_of(db)):
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


def rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Run a query and return its rows as dictionaries. Raises :class:`StorageError`."""
    with _sqlite_faults(_path_of(db)):
        cursor = db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Turn faults of the disk and of SQLite into a :class:`StorageError` that names ``path`` and what to do."""
    try:
        with _sqlite_faults(path):
            yield
    except OSError as fault:
        raise StorageError(f"{path}：{_os_advice(fault)}已保存的内容没有丢失。") from fault


@contextmanager
def _sqlite_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as fault:
        code = getattr(fault, "sqlite_errorcode", None)
        advice = _ADVICE.get(code & 0xFF) if code is not None else None
        if advice is None:
            raise  # a fault of the program, not of the disk
        raise StorageError(f"{path}：{advice}已保存的内容没有丢失，本次的改动没有写入。") from fault


def bring_up_to_date(db: Database, path: Path, schema: Path) -> None:
    """Apply what is missing of the versions in the folder ``schema``: all of them, or none when one fails.

    Raises :class:`StorageError` when the database has versions that are not in the folder, before anything is written.
    """
    migrations = Migrations("wangcha-office")
    names = set()
    for file in sorted(schema.glob("[0-9][0-9][0-9]_*.sql")):
        _add_migration(migrations, file)
        names.add(file.stem)
    newer = sorted({migration.name for migration in migrations.applied(db)} - names)
    if newer:
        raise StorageError(
            f"{path} 是由更新版本的网查建立的（结构 {newer[-1]}），当前版本不能读写。"
            + "请升级网查后再打开；文件没有被改动。"
        )
    db.enable_wal()
    db.conn.execute("PRAGMA foreign_keys=ON")
    if not migrations.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")  # of two processes that open a new office at once, one waits for the other
    try:
        migrations.apply(db)
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def _add_migration(migrations: Migrations, file: Path) -> None:
    @migrations(name=file.stem)
    def run(db: Database, /) -> None:
        for statement in _statements(file.read_text(encoding="utf-8")):
            db.conn.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Split a script into statements (``executescript`` would commit, and with it break all-or-nothing)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _ensure_key(db: Database, folder: Path) -> None:
    """Make ``hash.key`` once. A lost key is not replaced in silence, since every stored hash would lose its meaning."""
    path = folder / KEY_NAME
    if path.exists() and path.stat().st_size:
        return
    db.conn.execute("BEGIN IMMEDIATE")  # the database's write lock keeps two processes from making two keys
    try:
        if path.exists() and path.stat().st_size:
            return
        if not path.exists() and db.conn.execute("SELECT 1 FROM findings LIMIT 1").fetchone():
            raise StorageError(
                f"{path} 不见了。台账里个人信息的比对依赖它，请从备份恢复。"
                "确无备份时，请在该处新建一个同名的空文件后重试：网查会生成新密钥，原有的个人信息问题会重新登记。"
            )
        draft = path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        db.conn.execute("ROLLBACK")


def _os_advice(fault: OSError) -> str:
    if isinstance(fault, PermissionError) or fault.errno == errno.EROFS:
        return _ADVICE[sqlite3.SQLITE_READONLY]
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return _ADVICE[sqlite3.SQLITE_FULL]
    if isinstance(fault, FileNotFoundError):
        return "找不到这个文件或目录。请核对路径。"
    return f"读写失败（{fault.strerror or fault}）。请检查磁盘空间和权限。"


def _path_of(db: Database) -> Path:
    return Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
