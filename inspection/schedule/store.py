"""Runs of plans in the office's database: claimed once, finished once, taken up again once after a crash."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from records.database import rows, transaction
from records.ledger.rows import to_json
from records.ledger.times import utc_text
from records.register.model import Plan

MOST_TRIES = 2
"""A run that was cut off (power, kill) is started once more, not for ever."""

RESULTS = {0: "done", 1: "done", 3: "incomplete"}
"""Result of a run by the exit code of its command; anything else is ``failed``."""


@dataclass(frozen=True, slots=True)
class PlanRun:
    """One run. Times are UTC ISO text; ``finished`` and ``result`` are ``""`` while it runs."""

    id: int
    plan: str
    due: str
    started: str
    tries: int
    finished: str
    result: str
    exit_code: int | None
    log: str


def holds_since(db: Database, plan: Plan, now: datetime) -> datetime:
    """Since when the plan holds as it stands; a new or changed one holds from ``now`` on."""
    terms = to_json(asdict(plan))
    with transaction(db):
        known = rows(db, "SELECT since FROM plan_terms WHERE plan = ? AND terms = ?", [plan.id, terms])
        if known:
            return datetime.fromisoformat(known[0]["since"])
        db.conn.execute("INSERT OR REPLACE INTO plan_terms VALUES (?, ?, ?)", [plan.id, terms, utc_text(now)])
    return now


def claim(db: Database, plan: str, due: datetime, now: datetime, log: str) -> PlanRun | None:
    """Claim a run that is due; None where it has been claimed before and must not be started again.

    Only one scheduler runs at a time, so that a run without an end whose process is gone was cut off: it is started
    again until :data:`MOST_TRIES`, then it counts as failed.
    """
    with transaction(db):
        known = rows(db, "SELECT * FROM plan_runs WHERE plan = ? AND due = ?", [plan, utc_text(due)])
        if not known:
            db.conn.execute(
                "INSERT INTO plan_runs (plan, due, started, tries, finished, result, log)"
                " VALUES (?, ?, ?, 1, '', '', ?)",
                [plan, utc_text(due), utc_text(now), log],
            )
        elif known[0]["finished"]:
            return None
        elif known[0]["tries"] >= MOST_TRIES:
            finish(db, known[0]["id"], None, now)
            return None
        else:
            db.conn.execute(
                "UPDATE plan_runs SET started = ?, tries = tries + 1, log = ? WHERE id = ?",
                [utc_text(now), log, known[0]["id"]],
            )
        return _run(db, "plan = ? AND due = ?", plan, utc_text(due))


def close_superseded(db: Database, plan: str, due: datetime, now: datetime) -> None:
    """Cut-off runs of dues before ``due`` are not caught up any more: the newest stands for them."""
    with transaction(db):
        db.conn.execute(
            "UPDATE plan_runs SET finished = ?, result = 'failed' WHERE plan = ? AND due < ? AND finished = ''",
            [utc_text(now), plan, utc_text(due)],
        )


def finish(db: Database, run: int, exit_code: int | None, now: datetime, *, interrupted: bool = False) -> None:
    """Note how a run ended; the first note stands, except that an interruption is said in any case."""
    result = "interrupted" if interrupted else RESULTS.get(-1 if exit_code is None else exit_code, "failed")
    condition = "" if interrupted else " AND finished = ''"
    with transaction(db):
        db.conn.execute(
            f"UPDATE plan_runs SET finished = ?, result = ?, exit_code = ? WHERE id = ?{condition}",  # noqa: S608
            [utc_text(now), result, exit_code, run],
        )


def last_run(db: Database, plan: str) -> PlanRun | None:
    """The newest run of a plan."""
    return _run(db, "plan = ? ORDER BY due DESC LIMIT 1", plan)


def _run(db: Database, condition: str, *values: str) -> PlanRun | None:
    found = rows(db, f"SELECT * FROM plan_runs WHERE {condition}", values)  # noqa: S608
    return PlanRun(**found[0]) if found else None
