"""From the numbers to the words and tables of a bulletin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.bulletin.model import BulletinData, Count, Covered, Fate, Typical
from reports.bulletin.wording import (
    coverage,
    last_round,
    next_steps,
    opening,
    problems,
    ranking_rule,
    review_note,
)
from reports.notice.groups import NUMERALS
from reports.notice.wording import contact_words
from reports.shared.dates import chinese_date
from reports.shared.evidence_text import Line, evidence_lines, place_lines
from reports.shared.labels import label
from reports.shared.safe_text import clean, clip

MAX_MESSAGE = 300
MAX_EVIDENCE = 5

PRIVATE_FAMILIES = frozenset({"privacy"})
"""Families whose pages are not named: a bulletin is read by many, and the page may still show the data."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A row of the table of what was inspected."""

    name: str
    department: str
    inspected: str
    pages: str
    attachments: str
    unverified: str
    whole: str


@dataclass(frozen=True, slots=True)
class RankLine:
    """A row of the table of departments. ``place`` is its rank, the same for equals; none for those with
    nothing left to mend."""

    place: str
    count: Count


@dataclass(frozen=True, slots=True)
class Case:
    """A typical problem."""

    number: str
    title: str
    department: str
    message: str
    severity: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin in words: what templates (ours or an office's) may use. Section titles carry their numbers; that of a
    section that is left out is empty."""

    office: str
    code: str
    title: str
    opening: str
    coverage_title: str
    coverage: tuple[str, ...]
    sites: tuple[SiteLine, ...]
    problems_title: str
    problems: tuple[str, ...]
    families: tuple[Count, ...]
    total: Count
    review_note: str
    ranking_title: str
    ranking_rule: str
    departments: tuple[RankLine, ...]
    blameless: str
    cases_title: str
    cases: tuple[Case, ...]
    last_title: str
    last: tuple[str, ...]
    fates: tuple[Fate, ...]
    fate: Fate | None
    steps_title: str
    steps: tuple[str, ...]
    signature: str
    date: str
    contact: str


def build_bulletin(data: BulletinData) -> Bulletin:
    """The bulletin in words."""
    titles = _titles(data)
    office = data.office
    return Bulletin(
        office=clean(office.name),
        code=f"{clean(office.document_code)}〔{data.as_of.year}〕  号",
        title=clean(data.title),
        opening=opening(data),
        coverage_title=titles["检查范围"],
        coverage=tuple(coverage(data)),
        sites=tuple(_site_line(covered) for covered in data.covered),
        problems_title=titles["发现的问题"],
        problems=tuple(problems(data)),
        families=data.families,
        total=data.total,
        review_note=review_note(data.total),
        ranking_title=titles["各单位情况"],
        ranking_rule=ranking_rule(),
        departments=tuple(_ranked(data.departments)),
        blameless=f"没有发现问题的单位：{'、'.join(map(clean, data.blameless))}。" if data.blameless else "",
        cases_title=titles["典型问题"],
        cases=tuple(_case(number, typical) for number, typical in enumerate(data.typical, start=1)),
        last_title=titles["上次检查所发现问题的整改情况"],
        last=tuple(last_round(data)),
        fates=data.fates,
        fate=data.fate,
        steps_title=titles["下一步要求"],
        steps=tuple(next_steps(data)),
        signature=clean(office.signature or office.name),
        date=chinese_date(data.as_of),
        contact=contact_words(office),
    )


def _titles(data: BulletinData) -> dict[str, str]:
    shown = {
        "检查范围": True,
        "发现的问题": True,
        "各单位情况": bool(data.departments),
        "典型问题": bool(data.typical),
        "上次检查所发现问题的整改情况": True,
        "下一步要求": True,
    }
    numerals = iter(NUMERALS)
    return {name: f"{next(numerals)}、{name}" if there else "" for name, there in shown.items()}


def _site_line(covered: Covered) -> SiteLine:
    return SiteLine(
        name=clip(covered.name, 60),
        department=clip(covered.department, 40),
        inspected=chinese_date(covered.inspected),
        pages=str(covered.pages),
        attachments=str(covered.attachments),
        unverified=str(covered.unverified),
        whole="是" if covered.whole else "否",
    )


def _ranked(departments: Sequence[Count]) -> Iterator[RankLine]:
    place, before = 0, None
    for number, count in enumerate(departments, start=1):
        if count.rank_key != before:
            place, before = number, count.rank_key
        yield RankLine(str(place) if count.left else "—", count)


def _case(number: int, typical: Typical) -> Case:
    finding = typical.finding
    hidden = finding.family in PRIVATE_FAMILIES
    places = [] if hidden else place_lines(finding, typical.page)
    where = [Line("网址", "涉及个人信息，此处从略")] if hidden else places
    evidence = [line for line in evidence_lines(finding.evidence) if not (hidden and line.is_url)]
    return Case(
        number=str(number),
        title=clean(finding.title),
        department=clip(typical.department, 40),
        message=clip(_without_file_names(finding.message) if hidden else finding.message, MAX_MESSAGE),
        severity=label("severity", finding.severity),
        lines=(Line("网站", clip(typical.site, 60)), *where, *evidence[:MAX_EVIDENCE]),
    )


def _without_file_names(message: str) -> str:
    """The message without what stands in 《》: the name of a file is as good as its address."""
    before, opened, rest = message.partition("《")
    _, closed, after = rest.partition("》")
    return f"{before}《…》{_without_file_names(after)}" if opened and closed else message
