"""The pack of one checker as XLSX: its sites, the machine's findings to verify, blank rows for findings by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from records.audit import AuditItem, AuditRound, AuditTarget
from reports.audit import layout
from reports.model import OfficeInfo
from reports.shared.dates import BEIJING, chinese_date
from reports.shared.labels import family_title
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

BLANK_ROWS = 60
"""Prepared rows for findings by hand; more may be added below, the lists to choose from reach further."""

LIST_ROWS = 1000

GUIDE_COLUMNS = (Column("项目", 14), Column("内容", 78))
TARGET_COLUMNS = tuple(map(Column, layout.TARGET_COLUMNS, (28, 36, 60, 16)))
ITEM_COLUMNS = tuple(
    Column(title, width, reply=title in layout.ITEM_FILLED)
    for title, width in zip(layout.ITEM_COLUMNS, (17, 14, 16, 11, 36, 26, 44, 18, 9, 20, 8, 11), strict=True)
)
HAND_COLUMNS = tuple(
    Column(title, width, reply=True)
    for title, width in zip(layout.HAND_COLUMNS, (30, 38, 12, 40, 30, 10, 12), strict=True)
)


@dataclass(frozen=True, slots=True)
class Pack:
    """What one checker gets. ``targets`` and ``items`` are this checker's alone."""

    office: OfficeInfo
    round: AuditRound
    checker: str
    targets: Sequence[AuditTarget]
    items: Sequence[AuditItem]


def pack_xlsx(pack: Pack) -> bytes:
    """The workbook. Texts from inspected sites are written as text, whatever they look like."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101 - a new workbook has one
    _guide(guide, pack)
    _targets(book.create_sheet(layout.SHEET_TARGETS), pack)
    keys = book.create_sheet(layout.SHEET_KEYS)
    lists = _keys(keys, pack)
    _items(book.create_sheet(layout.SHEET_ITEMS), pack, lists["verdicts"])
    _hand(book.create_sheet(layout.SHEET_HAND), lists)
    book.move_sheet(keys, offset=2)
    stamp = pack.round.drawn_at.replace(tzinfo=None)
    book.properties.creator = clean(pack.office.name) or "网查"
    book.properties.created = book.properties.modified = stamp
    book.properties.title = clean(pack.round.title)
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()


def _guide(sheet: Worksheet, pack: Pack) -> None:
    sheet.title = layout.SHEET_GUIDE
    checked = pack.round.draw.checked_by(pack.checker)
    contact = " ".join(part for part in (pack.office.contact, pack.office.phone, pack.office.email) if part)
    facts = (
        ("轮次编号", pack.round.id),
        ("检查单位", pack.round.name(pack.checker)),
        ("被查单位", "、".join(pack.round.name(one) for one in checked)),
        ("抽签时间", chinese_date(pack.round.drawn_at.astimezone(BEIJING).date())),
        ("交回期限", f"{chinese_date(pack.round.deadline)}前"),
        ("交回单位", pack.office.name or "本级政务公开办"),
        ("联系方式", contact or "请向政务公开办询问"),
        ("本表内容", f"待核实的机器发现{len(pack.items)}条，被查网站（账号）{len(pack.targets)}个"),
        *((f"填写方法{number}", line) for number, line in enumerate(_guide_lines(pack), start=1)),
    )
    fill_sheet(sheet, clean(pack.round.title), GUIDE_COLUMNS, facts)
    sheet.auto_filter.ref = None
    sheet.page_setup.orientation = "portrait"


def _guide_lines(pack: Pack) -> tuple[str, ...]:
    words = "、".join(f"“{word}”" for word in layout.VERDICT_WORDS.values())
    return (
        f"“{layout.SHEET_ITEMS}”：逐条打开网址核对，在绿色的四列填写。“{layout.VERDICT}”从{words}中选。",
        f"选“不属实”的，必须在“{layout.VERDICT_NOTE}”写明理由。暂时打不开、看不准的，选“无法判断”，不要猜；没有核实的，结论留空。",
        f"“{layout.SHEET_HAND}”：自己看出来的问题，一行写一个，前四列必须填。“{layout.HAND_SITE}”和“{layout.HAND_KIND}”"
        "从下拉清单中选，网址从浏览器地址栏整行复制。行数不够可以接着往下写。",
        f"日期写成 {pack.round.deadline.isoformat()} 或者 {chinese_date(pack.round.deadline)} 这样的形式。",
        "不要抄录完整的身份证号、手机号、银行卡号等个人信息，写“第几段有身份证号”即可。",
        "不要改动表名、列名和“问题编号”，不要把别的单位的表拼进来。可以调整列宽、筛选、打印。",
        "填好后把本文件（.xlsx）原样交回。交回后发现填错的，改正后再交一次，以最后一次为准。",
    )


def _targets(sheet: Worksheet, pack: Pack) -> None:
    rows = ((pack.round.name(one.checked), one.name, printable_url(one.url), one.code) for one in pack.targets)
    fill_sheet(sheet, layout.SHEET_TARGETS, TARGET_COLUMNS, rows)
    for row, target in enumerate(pack.targets, start=FIRST_ROW):
        if href := safe_href(target.url):
            put_link(cell_at(sheet, row, 3), href)


def _items(sheet: Worksheet, pack: Pack, verdicts: str) -> None:
    begin_sheet(sheet, layout.SHEET_ITEMS, ITEM_COLUMNS)
    names = {(target.checked, target.site): target.name for target in pack.targets}
    for row, item in enumerate(pack.items, start=FIRST_ROW):
        values = (
            item.finding,
            pack.round.name(item.checked),
            names.get((item.checked, item.site), item.site),
            family_title(item.family),
            f"{item.title}\n{item.message}",
            printable_url(item.url),
            item.evidence,
            item.basis,
        )
        for column, value in enumerate(values, start=1):
            put(cell_at(sheet, row, column), value)
        if href := safe_href(item.url):
            put_link(cell_at(sheet, row, layout.ITEM_GIVEN.index("网址") + 1), href)
        for column in range(len(values) + 1, len(ITEM_COLUMNS) + 1):
            _to_fill(sheet, row, column)
        fit_height(sheet, row, ITEM_COLUMNS, values)
    if pack.items:
        letter = get_column_letter(layout.ITEM_COLUMNS.index(layout.VERDICT) + 1)
        cells = f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW - 1 + len(pack.items)}"
        _choice(sheet, cells, verdicts, f"请从清单中选：{'、'.join(layout.VERDICT_WORDS.values())}。")
    finish_sheet(sheet, ITEM_COLUMNS, len(pack.items), frozen_columns=1)
    _protect(sheet)


def _hand(sheet: Worksheet, lists: dict[str, str]) -> None:
    begin_sheet(sheet, layout.SHEET_HAND, HAND_COLUMNS)
    for row in range(FIRST_ROW, FIRST_ROW + BLANK_ROWS):
        for column in range(1, len(HAND_COLUMNS) + 1):
            _to_fill(sheet, row, column)
        sheet.row_dimensions[row].height = 30
    for title, list_name, words in (
        (layout.HAND_SITE, "targets", "请从清单中选被查单位和网站。"),
        (layout.HAND_KIND, "kinds", "请从清单中选问题类别；都不合适的选“其他”。"),
    ):
        letter = get_column_letter(layout.HAND_COLUMNS.index(title) + 1)
        _choice(sheet, f"{letter}{FIRST_ROW}:{letter}{LIST_ROWS}", lists[list_name], words)
    finish_sheet(sheet, HAND_COLUMNS, BLANK_ROWS)
    sheet.auto_filter.ref = None


def _to_fill(sheet: Worksheet, row: int, column: int) -> None:
    cell = cell_at(sheet, row, column)
    put_reply(cell)
    cell.protection = Protection(locked=False)
    cell.number_format = "@"  # what is typed stays as it was typed


def _keys(sheet: Worksheet, pack: Pack) -> dict[str, str]:
    """Fill the hidden sheet; gives for each list its range."""
    facts = (
        (layout.KEY_SCHEMA, layout.SCHEMA),
        (layout.KEY_ROUND, pack.round.id),
        (layout.KEY_CHECKER, pack.checker),
        (layout.KEY_DIGEST, pack.round.draw.digest),
    )
    for row, (name, value) in enumerate(facts, start=1):
        put(cell_at(sheet, row, 1), name)
        put(cell_at(sheet, row, 2), value)
    ranges = {}
    values = {
        "verdicts": tuple(layout.VERDICT_WORDS.values()),
        "kinds": layout.KINDS,
        "targets": tuple(layout.target_labels(pack.round, pack.targets)) or ("",),
    }
    for column, (name, words) in enumerate(values.items(), start=4):
        for row, word in enumerate(words, start=1):
            put(cell_at(sheet, row, column), word)
        letter = get_column_letter(column)
        ranges[name] = f"'{sheet.title}'!${letter}$1:${letter}${len(words)}"
    sheet.sheet_state = "veryHidden"
    return ranges


def _choice(sheet: Worksheet, cells: str, source: str, words: str) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "填写有误", words
    sheet.add_data_validation(choice)
    choice.add(cells)


def _protect(sheet: Worksheet) -> None:
    """Keep given cells from being changed by accident (no password); widths, filters and heights stay free."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.autoFilter = False
