"""整改台账: the spreadsheet that departments fill in and send back.

Three sheets: the problems with green reply columns, what could not be checked, and how often each rule came to which
verdict. Everything that comes from a site is written as text, never as a formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from records.masking import mask_text
from records.model import Finding
from reports.model import ReportData
from reports.shared.basis import basis_numbers
from reports.shared.dates import chinese_date, deadline_words
from reports.shared.evidence_text import evidence_lines, facts_text, place_lines
from reports.shared.labels import family_title, label
from reports.shared.order import family_rank, in_order
from reports.shared.safe_text import clean, printable_url, safe_href
from reports.shared.sheets import (
    FIRST_ROW,
    Column,
    begin_sheet,
    cell_at,
    fill_sheet,
    finish_sheet,
    fit_height,
    put,
    put_link,
    put_reply,
)

TITLE = "整改台账"
FILE = "ledger.xlsx"

MAX_FACTS = 240
"""Characters of facts in a cell: a row must stay short enough to be printed and filled in."""

PROVISIONAL_WIDTH = 18
"""Of the column of deadlines where one of them carries 暂定: a date that does not fit prints as ###."""

MAX_LINKS = 60_000
"""Excel refuses a sheet with more than 65,530 links."""

REPLY_STATES = ("已整改", "部分整改", "未整改", "申诉")

PROBLEM_COLUMNS = (
    Column("序号", 5),
    Column("问题编号", 17),
    Column("站点", 14),
    Column("网站标识码", 11),
    Column("栏目", 10),
    Column("页面", 18),
    Column("网址", 30),
    Column("问题类型（一级）", 9),
    Column("问题类型（二级）", 11),
    Column("依据", 20),
    Column("问题描述", 34),
    Column("位置和证据", 46),
    Column("整改要求", 40),
    Column("严重程度", 8),
    Column("确定性", 8),
    Column("责任单位", 12),
    Column("牵头单位", 12),
    Column("发现时间", 11),
    Column("期限", 11),
    Column("状态", 17),
    Column("与上次比较", 12),
    Column("整改情况", 10, reply=True),
    Column("整改措施", 26, reply=True),
    Column("完成时间", 11, reply=True),
    Column("整改人", 9, reply=True),
    Column("是否申诉及理由", 24, reply=True),
)
UNVERIFIED_COLUMNS = (
    Column("序号", 6),
    Column("站点", 20),
    Column("网址", 60),
    Column("未能核实的原因", 22),
    Column("说明", 40),
    Column("发现于", 60),
)
OUTCOME_COLUMNS = (
    Column("站点", 24),
    Column("问题类型（一级）", 16),
    Column("检查项", 30),
    Column("规则", 26),
    Column("结论", 16),
    Column("数量", 10),
    Column("说明", 50),
)


def render(data: ReportData, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    """``ledger.xlsx``; written also when there is nothing to mend, so that it says so."""
    yield FILE, to_xlsx(data)


def to_xlsx(data: ReportData) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    problems = book.active
    assert isinstance(problems, Worksheet)  # noqa: S101 - narrows the type
    problems.title = TITLE
    _problem_sheet(problems, data)
    _unverified_sheet(book.create_sheet("未能核实"), data)
    _outcome_sheet(book.create_sheet("检查情况"), data)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _problem_sheet(sheet: Worksheet, data: ReportData) -> None:
    begin_sheet(sheet, _title(data), PROBLEM_COLUMNS)
    findings = in_order(data.findings)
    if any(finding.deadline_provisional for finding in findings):
        sheet.column_dimensions[get_column_letter(_place("期限"))].width = PROVISIONAL_WIDTH
    for number, finding in enumerate(findings, start=1):
        _problem_row(sheet, number, finding, data)
    if findings:
        _validate_replies(sheet, FIRST_ROW, FIRST_ROW - 1 + len(findings))
    else:
        nothing = "本次检查未发现问题。检查了什么，见“检查情况”表；未能核实的，见“未能核实”表。"
        put(cell_at(sheet, FIRST_ROW, 1), nothing)
        sheet.merge_cells(start_row=FIRST_ROW, end_row=FIRST_ROW, start_column=1, end_column=12)
    finish_sheet(sheet, PROBLEM_COLUMNS, len(findings), frozen_columns=2, pages_wide=2)


def _problem_row(sheet: Worksheet, number: int, finding: Finding, data: ReportData) -> None:
    row = FIRST_ROW - 1 + number
    values = _problem_values(number, finding, data)
    for column, value in enumerate(values, start=1):
        put(cell_at(sheet, row, column), value)
    for column, named in enumerate(PROBLEM_COLUMNS, start=1):
        if named.reply:
            put_reply(cell_at(sheet, row, column))
    if finding.deadline and finding.deadline_provisional:
        cell_at(sheet, row, _place("期限")).number_format = 'yyyy-mm-dd"（暂定）"'
    cell_at(sheet, row, _place("完成时间")).number_format = "yyyy-mm-dd"
    fit_height(sheet, row, PROBLEM_COLUMNS, values)
    href = safe_href(finding.url)
    if href and number <= MAX_LINKS:
        put_link(cell_at(sheet, row, _place("网址")), href)


def _problem_values(number: int, finding: Finding, data: ReportData) -> tuple[str | int | date, ...]:
    """The cells of one problem up to the reply columns."""
    site, page = data.site(finding.site), data.page(finding.url)
    own_columns = {"栏目", "页面", "网址"}
    told = (
        *(line for line in place_lines(finding, page) if line.label not in own_columns),
        *evidence_lines(finding.evidence),
    )
    return (
        number,
        finding.id,
        site.name,
        site.code,
        mask_text(page.column),
        mask_text(page.title),
        printable_url(finding.url),
        family_title(finding.family),
        finding.title,
        basis_numbers(finding.basis, data.clauses),
        finding.message,
        facts_text(told, MAX_FACTS),
        "\n".join(text for text in (finding.measure, finding.suggestion) if text),
        label("severity", finding.severity),
        label("certainty", finding.certainty),
        data.department(finding.department).name,
        data.department(finding.lead).name if finding.lead else "",
        finding.first_seen,
        finding.deadline or deadline_words(finding),
        _state_words(finding, data),
        label("baseline", finding.baseline),
    )


def _state_words(finding: Finding, data: ReportData) -> str:
    """The state, whether it is overdue, and the notice that sent it last."""
    number = clean(data.issued.get(finding.id, ""))
    words = label("state", finding.state) + ("，已逾期" if data.overdue(finding) else "")
    return f"{words}\n{number}" if number else words


def _title(data: ReportData) -> str:
    inspection = data.inspection
    provisional = any(finding.deadline_provisional for finding in data.findings)
    office = clean(data.office.name)
    note = "标“暂定”的期限跨入节假日安排尚未公布的年份，以公布后的实际工作日为准。" if provisional else ""
    partial = "" if not inspection.partial else "本次检查未覆盖全部内容，只反映已检查的部分。"
    return (
        f"{office}政府网站检查整改台账（检查编号：{clean(inspection.id)}；{chinese_date(inspection.as_of)}）。"
        f"绿色各栏由责任单位填写，其余各栏请勿改动。{note}{partial}"
    )


def _unverified_sheet(sheet: Worksheet, data: ReportData) -> None:
    title = "以下地址本次未能核实：既不算问题，也不算通过。"
    entries = sorted(data.unverified, key=lambda entry: (entry.site, entry.reason, entry.url, entry.found_on))
    rows = (
        (
            number,
            data.site(entry.site).name,
            printable_url(entry.url),
            label("reason", entry.reason),
            entry.detail,
            printable_url(entry.found_on),
        )
        for number, entry in enumerate(entries, start=1)
    )
    fill_sheet(sheet, title if entries else "本次没有未能核实的地址。", UNVERIFIED_COLUMNS, rows)


def _outcome_sheet(sheet: Worksheet, data: ReportData) -> None:
    title = "每项规则在每个站点得出各种结论的次数。没有列出的规则，本次没有检查。"
    rows = (
        (
            data.site(outcome.site).name,
            family_title(data.rule(outcome.rule).family),
            data.rule(outcome.rule).title,
            outcome.rule,
            label("verdict", outcome.verdict),
            outcome.count,
            outcome.note,
        )
        for outcome in sorted(
            data.outcomes, key=lambda o: (o.site, family_rank(data.rule(o.rule).family), o.rule, o.verdict, o.note)
        )
    )
    fill_sheet(sheet, title, OUTCOME_COLUMNS, rows)


def _validate_replies(sheet: Worksheet, first: int, last: int) -> None:
    choice = DataValidation("list", formula1=f'"{",".join(REPLY_STATES)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "整改情况", f"请从下拉列表中选择：{'、'.join(REPLY_STATES)}。"
    finished = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True)
    finished.errorTitle, finished.error = "完成时间", "请填写日期，例如 2026-01-05。"
    length = DataValidation("textLength", operator="lessThanOrEqual", formula1="2000", showErrorMessage=True)
    length.errorTitle, length.error = "字数过多", "请控制在2000字以内，详细材料请另附。"
    for validation, titles in (
        (choice, ("整改情况",)),
        (finished, ("完成时间",)),
        (length, ("整改措施", "整改人", "是否申诉及理由")),
    ):
        for title in titles:
            letter = get_column_letter(_place(title))
            validation.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(validation)


def _place(title: str) -> int:
    return [column.title for column in PROBLEM_COLUMNS].index(title) + 1
