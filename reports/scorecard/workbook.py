"""The scorecards as a workbook: overview, every item with green cells for a person's points, every finding behind them.

Everything that comes from a site or from an office's file is written as text, never as a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from records.scores import ItemState, Mode, Scorecard, ScoredItem
from reports.model import ReportData
from reports.scorecard import wording
from reports.shared.dates import chinese_date
from reports.shared.labels import label
from reports.shared.safe_text import clean, printable_url
from reports.shared.sheets import (
    FIRST_ROW,
    Column,
    begin_sheet,
    cell_at,
    fill_sheet,
    finish_sheet,
    fit_height,
    put,
    put_reply,
)

OVERVIEW_COLUMNS = (
    Column("对象", 24),
    Column("类别", 13),
    Column("指标体系", 30),
    Column("结论", 26),
    Column("总分值", 8),
    Column("机器可评", 9),
    Column("机评得分（待核全不成立）", 12),
    Column("机评得分（待核全成立）", 12),
    Column("待人工评定", 11),
    Column("其中已查实应扣", 10),
    Column("评定完成率", 10),
    Column("可核实比例", 10),
    Column("说明", 44),
    Column("与上次比较", 40),
    Column("指标文件校验值（SHA-256）", 34),
)
ITEM_COLUMNS = (
    Column("对象", 18),
    Column("部分", 9),
    Column("一级指标", 13),
    Column("指标", 18),
    Column("评分标准", 34),
    Column("分值", 7),
    Column("扣法", 14),
    Column("结果", 18),
    Column("扣分", 7),
    Column("待核成立则扣", 8),
    Column("依据", 20),
    Column("数字可靠程度", 13),
    Column("说明", 26),
    Column("人工评定（扣分或加分）", 11, reply=True),
    Column("评定人和理由", 22, reply=True),
)
PROOF_COLUMNS = (
    Column("对象", 20),
    Column("指标", 22),
    Column("作用", 10),
    Column("问题编号", 18),
    Column("责任单位", 18),
    Column("问题", 50),
    Column("网址", 50),
)
REASON_COLUMNS = (Column("对象", 30), Column("未能核实的原因", 30), Column("地址数", 12))


def to_xlsx(cards: Sequence[Scorecard], data: ReportData) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    overview = book.active
    assert isinstance(overview, Worksheet)  # noqa: S101 - narrows the type
    overview.title = "总表"
    _overview(overview, cards, data)
    _items(book.create_sheet("逐项评分"), cards, data)
    fill_sheet(book.create_sheet("问题明细"), "各项分数背后的问题", PROOF_COLUMNS, _proofs(cards, data))
    fill_sheet(
        book.create_sheet("未能核实"),
        "本次未能核实的地址，按原因计数：既不算问题，也不算通过。逐条见整改台账。",
        REASON_COLUMNS,
        (
            (card.subject.name, label("reason", reason), count)
            for card in cards
            for reason, count in card.coverage.reasons
        ),
    )
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _overview(sheet: Worksheet, cards: Sequence[Scorecard], data: ReportData) -> None:
    office, inspection = clean(data.office.name), data.inspection
    partial = "" if inspection.complete else "本次检查未全部完成，只反映已检查的部分。"
    title = f"{office}检查评分表（检查编号：{clean(inspection.id)}；{chinese_date(inspection.as_of)}）。{partial}"
    begin_sheet(sheet, f"{title}机器只评能凭证据评定的项目，其余待人工评定。", OVERVIEW_COLUMNS)
    for number, card in enumerate(cards):
        row = FIRST_ROW + number
        values = (
            card.subject.name,
            label("subject_kind", card.subject.kind),
            card.set_title,
            label("card_verdict", card.verdict),
            *_sums(card),
            wording.percent(card.completion),
            wording.percent(card.coverage.share),
            "\n".join(
                (*wording.verdict_reasons(card), *wording.score_notes(card), wording.coverage_words(card) + "。")
            ),
            "\n".join(wording.comparison_words(card)),
            card.set_digest,
        )
        _put_row(sheet, row, values)
        fit_height(sheet, row, OVERVIEW_COLUMNS, values)
    finish_sheet(sheet, OVERVIEW_COLUMNS, len(cards), frozen_columns=1, pages_wide=2)


def _sums(card: Scorecard) -> tuple[str | Decimal, ...]:
    """Total, judged, score if no pending finding is true and if all are, open, proven lost of that."""
    if not card.total:
        return ("不计分",) * 6
    scores = ("不再计分", "不再计分") if card.stopped else (card.score_high, card.score_low)
    return (card.total, card.judged, *scores, card.open, card.open_lost)


def _items(sheet: Worksheet, cards: Sequence[Scorecard], data: ReportData) -> None:
    begin_sheet(
        sheet, "逐项评分。绿色各栏由人工填写：待人工评定、未能机评的项目必填，其余项目有异议时填。", ITEM_COLUMNS
    )
    row = FIRST_ROW
    rows_by_points: dict[Decimal, list[int]] = {}
    for card in cards:
        for item in card.items:
            values = _item_values(card, item, data)
            _put_row(sheet, row, values)
            for column, named in enumerate(ITEM_COLUMNS, start=1):
                if named.reply:
                    put_reply(cell_at(sheet, row, column))
            if item.part is not Mode.VETO:
                rows_by_points.setdefault(item.points, []).append(row)
            fit_height(sheet, row, ITEM_COLUMNS, values)
            row += 1
    _bound_replies(sheet, rows_by_points)
    finish_sheet(sheet, ITEM_COLUMNS, row - FIRST_ROW, frozen_columns=4, pages_wide=2)


def _item_values(card: Scorecard, item: ScoredItem, data: ReportData) -> tuple[str | Decimal, ...]:
    said = item.judged or bool(item.deducted_if_review)
    scored = item.part is not Mode.VETO
    return (
        card.subject.name,
        label("part", item.part),
        item.block,
        item.title,
        item.text,
        item.points if scored else "否决",
        wording.rule_words(item),
        wording.state_words(item),
        item.deducted if scored and said else "",
        item.deducted_if_review if scored and said else "",
        item.clause,
        label("figure_certainty", item.certainty),
        "\n".join(wording.note_words(item, data)),
    )


def _bound_replies(sheet: Worksheet, rows_by_points: Mapping[Decimal, Sequence[int]]) -> None:
    """A person's points lie between nothing and what the item is worth."""
    letter = get_column_letter([column.reply for column in ITEM_COLUMNS].index(True) + 1)
    for amount, rows in rows_by_points.items():
        most = wording.points(amount)
        limit = DataValidation(
            "decimal", operator="between", formula1="0", formula2=most, allow_blank=True, showErrorMessage=True
        )
        limit.errorTitle, limit.error = "人工评定", f"请填写 0 到 {most} 之间的数。"
        for row in rows:
            limit.add(f"{letter}{row}")
        sheet.add_data_validation(limit)


def _proofs(cards: Sequence[Scorecard], data: ReportData) -> Iterator[tuple[str, ...]]:
    findings = {finding.id: finding for finding in data.findings}
    for card in cards:
        for item in card.items:
            for ident in (*item.findings, *item.reviews):
                found = findings.get(ident)
                yield (
                    card.subject.name,
                    item.title,
                    _role(item, ident),
                    ident,
                    data.department(found.department).name if found else "",
                    found.message if found else "",
                    printable_url(found.url) if found else "",
                )


def _role(item: ScoredItem, ident: str) -> str:
    if ident in item.reviews:
        return label("item_state", ItemState.REVIEW)
    clue = item.mode is Mode.PERSON and not item.per_finding
    return "线索" if clue else label("item_state", ItemState.HIT)


def _put_row(sheet: Worksheet, row: int, values: Sequence[str | Decimal]) -> None:
    for column, value in enumerate(values, start=1):
        cell = cell_at(sheet, row, column)
        if isinstance(value, Decimal):
            _put_points(cell, value)
        else:
            put(cell, value)


def _put_points(cell: Cell, amount: Decimal) -> None:
    put(cell, None)
    cell.value = int(amount) if amount == amount.to_integral_value() else float(amount)
