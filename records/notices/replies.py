"""Taking the departments' replies into the ledger. Taking the same reply twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from records.database import rows, transaction
from records.ledger import move, moves_of, state_table
from records.masking import mask_text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a department wrote about one finding.

    ``outcome`` is the 整改情况, ``contested`` the reason of an objection (``""``: none). ``file`` and ``place`` say
    where it stands.
    """

    finding: str
    outcome: str
    measures: str
    finished: date | None
    person: str
    contested: str
    file: str
    place: str

    @property
    def note(self) -> str:
        """The reply as the note of its move. Equal replies make equal notes; long numbers are masked."""
        said = (
            ("申诉理由", self.contested),
            ("整改情况", self.outcome),
            ("整改措施", self.measures),
            ("完成时间", self.finished.isoformat() if self.finished else ""),
            ("整改人", self.person),
        )
        return "；".join(f"{title}：{mask_text(value)}" for title, value in said if value)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the replies: ids of findings, and remarks a person should read."""

    replied: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def take_replies(db: Database, replies: Iterable[Reply], *, at: datetime) -> Taken:
    """Move each finding to ``replied``, or to ``contested`` where the department objects; all in one transaction.

    A reply already taken in, in whatever round, is left alone: a file that comes a second time is no second reply. A
    finding whose state takes no reply (not sent yet, waiting for the office, settled) is left alone with a remark.
    Raises :class:`LookupError` for a finding that is not in the ledger.
    """
    replied, contested, unchanged, remarks = list[str](), list[str](), list[str](), list[str]()
    with transaction(db):
        for reply in replies:
            state, department = _finding(db, reply.finding)
            to = "contested" if reply.contested else "replied"
            said = {entry.note for entry in moves_of(db, reply.finding) if entry.role == "department"}
            if reply.note in said:
                unchanged.append(reply.finding)
                if state in ("notified", "extended"):
                    remarks.append(f"{reply.place}：与上一次的反馈相同，没有再收。再次整改的，请写明这一次的措施。")
            elif to not in state_table().moves[state]:
                remarks.append(f"{reply.place}：{_why_not(state)}")
            else:
                move(db, reply.finding, to, department, reply.note, files=[reply.file], role="department", at=at)
                (contested if to == "contested" else replied).append(reply.finding)
    return Taken(tuple(replied), tuple(contested), tuple(unchanged), tuple(remarks))


def _why_not(state: str) -> str:
    if state in ("open", "confirmed", "reopened"):
        return "这个问题还没有编号下发，反馈没有收。请先运行 wangcha notice issue，再导入一次。"
    return f"这个问题现为“{state_table().titles[state]}”，不收新的反馈。"


def _finding(db: Database, finding: str) -> tuple[str, str]:
    """The state of a finding, and the name of the department that answers for it."""
    found = rows(
        db,
        "SELECT f.state, coalesce(d.name, nullif(f.department, ''), '责任单位') AS department"
        " FROM findings f LEFT JOIN departments d ON d.id = f.department WHERE f.id = ?",
        [finding],
    )
    if not found:
        raise LookupError(finding)
    return found[0]["state"], found[0]["department"]
