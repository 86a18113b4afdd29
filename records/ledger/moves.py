"""Moving a finding from state to state. Every move is an entry that is only ever added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from records.clock import now_utc
from records.database import rows, transaction
from records.errors import BadInputError
from records.ledger.states import state_table
from records.ledger.times import utc_text

_MISSING = {"note": "说明（原因、批准人）", "until": "日期"}


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """One entry of a finding's history. ``at`` is UTC ISO text; ``until`` is how long a dismissal holds, or the new
    deadline of an extension; ``files`` are names of files of the office."""

    finding: str
    at: str
    who: str
    role: str
    from_state: str
    to_state: str
    note: str
    until: date | None
    files: tuple[str, ...]


def move(
    db: Database,
    finding_id: str,
    to: str,
    who: str,
    note: str = "",
    *,
    files: Sequence[str] = (),
    role: str = "office",
    until: date | None = None,
    at: datetime | None = None,
) -> MoveEntry:
    """Move a finding to the state ``to`` and write down who did it, when (``at``, default: now) and why.

    An extension sets the deadline to ``until``. Raises :class:`BadInputError` when there is no such finding, when the
    table of states does not allow the move to this role, or when something it needs is missing; nothing is changed
    then.
    """
    with transaction(db):
        found = rows(db, "SELECT state FROM findings WHERE id = ?", [finding_id])
        if not found:
            raise BadInputError(f"台账里没有编号为 {finding_id} 的问题。请核对编号。")
        state = found[0]["state"]
        allowed = state_table().check(state, to, role)
        given = {"note": note.strip(), "until": until}
        missing = [_MISSING[name] for name in allowed.needs if not given[name]]
        if not who.strip():
            missing.insert(0, "办理人")
        if missing:
            raise BadInputError(f"变为“{state_table().titles[to]}”要写明：{'、'.join(missing)}。")
        entry = MoveEntry(
            finding_id, utc_text(at or now_utc()), who.strip(), role, state, to, note.strip(), until, tuple(files)
        )
        db.conn.execute(
            "INSERT INTO moves (finding, at, who, role, from_state, to_state, note, until, files)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.finding,
                entry.at,
                entry.who,
                entry.role,
                entry.from_state,
                entry.to_state,
                entry.note,
                until.isoformat() if until else None,
                json.dumps(entry.files, ensure_ascii=False),
            ],
        )
        db.conn.execute("UPDATE findings SET state = ? WHERE id = ?", [to, finding_id])
        if to == "extended" and until is not None:
            db.conn.execute(
                "UPDATE findings SET deadline = ?, deadline_provisional = 0 WHERE id = ?",
                [until.isoformat(), finding_id],
            )
        return entry


def moves_of(db: Database, finding_id: str) -> tuple[MoveEntry, ...]:
    """The history of a finding, oldest first."""
    found = rows(
        db,
        "SELECT finding, at, who, role, from_state, to_state, note, until, files FROM moves WHERE finding = ?"
        " ORDER BY id",
        [finding_id],
    )
    return tuple(
        MoveEntry(
            **{
                **row,
                "until": date.fromisoformat(row["until"]) if row["until"] else None,
                "files": tuple(json.loads(row["files"])),
            }
        )
        for row in found
    )
