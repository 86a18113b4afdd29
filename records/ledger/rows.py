"""Findings and inspections as rows of the ledger, there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.evidence import GatherResult
from records.ledger.times import utc_text_of
from records.model import Baseline, Certainty, Finding, Locus, Outcome, Reason, Severity, Unverified, Verdict


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of one site. ``id`` is given by the ledger (0 before it is taken in).

    ``bundle_id`` names the evidence; ``started`` and ``finished`` are UTC ISO text (``finished`` may be ``""``);
    ``as_of`` is the day as of which was judged; ``limits`` names limits that were reached.
    """

    site: str
    bundle_id: str
    started: str
    finished: str
    as_of: date
    complete: bool
    interrupted: bool = False
    limits: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    id: int = 0

    @classmethod
    def of(cls, gather: GatherResult, bundle_id: str, as_of: date) -> Inspection:
        """The inspection whose gathering ended like this."""
        return cls(
            gather.site,
            bundle_id,
            gather.started,
            gather.finished,
            as_of,
            gather.complete,
            gather.interrupted,
            gather.limits,
            gather.counts,
        )

    @property
    def whole(self) -> bool:
        """Whether everything was looked at, so that what was not seen is not there."""
        return self.complete and not self.interrupted and not self.limits


FINDING_COLUMNS = (
    "id", "rule", "family", "title", "severity", "certainty", "site", "department", "lead", "url", "locus", "message",
    "evidence", "suggestion", "measure", "basis", "first_seen", "last_seen", "deadline", "deadline_provisional",
    "state",
)  # fmt: skip
SEEN_COLUMNS = ("severity", "certainty", "url", "locus", "message", "evidence")
"""What is kept of a finding each time it is seen."""


def to_json(value: Any) -> str:
    """JSON text with sorted keys, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def finding_values(finding: Finding) -> dict[str, Any]:
    """The row of a finding (without its recurrence)."""
    values = {name: getattr(finding, name) for name in FINDING_COLUMNS}
    return values | {
        "locus": to_json(finding.locus.as_dict()),
        "evidence": to_json(finding.evidence),
        "basis": to_json(finding.basis),
        "first_seen": finding.first_seen.isoformat(),
        "last_seen": finding.last_seen.isoformat(),
        "deadline": finding.deadline.isoformat() if finding.deadline else None,
    }


def finding_of(row: Mapping[str, Any]) -> Finding:
    """The finding of a row that has :data:`FINDING_COLUMNS` and ``baseline``."""
    values = {name: row[name] for name in FINDING_COLUMNS}
    return Finding(
        **values
        | {
            "severity": Severity(row["severity"]),
            "certainty": Certainty(row["certainty"]),
            "locus": Locus(**json.loads(row["locus"])),
            "evidence": json.loads(row["evidence"]),
            "basis": tuple(json.loads(row["basis"])),
            "first_seen": date.fromisoformat(row["first_seen"]),
            "last_seen": date.fromisoformat(row["last_seen"]),
            "deadline": date.fromisoformat(row["deadline"]) if row["deadline"] else None,
            "deadline_provisional": bool(row["deadline_provisional"]),
            "baseline": Baseline(row["baseline"]),
        }
    )


def inspection_values(inspection: Inspection) -> dict[str, Any]:
    """The row of an inspection, without its id."""
    return {
        "site": inspection.site,
        "bundle_id": inspection.bundle_id,
        "started": utc_text_of(inspection.started),
        "finished": utc_text_of(inspection.finished),
        "as_of": inspection.as_of.isoformat(),
        "complete": inspection.complete,
        "interrupted": inspection.interrupted,
        "limits": to_json(inspection.limits),
        "counts": to_json(inspection.counts),
    }


def inspection_of(row: Mapping[str, Any]) -> Inspection:
    """The inspection of a row."""
    return Inspection(
        site=row["site"],
        bundle_id=row["bundle_id"],
        started=row["started"],
        finished=row["finished"],
        as_of=date.fromisoformat(row["as_of"]),
        complete=bool(row["complete"]),
        interrupted=bool(row["interrupted"]),
        limits=tuple(json.loads(row["limits"])),
        counts=json.loads(row["counts"]),
        id=row["id"],
    )


def outcome_of(row: Mapping[str, Any]) -> Outcome:
    """The outcome of a row."""
    return Outcome(row["rule"], row["site"], Verdict(row["verdict"]), row["count"], row["note"])


def unverified_of_row(row: Mapping[str, Any]) -> Unverified:
    """The unverified thing of a row."""
    return Unverified(row["site"], row["url"], Reason(row["reason"]), row["found_on"], row["detail"])
