"""``findings.json``: everything that was found, for programs. Two runs over the same data give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from records.model import Finding, Outcome, Unverified
from reports.model import InspectionInfo, ReportData, SiteInfo
from reports.shared.order import in_order

TITLE = "机器可读的检查结果"
FILE = "findings.json"


def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """``findings.json`` as UTF-8."""
    text = json.dumps(report_object(data), ensure_ascii=False, indent=1, default=str)
    # A lone surrogate of a broken page cannot be UTF-8; as \\udXXX it is what JSON itself writes for it.
    yield FILE, (text + "\n").encode("utf-8", "backslashreplace")


def report_object(data: ReportData) -> dict[str, Any]:
    """The object that is written, JSON-ready."""
    unverified = sorted(data.unverified, key=lambda entry: (entry.site, entry.url, entry.reason, entry.found_on))
    outcomes = sorted(data.outcomes, key=lambda outcome: (outcome.site, outcome.rule, outcome.verdict, outcome.note))
    return {
        "inspection": _inspection(data.inspection),
        "sites": [_site(site) for site in data.sites],
        "findings": [finding_object(finding) for finding in in_order(data.findings)],
        "unverified": [_unverified(entry) for entry in unverified],
        "outcomes": [_outcome(outcome) for outcome in outcomes],
        "scores": [card.as_dict() for card in data.scores],
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding with every field; dates are ISO text."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "family": finding.family,
        "title": finding.title,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "site": finding.site,
        "department": finding.department,
        "lead": finding.lead,
        "url": finding.url,
        "locus": finding.locus.as_dict(),
        "message": finding.message,
        "evidence": dict(finding.evidence),
        "suggestion": finding.suggestion,
        "measure": finding.measure,
        "basis": list(finding.basis),
        "first_seen": finding.first_seen.isoformat(),
        "last_seen": finding.last_seen.isoformat(),
        "baseline": finding.baseline.value,
        "deadline": finding.deadline.isoformat() if finding.deadline else None,
        "deadline_provisional": finding.deadline_provisional,
        "state": finding.state,
    }


def _inspection(inspection: InspectionInfo) -> dict[str, Any]:
    return {
        "id": inspection.id,
        "started": inspection.started,
        "finished": inspection.finished,
        "as_of": inspection.as_of.isoformat(),
        "scope": inspection.scope,
        "complete": inspection.complete,
        "limits": {site: list(limits) for site, limits in sorted(inspection.limits.items())},
        "counts": dict(inspection.counts),
    }


def _site(site: SiteInfo) -> dict[str, str]:
    names = ("id", "name", "url", "code", "department", "lead")
    return {name: getattr(site, name) for name in names}


def _unverified(entry: Unverified) -> dict[str, str]:
    return {
        "site": entry.site,
        "url": entry.url,
        "reason": entry.reason.value,
        "found_on": entry.found_on,
        "detail": entry.detail,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "site": outcome.site,
        "verdict": outcome.verdict.value,
        "count": outcome.count,
        "note": outcome.note,
    }
