"""Gathers from the ledger and the register what the reports of an inspection tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from inspection.workplace import Workplace
from records.bundle.reader import BundleReader
from records.column_store import columns_of
from records.errors import BadInputError
from records.ledger import Inspection, findings_of, outcomes_of, unverified_of
from records.model import Finding
from records.notices import sent_under
from records.register.model import Department, Register
from reports.model import (
    ClauseInfo,
    DepartmentInfo,
    InspectionInfo,
    OfficeInfo,
    PageInfo,
    ReportData,
    RuleInfo,
    SiteInfo,
)
from reports.registry import write_all


def report_data(
    place: Workplace, register: Register, inspections: Sequence[Inspection], bundles: Iterable[Path]
) -> ReportData:
    """Everything the reports tell about one or several inspections, each of one site.

    ``register`` may hold bare addresses besides what the office registered. The
    ``bundles`` give the titles of the pages that findings name; without them documents show addresses only.
    """
    findings: list[Finding] = []
    for inspection in inspections:
        findings.extend(findings_of(place.database, inspection.id))
    return ReportData(
        office=office_info(register),
        departments=tuple(_department(register, department) for department in register.departments),
        sites=tuple(
            SiteInfo(
                site.id,
                site.name,
                site.url,
                site.code,
                site.department,
                site.lead,
                is_account=register.account(site.id) is not None,
            )
            for inspection in inspections
            if (site := register.site(inspection.site)) is not None
        ),
        inspection=_together(register, inspections),
        findings=tuple(findings),
        unverified=tuple(each for inspection in inspections for each in unverified_of(place.database, inspection.id)),
        outcomes=tuple(each for inspection in inspections for each in outcomes_of(place.database, inspection.id)),
        clauses={
            key: ClauseInfo(clause.document, clause.number, clause.text, clause.certainty)
            for key, clause in place.dictionaries.clauses.items()
        },
        rules={
            rule.meta.id: RuleInfo(
                rule.meta.id,
                rule.meta.family,
                rule.meta.title,
                f"{register.deadline_class(rule.meta.deadline_class).working_days}个工作日",
            )
            for rule in place.rules
        },
        columns={each.site: seen for each in inspections if (seen := columns_of(place.database, each.id))},
        pages=_pages(bundles, {finding.url for finding in findings}),
        issued=sent_under(place.database),
    )


def write_reports(place: Workplace, data: ReportData, out: Path) -> tuple[Path, ...]:
    """Write every report of the inspection below ``out``; returns the paths. Raises StorageError."""
    return write_all(data, out, place.templates)


def _pages(bundles: Iterable[Path], wanted: set[str]) -> dict[str, PageInfo]:
    infos: dict[str, PageInfo] = {}
    for folder in bundles:
        try:
            reader = BundleReader(folder)
        except BadInputError:  # moved away or deleted: the ledger still holds what was found
            continue
        with closing(reader):
            infos.update((url, PageInfo(title, column)) for url, title, column in reader.page_titles(wanted))
    return infos


def office_info(register: Register) -> OfficeInfo:
    office = register.office
    return OfficeInfo(
        name=office.name,
        signature=office.signature or office.name,
        document_code=office.document_code,
        contact=office.contact,
        phone=office.phone,
        email=office.email,
        address=office.address,
    )


def _department(register: Register, department: Department) -> DepartmentInfo:
    led = [site.name for site in register.sites if site.lead == department.id]
    return DepartmentInfo(
        department.id, department.name, department.contact, department.phone, f"牵头：{'、'.join(led)}" if led else ""
    )


def _together(register: Register, inspections: Sequence[Inspection]) -> InspectionInfo:
    counts: Counter[str] = Counter()
    for inspection in inspections:
        found = dict(inspection.counts)
        if register.account(inspection.site) is not None:
            found["posts"] = found.pop("pages", 0)  # what an account publishes is no web page
        counts.update(found)
    day = max(inspection.as_of for inspection in inspections)
    return InspectionInfo(
        id="-".join([day.isoformat(), *(str(each) for each in sorted(inspection.id for inspection in inspections))]),
        started=min(inspection.started for inspection in inspections),
        finished=max(inspection.finished for inspection in inspections),
        as_of=day,
        complete=all(inspection.complete for inspection in inspections),
        limits={inspection.site: inspection.limits for inspection in inspections if inspection.limits},
        counts=dict(counts),
    )
