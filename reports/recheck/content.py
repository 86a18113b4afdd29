"""From the data of a recheck to what its report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reports.notice.wording import contact_words
from reports.recheck.model import RecheckData, Rechecked, RecheckReport, Row, Section, Tally
from reports.shared.dates import beijing_time, chinese_date
from reports.shared.evidence_text import Line, evidence_lines, place_lines
from reports.shared.labels import label
from reports.shared.order import in_order
from reports.shared.safe_text import clean, clip

MAX_MESSAGE = 500
_OF_WHOLE_SITE = ("pages", "page_count", "use_count")  # a recheck sees only some of the pages
NUMERALS = ("一", "二", "三", "四")

RESULTS: Mapping[str, tuple[str, str, str]] = {
    "still": ("仍未整改到位的问题", "未通过", "下列问题复查时仍然存在，请责任单位继续整改。"),
    "unsure": ("未能核实的问题", "未能核实", "下列问题这次没有条件得出结论，状态不变，请稍后再次复查或由人工核实。"),
    "mended": ("已经整改到位的问题", "通过", "下列问题复查时已看到整改到位。"),
}
"""Result: title of its section, word in the table, sentence under the title; what wants doing comes first."""


def build_report(recheck: RecheckData) -> RecheckReport:
    """What the report says."""
    data = recheck.data
    by_id = {each.finding.id: each for each in recheck.results}
    ordered = [by_id[finding.id] for finding in in_order(each.finding for each in recheck.results)]
    numbered = [(str(number), each) for number, each in enumerate(ordered, start=1)]
    departments = dict.fromkeys(each.finding.department for each in ordered)
    listed = [department.id for department in data.departments if department.id in departments]
    tallies = tuple(
        _tally(clean(data.department(name).name), [each for each in ordered if each.finding.department == name])
        for name in dict.fromkeys((*listed, *departments))
    )
    total = _tally("合计", ordered)
    return RecheckReport(
        office=clean(data.office.name),
        title="关于政府网站问题整改情况的复查报告",
        opening=_opening(recheck, total),
        tallies=tallies,
        total=total,
        sections=tuple(_sections(recheck, numbered)),
        closing=tuple(_closing(total)),
        signature=clean(data.office.signature or data.office.name),
        date=chinese_date(data.inspection.as_of),
        contact=contact_words(data.office),
    )


def _opening(recheck: RecheckData, total: Tally) -> str:
    sites = "、".join(clip(site.name, 60) for site in recheck.data.sites[:5])
    more = f"等 {len(recheck.data.sites)} 个网站" if len(recheck.data.sites) > 5 else ""
    return (
        f"{chinese_date(recheck.data.inspection.as_of)}，我单位对{sites}{more}的 {total.total} 个问题"
        f"（范围：{clip(recheck.selection, 200)}）进行了复查，只重新访问了问题所涉及的地址。"
        f"其中整改到位 {total.mended} 个，仍未整改到位 {total.still} 个，未能核实 {total.unsure} 个"
        f"{f'，整改率 {total.rate}（不计未能核实的）' if total.rate != '—' else ''}。"
    )


def _tally(title: str, results: Sequence[Rechecked]) -> Tally:
    counts = {name: sum(each.result == name for each in results) for name in RESULTS}
    told = counts["mended"] + counts["still"]
    return Tally(
        title,
        len(results),
        counts["mended"],
        counts["still"],
        counts["unsure"],
        f"{counts['mended'] / told:.0%}" if told else "—",
    )


def _sections(recheck: RecheckData, numbered: Sequence[tuple[str, Rechecked]]) -> Iterable[Section]:
    numerals = iter(NUMERALS[1:])
    for result, (title, _, intro) in RESULTS.items():
        rows = tuple(_row(recheck, number, each) for number, each in numbered if each.result == result)
        if rows:
            yield Section(f"{next(numerals)}、{title}", len(rows), intro, rows)


def _row(recheck: RecheckData, number: str, each: Rechecked) -> Row:
    finding, data = each.finding, recheck.data
    seen = Line("发现", f"{chinese_date(finding.first_seen)}，最近一次 {chinese_date(finding.last_seen)}")
    return Row(
        number=number,
        id=clean(finding.id),
        message=clip(finding.message, MAX_MESSAGE),
        place=(
            *place_lines(finding, data.page(finding.url)),
            Line("责任单位", clean(data.department(finding.department).name)),
        ),
        before=(seen, *evidence_lines(finding.evidence)),
        note=clip(each.note, MAX_MESSAGE),
        now=_now(recheck, each),
        result=RESULTS[each.result][1],
        state=f"{label('state', each.state)}（第{each.round}次复查）",
    )


def _now(recheck: RecheckData, each: Rechecked) -> tuple[Line, ...]:
    """What was seen this time and is not the same as before; without an attempt at least when it was looked at."""
    before = set(evidence_lines(each.finding.evidence))
    facts = {key: value for key, value in each.evidence.items() if key not in _OF_WHOLE_SITE}
    lines = tuple(line for line in evidence_lines(facts) if line not in before)
    return lines if facts.get("attempts") else (Line("复查时间", beijing_time(recheck.at)), *lines)


def _closing(total: Tally) -> Iterable[str]:
    if total.still:
        yield "对仍未整改到位的问题，请责任单位查明原因，限期整改并再次反馈；我单位将继续跟踪复查。"
    if total.mended:
        yield "整改到位的问题予以销号；180天内再次出现的，按重犯处理。"
    if total.unsure:
        yield "未能核实的问题，我单位将再次复查或者由人工核实后作出结论。"
