"""The ledger, read back with openpyxl."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from reading_back import workbook
from sample_data import BASE, EDUCATION, FINDINGS, SITE, broken_link, finding, sample

from records.ledger import state_table
from records.model import Locus, Reason, Unverified
from reports.ledger_xlsx import PROBLEM_COLUMNS, to_xlsx
from reports.model import PageInfo
from reports.shared.labels import label
from reports.shared.safe_text import CUT, MAX_CELL

TITLES = [column.title for column in PROBLEM_COLUMNS]


def problems(**changes: Any) -> Worksheet:
    return workbook(to_xlsx(sample(**changes)))["整改台账"]


def cell(sheet: Worksheet, title: str, row: int = 3) -> Cell:
    return sheet.cell(row, TITLES.index(title) + 1)


def test_every_finding_has_a_row_with_its_facts() -> None:
    sheet = problems()
    assert [sheet.cell(2, n).value for n in range(1, len(TITLES) + 1)] == TITLES
    rows = {cell(sheet, "问题编号", row).value: row for row in range(3, sheet.max_row + 1)}
    assert set(rows) == {one.id for one in FINDINGS}
    stale = rows[next(one.id for one in FINDINGS if one.rule == "column-stale")]
    told = {title: cell(sheet, title, stale).value for title in TITLES}
    assert told["网址"] == f"{BASE}/jyj/gzdt/"
    assert told["网站标识码"] == "9999990001"
    assert (told["责任单位"], told["牵头单位"]) == ("云溪区教育局", "云溪区人民政府办公室")
    assert (told["严重程度"], told["确定性"], told["状态"]) == ("严重", "已确认", "发现")
    assert told["期限"] == datetime(2027, 1, 5)
    assert "暂定" in cell(sheet, "期限", stale).number_format
    assert "最新信息日期：2026-11-02（取自列表）" in told["位置和证据"]
    assert "4711" not in told["位置和证据"], "ids in the bundle stay in findings.json"
    assert told["整改情况"] is None


def test_a_row_stays_short_enough_to_be_printed() -> None:
    places = [{"text": f"第{n}处“通迅地址”应为“通讯地址”，请核对原稿后改正", "page": n} for n in range(40)]
    clauses = dict.fromkeys(("guide-links", "check-columns", "privacy-law"))
    wordy = replace(broken_link(1), evidence={"places": places, "count": 40}, basis=tuple(clauses))
    sheet = problems(findings=(wordy,))
    assert sheet.row_dimensions[3].height <= 170
    numbers = "国办发〔2017〕47号；国办秘函〔2019〕19号；《中华人民共和国个人信息保护法》第二十八条"
    assert cell(sheet, "依据").value == numbers


def test_what_was_sent_shows_its_notice_and_whether_it_is_overdue() -> None:
    late = replace(broken_link(1), state="notified", deadline=date(2026, 12, 25))
    answered = replace(broken_link(2), state="replied", deadline=date(2026, 12, 25))
    sent = {late.id: "云政办函〔2026〕7号", answered.id: "云政办函〔2026〕7号"}
    sheet = problems(findings=(late, answered), issued=sent)
    told = {cell(sheet, "问题编号", row).value: cell(sheet, "状态", row).value for row in (3, 4)}
    assert told == {late.id: "已下发，已逾期\n云政办函〔2026〕7号", answered.id: "已反馈\n云政办函〔2026〕7号"}


def test_uncertain_clauses_are_marked() -> None:
    assert "《云溪区政府网站管理细则》第十二条" in cell(problems(), "依据").value
    assert "（请与原文核对）" in cell(problems(), "依据").value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "\t=1"])
def test_formulas_stay_text(text: str) -> None:
    url = f"{BASE}/x.html"
    hostile = finding(
        "link-broken", EDUCATION, url, text, locus=Locus(attachment=text), suggestion=text, measure="", title=text
    )
    data = sample(
        findings=(hostile,),
        pages={url: PageInfo(text, text)},
        unverified=(Unverified(SITE, text, Reason.TIMEOUT, text, text),),
    )
    for sheet in workbook(to_xlsx(data)):
        for row in sheet.iter_rows(min_row=3):
            for one in row:
                assert one.data_type != "f"
                if isinstance(one.value, str) and one.value[:1] in "=+-@\t":
                    assert one.quotePrefix, one.coordinate
    assert cell(problems(findings=(hostile,)), "问题描述").value.strip() == text.strip()


def test_only_harmless_addresses_are_links() -> None:
    sheet = problems(findings=(replace(broken_link(1), url="javascript:alert(1)"), broken_link(2)))
    addresses = [cell(sheet, "网址", row) for row in (3, 4)]
    links = {one.value: one.hyperlink and one.hyperlink.target for one in addresses}
    assert links == {"javascript:alert(1)": None, broken_link(2).url: broken_link(2).url}


def test_illegal_characters_and_long_texts() -> None:
    sheet = problems(findings=(replace(broken_link(1), message="坏\x00\x0b字" + "长" * 40_000),))
    text = cell(sheet, "问题描述").value
    assert text.startswith("坏字长")
    assert len(text) == MAX_CELL
    assert text.endswith(CUT)


def test_sheet_is_ready_to_be_filled_in_and_printed() -> None:
    sheet = problems()
    last = 2 + len(FINDINGS)
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref == f"A2:Z{last}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.print_area == f"'整改台账'!$A$1:$Z${last}"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    validated = {str(one.sqref): one.type for one in sheet.data_validations.dataValidation}
    assert validated[f"V3:V{last}"] == "list"
    assert validated[f"X3:X{last}"] == "date"
    filled = {title for title in TITLES if cell(sheet, title).fill.fgColor.rgb == "00E9F5E1"}
    assert filled == {"整改情况", "整改措施", "完成时间", "整改人", "是否申诉及理由"}


def test_unverified_and_outcomes_have_their_sheets() -> None:
    book = workbook(to_xlsx(sample()))
    assert book.sheetnames == ["整改台账", "未能核实", "检查情况"]
    assert {row[3] for row in book["未能核实"].iter_rows(min_row=3, values_only=True)} == {
        "连接超时",
        "需要登录",
        "文件格式不支持",
    }
    outcomes = [row[2:6] for row in book["检查情况"].iter_rows(min_row=3, values_only=True)]
    assert ("链接打不开", "link-broken", "未发现问题", 41209) in outcomes


def test_rows_are_as_high_as_their_text() -> None:
    long = replace(broken_link(1), message="很长的描述。" * 60)
    tall, flat = (problems(findings=(one,)).row_dimensions[3].height for one in (long, broken_link(1)))
    assert 409 > tall > flat > 15


def test_nothing_found_is_said() -> None:
    sheet = problems(findings=())
    assert "未发现问题" in sheet["A3"].value
    assert "只反映已检查的部分" in sheet["A1"].value


def test_states_are_called_as_in_the_table_of_states() -> None:
    titles = state_table().titles
    assert {state: label("state", state) for state in titles} == titles
