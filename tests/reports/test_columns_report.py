"""栏目树: a word beside every colour, text beside every picture, nothing from outside, hostile names harmless."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from records.errors import BadInputError
from records.register.model import RegisteredColumn
from records.seen_columns import Change, Freshness, SeenColumn
from reports.columns import render, to_csv, to_json, to_xlsx
from reports.columns.histogram import HEIGHT, MONTHS, WIDTH, histogram
from reports.columns.listing import CORRECTIONS, FACTS, rows_of
from reports.model import InspectionInfo, OfficeInfo, ReportData, SiteInfo
from reports.shared.labels import label

HOME = "http://www.yunxi.example/"
DAY = date(2026, 11, 20)
NEWS = SeenColumn(
    HOME + "yw/", "要闻动态", "", 1, "动态要闻", "名称", 14, date(2026, 11, 9), 30, 0, Freshness.FRESH, (),
    {"2026-11": 10, "2026-10": 18, "2024-01": 2},
)  # fmt: skip
COLUMNS = (
    NEWS,
    replace(NEWS, url=HOME + "yw/bm/", name="部门动态", parent=NEWS.url, level=2, newest=date(2026, 10, 1),
            freshness=Freshness.STALE, change=Change.NEW),
    replace(NEWS, url=HOME + "rs/", name="人事信息", limit_days=366, freshness=Freshness.PERHAPS_STALE,
            doubts=("这类栏目可能确无内容可发",)),
    replace(NEWS, url=HOME + "kb/", name="空栏目", newest=None, items=0, months={}, freshness=Freshness.BLANK),
    replace(NEWS, url=HOME + "gk.html", name="概况", newest=None, items=0, months={}, freshness=Freshness.SINGLE),
    replace(NEWS, url=HOME + "old/", name="旧栏目", change=Change.VANISHED),
)  # fmt: skip


def data(*columns: SeenColumn) -> ReportData:
    return ReportData(
        office=OfficeInfo("云溪区政务公开办"),
        departments=(),
        sites=(SiteInfo("yunxi", "云溪区人民政府", HOME),),
        inspection=InspectionInfo("1", "2026-11-20T01:00:00+00:00", "2026-11-20T02:00:00+00:00", DAY),
        columns={"yunxi": columns},
    )


def page(*columns: SeenColumn) -> LexborHTMLParser:
    ((name, content),) = render(data(*columns), None)
    assert name == "columns.html"
    return LexborHTMLParser(content.decode())


def test_every_column_says_its_conclusion_in_a_word():
    rows = page(*COLUMNS).css("tbody tr")
    told = {row.css_first("th").text().split()[0]: row.css_first("td .tag").text() for row in rows}
    assert told == {
        "要闻动态": "按时更新",
        "部门动态": "超期",
        "人事信息": "超期待核",
        "空栏目": "空白",
        "概况": "单页",
        "旧栏目": "已消失",
    }
    assert {label("freshness", each) for each in Freshness}.isdisjoint({each.value for each in Freshness})


def test_the_tree_is_indented_and_changes_are_told():
    tree = page(*COLUMNS)
    depths = [row.css_first("th div").attributes["class"] for row in tree.css("tbody tr")]
    assert depths == ["in0", "in1", "in0", "in0", "in0", "in0"]
    assert "与上次相比，新增 1 个：“部门动态”；已消失 1 个：“旧栏目”。" in tree.body.text()
    counts = " ".join(item.text() for item in tree.css(".counts li"))
    assert "按时更新 1 个" in counts
    assert "超期 1 个" in counts


def test_every_picture_has_its_text():
    pictures = page(*COLUMNS).css("svg")
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert (
            picture.attributes["aria-label"]
            == "近两年 28 条，2 个月有发布，最多的是 2026-10（18 条），最近的是 2026-11。"
        )


def test_nothing_is_loaded_and_nothing_runs():
    tree = page(replace(NEWS, name="<script>alert(1)</script>", url="javascript:alert(1)"), *COLUMNS)
    assert not tree.css("script, link, img, iframe, object")
    assert "default-src 'none'" in tree.html
    assert not re.search(r"url\(|@import", tree.css_first("style").text())
    assert all(anchor.attributes["href"].startswith(HOME) for anchor in tree.css("tbody a"))
    assert "<script>alert(1)</script>" in tree.css_first("tbody th").text()


def test_a_number_in_a_name_is_masked():
    number = "110101" + "19900307" + "0015"
    assert number not in page(replace(NEWS, name=f"名单{number}")).html


def test_no_columns_no_page():
    assert list(render(replace(data(), columns={}), None)) == []


def test_a_faulty_template_of_the_office_is_named(tmp_path):
    (tmp_path / "columns.html").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"columns\.html 有误"):
        list(render(data(NEWS), tmp_path))


@given(st.dictionaries(st.dates(date(2020, 1, 1), DAY).map("{:%Y-%m}".format), st.integers(1, 500)))
def test_bars_stay_in_their_drawing(months):
    chart = histogram(months, DAY)
    assert all(0 <= bar.x < WIDTH and 0 < bar.height <= HEIGHT and bar.y >= 0 for bar in chart.bars)
    shown = {month for month in months if month > "2024-11"}
    assert len(chart.bars) == len(shown) <= MONTHS
    assert chart.text.endswith("。")


def test_the_sheet_leaves_what_nobody_corrected_empty():
    known = {NEWS.url: RegisteredColumn("yunxi", NEWS.url, "要闻", "动态要闻", 7, "xcb", "")}
    rows = rows_of("yunxi", COLUMNS, known, {"xcb": "宣传部"})
    assert [row[len(FACTS) :] for row in rows[:2]] == [["动态要闻", 7, "宣传部", ""], ["", "", "", ""]]
    assert len(rows) == len(COLUMNS) - 1
    read = list(csv.reader(io.StringIO(to_csv(rows).removeprefix("\ufeff"))))
    assert tuple(read[0]) == (*FACTS, *CORRECTIONS)
    assert read[1][:3] == ["yunxi", NEWS.url, "要闻动态"]
    book = openpyxl.load_workbook(BytesIO(to_xlsx("云溪 栏目", rows, ("动态要闻", "通知公告"))))
    sheet = book["栏目"]
    assert [cell.value for cell in sheet[3]][len(FACTS) : len(FACTS) + 2] == ["动态要闻", 7]
    assert sheet["M4"].value is None
    assert sheet["M4"].fill.fgColor.rgb.endswith("E9F5E1")
    assert str(sheet.data_validations.dataValidation[0].sqref) == "M3:M7"


def test_a_name_is_never_a_formula():
    rows = rows_of("yunxi", (replace(NEWS, name="=HYPERLINK(1)"),), {}, {})
    assert "'=HYPERLINK(1)" in to_csv(rows)
    cell = openpyxl.load_workbook(BytesIO(to_xlsx("栏目", rows, ())))["栏目"]["C3"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_json_has_every_field():
    told = to_json("yunxi", DAY, COLUMNS)
    assert set(told["columns"][0]) == set(SeenColumn.__dataclass_fields__)
    assert told["columns"][1]["freshness"] == "stale"
