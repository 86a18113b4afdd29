import sqlite3
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_examples import finding, inspection, looked, moment
from sqlite_utils import Database

from records.database import open_office
from records.errors import BadInputError
from records.ledger import move, moves_of, open_findings, state_table, take_in
from records.ledger.states import ROLES, STATES_FILE, read_states

FINDING = finding("a").id


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return with_one_finding(tmp_path)


def with_one_finding(folder: Path) -> Database:
    db = open_office(folder)
    take_in(db, inspection(), [finding("a")], looked(), [])
    return db


def state_of(db: Database) -> str:
    return str(db.conn.execute("SELECT state FROM findings WHERE id = ?", [FINDING]).fetchone()[0])


def test_a_rectification_from_discovery_to_resolution(db: Database) -> None:
    for role, to in (("office", "confirmed"), ("office", "notified"), ("department", "replied")):
        move(db, FINDING, to, "王某", role=role)
    move(db, FINDING, "notified", "李某", "复查未通过", files=["复查单.docx"], at=moment(1))
    move(db, FINDING, "replied", "张某", role="department")
    move(db, FINDING, "resolved", "李某", role="assessor")
    history = moves_of(db, FINDING)
    assert [entry.to_state for entry in history] == [
        "confirmed", "notified", "replied", "notified", "replied", "resolved",
    ]  # fmt: skip
    assert (history[3].who, history[3].note, history[3].files) == ("李某", "复查未通过", ("复查单.docx",))
    assert history[3].at == "2026-03-08T18:00:00.000+00:00"
    assert open_findings(db) == ()


def test_an_extension_moves_the_deadline(db: Database) -> None:
    move(db, FINDING, "confirmed", "王某")
    move(db, FINDING, "notified", "王某")
    entry = move(db, FINDING, "extended", "王某", "分管领导批准", until=date(2026, 4, 1))
    assert entry.until == date(2026, 4, 1)
    assert moves_of(db, FINDING)[-1] == entry
    assert open_findings(db)[0].deadline == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("to", "changes", "told"),
    [
        ("resolved", {}, "变为“复查通过”应由网查办理，政务公开办不能办理"),
        ("done", {}, "没有“done”这个状态"),
        ("confirmed", {"role": "department"}, "应由政务公开办、评估人员办理，责任单位不能办理"),
        ("confirmed", {"role": "guest"}, "没有“guest”这个角色"),
        ("confirmed", {"who": " "}, "要写明：办理人"),
        ("dismissed", {"note": " "}, "要写明：说明"),
    ],
)
def test_what_is_not_allowed_is_refused_and_changes_nothing(
    db: Database, to: str, changes: dict[str, str], told: str
) -> None:
    arguments = {"who": "王某", "note": "说明"} | changes
    with pytest.raises(BadInputError, match=told):
        move(db, FINDING, to, **arguments)
    assert (state_of(db), moves_of(db, FINDING)) == ("open", ())


def test_a_finding_that_is_not_there_is_told(db: Database) -> None:
    with pytest.raises(BadInputError, match="没有编号为 0000 的问题"):
        move(db, "0000", "confirmed", "王某")


@pytest.mark.parametrize("sql", ["UPDATE moves SET who = '别人'", "DELETE FROM moves", "DELETE FROM findings"])
def test_the_history_cannot_be_rewritten(db: Database, sql: str) -> None:
    move(db, FINDING, "confirmed", "王某")
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute(sql)
    db.conn.rollback()
    assert [entry.who for entry in moves_of(db, FINDING)] == ["王某"]


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from([*state_table().titles, "nowhere"]), st.sampled_from([*ROLES])), max_size=25
)


@settings(max_examples=40, deadline=None)
@given(attempts=ATTEMPTS)
def test_no_sequence_of_attempts_leaves_the_table(attempts: list[tuple[str, str]]) -> None:
    table = state_table()
    with tempfile.TemporaryDirectory() as folder:
        db = with_one_finding(Path(folder))
        here, done = "open", 0
        for to, role in attempts:
            allowed = table.moves[here].get(to)
            if allowed is not None and role in allowed.by:
                move(db, FINDING, to, "王某", "说明", role=role, until=date(2026, 4, 1))
                here, done = to, done + 1
            else:
                with pytest.raises(BadInputError):
                    move(db, FINDING, to, "王某", "说明", role=role, until=date(2026, 4, 1))
            assert state_of(db) == here
        history = moves_of(db, FINDING)
        assert len(history) == done
        assert [entry.from_state for entry in history] == ["open", *(entry.to_state for entry in history)][:done]
        db.close()


def test_every_state_is_reached_from_the_first_and_every_final_one_ends_something() -> None:
    table, reached, todo = state_table(), {"open"}, ["open"]
    while todo:
        for to in table.moves[todo.pop()]:
            if to not in reached:
                reached.add(to)
                todo.append(to)
    assert reached == set(table.titles)
    assert table.final == {"dismissed", "withdrawn", "resolved"}
    assert all(table.moves[state] for state in table.unfinished)  # nothing unfinished is a dead end
    assert table.reopen_within_days == 180


def test_a_table_with_a_misspelt_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "states.toml"
    path.write_text(
        STATES_FILE.read_text(encoding="utf-8").replace('to = "replied"', 'to = "repleid"'), encoding="utf-8"
    )
    with pytest.raises(BadInputError, match="没有“repleid”"):
        read_states(path)
