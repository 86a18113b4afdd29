import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_examples import finding, inspection, looked
from sqlite_utils import Database

from records.database import open_office, rows
from records.document_numbers import DEFAULT_PATTERN
from records.errors import BadInputError
from records.ledger import findings_of, move, moves_of, open_findings, take_in
from records.model import Certainty, Finding
from records.notices import (
    IssueItem,
    Notice,
    Recipient,
    Signature,
    Standing,
    issue,
    notice_by_number,
    notices,
)
from records.workdays import Calendar

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 3, 1, tzinfo=UTC)
TODAY = date(2026, 3, 3)
EDUCATION = Recipient("jyj", "云溪区教育局")
CLERK = Signature("云政办督", DEFAULT_PATTERN, "王岗")
CALENDAR = Calendar()
UNSURE = finding("u", certainty=Certainty.REVIEW, deadline=None)
DRAFTS = (*(finding(name) for name in "abcd"), UNSURE, finding("m", department="mzj"))
A, B, C, D = (draft.id for draft in DRAFTS[:4])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    db = open_office(tmp_path)
    take_in(db, inspection(), DRAFTS, looked(), [])
    yield db
    db.close()


def send(db: Database, *ids: str, today: date = TODAY, days: int = 3, review: bool = False) -> Notice:
    items = [IssueItem(each, days) for each in ids]
    return issue(db, EDUCATION, items, CLERK, calendar=CALENDAR, today=today, at=AT, include_review=review)


def now(db: Database, finding_id: str) -> Finding:
    return next(each for each in open_findings(db) if each.id == finding_id)


def everything(db: Database) -> dict[str, list]:
    return {name: rows(db, f"SELECT * FROM {name}") for name in ("notices", "notice_items", "findings", "moves")}


# ---- issuing ----


def test_issuing_numbers_freezes_and_moves(office: Database) -> None:
    sent = send(office, A, B)
    assert (sent.number, sent.year, sent.serial) == ("云政办督〔2026〕1号", 2026, 1)
    assert (sent.department, sent.department_name, sent.issued, sent.who) == ("jyj", "云溪区教育局", TODAY, "王岗")
    assert [(item.position, item.finding.id, item.round) for item in sent.items] == [(1, A, 1), (2, B, 1)]
    assert {item.deadline for item in sent.items} == {date(2026, 3, 6)}  # Tuesday and three working days
    assert now(office, A).deadline == date(2026, 3, 6)
    assert [(each.from_state, each.to_state) for each in moves_of(office, A)] == [
        ("open", "confirmed"),
        ("confirmed", "notified"),
    ]
    assert sent.number in moves_of(office, A)[1].note
    assert now(office, C).state == "open"


def test_what_did_not_pass_its_recheck_is_sent_again_and_counted_by_notices(office: Database) -> None:
    send(office, A)
    move(office, A, "replied", "李某", at=AT + timedelta(days=1))
    move(office, A, "notified", "网查", "复查未通过", role="machine", at=AT + timedelta(days=2))
    again = issue(
        office, EDUCATION, [IssueItem(A, 3)], CLERK, calendar=CALENDAR, today=TODAY, at=AT + timedelta(days=3)
    )
    assert [item.round for item in again.items] == [2]
    with pytest.raises(BadInputError, match="现为“已下发”"):
        send(office, A)


def test_what_was_sent_stays_as_it_was_sent(office: Database) -> None:
    send(office, A)
    take_in(office, inspection(1), [finding("a", 1, message="换了说法")], looked(), [])
    item = notice_by_number(office, "云政办督〔2026〕1号").items[0]
    assert now(office, A).message == "换了说法"
    assert item.finding.message == "a 打不开"
    for statement in (
        "UPDATE notice_items SET frozen = '{}'",
        "DELETE FROM notice_items",
        "DELETE FROM notices",
        "UPDATE notices SET serial = 9",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            office.conn.execute(statement)


def test_deadlines_skip_holidays_and_may_be_provisional(office: Database) -> None:
    sent = send(office, A, today=date(2026, 4, 30), days=1)
    assert sent.items[0].deadline == date(2026, 5, 6)  # after the holidays of May
    late = send(office, B, today=date(2030, 12, 30), days=3)
    assert late.items[0].provisional


def test_a_matter_to_verify_is_sent_only_when_asked_for_or_confirmed(office: Database) -> None:
    with pytest.raises(BadInputError, match=f"{UNSURE.id}：待核实.*--include-review"):
        send(office, A, UNSURE.id)
    sent = send(office, UNSURE.id, review=True)
    assert sent.items[0].finding.certainty is Certainty.REVIEW
    assert "需核实事项" in moves_of(office, UNSURE.id)[0].note


def test_a_matter_that_the_office_confirmed_is_sent_as_a_problem(office: Database) -> None:
    move(office, UNSURE.id, "confirmed", "王岗", at=AT)
    assert send(office, UNSURE.id).items[0].finding.certainty is Certainty.CONFIRMED


def test_every_reason_is_told_and_nothing_is_numbered(office: Database) -> None:
    send(office, A)
    move(office, B, "dismissed", "王岗", "误报", at=AT)
    before = everything(office)
    with pytest.raises(BadInputError) as caught:
        send(office, A, B, C, C, DRAFTS[5].id, UNSURE.id, "ffff")
    told = str(caught.value)
    twice, unknown = f"{C}：写了不止一次", "ffff：台账里没有"
    for expected in ("现为“已下发”", f"{B}：台账里没有", twice, "不是云溪区教育局", "待核实", unknown):
        assert expected in told
    assert everything(office) == before
    assert send(office, C).serial == 2


def test_what_was_not_seen_again_is_not_sent(office: Database) -> None:
    take_in(office, inspection(1), [each for each in DRAFTS if each.id != A], looked(), [])
    with pytest.raises(BadInputError, match="最近一次检查没有再见到"):
        send(office, A)


def test_without_a_code_nothing_is_numbered(office: Database) -> None:
    nobody = Signature("", DEFAULT_PATTERN, "王岗")
    with pytest.raises(BadInputError, match="document_code"):
        issue(office, EDUCATION, [IssueItem(A, 3)], nobody, calendar=CALENDAR, today=TODAY, at=AT)
    assert notices(office) == ()


def test_sending_again_after_a_failed_check_is_the_next_round(office: Database) -> None:
    send(office, A)
    move(office, A, "replied", "教育局", "改了", role="department", at=AT)
    first, second = notices(office)[0], send(office, A, today=date(2026, 3, 10))
    assert second.items[0].round == 2
    assert first.items[0].standing(TODAY, CALENDAR)[0] is Standing.WITH_OFFICE
    first = notice_by_number(office, first.number)
    assert first.items[0].standing(TODAY, CALENDAR)[0] is Standing.SUPERSEDED
    assert first.items[0].deadline == date(2026, 3, 6), "the old notice keeps its own deadline"


def test_an_extension_holds_in_the_notice_and_in_the_next_one(office: Database) -> None:
    sent = send(office, A)
    move(office, A, "extended", "王岗", "设备未到，李主任同意", until=date(2026, 4, 10), at=AT)
    item = notice_by_number(office, sent.number).items[0]
    assert item.deadline == date(2026, 4, 10)
    assert item.standing(date(2026, 3, 20), CALENDAR) == (Standing.OPEN, 14)
    move(office, A, "contested", "教育局", "不是我单位的", role="department", at=AT)
    assert send(office, A, today=date(2026, 3, 20)).items[0].deadline == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 3), (Standing.OPEN, 7)),
        (date(2026, 3, 6), (Standing.OPEN, 4)),
        (date(2026, 3, 9), (Standing.DUE_SOON, 3)),
        (date(2026, 3, 12), (Standing.DUE_SOON, 0)),
        (date(2026, 3, 13), (Standing.OVERDUE, -1)),
        (date(2026, 3, 16), (Standing.OVERDUE, -2)),  # a weekend is no working day
    ],
)
def test_due_and_overdue_are_computed_from_working_days(
    office: Database, today: date, expected: tuple[Standing, int]
) -> None:
    item = send(office, A, days=7).items[0]
    assert item.deadline == date(2026, 3, 12)
    assert item.standing(today, CALENDAR) == expected


def test_what_waits_for_the_office_or_is_settled_is_never_overdue(office: Database) -> None:
    number = send(office, A, B, C).number
    late = date(2026, 6, 1)
    move(office, A, "replied", "教育局", "改了", role="department", at=AT)
    move(office, A, "resolved", "王岗", at=AT)
    move(office, B, "contested", "教育局", "误判", role="department", at=AT)
    found = notice_by_number(office, number)
    assert [item.standing(late, CALENDAR)[0] for item in found.items] == [
        Standing.CLOSED,
        Standing.WITH_OFFICE,
        Standing.OVERDUE,
    ]
    assert found.tally(late, CALENDAR)[Standing.OVERDUE] == 1


def test_a_number_that_is_not_there_names_the_last_ones(office: Database) -> None:
    with pytest.raises(BadInputError, match="还没有下发过"):
        notice_by_number(office, "x")
    send(office, A)
    with pytest.raises(BadInputError, match="云政办督〔2026〕1号"):
        notice_by_number(office, "云政办督2026-1")


def test_the_result_of_an_inspection_does_not_depend_on_notices(office: Database) -> None:
    before = [each.message for each in findings_of(office, 1)]
    send(office, A)
    assert [each.message for each in findings_of(office, 1)] == before


# ---- numbers ----


@settings(max_examples=25, deadline=None)
@given(years=st.lists(st.sampled_from([2025, 2026, 2027]), min_size=1, max_size=8), restart=st.integers(0, 7))
def test_each_year_counts_from_one_without_gaps(
    tmp_path_factory: pytest.TempPathFactory, years: Sequence[int], restart: int
) -> None:
    folder = tmp_path_factory.mktemp("office")
    db = open_office(folder)
    drafts = [finding(f"p{number}") for number in range(len(years))]
    take_in(db, inspection(), drafts, looked(), [])
    for number, (year, draft) in enumerate(zip(years, drafts, strict=True)):
        if number == restart:
            db.close()
            db = open_office(folder)
        with pytest.raises(BadInputError):  # a refused one takes no number
            send(db, "ffff", today=date(year, 3, 3))
        send(db, draft.id, today=date(year, 3, 3))
    found = notices(db)
    db.close()
    for year in set(years):
        assert [each.serial for each in found if each.year == year] == list(range(1, years.count(year) + 1))
    assert len({each.number for each in found}) == len(years)


SENDER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from records.database import open_office
from records.notices import IssueItem, Recipient, Signature, issue
from records.workdays import Calendar

db = open_office(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for finding in sys.argv[2:]:
    issue(db, Recipient("jyj", "教育局"), [IssueItem(finding, 3)], Signature("云", "{code}〔{year}〕{serial}号", "岗"),
          calendar=Calendar(), today=date(2026, 3, 3), at=datetime(2026, 3, 3, tzinfo=UTC))
"""


def test_two_processes_that_issue_at_once_get_different_numbers(office: Database, tmp_path: Path) -> None:
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", SENDER, str(tmp_path), *ids],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for ids in ((A, B), (C, D))
    ]  # fmt: skip
    for sender in senders:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("\n")
        sender.stdin.flush()
    for sender in senders:
        sender.communicate(timeout=30)
        assert sender.returncode == 0
    assert [each.number for each in notices(office)] == [f"云〔2026〕{serial}号" for serial in (1, 2, 3, 4)]


def test_two_that_send_the_same_finding_send_it_once(office: Database, tmp_path: Path) -> None:
    other = open_office(tmp_path)
    send(office, A)
    with pytest.raises(BadInputError, match="已下发"):
        send(other, A)
    assert len(notices(other)) == 1
    other.close()
