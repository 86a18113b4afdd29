from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from records.audit import AuditItem, AuditRound, AuditTarget, Draw
from reports.audit import layout
from reports.audit.pack import Pack, pack_xlsx
from reports.model import OfficeInfo
from reports.shared.sheets import FIRST_ROW

DRAW = Draw(7, ("a", "b", "c"), 1, (), (), (("a", "b"), ("b", "c"), ("c", "a")), "0" * 64)
ROUND = AuditRound(
    "2026-1",
    "交叉互查",
    datetime(2026, 12, 1, tzinfo=UTC),
    date(2026, 12, 15),
    DRAW,
    {"a": "甲局", "b": "乙局", "c": "丙局"},
)
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")', "\x00\u202e倒写")


TARGETS = (AuditTarget("a", "b", "portal", "乙局网站", "http://b.example", "3301"),)


def book(items=(), targets=TARGETS):
    office = OfficeInfo("云溪区政务公开办公室", contact="周同志", phone="0000-6600100")
    return load_workbook(BytesIO(pack_xlsx(Pack(office, ROUND, "a", targets, items))))


def item(text: str, number: int = 0) -> AuditItem:
    url = f"javascript:{text}" if number else "http://b.example/1"
    return AuditItem("a", f"id{number}", "b", "portal", "link", text, url, text, text, text)


def test_a_pack_says_whose_it_is_and_by_when():
    guide = dict(book()[layout.SHEET_GUIDE].iter_rows(min_row=FIRST_ROW, values_only=True))
    assert guide["检查单位"] == "甲局"
    assert guide["被查单位"] == "乙局"
    assert guide["交回期限"] == "2026年12月15日前"
    assert guide["联系方式"] == "周同志 0000-6600100"


def test_the_hidden_sheet_names_round_checker_and_draw():
    sheet = book()[layout.SHEET_KEYS]
    assert sheet.sheet_state == "veryHidden"
    keys = dict(sheet.iter_rows(max_row=4, max_col=2, values_only=True))
    assert keys == {"格式": layout.SCHEMA, "轮次": "2026-1", "检查单位": "a", "抽签摘要": "0" * 64}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    sheets = book([item(text), item(text, 1)], [AuditTarget("a", "b", "s", text, text)])
    cells = [cell for sheet in sheets for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [
        cell for cell in cells if isinstance(cell.value, str) and ("\x00" in cell.value or "\u202e" in cell.value)
    ]
    links = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert links == {"http://b.example/1"}


def test_verdicts_and_kinds_are_chosen_from_lists():
    made = book([item("x")])
    (verdicts,) = made[layout.SHEET_ITEMS].data_validations.dataValidation
    assert listed(made, verdicts.formula1) == ["属实", "不属实", "无法判断"]
    assert str(verdicts.sqref) == "I3"
    sites, kinds = made[layout.SHEET_HAND].data_validations.dataValidation
    assert listed(made, sites.formula1) == ["乙局：乙局网站"]
    assert listed(made, kinds.formula1) == list(layout.KINDS)


def listed(made, formula):
    name, cells = formula.rsplit("!", 1)
    found = made[name.strip("'")][cells.replace("$", "")]
    return [cell.value for (cell,) in found] if isinstance(found, tuple) else [found.value]


def test_only_the_cells_to_fill_in_can_be_changed():
    sheet = book([item("x")])[layout.SHEET_ITEMS]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    unlocked = [cell.column for cell in sheet[FIRST_ROW] if not cell.protection.locked]
    assert unlocked == [9, 10, 11, 12]


def test_sites_of_the_same_name_are_told_apart():
    targets = [AuditTarget("a", "b", site, "乙局网站", "http://b.example") for site in ("one", "two")]
    assert list(layout.target_labels(ROUND, targets)) == ["乙局：乙局网站", "乙局：乙局网站（two）"]
