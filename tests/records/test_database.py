import os
import shutil
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_examples import finding, inspection, looked
from sqlite_utils import Database

from records.database import KEY_BYTES, SCHEMA_FOLDER, bring_up_to_date, hash_key, open_office, rows, transaction
from records.errors import BadInputError, StorageError
from records.ledger import findings_of, move, moves_of, open_findings, take_in
from records.notices import notices
from records.register.store import load_register

DUMPS = Path(__file__).parent / "schemas"
NOBODY = 65534


def schema_of(db: Database) -> set[tuple[str, str]]:
    found = rows(db, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'")
    return {(row["name"], row["sql"]) for row in found}


def count(db: Database, table: str) -> int:
    return int(rows(db, f"SELECT count(*) AS n FROM {table}")[0]["n"])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    db = open_office(tmp_path)
    take_in(db, inspection(), [finding("a")], looked(), [])
    yield db
    db.close()


def test_a_new_office_has_wal_foreign_keys_and_files_for_its_owner_alone(tmp_path: Path) -> None:
    db = open_office(tmp_path)
    with transaction(db):
        db.conn.execute("INSERT INTO office VALUES ('a', '1')")
    assert rows(db, "PRAGMA journal_mode")[0]["journal_mode"] == "wal"
    assert rows(db, "PRAGMA foreign_keys")[0]["foreign_keys"] == 1
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes.keys() >= {"office.sqlite", "office.sqlite-wal", "hash.key"}
    assert set(modes.values()) == {0o600}


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    open_office(tmp_path).close()
    (tmp_path / "office.sqlite").chmod(0o644)
    open_office(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "office.sqlite").stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="找不到办公室目录"):
        open_office(tmp_path / "offcie")
    assert list(tmp_path.iterdir()) == []


# ---- versions ----


@pytest.mark.parametrize("dump", sorted(DUMPS.glob("*.sql")), ids=lambda path: path.stem)
def test_every_released_version_is_brought_up_to_date_with_its_contents(tmp_path: Path, dump: Path) -> None:
    old = sqlite3.connect(tmp_path / "office.sqlite")
    old.executescript(dump.read_text(encoding="utf-8"))
    old.close()
    (tmp_path / "hash.key").write_bytes(b"k" * KEY_BYTES)
    (tmp_path / "new").mkdir()
    db = open_office(tmp_path)
    assert schema_of(db) == schema_of(open_office(tmp_path / "new"))
    assert rows(db, "PRAGMA foreign_key_check") == []
    register = load_register(db)
    assert [site.id for site in register.sites] == ["portal"]
    assert register.office.name == "云溪区政务公开办"
    found = open_findings(db)
    assert [item.message for item in found] == ["a 打不开"]
    assert [entry.to_state for entry in moves_of(db, found[0].id)][:1] == ["confirmed"]
    assert [notice.number for notice in notices(db)] == [
        number for number in ["云政办督〔2026〕1号"] if number in dump.read_text(encoding="utf-8")
    ]
    assert hash_key(tmp_path) == b"k" * KEY_BYTES
    assert take_in(db, inspection(), [], [], []) == findings_of(db, 1)  # the bundle is known


def test_there_is_a_dump_of_every_version() -> None:
    versions = {path.name[:3] for path in SCHEMA_FOLDER.glob("*.sql")}
    assert {path.name[:3] for path in DUMPS.glob("*.sql")} == versions


def test_a_database_of_a_newer_version_is_refused_and_left_alone(office: Database, tmp_path: Path) -> None:
    office["_sqlite_migrations"].insert(
        {"migration_set": "wangcha-office", "name": "999_future", "applied_at": "2030-01-01"}
    )
    office.execute("CREATE TABLE future (x)")
    office.close()
    before = (tmp_path / "office.sqlite").read_bytes()
    with pytest.raises(StorageError, match=r"更新版本的网查.*999_future.*升级网查"):
        open_office(tmp_path)
    assert (tmp_path / "office.sqlite").read_bytes() == before


def test_a_version_that_fails_leaves_the_version_before(office: Database, tmp_path: Path) -> None:
    schema = tmp_path / "schema"
    shutil.copytree(SCHEMA_FOLDER, schema)
    (schema / "998_good.sql").write_text("CREATE TABLE good (x);\n")
    (schema / "999_bad.sql").write_text("CREATE TABLE half (x);\nINSERT INTO nowhere VALUES (1);\n")
    before = schema_of(office)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        bring_up_to_date(office, tmp_path / "office.sqlite", schema)
    assert schema_of(office) == before
    (schema / "999_bad.sql").write_text("CREATE TABLE half (x);\n")
    bring_up_to_date(office, tmp_path / "office.sqlite", schema)
    assert {name for name, _ in schema_of(office) - before} == {"good", "half"}
    assert count(office, "findings") == 1


def test_two_that_open_a_new_office_at_once_both_get_it(tmp_path: Path) -> None:
    start, keys, faults = threading.Barrier(4), set[bytes](), list[BaseException]()

    def run() -> None:
        start.wait()
        try:
            open_office(tmp_path).close()
            keys.add(hash_key(tmp_path))
        except BaseException as fault:  # told to the test below
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(keys) == 1


# ---- the key ----


def test_the_key_is_made_once_and_differs_between_offices(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        open_office(tmp_path / name).close()
    key = hash_key(tmp_path / "a")
    open_office(tmp_path / "a").close()
    assert len(key) == KEY_BYTES
    assert hash_key(tmp_path / "a") == key
    assert hash_key(tmp_path / "b") != key


def test_a_lost_key_is_not_replaced_in_silence(office: Database, tmp_path: Path) -> None:
    (tmp_path / "hash.key").unlink()
    with pytest.raises(StorageError, match="从备份恢复"):
        open_office(tmp_path)
    (tmp_path / "hash.key").touch()  # what the message says when there is no backup
    open_office(tmp_path).close()
    assert len(hash_key(tmp_path)) == KEY_BYTES


def test_a_cut_key_is_told(tmp_path: Path) -> None:
    open_office(tmp_path).close()
    (tmp_path / "hash.key").write_bytes(b"short")
    with pytest.raises(StorageError, match="32 字节"):
        hash_key(tmp_path)


# ---- faults of storage ----


def test_a_reader_sees_the_state_before_while_a_writer_writes(office: Database, tmp_path: Path) -> None:
    reader = open_office(tmp_path, busy_seconds=0.05)
    with transaction(office):
        office.conn.execute("UPDATE findings SET state = 'confirmed'")
        assert [item.state for item in open_findings(reader)] == ["open"]
    assert [item.state for item in open_findings(reader)] == ["confirmed"]


def test_a_locked_database_says_so_and_loses_nothing(office: Database, tmp_path: Path) -> None:
    other = open_office(tmp_path, busy_seconds=0.05)
    with transaction(office):
        office.conn.execute("UPDATE findings SET state = 'confirmed'")
        with pytest.raises(StorageError, match=r"office\.sqlite：数据库正被另一个网查程序占用"):
            take_in(other, inspection(1), [finding("b")], looked(), [])
    assert count(other, "inspections") == 1
    take_in(other, inspection(1), [finding("b")], looked(), [])
    assert count(other, "inspections") == 2


def test_a_full_disk_says_so_and_loses_nothing(office: Database) -> None:
    office.conn.execute(f"PRAGMA max_page_count = {rows(office, 'PRAGMA page_count')[0]['page_count']}")
    big = [finding(f"p{number}", message="长" * 2000) for number in range(50)]
    with pytest.raises(StorageError, match=r"磁盘已满.*没有丢失"):
        take_in(office, inspection(1), big, looked(), [])
    assert [item.message for item in open_findings(office)] == ["a 打不开"]
    office.conn.execute("PRAGMA max_page_count = 100000")
    assert len(take_in(office, inspection(1), big, looked(), [])) == 51


def test_a_file_that_cannot_be_written_says_so(office: Database) -> None:
    office.conn.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="没有写入权限"):
        move(office, open_findings(office)[0].id, "confirmed", "王某")


def test_a_read_only_folder_says_so() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        try:
            told = as_somebody_else(lambda: open_office(folder))
        finally:
            folder.chmod(0o755)
        assert list(folder.iterdir()) == []
    assert told.startswith(f"StorageError {folder}")
    assert "没有写入权限" in told


def as_somebody_else(action: Callable[[], object]) -> str:
    """Run ``action`` in a child without root's rights; the name and text of what it raises."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = "no fault"
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            action()
        except BaseException as fault:
            told = f"{type(fault).__name__} {fault}"
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


@pytest.mark.parametrize(
    ("content", "what"), [(b"this is no database, but long enough to be looked at" * 40, "不是网查的数据库")]
)
def test_another_file_in_its_place_is_told_and_left_alone(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "office.sqlite").write_bytes(content)
    with pytest.raises(StorageError, match=what):
        open_office(tmp_path)
    assert (tmp_path / "office.sqlite").read_bytes() == content


def test_a_fault_inside_a_transaction_takes_everything_back(office: Database) -> None:
    with pytest.raises(ZeroDivisionError), transaction(office):
        office.conn.execute("UPDATE findings SET state = 'confirmed'")
        with transaction(office):
            office.conn.execute("UPDATE findings SET url = 'x'")
        raise ZeroDivisionError
    assert open_findings(office)[0].state == "open"
    with transaction(office):
        office.conn.execute("UPDATE findings SET state = 'confirmed'")
        with pytest.raises(ZeroDivisionError), transaction(office):
            office.conn.execute("UPDATE findings SET url = 'x'")
            raise ZeroDivisionError
    found = open_findings(office)[0]
    assert (found.state, found.url) == ("confirmed", finding("a").url)
