"""``wangcha notice issue``: which findings are sent to whom, and the documents of an issued notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from inspection.paperwork import document_data
from inspection.workplace import Workplace
from records.errors import BadInputError
from records.ledger import Filters, open_findings
from records.model import Baseline, Finding
from records.notices import (
    IssueItem,
    Notice,
    Recipient,
    Signature,
    is_problem,
    issue,
    remember_files,
    sent_as_problem,
    sent_under,
)
from reports.ledger_xlsx import FILE as LEDGER
from reports.ledger_xlsx import to_xlsx
from reports.model import UNREGISTERED
from reports.notice import TITLE
from reports.notice.content import build_notice
from reports.notice.docx import to_docx
from reports.notice.html import to_html
from reports.shared.order import in_order
from reports.shared.safe_text import file_stem
from reports.shared.whole_files import write_whole

FOLDER = "notices-issued"

_NOT_YET_SENT = ("open", "reopened", "confirmed")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be sent, by department id, and sentences on what is left out and why."""

    by_department: dict[str, list[Finding]]
    left_out: tuple[str, ...]


def choose(
    place: Workplace,
    *,
    departments: Sequence[str] = (),
    sites: Sequence[str] = (),
    findings: Sequence[str] = (),
    include_review: bool = False,
) -> Choice:
    """What the office means by these options; without any, everything that has not been sent yet.

    Named findings are taken as they are, also those sent before; what was transferred goes to the one department that
    is named with it. Raises :class:`BadInputError` for ids that do not
    exist.
    """
    _refuse_unknown(place, departments, sites)
    if findings:
        return _named(place, departments, sites, findings)
    wanted = Filters(department=tuple(departments), site=tuple(sites), state=_NOT_YET_SENT)
    found = open_findings(place.database, wanted)
    accepted = sent_as_problem(place.database)
    nobody = [finding for finding in found if not finding.department]
    gone = [finding for finding in found if finding.department and finding.baseline is Baseline.ABSENT]
    unsure = [
        finding
        for finding in found
        if finding.department
        and finding.baseline is not Baseline.ABSENT
        and not (include_review or is_problem(finding, accepted))
    ]
    left_out = [
        (nobody, f"责任单位{UNREGISTERED}，没有下发。请在登记册里写明责任单位，重新检查后再下发。"),
        (gone, "最近一次检查没有再见到，没有下发。"),
        (unsure, "待核实，没有下发。核实后用 wangcha ledger move 确认，或加 --include-review 作为需核实事项下发。"),
    ]
    excluded = {finding.id for group, _ in left_out for finding in group}
    chosen = [finding for finding in found if finding.id not in excluded]
    return _by_department(chosen, [f"{len(group)} 个问题{why}" for group, why in left_out if group])


def _named(place: Workplace, departments: Sequence[str], sites: Sequence[str], findings: Sequence[str]) -> Choice:
    """The findings a person named; what was transferred goes to the one department named with them."""
    found = open_findings(place.database, Filters(id=tuple(findings), site=tuple(sites)))
    if missing := set(findings) - {finding.id for finding in found}:
        raise BadInputError(
            f"台账里没有这些尚未办结的问题：{'、'.join(sorted(missing))}。请用 wangcha findings 核对编号。"
        )
    going = [finding for finding in found if finding.state == "transferred"]
    if going and len(departments) != 1:
        raise BadInputError(
            f"{'、'.join(finding.id for finding in going)} 已转办。请用 --department 写明转给哪一个单位，再下发。"
        )
    found = tuple(replace(each, department=departments[0]) if each in going else each for each in found)
    strange = [finding.id for finding in found if departments and finding.department not in departments]
    if strange:
        raise BadInputError(
            f"{'、'.join(strange)} 的责任单位不是 --department 所写的单位。请核对；要换单位，请先转办。"
        )
    return _by_department(found, [])


def issue_one(
    place: Workplace,
    department: str,
    findings: Sequence[Finding],
    *,
    today: date,
    at: datetime,
    who: str,
    include_review: bool = False,
) -> Notice:
    """Number and freeze one department's notice (see :func:`records.notices.issue`)."""
    office = place.register.office
    known = place.register.department(department)
    name = known.name if known else department or UNREGISTERED
    days = _working_days(place)
    return issue(
        place.database,
        Recipient(department, name),
        [IssueItem(finding.id, days.get(finding.rule, _normal_days(place))) for finding in in_order(findings)],
        Signature(office.document_code, office.number_pattern, who or office.signature or office.name or "政务公开办"),
        calendar=place.calendar,
        today=today,
        at=at,
        include_review=include_review,
    )


def write_documents(place: Workplace, notice: Notice, out: Path) -> tuple[Path, ...]:
    """Write DOCX, HTML and the ledger to be filled in, as they were issued, below ``out``; returns the paths.

    May be repeated: everything comes from what the notice froze.
    """
    folder = out / FOLDER / file_stem(notice.number)
    paths = []
    for name, content in _documents(place, notice, out):
        write_whole(folder / name, content)
        paths.append(folder / name)
    remember_files(place.database, notice, [path.relative_to(out).as_posix() for path in paths])
    return tuple(paths)


def _documents(place: Workplace, notice: Notice, out: Path) -> Iterator[tuple[str, bytes]]:
    data = document_data(place, [item.finding for item in notice.items], notice.issued, out, notice.inspections)
    data = replace(data, issued=sent_under(place.database, notice.id))  # as it was known then
    content = replace(build_notice(data, notice.department), code=notice.number, addressee=notice.department_name)
    stem = f"{TITLE}-{file_stem(notice.department_name)}"
    yield f"{stem}.docx", to_docx(content, place.templates)
    yield f"{stem}.html", to_html(content, place.templates)
    yield LEDGER, to_xlsx(data)


def _by_department(found: Sequence[Finding], left_out: Sequence[str]) -> Choice:
    grouped: dict[str, list[Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.department, []).append(finding)
    return Choice(dict(sorted(grouped.items())), tuple(left_out))


def _working_days(place: Workplace) -> dict[str, int]:
    register = place.register
    return {rule.meta.id: register.deadline_class(rule.meta.deadline_class).working_days for rule in place.rules}


def _normal_days(place: Workplace) -> int:
    """For findings of a rule that is no longer installed."""
    return place.register.deadline_class("normal").working_days


def _refuse_unknown(place: Workplace, departments: Sequence[str], sites: Sequence[str]) -> None:
    register = place.register
    for wanted, known, what in (
        (departments, [department.id for department in register.departments], "单位"),
        (sites, [site.id for site in register.sites], "网站"),
    ):
        if strange := [name for name in wanted if name not in known]:
            raise BadInputError(
                f"登记册里没有编号为“{'、'.join(strange)}”的{what}。已登记的编号：{'、'.join(known[:20]) or '无'}。"
            )
