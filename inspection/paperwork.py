"""From the ledger to what documents outside an inspection tell: issued notices and the office's whole ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from inspection.reporting import report_data
from inspection.workplace import Workplace, with_site
from records.errors import BadInputError
from records.ledger import Inspection, inspections
from records.model import Finding
from records.register.model import RegisteredSite
from reports.model import ReportData

EVIDENCE = "evidence"


def newest_inspections(place: Workplace) -> dict[str, Inspection]:
    """The newest inspection of every site that was ever inspected, by site id."""
    newest: dict[str, Inspection] = {}
    for inspection in inspections(place.database):
        newest.setdefault(inspection.site, inspection)
    return newest


def document_data(
    place: Workplace, findings: Sequence[Finding], today: date, out: Path, based_on: Collection[int] = ()
) -> ReportData:
    """What a document of ``today`` on these findings tells, resting on the newest inspections of their sites, or on
    those with the ids ``based_on``.

    Page titles come from evidence that lies below ``out``. Raises :class:`BadInputError` where nothing was inspected.
    """
    if based_on:
        taken = [inspection for inspection in inspections(place.database) if inspection.id in based_on]
    else:
        newest, sites = newest_inspections(place), {finding.site for finding in findings}
        taken = [inspection for site, inspection in newest.items() if site in sites] or list(newest.values())
    if not taken:
        raise BadInputError("台账里还没有检查记录。请先运行 wangcha inspect。")
    register = place.register
    for inspection in taken:
        if register.site(inspection.site) is None:
            bare = RegisteredSite(id=inspection.site, name=inspection.site, url=f"http://{inspection.site}/")
            register = with_site(register, bare)
    data = report_data(place, register, taken, sorted((out / EVIDENCE).glob("*/*")))
    return replace(data, findings=tuple(findings), inspection=replace(data.inspection, as_of=today))
