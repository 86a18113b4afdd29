"""Rechecks (复查) in the ledger: what each saw of each finding, beside the sightings, and the moves that follow."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from records.database import rows, transaction
from records.errors import BadInputError
from records.ledger.moves import move
from records.ledger.rows import to_json
from records.ledger.states import state_table
from records.ledger.take_in import MACHINE
from records.ledger.times import utc_text


class Recheck(StrEnum):
    """What a recheck saw of one finding: mended (已整改), still there (未整改), or not to be told (未能核实)."""

    MENDED = "mended"
    STILL = "still"
    UNSURE = "unsure"


_LEADS_TO = {Recheck.MENDED: "resolved", Recheck.STILL: "notified"}
_WORDS = {Recheck.MENDED: "复查通过", Recheck.STILL: "复查未通过"}


@dataclass(frozen=True, slots=True)
class RecheckResult:
    """One finding rechecked: ``note`` says why in one sentence, ``evidence`` is what was seen (JSON-ready, masked)."""

    finding: str
    result: Recheck
    note: str
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecheckRecord:
    """A stored result with the recheck it belongs to: ``at`` is UTC ISO text, ``state`` the finding's state after."""

    recheck: int
    at: str
    as_of: date
    finding: str
    result: Recheck
    note: str
    evidence: Mapping[str, Any]
    state: str


def take_in_recheck(
    db: Database,
    results: Sequence[RecheckResult],
    *,
    at: datetime,
    as_of: date,
    selection: str,
    bundles: Mapping[str, str],
) -> int:
    """Store a recheck and move the findings as the table of states allows the machine; returns its id.

    Mended leads to ``resolved``, still there to ``notified`` (the next round); where the table has no such move for
    the state a finding is in by now, and for what could not be told, the state stays. Raises
    :class:`BadInputError` for an unknown finding; nothing is stored then.
    """
    with transaction(db):
        cursor = db.conn.execute(
            "INSERT INTO rechecks (at, as_of, selection, bundles, counts) VALUES (?, ?, ?, ?, ?)",
            [
                utc_text(at),
                as_of.isoformat(),
                selection,
                to_json(dict(bundles)),
                to_json(Counter(result.result.value for result in results)),
            ],
        )
        recheck = int(cursor.lastrowid or 0)
        for position, result in enumerate(results):
            state = _moved(db, result, at)
            db.conn.execute(
                "INSERT INTO recheck_results VALUES (?, ?, ?, ?, ?, ?, ?)",
                [recheck, result.finding, position, result.result, result.note, to_json(result.evidence), state],
            )
        return recheck


def _moved(db: Database, result: RecheckResult, at: datetime) -> str:
    found = rows(db, "SELECT state FROM findings WHERE id = ?", [result.finding])
    if not found:
        raise BadInputError(f"台账里没有编号为 {result.finding} 的问题。请核对编号。")
    state = str(found[0]["state"])
    to = _LEADS_TO.get(result.result, "")
    allowed = state_table().moves[state].get(to)
    if allowed is None or "machine" not in allowed.by:
        return state
    note = f"{_WORDS[result.result]}：{result.note}"
    return move(db, result.finding, to, MACHINE, note, role="machine", at=at).to_state


def recheck_results(db: Database, recheck: int) -> tuple[RecheckRecord, ...]:
    """The results of one recheck, in its order."""
    return _records(db, "r.recheck = ? ORDER BY r.position", recheck)


def rechecks_of(db: Database, finding_id: str) -> tuple[RecheckRecord, ...]:
    """Every recheck of a finding, oldest first."""
    return _records(db, "r.finding = ? ORDER BY r.recheck", finding_id)


def _records(db: Database, condition: str, value: int | str) -> tuple[RecheckRecord, ...]:
    found = rows(
        db,
        "SELECT r.recheck, c.at, c.as_of, r.finding, r.result, r.note, r.evidence, r.state"  # noqa: S608
        f" FROM recheck_results r JOIN rechecks c ON c.id = r.recheck WHERE {condition}",
        [value],
    )
    return tuple(
        RecheckRecord(
            **{
                **row,
                "as_of": date.fromisoformat(row["as_of"]),
                "result": Recheck(row["result"]),
                "evidence": json.loads(row["evidence"]),
            }
        )
        for row in found
    )
