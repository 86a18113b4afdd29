"""Grouping a department's findings by family and rule, with numbers that run through the whole notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from records.model import Certainty, Finding, Severity
from reports.model import ReportData
from reports.notice.model import FamilyGroup, Item, RuleGroup, Tally
from reports.shared.basis import basis_words
from reports.shared.dates import chinese_date, deadline_words
from reports.shared.evidence_text import evidence_lines, place_lines
from reports.shared.labels import family_title, label
from reports.shared.order import family_rank
from reports.shared.safe_text import clean, clip, safe_href

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")

PER_RULE = 15
"""Problems of one rule that the body shows; the rest stands in the annex."""

MAX_ANNEX = 2000
"""Rows of the annex table; beyond that the spreadsheet has them all."""

MAX_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with its printed item. ``overdue``: sent before, unanswered and past its deadline."""

    finding: Finding
    item: Item
    overdue: bool


def number_findings(data: ReportData, findings: Iterable[Finding], prefix: str, lead: str) -> tuple[Numbered, ...]:
    """Number the findings in their order: ``1``, ``2`` … with ``prefix`` before. ``lead`` is told once for all."""
    return tuple(
        Numbered(finding, _item(data, finding, f"{prefix}{number}", lead), data.overdue(finding))
        for number, finding in enumerate(findings, start=1)
    )


def usual_lead(findings: Iterable[Finding]) -> str:
    """The id of the unit that leads on most of the findings (``""``: on most of them nobody does)."""
    leads = Counter(finding.lead for finding in findings)
    return max(leads, key=lambda lead: (leads[lead], lead), default="")


def shown_in_body(findings: Iterable[Numbered]) -> Iterator[Numbered]:
    """The first :data:`PER_RULE` of each rule."""
    for _, group in groupby(findings, key=_rule_key):
        yield from list(group)[:PER_RULE]


def family_groups(data: ReportData, findings: Sequence[Numbered], annex: str) -> tuple[FamilyGroup, ...]:
    """The groups of one part of the notice; ``annex`` names where the rest is listed."""
    groups = []
    for number, (family, members) in enumerate(groupby(findings, key=lambda n: n.finding.family)):
        listed = list(members)
        rules = tuple(
            _rule_group(data, str(place), list(group), annex)
            for place, (_, group) in enumerate(groupby(listed, key=_rule_key), start=1)
        )
        groups.append(FamilyGroup(f"（{NUMERALS[number % len(NUMERALS)]}）", family_title(family), len(listed), rules))
    return tuple(groups)


def tallies(findings: Sequence[Numbered]) -> tuple[tuple[Tally, ...], Tally]:
    """Rows by family, and the sum."""
    everything = sorted(findings, key=lambda n: family_rank(n.finding.family))
    rows = tuple(
        _tally(family_title(family), list(group)) for family, group in groupby(everything, lambda n: n.finding.family)
    )
    return rows, _tally("合计", everything)


def _tally(title: str, findings: Sequence[Numbered]) -> Tally:
    confirmed = [n for n in findings if n.finding.certainty is Certainty.CONFIRMED]
    due = [(n.finding.deadline, n.finding.deadline_provisional, n.overdue) for n in confirmed if n.finding.deadline]
    first, provisional, overdue = min(due, key=lambda d: (d[0], not d[2]), default=(None, False, False))
    remark = "（已逾期）" if overdue else "（暂定）" if provisional else ""
    numbers = [(label("severity", s), sum(n.finding.severity is s for n in confirmed)) for s in Severity]
    return Tally(
        title=title,
        total=len(confirmed),
        severities="、".join(f"{name}{number}个" for name, number in numbers if number) or "—",
        review=len(findings) - len(confirmed),
        deadline=f"{chinese_date(first)}{remark}" if first else "—",
    )


def _rule_key(numbered: Numbered) -> tuple[str, str]:
    return numbered.finding.family, numbered.finding.rule


def _rule_group(data: ReportData, number: str, members: Sequence[Numbered], annex: str) -> RuleGroup:
    first = members[0].finding
    basis = dict.fromkeys(clause for member in members for clause in member.finding.basis)
    measures = dict.fromkeys(clean(member.finding.measure) for member in members if member.finding.measure)
    left = len(members) - PER_RULE
    return RuleGroup(
        number=number,
        title=clean(first.title or data.rule(first.rule).title),
        count=len(members),
        basis=basis_words(basis, data.clauses),
        measure="；".join(measures),
        deadline_text=clean(data.rule(first.rule).deadline_text),
        items=tuple(member.item for member in members[:PER_RULE]),
        left_out=f"以上列出{PER_RULE}个，其余{left}个见{annex}和整改台账。" if left > 0 else "",
    )


def _item(data: ReportData, finding: Finding, number: str, usual: str) -> Item:
    confirmed = finding.certainty is Certainty.CONFIRMED
    lead = clean(data.department(finding.lead).name) if finding.lead else "未登记"
    place = place_lines(finding, data.page(finding.url))
    told = {line.value.strip("“”") for line in place if not line.is_url}
    return Item(
        number=number,
        id=clean(finding.id),
        site=clean(data.site(finding.site).name),
        message=clip(finding.message, MAX_MESSAGE),
        place=tuple(place),
        evidence=tuple(line for line in evidence_lines(finding.evidence) if line.value not in told),
        suggestion=clip(finding.suggestion, MAX_MESSAGE),
        severity=label("severity", finding.severity) if confirmed else label("certainty", finding.certainty),
        baseline=label("baseline", finding.baseline),
        state=label("state", finding.state),
        deadline=deadline_words(finding) + ("，已逾期" if data.overdue(finding) else ""),
        earlier=_earlier(data, finding),
        responsible=clean(data.department(finding.department).name),
        lead="" if finding.lead == usual else lead,
        href=safe_href(finding.url),
    )


def _earlier(data: ReportData, finding: Finding) -> str:
    """The notice that sent the finding before, and what has come of it since."""
    number = clean(data.issued.get(finding.id, ""))
    since = "" if finding.state == "notified" else f"（{label('state', finding.state)}）"
    return f"{number}{since}" if number else ""
