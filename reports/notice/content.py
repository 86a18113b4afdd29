"""From report data to the content of one department's notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from records.model import Baseline, Certainty, Finding
from reports.model import ReportData
from reports.notice.groups import (
    MAX_ANNEX,
    NUMERALS,
    family_groups,
    number_findings,
    shown_in_body,
    tallies,
    usual_lead,
)
from reports.notice.model import Notice
from reports.notice.wording import (
    contact_words,
    opening,
    overview,
    requirements,
    review_intro,
    unverified_words,
)
from reports.shared.dates import chinese_date
from reports.shared.order import family_rank, in_order
from reports.shared.safe_text import clean

CLOSED = frozenset({"dismissed", "resolved", "withdrawn"})
"""States in which nothing is asked of the department any more."""

MAX_REPLY_ROWS = 60
"""A longer reply form is left blank: the spreadsheet is the better place then."""


def addressees(data: ReportData) -> list[str]:
    """Department ids that get a notice, in the register's order; those not registered come last."""
    wanted = {finding.department for finding in data.findings if _concerns(finding)}
    listed = [department.id for department in data.departments if department.id in wanted]
    return list(dict.fromkeys(listed + sorted(wanted)))


def build_notice(data: ReportData, department: str) -> Notice:
    """The notice for one department: confirmed problems, and apart from them what wants to be verified."""
    mine = in_order(f for f in data.findings if f.department == department and _concerns(f))
    mine.sort(key=lambda finding: (family_rank(finding.family), finding.rule))
    lead = usual_lead(mine)
    confirmed, review = (
        number_findings(data, (f for f in mine if f.certainty is certainty), prefix, lead)
        for certainty, prefix in ((Certainty.CONFIRMED, ""), (Certainty.REVIEW, "核"))
    )
    everything = (*confirmed, *review)
    beyond_body = len(everything) - sum(1 for _ in shown_in_body(everything))
    rows, total = tallies(everything)
    titles = _section_titles(bool(confirmed), bool(review))
    office = data.office
    return Notice(
        office=clean(office.name),
        code=f"{clean(office.document_code)}〔{data.inspection.as_of.year}〕  号",
        title="关于政府网站检查发现问题的整改通知书" if confirmed else "关于核实政府网站检查有关事项的通知",
        addressee=clean(data.department(department).name),
        opening=opening(data, mine, accused=bool(confirmed)),
        overview_title=titles["overview"],
        overview=tuple(overview(data, mine, lead)),
        tallies=rows,
        total=total,
        problems_title=titles["problems"],
        families=family_groups(data, confirmed, _annex_number(beyond_body)),
        requirements_title=titles["requirements"],
        requirements=tuple(
            requirements(
                data,
                confirmed=bool(confirmed),
                overdue=any(numbered.overdue for numbered in everything),
                provisional=_provisional_years(mine),
            )
        ),
        review_title=titles["review"],
        review_intro=review_intro(len(review)),
        review=family_groups(data, review, _annex_number(beyond_body)),
        unverified=unverified_words(data, department),
        annexes=_annex_lines(beyond_body),
        annex_label="附件1",
        annex_items=tuple(numbered.item for numbered in everything[:MAX_ANNEX]) if beyond_body else (),
        annex_note=_annex_note(len(everything)),
        reply_label="附件2" if beyond_body else "附件1",
        reply_items=tuple(numbered.item for numbered in everything) if len(everything) <= MAX_REPLY_ROWS else (),
        reply_note=_reply_note(len(everything)),
        signature=clean(office.signature or office.name),
        date=chinese_date(data.inspection.as_of),
        contact=contact_words(office),
    )


def _concerns(finding: Finding) -> bool:
    return finding.baseline is not Baseline.ABSENT and finding.state not in CLOSED


def _annex_number(beyond_body: int) -> str:
    return "附件1" if beyond_body else ""


def _annex_lines(beyond_body: int) -> tuple[str, ...]:
    names = [*(["问题清单"] if beyond_body else []), "整改情况反馈表", "整改台账（电子表格，随本通知书发送）"]
    return tuple(f"{number}.{name}" for number, name in enumerate(names, start=1))


def _section_titles(confirmed: bool, review: bool) -> dict[str, str]:
    names = {
        "overview": "总体情况",
        "problems": "存在问题" if confirmed else "",
        "review": "需核实事项" if review else "",
        "requirements": "整改要求" if confirmed else "反馈要求",
    }
    numerals = iter(NUMERALS)
    return {key: f"{next(numerals)}、{name}" if name else "" for key, name in names.items()}


def _provisional_years(findings: Iterable[Finding]) -> Sequence[Finding]:
    crossing = [f for f in findings if f.deadline_provisional and f.deadline is not None]
    return [next(group) for _, group in groupby(sorted(crossing, key=_deadline_year), key=_deadline_year)]


def _deadline_year(finding: Finding) -> int:
    return finding.deadline.year if finding.deadline else 0


def _annex_note(count: int) -> str:
    if count <= MAX_ANNEX:
        return ""
    return f"本表列出前{MAX_ANNEX}个，全部{count}个见随附的整改台账（ledger.xlsx），可按“责任单位”筛选。"


def _reply_note(count: int) -> str:
    if count <= MAX_REPLY_ROWS:
        return ""
    return f"本次共{count}个问题（事项），建议直接在整改台账（ledger.xlsx）绿色各栏填写；也可在本表按编号填写。"
