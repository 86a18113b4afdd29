"""Reading the ledger: findings, inspections, outcomes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

from records.database import rows
from records.ledger.rows import (
    FINDING_COLUMNS,
    SEEN_COLUMNS,
    Inspection,
    finding_of,
    inspection_of,
    outcome_of,
    unverified_of_row,
)
from records.ledger.states import state_table
from records.model import Finding, Outcome, Unverified

_BADNESS = "CASE f.severity WHEN 'critical' THEN 0 WHEN 'serious' THEN 1 WHEN 'minor' THEN 2 ELSE 3 END"
_LAST_BASELINE = (
    "(SELECT s.baseline FROM sightings s JOIN inspections i ON i.id = s.inspection WHERE s.finding = f.id"
    " ORDER BY i.started DESC, i.id DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which findings are wanted: each list names the values that are; an empty one wants all.

    Without ``state`` only findings with something still to be done are wanted.
    """

    id: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    state: tuple[str, ...] = ()


def open_findings(db: Database, filters: Filters | None = None) -> tuple[Finding, ...]:
    """The findings that ``filters`` want, by site, the worst first; ``baseline`` is that of their last inspection."""
    wanted = filters or Filters()
    conditions, values = [], list[Any]()
    for item in fields(wanted):
        choices = getattr(wanted, item.name)
        if item.name == "state":
            choices = choices or state_table().unfinished
        if choices:
            conditions.append(f"f.{item.name} IN ({', '.join('?' * len(choices))})")
            values.extend(choices)
    names = ", ".join(f"f.{name}" for name in FINDING_COLUMNS)
    sql = (
        f"SELECT {names}, coalesce({_LAST_BASELINE}, 'unchanged') AS baseline FROM findings f"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} ORDER BY f.site, {_BADNESS}, f.rule, f.url, f.id"
    )
    return tuple(finding_of(row) for row in rows(db, sql, values))


def findings_of(db: Database, inspection_id: int) -> tuple[Finding, ...]:
    """The findings of one inspection as they were seen then, with the absent ones last. Their state is today's."""
    of_sighting = (*SEEN_COLUMNS, "last_seen")
    names = ", ".join(f"{'s' if name in of_sighting else 'f'}.{name}" for name in FINDING_COLUMNS)
    sql = (
        f"SELECT {names}, s.baseline FROM sightings s JOIN findings f ON f.id = s.finding"  # noqa: S608
        " WHERE s.inspection = ? ORDER BY s.position"
    )
    return tuple(finding_of(row) for row in rows(db, sql, [inspection_id]))


def outcomes_of(db: Database, inspection_id: int) -> tuple[Outcome, ...]:
    """What the rules concluded in one inspection."""
    found = rows(db, "SELECT * FROM outcomes WHERE inspection = ? ORDER BY position", [inspection_id])
    return tuple(outcome_of(row) for row in found)


def unverified_of(db: Database, inspection_id: int) -> tuple[Unverified, ...]:
    """What could not be checked in one inspection."""
    found = rows(db, "SELECT * FROM unverified WHERE inspection = ? ORDER BY position", [inspection_id])
    return tuple(unverified_of_row(row) for row in found)


def inspections(db: Database, site: str | None = None) -> tuple[Inspection, ...]:
    """The inspections of a site (or of all), newest first."""
    condition, values = ("WHERE site = ?", [site]) if site is not None else ("", [])
    found = rows(db, f"SELECT * FROM inspections {condition} ORDER BY started DESC, id DESC", values)  # noqa: S608
    return tuple(inspection_of(row) for row in found)


def inspection_by_bundle(db: Database, bundle_id: str) -> Inspection | None:
    """The inspection whose evidence has this id."""
    found = rows(db, "SELECT * FROM inspections WHERE bundle_id = ?", [bundle_id])
    return inspection_of(found[0]) if found else None


def is_newest(db: Database, site: str, inspection_id: int) -> bool:
    """Whether a site has not been inspected again since this inspection began."""
    newest = inspections(db, site)
    return bool(newest) and newest[0].id == inspection_id
