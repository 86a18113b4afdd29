"""Cross-check rounds (交叉互查): the draw, what was handed out, and what the checkers sent back.

A round never changes once it is stored; a checker's answers are replaced whole when its pack comes back again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from records.database import rows, transaction
from records.errors import BadInputError
from records.ledger.times import utc_text


class AuditVerdict(StrEnum):
    """What a checker says about one machine finding."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNCLEAR = "unclear"


class Relaxation(StrEnum):
    """A rule of the draw that the office may give up, by its own decision, where the rules cannot all be met."""

    MUTUAL = "mutual"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Draw:
    """Who checks whom (``pairs`` of checker and checked, sorted), and all that is needed to draw it again.

    ``previous`` are the last round's pairs among these ``teams``. ``digest`` is SHA-256 over everything else.
    """

    seed: int
    teams: tuple[str, ...]
    load: int
    previous: tuple[tuple[str, str], ...]
    relaxed: tuple[Relaxation, ...]
    pairs: tuple[tuple[str, str], ...]
    digest: str

    def checked_by(self, checker: str) -> tuple[str, ...]:
        """The teams that ``checker`` checks."""
        return tuple(checked for one, checked in self.pairs if one == checker)

    def checkers_of(self, checked: str) -> tuple[str, ...]:
        """The teams that check ``checked``."""
        return tuple(checker for checker, one in self.pairs if one == checked)


def draw_digest(draw: Draw) -> str:
    """64 hex digits over inputs and outcome of a draw (all but its digest), so that a change of either shows."""
    told = [draw.seed, draw.teams, draw.load, draw.previous, draw.relaxed, draw.pairs]
    return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditRound:
    """One round. ``id`` is year and number (``2026-1``), ``drawn_at`` UTC, ``names`` the teams' names on that day."""

    id: str
    title: str
    drawn_at: datetime
    deadline: date
    draw: Draw
    names: Mapping[str, str]

    def name(self, team: str) -> str:
        """The team's name, its id where it has none."""
        return self.names.get(team) or team


@dataclass(frozen=True, slots=True)
class AuditTarget:
    """A site or account that ``checker`` looks at, for the department ``checked``. ``site`` is its id."""

    checker: str
    checked: str
    site: str
    name: str
    url: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class AuditItem:
    """A machine finding handed to ``checker``, in the words in which it was handed out (personal values masked)."""

    checker: str
    finding: str
    checked: str
    site: str
    family: str
    title: str
    url: str
    message: str
    evidence: str
    basis: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A checker's verdict on one finding. ``person`` verified it on the day ``at`` (None: not filled in)."""

    checker: str
    finding: str
    verdict: AuditVerdict
    note: str = ""
    person: str = ""
    at: date | None = None


@dataclass(frozen=True, slots=True)
class HandFinding:
    """A problem that a checker found by hand. ``kind`` is the problem's kind in Chinese, as in the pack's list."""

    checker: str
    checked: str
    site: str
    url: str
    kind: str
    description: str
    evidence_note: str = ""
    person: str = ""
    at: date | None = None


@dataclass(frozen=True, slots=True)
class PackReturn:
    """What one checker sent back, whole. ``file`` is the pack's file name."""

    checker: str
    returned_at: datetime
    file: str
    answers: tuple[Answer, ...] = ()
    hand_findings: tuple[HandFinding, ...] = ()


def save_round(
    db: Database, audit_round: AuditRound, targets: Sequence[AuditTarget], items: Sequence[AuditItem]
) -> None:
    """Store a drawn round with what its checkers get. Raises :class:`BadInputError` when the id is taken."""
    draw = audit_round.draw
    with transaction(db):
        if rows(db, "SELECT 1 FROM audit_rounds WHERE id = ?", (audit_round.id,)):
            raise BadInputError(f"交叉互查轮次“{audit_round.id}”已经抽过签，不能重复使用这个编号。请换一个编号。")
        _insert(
            db,
            "audit_rounds",
            {
                "id": audit_round.id,
                "title": audit_round.title,
                "seed": draw.seed,
                "drawn_at": utc_text(audit_round.drawn_at),
                "deadline": audit_round.deadline.isoformat(),
                "load": draw.load,
                "teams": json.dumps({team: audit_round.name(team) for team in draw.teams}, ensure_ascii=False),
                "previous": json.dumps(draw.previous, ensure_ascii=False),
                "relaxed": json.dumps(draw.relaxed),
                "pairs": json.dumps(draw.pairs, ensure_ascii=False),
                "digest": draw.digest,
            },
        )
        _insert_all(db, "audit_targets", audit_round.id, targets)
        _insert_all(db, "audit_items", audit_round.id, items)


def all_rounds(db: Database) -> list[AuditRound]:
    """Every round, the earliest first."""
    return [_round(row) for row in rows(db, "SELECT * FROM audit_rounds ORDER BY drawn_at, id")]


def find_round(db: Database, round_id: str) -> AuditRound:
    """The round with this id, the latest one for ``""``. Raises :class:`BadInputError` with the ids there are."""
    known = all_rounds(db)
    if not known:
        raise BadInputError("还没有抽过交叉互查的签。请先运行 wangcha audit draw。")
    if not round_id:
        return known[-1]
    found = next((item for item in known if item.id == round_id), None)
    if found is None:
        raise BadInputError(
            f"没有编号为“{round_id}”的交叉互查轮次。已有：{'、'.join(item.id for item in known)}。请核对编号。"
        )
    return found


def targets_of(db: Database, round_id: str) -> list[AuditTarget]:
    """What the checkers of a round look at, in pack order."""
    found = rows(db, "SELECT * FROM audit_targets WHERE round = ? ORDER BY checker, position", (round_id,))
    return [AuditTarget(**_without(row, "round", "position")) for row in found]


def items_of(db: Database, round_id: str) -> list[AuditItem]:
    """The findings handed out in a round, in pack order."""
    found = rows(db, "SELECT * FROM audit_items WHERE round = ? ORDER BY checker, position", (round_id,))
    return [AuditItem(**_without(row, "round", "position")) for row in found]


def returns_of(db: Database, round_id: str) -> list[PackReturn]:
    """The packs that came back, by checker."""
    answers: dict[str, list[Answer]] = {}
    for row in rows(db, "SELECT * FROM audit_verdicts WHERE round = ? ORDER BY checker, finding", (round_id,)):
        fields = _without(row, "round") | {"verdict": AuditVerdict(row["verdict"]), "at": _day(row["at"])}
        answers.setdefault(row["checker"], []).append(Answer(**fields))
    by_hand: dict[str, list[HandFinding]] = {}
    for row in rows(db, "SELECT * FROM audit_hand_findings WHERE round = ? ORDER BY checker, position", (round_id,)):
        found = HandFinding(**(_without(row, "round", "position") | {"at": _day(row["at"])}))
        by_hand.setdefault(row["checker"], []).append(found)
    return [
        PackReturn(
            row["checker"],
            datetime.fromisoformat(row["returned_at"]),
            row["file"],
            tuple(answers.get(row["checker"], ())),
            tuple(by_hand.get(row["checker"], ())),
        )
        for row in rows(db, "SELECT * FROM audit_returns WHERE round = ? ORDER BY checker", (round_id,))
    ]


def store_returns(db: Database, round_id: str, returns: Sequence[PackReturn]) -> list[str]:
    """Store packs that came back, all or none; a checker's earlier answers are replaced.

    Gives the checkers whose earlier answers were replaced.
    """
    replaced = []
    with transaction(db):
        for item in returns:
            key = (round_id, item.checker)
            cursor = db.conn.execute("DELETE FROM audit_returns WHERE round = ? AND checker = ?", key)
            if cursor.rowcount:
                replaced.append(item.checker)
            _insert(
                db,
                "audit_returns",
                {
                    "round": round_id,
                    "checker": item.checker,
                    "returned_at": utc_text(item.returned_at),
                    "file": item.file,
                },
            )
            for answer in item.answers:
                _insert(db, "audit_verdicts", {"round": round_id, **asdict(answer)})
            _insert_all(db, "audit_hand_findings", round_id, item.hand_findings)
    return replaced


def _round(row: Mapping[str, Any]) -> AuditRound:
    names = json.loads(row["teams"])
    draw = Draw(
        seed=row["seed"],
        teams=tuple(names),
        load=row["load"],
        previous=tuple((checker, checked) for checker, checked in json.loads(row["previous"])),
        relaxed=tuple(Relaxation(item) for item in json.loads(row["relaxed"])),
        pairs=tuple((checker, checked) for checker, checked in json.loads(row["pairs"])),
        digest=row["digest"],
    )
    drawn_at, deadline = datetime.fromisoformat(row["drawn_at"]), date.fromisoformat(row["deadline"])
    return AuditRound(row["id"], row["title"], drawn_at, deadline, draw, names)


def _insert_all(
    db: Database, table: str, round_id: str, records: Sequence[AuditTarget | AuditItem | HandFinding]
) -> None:
    for position, record in enumerate(records):
        _insert(db, table, {"round": round_id, "position": position, **asdict(record)})


def _insert(db: Database, table: str, row: Mapping[str, Any]) -> None:
    values = [value.isoformat() if isinstance(value, date) else value for value in row.values()]
    marks = ", ".join("?" * len(values))
    db.conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", values)  # noqa: S608 - names are ours


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
