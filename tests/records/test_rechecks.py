"""Rechecks in the ledger: which states they move, and that what they saw is only ever added."""

import sqlite3
from pathlib import Path

import pytest
from ledger_examples import day, finding, inspection, looked, moment
from sqlite_utils import Database

from records.database import open_office, rows, transaction
from records.errors import BadInputError
from records.ledger import move, moves_of, state_table, take_in
from records.ledger.rechecks import Recheck, RecheckResult, recheck_results, rechecks_of, take_in_recheck

FINDING = finding("a").id
WAYS = {
    "open": (),
    "confirmed": ("confirmed",),
    "notified": ("confirmed", "notified"),
    "extended": ("confirmed", "notified", "extended"),
    "transferred": ("confirmed", "notified", "transferred"),
    "contested": ("confirmed", "notified", "contested"),
    "replied": ("confirmed", "notified", "replied"),
    "dismissed": ("dismissed",),
}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_office(tmp_path)
    take_in(db, inspection(), [finding("a")], looked(), [])
    return db


def recheck(db: Database, result: Recheck, finding_id: str = FINDING, number: int = 1) -> int:
    results = [RecheckResult(finding_id, result, "地址已能打开", {"attempts": []})]
    return take_in_recheck(
        db, results, at=moment(number), as_of=day(number), selection="全部", bundles={"portal": "portal-1"}
    )


def state_of(db: Database) -> str:
    return str(rows(db, "SELECT state FROM findings")[0]["state"])


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("result", list(Recheck))
def test_a_recheck_moves_a_finding_by_the_table_of_states(db: Database, state: str, result: Recheck) -> None:
    for to in WAYS[state]:
        move(db, FINDING, to, "王某", "说明", until=day(3))
    expected = {
        (Recheck.MENDED, state): state if state in ("contested", "dismissed") else "resolved",
        (Recheck.STILL, "replied"): "notified",
    }.get((result, state), state)
    number = recheck(db, result)
    assert state_of(db) == expected
    (record,) = recheck_results(db, number)
    assert (record.result, record.state, record.as_of) == (result, expected, day(1))
    if expected != state:
        last = moves_of(db, FINDING)[-1]
        assert (last.who, last.role, last.to_state) == ("网查", "machine", expected)
        assert last.note.endswith("：地址已能打开")


def test_every_unfinished_state_but_a_contested_one_can_be_resolved_by_a_recheck() -> None:
    table = state_table()
    resolvable = {
        state for state in table.unfinished if "machine" in getattr(table.moves[state].get("resolved"), "by", ())
    }
    assert resolvable == set(table.unfinished) - {"contested"}


def test_every_recheck_of_a_finding_is_kept(db: Database) -> None:
    for number in (1, 2, 3):
        recheck(db, Recheck.STILL, number=number)
    assert [record.as_of for record in rechecks_of(db, FINDING)] == [day(1), day(2), day(3)]
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"), transaction(db):
        db.conn.execute("UPDATE recheck_results SET result = 'mended'")


def test_a_recheck_of_an_unknown_finding_is_refused_whole(db: Database) -> None:
    with pytest.raises(BadInputError, match="没有编号为 nowhere"):
        recheck(db, Recheck.MENDED, "nowhere")
    assert rows(db, "SELECT * FROM rechecks") == []
