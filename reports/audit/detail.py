"""All rows of a round as XLSX (交叉互查明细): answers, findings by hand, who returned what, and the draw."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.audit.content import DETAIL_FILE, conclusions, return_words
from reports.audit.layout import RULE_WORDS, VERDICT_WORDS
from reports.audit.model import RoundReport
from reports.shared.dates import BEIJING
from reports.shared.labels import family_title
from reports.shared.safe_text import clean, printable_url
from reports.shared.sheets import Column, fill_sheet

ITEM_COLUMNS = tuple(
    Column(title, width)
    for title, width in (
        ("问题编号", 18), ("被查单位", 16), ("网站（账号）", 18), ("问题类别", 11), ("问题", 30), ("网址", 30),
        ("证据", 30), ("检查单位", 16), ("核实结论", 9), ("核实说明", 26), ("核实人", 9), ("核实日期", 11),
        ("处理建议", 22),
    )
)  # fmt: skip
HAND_COLUMNS = tuple(
    Column(title, width)
    for title, width in (
        ("被查单位", 18), ("网站（账号）", 20), ("问题类别", 12), ("问题描述", 40), ("网址", 36), ("证据说明", 28),
        ("检查单位", 18), ("发现人", 10), ("发现日期", 12),
    )
)  # fmt: skip
RETURN_COLUMNS = (Column("检查单位", 30), Column("被查单位", 50), Column("互查表", 30), Column("文件", 50))
DRAW_COLUMNS = (Column("项目", 22), Column("内容", 110))


def detail_xlsx(report: RoundReport) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - narrows the type
    first.title = "核实结果"
    title = clean(report.round.title)
    fill_sheet(first, f"{title}：核实结果", ITEM_COLUMNS, _item_rows(report))
    fill_sheet(book.create_sheet("人工发现"), f"{title}：人工发现", HAND_COLUMNS, _hand_rows(report))
    fill_sheet(book.create_sheet("交回情况"), f"{title}：交回情况", RETURN_COLUMNS, _return_rows(report))
    fill_sheet(book.create_sheet("抽签记录"), f"{title}：抽签记录", DRAW_COLUMNS, _draw_rows(report))
    book.properties.creator = clean(report.office.name)
    book.properties.title = f"{title}{DETAIL_FILE}"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _item_rows(report: RoundReport) -> Iterator[tuple[str, ...]]:
    answers, name = report.answers(), report.round.name
    divided = {one.item.finding for one in conclusions(report) if one.divided}
    for item in report.items:
        answer = answers.get((item.checker, item.finding))
        told = ("", "", "", "")
        if answer:
            day = answer.at.isoformat() if answer.at else ""
            told = (VERDICT_WORDS[answer.verdict], answer.note, answer.person, day)
        advice = {"不属实": "建议复核，确属误报的按误报处理", "无法判断": "建议复核", "": "未核实"}.get(told[0], "")
        yield (
            item.finding,
            name(item.checked),
            report.target_name(item.checked, item.site),
            family_title(item.family),
            f"{item.title}\n{item.message}",
            printable_url(item.url),
            item.evidence,
            name(item.checker),
            *told,
            "检查单位意见不一致，建议复核" if item.finding in divided else advice,
        )


def _hand_rows(report: RoundReport) -> Iterator[tuple[str, ...]]:
    for one in report.by_hand():
        yield (
            report.round.name(one.checked),
            report.target_name(one.checked, one.site),
            one.kind,
            one.description,
            printable_url(one.url),
            one.evidence_note,
            report.round.name(one.checker),
            one.person,
            one.at.isoformat() if one.at else "",
        )


def _return_rows(report: RoundReport) -> Iterator[tuple[str, ...]]:
    files = {one.checker: one.file for one in report.returns}
    for team in report.round.draw.teams:
        checked = "、".join(report.round.name(one) for one in report.round.draw.checked_by(team))
        yield report.round.name(team), checked, return_words(report, team), files.get(team, "")


def _draw_rows(report: RoundReport) -> Iterator[tuple[str, str]]:
    drawn, name = report.round.draw, report.round.name
    yield "轮次", report.round.id
    yield "抽签时间（北京时间）", f"{report.round.drawn_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
    yield "种子", str(drawn.seed)
    yield "每家检查家数", str(drawn.load)
    yield "参查单位（编号）", "\n".join(f"{name(team)}（{team}）" for team in drawn.teams)
    yield "放宽的规则", "、".join(RULE_WORDS[rule] for rule in drawn.relaxed) or "无"
    yield "须避开的上一轮分组", "\n".join(f"{name(a)} → {name(b)}" for a, b in drawn.previous) or "无"
    yield "本轮分组", "\n".join(f"{name(a)} → {name(b)}" for a, b in drawn.pairs)
    yield "摘要（SHA-256）", drawn.digest
    yield "重新计算", "结果与记录一致" if report.repeatable else "结果与记录不一致，请核查"
    if report.notes:
        yield "说明", "\n".join(report.notes)
