"""Issuing a notice: numbered, its items and deadlines frozen, its findings moved to ``notified``; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils import Database

from records.database import rows, transaction
from records.document_numbers import document_number
from records.errors import BadInputError
from records.ledger import Filters, inspections, move, moves_of, open_findings, state_table
from records.ledger.rows import finding_values, to_json
from records.ledger.times import utc_text
from records.model import Baseline, Certainty, Finding
from records.notices.model import Notice
from records.notices.queries import is_problem, notice_by_number, sent_as_problem
from records.workdays import Calendar

CONFIRM_NOTE = "下发前核实"
VERIFY_NOTE = "作为需核实事项下发，由责任单位核实"


@dataclass(frozen=True, slots=True)
class IssueItem:
    """A finding to be sent, and how many working days its deadline class gives."""

    finding: str
    working_days: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """The department a notice goes to: its id, and its name as the notice prints it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who issues: the 发文机关代字, the pattern of numbers, and the person who enters it."""

    code: str
    pattern: str
    who: str


def issue(
    db: Database,
    department: Recipient,
    items: Sequence[IssueItem],
    signature: Signature,
    *,
    calendar: Calendar,
    today: date,
    at: datetime,
    include_review: bool = False,
) -> Notice:
    """Send ``items`` to ``department`` under the next number of the year of ``today``, in one transaction.

    Deadlines count from ``today``; an extension granted for longer holds. What the office has not confirmed yet is
    confirmed by issuing it. One that did not pass its recheck may be sent again. A finding that wants to be verified
    (``review``) is sent only when the office has confirmed it, or with ``include_review`` as a matter to verify. One
    that was transferred (转办) becomes this department's.

    Raises :class:`BadInputError` where the office has no 发文机关代字, where there is nothing to send, or where a
    finding belongs to somebody else or is in a state that does not allow it; nothing is numbered then.
    """
    if "{code}" in signature.pattern and not signature.code:
        raise BadInputError(
            "登记册里没有发文机关代字，通知书不能编号。"
            '请在 office.toml 的 [office] 里写上，如 document_code = "云政办函"。'
        )
    if not items:
        raise BadInputError(f"没有可以下发给{department.name}的问题。")
    with transaction(db):
        findings = {f.id: f for f in open_findings(db, Filters(id=tuple(item.finding for item in items)))}
        accepted = sent_as_problem(db)
        waiting = frozenset(name for name, each in findings.items() if each.state == "notified" and _was_sent(db, name))
        _refuse_unfit(items, findings, department, accepted, waiting, include_review=include_review)
        serial = rows(db, "SELECT coalesce(max(serial), 0) + 1 AS next FROM notices WHERE year = ?", [today.year])
        number = document_number(signature.pattern, signature.code, today.year, serial[0]["next"])
        if rows(db, "SELECT 1 FROM notices WHERE number = ?", [number]):
            raise BadInputError(
                f"发文字号{number}已经用过。请核对 office.toml 里 number_pattern、document_code 是否改动过。"
            )
        cursor = db.conn.execute(
            "INSERT INTO notices"
            " (number, year, serial, department, department_name, issued, at, who, inspections, files)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]')",
            [
                number,
                today.year,
                serial[0]["next"],
                department.id,
                department.name,
                today.isoformat(),
                utc_text(at),
                signature.who,
                to_json([inspections(db, site)[0].id for site in sorted({f.site for f in findings.values()})]),
            ],
        )
        notice_id = int(cursor.lastrowid or 0)
        for position, item in enumerate(items, start=1):
            due = calendar.add_workdays(today, item.working_days)
            finding = findings[item.finding]
            extended = _extension(db, item.finding)
            finding = replace(
                finding,
                department=department.id,
                certainty=Certainty.CONFIRMED if is_problem(finding, accepted) else Certainty.REVIEW,
                deadline=max(due.date, extended or due.date),
                deadline_provisional=due.provisional and (extended is None or extended <= due.date),
            )
            _send(db, finding, number, signature.who, at)
            _freeze(db, notice_id, position, replace(finding, state="notified"))
        return notice_by_number(db, number)


def _refuse_unfit(
    items: Sequence[IssueItem],
    findings: dict[str, Finding],
    department: Recipient,
    accepted: frozenset[str],
    waiting: frozenset[str],
    *,
    include_review: bool,
) -> None:
    """Raises :class:`BadInputError` with every reason why something cannot be sent; ``waiting`` have been sent, and
    nothing happened since."""
    wrong = []
    ids = [item.finding for item in items]
    wrong += [f"{name}：写了不止一次。" for name in dict.fromkeys(ids) if ids.count(name) > 1]
    for name in dict.fromkeys(ids):
        finding = findings.get(name)
        if finding is None:
            wrong.append(f"{name}：台账里没有这个问题，或者已经办结。")
        elif finding.department != department.id and finding.state != "transferred":
            wrong.append(f"{name}：责任单位不是{department.name}。")
        elif finding.baseline is Baseline.ABSENT:
            wrong.append(f"{name}：最近一次检查没有再见到，请先复查。")
        elif name in waiting or not _steps(finding.state):
            wrong.append(f"{name}：现为“{state_table().titles[finding.state]}”，不能下发。")
        elif not (include_review or is_problem(finding, accepted)):
            wrong.append(f"{name}：待核实，还没有确认。确认后再下发，或加上 --include-review 作为需核实事项下发。")
    if wrong:
        raise BadInputError(f"通知书没有下发，{len(wrong)} 个问题不能列入：\n" + "\n".join(wrong))


def _steps(state: str) -> tuple[str, ...]:
    """The moves that lead to ``notified``, with a confirmation by the office where the table asks for one."""
    moves = state_table().moves
    if "notified" in moves[state]:
        return ("notified",)
    if "confirmed" in moves[state] and "notified" in moves["confirmed"]:
        return ("confirmed", "notified")
    return ()


def _was_sent(db: Database, finding: str) -> bool:
    """Whether it came to be ``notified`` by a notice, and not because it did not pass a recheck or an appeal."""
    sent = rows(
        db,
        "SELECT max(n.at) AS at FROM notices n JOIN notice_items i ON i.notice = n.id WHERE i.finding = ?",
        [finding],
    )
    return moves_of(db, finding)[-1].at <= (sent[0]["at"] or "")


def _extension(db: Database, finding: str) -> date | None:
    """The date of an extension granted since the finding was last sent."""
    for entry in reversed(moves_of(db, finding)):
        if entry.to_state == "extended":
            return entry.until
        if entry.to_state == "notified":
            return None
    return None


def _send(db: Database, finding: Finding, number: str, who: str, at: datetime) -> None:
    confirm = CONFIRM_NOTE if finding.certainty is Certainty.CONFIRMED else VERIFY_NOTE
    for step in _steps(finding.state):
        note = f"{number}下发，期限{finding.deadline}" if step == "notified" else confirm
        move(db, finding.id, step, who, note, at=at)
    db.conn.execute(
        "UPDATE findings SET department = ?, deadline = ?, deadline_provisional = ? WHERE id = ?",
        [
            finding.department,
            finding.deadline.isoformat() if finding.deadline else None,
            finding.deadline_provisional,
            finding.id,
        ],
    )


def _freeze(db: Database, notice_id: int, position: int, finding: Finding) -> None:
    sent = rows(db, "SELECT count(*) + 1 AS n FROM notice_items WHERE finding = ?", [finding.id])
    frozen = finding_values(finding)
    db.conn.execute(
        "INSERT INTO notice_items VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            notice_id,
            position,
            finding.id,
            sent[0]["n"],
            finding.certainty,
            frozen["deadline"],
            finding.deadline_provisional,
            to_json(frozen | {"baseline": finding.baseline}),
        ],
    )
