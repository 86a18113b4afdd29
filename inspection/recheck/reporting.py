"""Gathers from the ledger what the report of a recheck tells, and writes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspection.recheck.running import RecheckRun
from inspection.reporting import report_data
from inspection.workplace import Workplace, with_site
from records.ledger import inspections
from records.ledger.rechecks import recheck_results, rechecks_of
from records.register.model import RegisteredSite
from reports.recheck import recheck_report
from reports.recheck.model import RecheckData, Rechecked
from reports.shared.dates import beijing_time
from reports.shared.whole_files import write_whole

TITLE = "复查报告"


def recheck_data(place: Workplace, run: RecheckRun, selection: str) -> RecheckData:
    """What the report of a recheck tells."""
    before = {finding.id: finding for finding in run.before}
    sites = {finding.site for finding in run.before}
    # findings come from inspections, so that every one of these sites has at least one
    newest = {each.site: each for each in reversed(inspections(place.database)) if each.site in sites}
    register = place.register
    for site in sorted(sites):
        if register.site(site) is None:
            register = with_site(register, RegisteredSite(id=site, name=site, url=f"http://{site}/"))
    stored = recheck_results(place.database, run.id)
    data = report_data(place, register, tuple(newest.values()), run.bundles)
    return RecheckData(
        data=replace(data, inspection=replace(data.inspection, as_of=stored[0].as_of)),
        selection=selection,
        at=stored[0].at,
        results=tuple(
            Rechecked(
                before[each.finding],
                each.result,
                each.note,
                each.evidence,
                each.state,
                round=len(rechecks_of(place.database, each.finding)),
            )
            for each in stored
        ),
    )


def write_report(place: Workplace, data: RecheckData, out: Path) -> Path:
    """Write the report below ``out``; returns its path. Raises StorageError."""
    stamp = beijing_time(data.at).replace("-", "").replace(":", "").replace(" ", "-")
    path = out / "rechecks" / f"{TITLE}-{stamp}.docx"
    write_whole(path, recheck_report(data, place.templates))
    return path
