from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_examples import finding, inspection, looked
from sqlite_utils import Database

from records.database import open_office, rows
from records.document_numbers import DEFAULT_PATTERN
from records.ledger import move, moves_of, state_table, take_in
from records.notices import IssueItem, Recipient, Reply, Signature, Taken, issue, take_replies
from records.workdays import Calendar

AT = datetime(2026, 3, 5, tzinfo=UTC)
NAMES = ("a", "b", "c")
IDS = tuple(finding(name).id for name in NAMES)


def make(folder: Path, sent: int = len(NAMES)) -> Database:
    db = open_office(folder)
    take_in(db, inspection(), [finding(name) for name in NAMES], looked(), [])
    if sent:
        send(db, IDS[:sent])
    return db


def send(db: Database, ids: tuple[str, ...]) -> None:
    items = [IssueItem(each, 3) for each in ids]
    clerk = Signature("云", DEFAULT_PATTERN, "王岗")
    issue(db, Recipient("jyj", "教育局"), items, clerk, calendar=Calendar(), today=date(2026, 3, 3), at=AT)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    db = make(tmp_path)
    yield db
    db.close()


def reply(finding_id: str = IDS[0], **changes: object) -> Reply:
    values: dict = {
        "finding": finding_id,
        "outcome": "已整改",
        "measures": "改了链接",
        "finished": date(2026, 3, 4),
        "person": "信息岗",
        "contested": "",
        "file": "教育局.xlsx",
        "place": "第 3 行",
    }
    return Reply(**values | changes)


def states(db: Database) -> dict[str, str]:
    return {row["id"]: row["state"] for row in rows(db, "SELECT id, state FROM findings")}


def test_a_reply_moves_the_finding_and_says_all_that_was_written(office: Database) -> None:
    assert take_replies(office, [reply()], at=AT) == Taken(replied=(IDS[0],))
    entry = moves_of(office, IDS[0])[-1]
    assert (entry.from_state, entry.to_state, entry.role, entry.files) == (
        "notified",
        "replied",
        "department",
        ("教育局.xlsx",),
    )
    assert entry.note == "整改情况：已整改；整改措施：改了链接；完成时间：2026-03-04；整改人：信息岗"


def test_an_objection_is_contested_with_its_reason(office: Database) -> None:
    objection = reply(outcome="申诉", measures="", finished=None, contested="该栏目已于一月移交")
    assert take_replies(office, [objection], at=AT).contested == (IDS[0],)
    assert states(office)[IDS[0]] == "contested"
    assert moves_of(office, IDS[0])[-1].note.startswith("申诉理由：该栏目已于一月移交")


def test_personal_numbers_in_a_reply_are_masked(office: Database) -> None:
    take_replies(office, [reply(measures="联系 13900000000 的同志", person="岗0000000001234567")], at=AT)
    note = moves_of(office, IDS[0])[-1].note
    assert "13900000000" not in note
    assert "0000000001234567" not in note
    assert "139****0000" in note


def test_an_old_reply_is_no_reply_to_the_next_round(office: Database) -> None:
    take_replies(office, [reply()], at=AT)
    send(office, IDS[:1])  # the check failed
    taken = take_replies(office, [reply()], at=AT)
    assert states(office)[IDS[0]] == "notified"
    assert taken.unchanged == (IDS[0],)
    assert "再次整改的" in taken.remarks[0]
    assert take_replies(office, [reply(measures="又改了一次")], at=AT).replied == (IDS[0],)


def test_what_was_never_sent_takes_no_reply(tmp_path: Path) -> None:
    db = make(tmp_path, sent=0)
    taken = take_replies(db, [reply()], at=AT)
    assert states(db)[IDS[0]] == "open"
    assert taken.replied == ()
    assert "wangcha notice issue" in taken.remarks[0]
    db.close()


def test_what_is_settled_takes_no_new_reply(office: Database) -> None:
    take_replies(office, [reply()], at=AT)
    move(office, IDS[0], "resolved", "王岗", at=AT)
    taken = take_replies(office, [reply(measures="又写一遍")], at=AT)
    assert states(office)[IDS[0]] == "resolved"
    assert taken.remarks == ("第 3 行：这个问题现为“复查通过”，不收新的反馈。",)


def test_nothing_is_half_taken(office: Database) -> None:
    with pytest.raises(LookupError):
        take_replies(office, [reply(), reply("ffff")], at=AT)
    assert states(office)[IDS[0]] == "notified"


_REPLIES = st.lists(
    st.builds(
        reply,
        st.sampled_from(IDS),
        outcome=st.sampled_from(["已整改", "部分整改", "未整改"]),
        measures=st.sampled_from(["", "改了", "删了"]),
        contested=st.sampled_from(["", "", "误判"]),
    ),
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(replies=_REPLIES, sent=st.integers(0, len(NAMES)))
def test_taking_replies_twice_is_taking_them_once(
    tmp_path_factory: pytest.TempPathFactory, replies: list[Reply], sent: int
) -> None:
    db = make(tmp_path_factory.mktemp("office"), sent)
    taken = take_replies(db, replies, at=AT)
    before, moves = states(db), rows(db, "SELECT * FROM moves")
    again = take_replies(db, replies, at=datetime(2026, 3, 9, tzinfo=UTC))
    assert (again.replied, again.contested) == ((), ())
    assert (states(db), rows(db, "SELECT * FROM moves")) == (before, moves)
    # every reply is accounted for, and states move only along the table
    assert set(taken.replied) | set(taken.contested) <= set(IDS[:sent])
    assert len(taken.replied) + len(taken.contested) == sum(row["role"] == "department" for row in moves)
    for row in moves:
        state_table().check(row["from_state"], row["to_state"], row["role"])
    db.close()
