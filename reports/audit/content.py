"""From a finished round to the content of its bulletin: counted by finding, told in an official's words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields

from records.audit import AuditVerdict, PackReturn
from reports.audit.layout import RULE_WORDS, VERDICT_WORDS
from reports.audit.model import (
    AuditBulletin,
    Conclusion,
    CoverageRow,
    RefusedRow,
    RoundReport,
    TallyRow,
    TypicalRow,
)
from reports.model import OfficeInfo
from reports.shared.dates import BEIJING, chinese_date
from reports.shared.labels import family_title
from reports.shared.safe_text import clean, clip, printable_url

MAX_REFUSED = 60
MAX_TYPICAL = 3
"""Examples a kind; at most one a department as long as there are others."""
MAX_TEXT = 160
DETAIL_FILE = "交叉互查明细"


def conclusions(report: RoundReport) -> list[Conclusion]:
    """One conclusion a finding, whatever the number of its checkers; a pack's order."""
    answers = report.answers()
    checkers = defaultdict(list)
    for item in report.items:
        checkers[item.finding].append(item)
    found = []
    for items in checkers.values():
        given = tuple(answers[key] for item in items if (key := (item.checker, item.finding)) in answers)
        verdicts = {answer.verdict for answer in given}
        divided = len(verdicts) > 1
        verdict = AuditVerdict.UNCLEAR if divided else next(iter(verdicts), None)
        found.append(Conclusion(items[0], given, verdict, divided))
    return found


def build_bulletin(report: RoundReport) -> AuditBulletin:
    """The bulletin (通报) of the round."""
    concluded = conclusions(report)
    tallies = [_tally(report, concluded, team) for team in report.round.draw.teams]
    total = TallyRow("合计", *(sum(getattr(row, field.name) for row in tallies) for field in fields(TallyRow)[1:]))
    refused = [one for one in concluded if one.verdict is AuditVerdict.REFUSED]
    typical = _typical(report, concluded)
    office = report.office
    return AuditBulletin(
        office=clean(office.name),
        code=f"{clean(office.document_code)}〔{report.as_of.year}〕  号",
        title=f"关于{clean(report.round.title)}情况的通报",
        addressee="各参查单位",
        opening=_opening(report),
        draw_words=tuple(_draw_words(report)),
        overview=tuple(_overview(report, total, sum(one.divided for one in concluded))),
        coverage=tuple(_coverage(report)),
        tallies=tuple(tallies),
        total=total,
        typical_intro="按问题数由多到少，各类举例如下（机器发现均经互查属实）。全部问题见附件。"
        if typical
        else "本轮没有核实属实或者人工发现的问题。",
        typical=tuple(typical),
        refused_intro=_refused_intro(len(refused)),
        refused=tuple(_refused(report, one) for one in refused[:MAX_REFUSED]),
        requirements=tuple(_requirements(report, total)),
        annex=f"{DETAIL_FILE}（电子表格，随本通报发送）",
        signature=clean(office.signature or office.name),
        date=chinese_date(report.as_of),
        contact=_contact(office),
    )


def return_words(report: RoundReport, checker: str) -> str:
    """``已交回（12月10日）``, with 逾期 where it was late; 未交回."""
    pack = _pack(report, checker)
    if pack is None:
        return "未交回"
    day = pack.returned_at.astimezone(BEIJING).date()
    return f"{'逾期交回' if day > report.round.deadline else '已交回'}（{day.month}月{day.day}日）"


def _pack(report: RoundReport, checker: str) -> PackReturn | None:
    return next((one for one in report.returns if one.checker == checker), None)


def _missing(report: RoundReport) -> list[str]:
    return [clean(report.round.name(team)) for team in report.round.draw.teams if _pack(report, team) is None]


def _opening(report: RoundReport) -> str:
    teams, missing = len(report.round.draw.teams), _missing(report)
    returned = teams - len(missing)
    late = sum(return_words(report, team).startswith("逾期") for team in report.round.draw.teams)
    lateness = f"（其中逾期{late}份）" if late else ""
    came = f"已全部交回互查表{lateness}"
    if missing:
        came = f"应交回互查表{teams}份，已交回{returned}份{lateness}，未交回{len(missing)}份"
    drawn = chinese_date(report.round.drawn_at.astimezone(BEIJING).date())
    return (
        f"按照政务公开工作安排，{drawn}抽签组织{teams}个单位开展了{clean(report.round.title)}（第{report.round.id}轮）。"
        f"截至{chinese_date(report.as_of)}，{came}。现将有关情况通报如下。"
    )


def _draw_words(report: RoundReport) -> list[str]:
    drawn = report.round.draw
    rules = ["不自查", *(word for rule, word in RULE_WORDS.items() if rule not in drawn.relaxed)]
    again = "按记录的种子和名单重新计算，结果一致" if report.repeatable else "按记录重新计算的结果与记录不一致，请核查"
    return [
        f"本轮每个单位检查{drawn.load}个单位，抽签遵守{'、'.join(rules)}、负担均等的规则。"
        f"抽签种子为{drawn.seed}，摘要前16位为{drawn.digest[:16]}；{again}。",
        *(clean(note) for note in report.notes),
    ]


def _overview(report: RoundReport, total: TallyRow, divided: int) -> list[str]:
    if not total.given:
        words = "本轮没有需要核实的机器发现。"
    else:
        answered = total.given - total.unanswered
        words = (
            f"本轮共发出待核实的机器发现{total.given}个，已核实{answered}个：属实{total.confirmed}个、"
            f"不属实{total.refused}个、无法判断{total.unclear}个"
            f"{f'（含检查单位意见不一致的{divided}个）' if divided else ''}；未核实{total.unanswered}个。"
        )
    missing = _missing(report)
    lines = [f"{words}检查单位另行人工发现问题{total.by_hand}个。"]
    if missing:
        lines.append(f"未交回互查表的单位：{'、'.join(missing)}。未交回、未核实的，不代表没有问题。")
    return lines


def _coverage(report: RoundReport) -> list[CoverageRow]:
    answers, by_hand = report.answers(), report.by_hand()
    found = []
    for checker, checked in report.round.draw.pairs:
        asked = [one for one in report.items if (one.checker, one.checked) == (checker, checked)]
        done = sum((one.checker, one.finding) in answers for one in asked)
        count = sum((one.checker, one.checked) == (checker, checked) for one in by_hand)
        names = (clean(report.round.name(checker)), clean(report.round.name(checked)))
        found.append(CoverageRow(*names, return_words(report, checker), f"{done}/{len(asked)}", count))
    return found


def _tally(report: RoundReport, concluded: Sequence[Conclusion], team: str) -> TallyRow:
    mine = [one for one in concluded if one.item.checked == team]
    counts = Counter(one.verdict for one in mine)
    by_hand = sum(one.checked == team for one in report.by_hand())
    return TallyRow(
        clean(report.round.name(team)),
        len(mine),
        counts[AuditVerdict.CONFIRMED],
        counts[AuditVerdict.REFUSED],
        counts[AuditVerdict.UNCLEAR],
        counts[None],
        by_hand,
    )


def _typical(report: RoundReport, concluded: Sequence[Conclusion]) -> list[TypicalRow]:
    kinds: dict[str, list[TypicalRow]] = defaultdict(list)
    for one in concluded:
        if one.verdict is AuditVerdict.CONFIRMED:
            kind, item = family_title(one.item.family), one.item
            name = clean(report.round.name(item.checked))
            text = clip(item.message or item.title, MAX_TEXT)
            kinds[kind].append(TypicalRow(kind, name, text, printable_url(item.url), "机器发现"))
    for found in report.by_hand():
        name = clean(report.round.name(found.checked))
        text = clip(found.description, MAX_TEXT)
        kinds[found.kind].append(TypicalRow(found.kind, name, text, printable_url(found.url), "人工发现"))
    chosen = []
    for rows in sorted(kinds.values(), key=lambda rows: (-len(rows), rows[0].kind)):
        firsts = list({row.name: row for row in reversed(rows)}.values())[::-1]
        chosen.extend([*firsts, *(row for row in rows if row not in firsts)][:MAX_TYPICAL])
    return chosen


def _refused_intro(count: int) -> str:
    if not count:
        return "没有被认为不属实的机器发现。"
    cut = f"下表列出前{MAX_REFUSED}个，全部见附件。" if count > MAX_REFUSED else ""
    return (
        f"检查单位认为不属实的机器发现有{count}个，建议由政务公开办逐个复核，确属误报的按误报处理；"
        f"复核之前，问题状态不变。{cut}"
    )


def _refused(report: RoundReport, one: Conclusion) -> RefusedRow:
    return RefusedRow(
        one.item.finding,
        clean(report.round.name(one.item.checked)),
        clip(one.item.message or one.item.title, MAX_TEXT),
        printable_url(one.item.url),
        "；".join(clip(answer.note, MAX_TEXT) for answer in one.answers),
        "、".join(clean(report.round.name(answer.checker)) for answer in one.answers),
    )


def _requirements(report: RoundReport, total: TallyRow) -> list[str]:
    lines = []
    if total.confirmed:
        lines.append("核实属实的问题，由责任单位按整改通知书载明的要求和期限整改。")
    if total.by_hand:
        lines.append("人工发现的问题，由政务公开办核对后另行下发；责任单位可以先行整改。")
    if total.refused or total.unclear:
        lines.append(f"“{VERDICT_WORDS[AuditVerdict.REFUSED]}”和“{VERDICT_WORDS[AuditVerdict.UNCLEAR]}”的，由政务公开办复核，"
                     "复核结果另行告知。")  # fmt: skip
    if _missing(report) or total.unanswered:
        lines.append("尚未交回互查表或者还有未核实问题的单位，请补齐后交回；补交的结果以最后一次为准。")
    numbered = [f"{number}.{line}" for number, line in enumerate(lines, start=1)]
    return numbered or ["本轮互查没有需要整改或者复核的问题。请各单位继续做好网站内容保障。"]


def _contact(office: OfficeInfo) -> str:
    parts = (("联系人：", office.contact), ("联系电话：", office.phone), ("邮箱：", office.email))
    return "；".join(f"{name}{clean(value)}" for name, value in parts if value)
