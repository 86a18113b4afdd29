"""Taking one inspection into the ledger: what is new, unchanged, updated or absent compared with what is known.

Everything happens in one transaction. The same evidence taken in twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from records.clock import CHINA
from records.database import rows, transaction
from records.errors import BadInputError
from records.ledger.moves import move, moves_of
from records.ledger.queries import findings_of, inspection_by_bundle, is_newest
from records.ledger.rows import (
    SEEN_COLUMNS,
    Inspection,
    finding_values,
    inspection_values,
)
from records.ledger.states import state_table
from records.model import Baseline, Finding, Outcome, Unverified, Verdict

MACHINE = "网查"

_COMPARED = ("message", "severity", "certainty", "url")
_LOOKED = (Verdict.PASS, Verdict.FAIL, Verdict.REVIEW)
_NOT_YET_NOTIFIED = ("open", "confirmed", "reopened")
_FROM_RULE = ("family", "title", "suggestion", "measure", "basis")


def take_in(
    db: Database,
    inspection: Inspection,
    drafts: Sequence[Finding],
    outcomes: Sequence[Outcome],
    unverified: Sequence[Unverified],
    *,
    rejudge: bool = False,
) -> tuple[Finding, ...]:
    """Take an inspection of one site in and return its findings, first those seen, then those absent.

    A known finding keeps ``first_seen``, ``deadline`` and ``state``; its department follows the register until it has
    been notified. A finding that was open and is not seen becomes ``absent`` only when everything was gathered, its
    rule looked at something without an error, and nothing it names is in ``unverified``; its state stays. One that was
    resolved and is seen in later evidence is reopened; one whose dismissal has run out is open again.

    A bundle that is already taken in changes nothing and gives its stored result. With ``rejudge`` the result replaces
    the stored one; :class:`BadInputError` when the site has been inspected again since. Raises :class:`ValueError` for
    findings of another site and :class:`StorageError`.
    """
    strange = {draft.site for draft in drafts} - {inspection.site}
    if strange:
        raise ValueError(f"findings of {sorted(strange)} in an inspection of {inspection.site}")
    with transaction(db):
        known = inspection_by_bundle(db, inspection.bundle_id)
        if known is not None and known.site != inspection.site:
            raise ValueError(f"bundle {inspection.bundle_id} belongs to {known.site}, not to {inspection.site}")
        if known is not None and not rejudge:
            return findings_of(db, known.id)
        if known is None:
            inspection_id = _insert(db, "inspections", inspection_values(inspection))
        else:
            _require_newest(db, known)
            inspection_id = known.id
            _forget(db, inspection_id)
            values = inspection_values(inspection)
            _update(db, "inspections", inspection_id, {"as_of": values["as_of"], "counts": values["counts"]})
        intake = _Intake(db, inspection, inspection_id)
        intake.keep_outcomes(outcomes, unverified)
        intake.take_seen({draft.id: draft for draft in reversed(drafts)}, [draft.id for draft in drafts])
        intake.mark_absent(outcomes, unverified)
        return findings_of(db, inspection_id)


class _Intake:
    """One inspection on its way into the ledger."""

    def __init__(self, db: Database, inspection: Inspection, inspection_id: int) -> None:
        self.db = db
        self.inspection = inspection
        self.id = inspection_id
        self.started = rows(db, "SELECT started FROM inspections WHERE id = ?", [inspection_id])[0]["started"]
        self.newest = is_newest(db, inspection.site, inspection_id)
        self.known = {row["id"]: row for row in rows(db, "SELECT * FROM findings WHERE site = ?", [inspection.site])}
        self.previous = _last_sightings(db, inspection.site, self.started, inspection_id)
        self.seen: dict[str, None] = {}
        self.position = 0

    def keep_outcomes(self, outcomes: Iterable[Outcome], unverified: Iterable[Unverified]) -> None:
        """Store what the rules concluded, and what could not be checked."""
        self.db.conn.executemany(
            "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(self.id, at, o.rule, o.site, o.verdict, o.count, o.note) for at, o in enumerate(outcomes)],
        )
        self.db.conn.executemany(
            "INSERT INTO unverified VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(self.id, at, u.site, u.url, u.reason, u.found_on, u.detail) for at, u in enumerate(unverified)],
        )

    def take_seen(self, drafts: Mapping[str, Finding], order: Iterable[str]) -> None:
        """Store each finding that was seen; of two with one fingerprint the first counts."""
        for finding_id in dict.fromkeys(order):
            draft = finding_values(drafts[finding_id])
            stored = self.known.get(finding_id)
            if stored is None:
                today = self.inspection.as_of.isoformat()
                draft |= {"first_seen": today, "last_seen": today, "state": "open", "recurrence": 0}
                _insert(self.db, "findings", draft)
                baseline = Baseline.NEW
            else:
                returned = self._see_again(stored, draft)
                baseline = Baseline.NEW if returned else self._compare(finding_id, draft)
            self._sight(finding_id, baseline, draft, self.inspection.as_of.isoformat())

    def mark_absent(self, outcomes: Iterable[Outcome], unverified: Iterable[Unverified]) -> None:
        """Mark what is open and was not seen, where that proves something."""
        if not (self.newest and self.inspection.whole):
            return
        looked, failed = set(), set()
        for outcome in outcomes:
            if outcome.verdict in _LOOKED and outcome.count > 0:
                looked.add(outcome.rule)
            elif outcome.verdict is Verdict.ERROR:
                failed.add(outcome.rule)
        unsure = _Unsure(unverified)
        unfinished = state_table().unfinished
        for finding_id, stored in self.known.items():
            if finding_id in self.seen or stored["state"] not in unfinished:
                continue
            unseen = "picture" in json.loads(stored["locus"]) and not self.inspection.counts.get("pictures")
            if stored["rule"] in looked - failed and not unseen and not unsure.touches(stored):
                self._sight(finding_id, Baseline.ABSENT, stored, stored["last_seen"])

    def _compare(self, finding_id: str, draft: Mapping[str, Any]) -> Baseline:
        before = self.previous.get(finding_id)
        if before is None or self._resolved_since(finding_id, before["started"]):
            return Baseline.NEW
        return Baseline.UNCHANGED if all(before[name] == draft[name] for name in _COMPARED) else Baseline.UPDATED

    def _resolved_since(self, finding_id: str, moment: str) -> bool:
        """Whether somebody saw it mended in between; nobody may be told then that it was never put right."""
        return any(entry.to_state == "resolved" and entry.at > moment for entry in moves_of(self.db, finding_id))

    def _see_again(self, stored: Mapping[str, Any], draft: Mapping[str, Any]) -> bool:
        """Bring the row of a known finding up to date; True when it was settled and has returned."""
        today = self.inspection.as_of.isoformat()
        values: dict[str, Any] = {
            "first_seen": min(stored["first_seen"], today),
            "last_seen": max(stored["last_seen"], today),
        }
        returns_to = None
        if self.newest:
            values |= {name: draft[name] for name in (*SEEN_COLUMNS, *_FROM_RULE)}
            if stored["state"] in _NOT_YET_NOTIFIED:
                values |= {name: draft[name] for name in ("department", "lead")}
            returns_to = self._returns_to(stored)
            if returns_to is not None:
                move(self.db, stored["id"], returns_to, MACHINE, f"{today} 巡检时再次发现", role="machine")
                values |= {name: draft[name] for name in ("department", "lead", "deadline", "deadline_provisional")}
                if returns_to == "open" and stored["state"] == "resolved":  # a new problem from now on
                    values["first_seen"] = today
                elif returns_to == "reopened":
                    values["recurrence"] = stored["recurrence"] + 1
        _update(self.db, "findings", stored["id"], values)
        return returns_to is not None

    def _returns_to(self, stored: Mapping[str, Any]) -> str | None:
        """The state a finished finding returns to when later evidence shows it again; None where it stays."""
        if stored["state"] not in ("resolved", "dismissed"):
            return None
        last = moves_of(self.db, stored["id"])[-1]
        if self.started <= last.at:
            return None  # this evidence is older than the decision
        if stored["state"] == "dismissed":
            return "open" if last.until is not None and last.until < self.inspection.as_of else None
        resolved = datetime.fromisoformat(last.at).astimezone(CHINA).date()
        within = (self.inspection.as_of - resolved).days <= state_table().reopen_within_days
        return "reopened" if within else "open"

    def _sight(self, finding_id: str, baseline: Baseline, seen: Mapping[str, Any], last_seen: str) -> None:
        self.seen[finding_id] = None
        self.position += 1
        self.db.conn.execute(
            "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [self.id, finding_id, self.position, baseline, last_seen, *(seen[name] for name in SEEN_COLUMNS)],
        )


class _Unsure:
    """Addresses that could not be checked; a finding that names one of them may still be there."""

    def __init__(self, unverified: Iterable[Unverified]) -> None:
        self.urls = {item.url for item in unverified}
        self.found_on = {item.found_on for item in unverified if item.found_on}

    def touches(self, stored: Mapping[str, Any]) -> bool:
        """Whether the finding's page, its target or an address in its evidence could not be checked.

        An attachment or picture is known by its name only, so anything unchecked on its page counts.
        """
        locus, evidence = json.loads(stored["locus"]), json.loads(stored["evidence"])
        named = {stored["url"], locus.get("target"), *_strings(evidence)}
        return bool(named & self.urls) or (
            ("attachment" in locus or "picture" in locus) and stored["url"] in self.found_on
        )


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _last_sightings(db: Database, site: str, started: str, inspection_id: int) -> dict[str, dict[str, Any]]:
    """For each finding of the site how it was seen last before this inspection."""
    found = rows(
        db,
        "SELECT * FROM (SELECT s.*, i.started,"
        " row_number() OVER (PARTITION BY s.finding ORDER BY i.started DESC, i.id DESC) AS n"
        " FROM inspections i JOIN sightings s ON s.inspection = i.id"
        " WHERE i.site = ? AND (i.started, i.id) < (?, ?)) WHERE n = 1",
        [site, started, inspection_id],
    )
    return {row["finding"]: row for row in found}


def _require_newest(db: Database, inspection: Inspection) -> None:
    if not is_newest(db, inspection.site, inspection.id):
        raise BadInputError(
            f"这份证据（{inspection.bundle_id}）不是网站“{inspection.site}”最近一次巡检的，"
            "重新判断的结果不能记入台账。请改用最近一次巡检的证据；台账没有变动。"
        )


def _forget(db: Database, inspection_id: int) -> None:
    """Take back what the newest inspection of a site left in the ledger; moves, and what was moved, stay."""
    seen = rows(db, "SELECT finding FROM sightings WHERE inspection = ?", [inspection_id])
    for table in ("sightings", "outcomes", "unverified"):
        db.conn.execute(f"DELETE FROM {table} WHERE inspection = ?", [inspection_id])  # noqa: S608
    for row in seen:
        finding_id = row["finding"]
        before = rows(
            db,
            "SELECT s.* FROM sightings s JOIN inspections i ON i.id = s.inspection WHERE s.finding = ?"
            " ORDER BY i.started DESC, i.id DESC LIMIT 1",
            [finding_id],
        )
        if before:
            _update(db, "findings", finding_id, {name: before[0][name] for name in (*SEEN_COLUMNS, "last_seen")})
        elif not moves_of(db, finding_id):
            db.conn.execute("DELETE FROM findings WHERE id = ?", [finding_id])


def _insert(db: Database, table: str, values: Mapping[str, Any]) -> int:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = db.conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608
    return int(cursor.lastrowid or 0)


def _update(db: Database, table: str, key: int | str, values: Mapping[str, Any]) -> None:
    changes = ", ".join(f"{name} = ?" for name in values)
    db.conn.execute(f"UPDATE {table} SET {changes} WHERE id = ?", [*values.values(), key])  # noqa: S608
