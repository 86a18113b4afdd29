"""Places of workbooks where nobody looks for personal data, and text beside them that is in sight."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from crawler.attachments import read_attachment, workbook_parts
from records.model import Reason
from tests.crawler.attachments.office_files import (
    MOBILE,
    NUMBER,
    SHEET,
    A,
    C,
    changed,
    relations,
    saved,
    told,
    workbook_with,
)

pytestmark = pytest.mark.usefixtures("unrecognised")


def test_a_pivot_table_keeps_the_rows_it_was_made_from() -> None:
    definition = (
        f'<x xmlns="{SHEET}"><cacheFields><cacheField name="姓名"><sharedItems><s v="甲某"/><s v="乙某"/></sharedItems>'
        '</cacheField><cacheField name="手机号码"><sharedItems/></cacheField></cacheFields></x>'
    )
    records = f'<x xmlns="{SHEET}"><r><x v="1"/><n v="{MOBILE}"/></r><r><x v="0"/><m/></r><r><x v="9"/></r></x>'
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    members = {
        name: definition,
        "xl/pivotCache/pivotCacheRecords1.xml": records,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
    }
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    expected = f"姓名\t手机号码\n乙某\t{MOBILE}\n甲某\t\n"
    assert told(read_attachment(body, "a.xlsx"), "数据透视表缓存") == expected
    del members["xl/pivotCache/pivotCacheRecords1.xml"]  # "save source data with file" is off: the items stay
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    assert told(read_attachment(body, "a.xlsx"), "数据透视表缓存") == "姓名\t手机号码\n甲某\t\n乙某\t"


def test_a_cache_that_swells_is_told_and_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("parts", "workbook_parts"):
        monkeypatch.setattr(f"crawler.attachments.{module}.MAX_CHARS", 10_000)
    long, record = "长" * 1_000, '<r><x v="0"/></r>'
    field = f'<cacheField name="x"><sharedItems><s v="{long}"/></sharedItems></cacheField>'
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    members = {
        name: f'<x xmlns="{SHEET}">{field}</x>',
        "xl/pivotCache/r.xml": f'<x xmlns="{SHEET}">{record * 1_000}</x>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(("pivotCacheRecords", "r.xml")),
    }
    built: list[int] = []
    table = workbook_parts._table
    monkeypatch.setattr(workbook_parts, "_table", lambda rows: built.append(len(text := table(rows))) or text)
    body = workbook_with(members, ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"))
    reading = read_attachment(body, "a.xlsx")
    assert (reading.reason, [part.text for part in reading.parts]) == (Reason.TOO_LARGE, ["公示"])
    assert max(built) < 12_000


def test_copies_of_other_files_old_values_and_names() -> None:
    row = f'<row r="1"><cell r="A1"><v>甲某</v></cell><cell r="B1"><v>{NUMBER}</v></cell></row>'
    members = {
        "xl/externalLinks/externalLink1.xml": f'<x xmlns="{SHEET}"><sheetData>{row}</sheetData></x>',
        "xl/revisions/revisionLog1.xml": f'<x xmlns="{SHEET}"><rcc><oc r="A1"><is><t>{MOBILE}</t></is></oc>'
        '<nc r="A1"><is><t>已脱敏</t></is></nc></rcc></x>',
    }
    body = workbook_with(members, ("externalLink", "externalLinks/externalLink1.xml"))

    def name_things(name: str, text: str) -> str:
        names = f'<definedNames><definedName name="密">"{NUMBER}"</definedName>'
        names += "<definedName name='区'>Sheet!$A$1:$B$9</definedName></definedNames>"
        return text.replace("<definedNames />", "").replace("<definedNames/>", "").replace(
            "<calcPr", names + "<calcPr"
        ) if name == "xl/workbook.xml" else text  # fmt: skip

    reading = read_attachment(changed(body, {}, name_things), "a.xlsx")
    assert told(reading, "外部链接的缓存") == f"甲某\t{NUMBER}"
    assert told(reading, "修订记录") == MOBILE
    assert told(reading, "定义的名称") == f'"{NUMBER}"'


def test_text_boxes_and_charts_of_a_sheet_are_placed_at_their_cell() -> None:
    space = 'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    drawing = (
        f'<d:wsDr {space} xmlns:a="{A}"><d:twoCellAnchor><d:from><d:col>3</d:col><d:row>9</d:row></d:from><d:sp>'
        f'<d:nvSpPr><d:cNvPr id="1" name="x" descr="图注 {MOBILE}"/></d:nvSpPr>'
        f"<d:txBody><a:p><a:r><a:t>{NUMBER[:5]}</a:t></a:r><a:r><a:t>{NUMBER[5:]}</a:t></a:r><a:br/>"
        "<a:r><a:t>2026</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    )
    members = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/_rels/drawing1.xml.rels": relations(("chart", "../charts/chart1.xml")),
        "xl/charts/chart1.xml": f'<c:x xmlns:c="{C}"><c:v>{MOBILE}</c:v></c:x>',
    }
    parts = read_attachment(workbook_with(members), "a.xlsx").parts
    places = {(part.sheet, part.cell, part.text, part.hidden) for part in parts if part.sheet}
    assert places == {
        ("Sheet", "A1", "公示", ""),
        ("Sheet", "D10", f"{NUMBER}\n2026", ""),
        ("Sheet", "D10", f"图注 {MOBILE}", "替代文字"),
        ("Sheet", None, MOBILE, "图表数据"),
    }


def test_what_is_told_to_who_fills_in_a_cell() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    rule = DataValidation(type="whole", operator="lessThan", formula1="9", prompt=f"问 {MOBILE}", error="只填数字")
    book.active.add_data_validation(rule)
    rule.add("B2:B9")
    assert told(read_attachment(saved(book), "a.xlsx"), "输入提示").split("\n") == ["只填数字", f"问 {MOBILE}"]


def test_a_sheet_that_is_named_and_not_there_is_told() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    book.create_sheet("名单")["A1"] = NUMBER
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet2.xml":
                new.writestr(name, old.read(name))
    reading = read_attachment(stream.getvalue(), "a.xlsx")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.PARSE_FAILED)
    assert reading.detail == "工作表“名单”已损坏，未检查"


def test_own_properties_are_told_and_the_list_of_sheets_is_none() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲某"
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    own = (
        f'<p xmlns:v="{space}/docPropsVTypes"><property name="a"><v:lpwstr>{NUMBER}</v:lpwstr></property>'
        f'<property name="b"><v:r8>{MOBILE}</v:r8></property></p>'
    )
    titles = f'<p xmlns:v="{space}/docPropsVTypes"><TitlesOfParts><v:lpstr>名单</v:lpstr></TitlesOfParts></p>'
    body = changed(saved(book), {"docProps/custom.xml": own, "docProps/app.xml": titles})
    lines = told(read_attachment(body, "a.xlsx"), "文档属性").split("\n")
    assert [line for line in lines if line.startswith("自定义属性")] == [
        f"自定义属性：{NUMBER}",
        f"自定义属性：{MOBILE}",
    ]
    assert not any("名单" in line for line in lines)
