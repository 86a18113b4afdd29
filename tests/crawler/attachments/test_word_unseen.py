"""Places of Word files where nobody looks for personal data, and text beside them that is in sight."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from PIL import Image

from crawler.attachments import read_attachment
from records.model import Reason
from tests.crawler.attachments.office_files import (
    MOBILE,
    NUMBER,
    OFFICE,
    SPACES,
    A,
    C,
    changed,
    document_of,
    run,
    saved,
    told,
)

pytestmark = pytest.mark.usefixtures("unrecognised")


def test_a_number_masked_as_a_tracked_change_is_told_whole() -> None:
    """Four digits deleted, four asterisks inserted: who rejects the change has the number back."""
    body = document_of(
        run("电话138")
        + "<w:del><w:r><w:delText>00</w:delText></w:r><w:r><w:delText>13</w:delText></w:r></w:del>"
        + f"<w:ins>{run('****')}</w:ins>"
        + run("8001")
    )
    reading = read_attachment(body, "公示.docx")
    assert MOBILE in told(reading, "修订中删除的文字").split("\n")
    assert "电话138****8001" in told(reading, "")


def test_numbers_deleted_side_by_side_stay_apart_from_what_came_later() -> None:
    deleted = f"<w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del>"
    body = document_of(deleted + f"<w:ins>{run('2026')}</w:ins>", deleted + run(NUMBER, "<w:vanish/>"))
    lines = told(read_attachment(body, "公示.docx"), "修订中删除的文字").split("\n")
    assert lines == [MOBILE]


def test_text_is_hidden_only_where_the_property_is_on() -> None:
    body = document_of(
        run(NUMBER[:6], "<w:vanish/>") + run(NUMBER[6:], "<w:vanish/>"), run("看得见", '<w:vanish w:val="0"/>')
    )
    reading = read_attachment(body, "公示.docx")
    assert told(reading, "隐藏文字") == NUMBER
    assert "看得见" in told(reading, "")


def test_deleted_text_of_headers() -> None:
    document = docx.Document()
    header = document.sections[0].header.paragraphs[0]
    header._p.append(parse_xml(f"<w:del {SPACES}><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>"))
    assert told(read_attachment(saved(document), "公示.docx"), "修订中删除的文字") == NUMBER


def test_alternative_texts_choices_help_and_drawn_letters() -> None:
    document = docx.Document()
    picture = io.BytesIO()
    Image.new("RGB", (10, 10)).save(picture, "PNG")
    document.add_picture(picture)
    (drawn,) = document.element.body.xpath(".//wp:docPr")
    drawn.set("descr", f"甲某 {NUMBER}")
    drawn.set("title", f"甲某 {NUMBER}")
    for xml in (
        f'<w:r><w:pict><v:shape alt="图注 {MOBILE}"><v:textpath string="艺术字 {MOBILE}"/></v:shape></w:pict></w:r>',
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="乙某" w:value="1"/></w:dropDownList></w:sdtPr>'
        f"<w:sdtContent>{run('请选择')}</w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox>'
        '<w:textInput><w:default w:val="丙某"/></w:textInput></w:ffData></w:fldChar></w:r>',
        f"<m:oMath><m:r><m:t>{MOBILE}</m:t></m:r></m:oMath>",
        run(MOBILE) + "<w:r><w:ptab/></w:r>" + run("2026"),
    ):
        document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{xml}</w:p>"))
    reading = read_attachment(saved(document), "公示.docx")
    assert told(reading, "替代文字").split("\n") == [f"甲某 {NUMBER}", f"图注 {MOBILE}"]
    assert (told(reading, "下拉选项"), told(reading, "表单提示")) == ("乙某", "丙某")
    seen = told(reading, "").split("\n")
    assert {f"艺术字 {MOBILE}", "请选择", MOBILE, f"{MOBILE}\t2026"} <= set(seen)


def test_charts_diagrams_and_files_inside_a_document() -> None:
    document = docx.Document()

    def put(name: str, content: bytes, kind: str) -> str:
        part = Part(PackURI(name), "application/octet-stream", content, document.part.package)
        return document.part.relate_to(part, f"{OFFICE}/{kind}")

    book = openpyxl.Workbook()
    book.active["B2"] = NUMBER
    put("/word/embeddings/Sheet1.xlsx", saved(book), "package")
    put("/word/embeddings/oleObject1.bin", b"\x00\x01junk", "oleObject")
    put("/word/charts/chart1.xml", f'<c:x xmlns:c="{C}"><c:v>甲某</c:v><c:v>{MOBILE}</c:v></c:x>'.encode(), "chart")
    diagram = f'<d xmlns:a="{A}"><a:p><a:r><a:t>图示</a:t></a:r></a:p></d>'.encode()
    put("/word/diagrams/data1.xml", diagram, "diagramData")
    chunk = put("/word/part.htm", f"<html><body>插入 {NUMBER}</body></html>".encode(), "aFChunk")
    document.element.body.insert(0, parse_xml(f'<w:altChunk {SPACES} r:id="{chunk}"/>'))
    reading = read_attachment(saved(document), "报告.docx")
    assert told(reading, "图表数据") == f"甲某\n{MOBILE}"
    assert {(part.member, part.cell, part.text) for part in reading.parts if not part.hidden} == {
        (None, None, "图示"),
        ("Sheet1.xlsx", "B2", NUMBER),
        ("part.htm", None, f"插入 {NUMBER}"),
    }
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == "文件里嵌有未能检查的文件：oleObject1.bin（暂不能读取未知格式的文件，未检查其内容）"


@pytest.mark.parametrize(
    "main",
    ["ms-word.document.macroEnabled.main+xml", "openxmlformats-officedocument.wordprocessingml.template.main+xml"],
)
def test_documents_with_macros_and_templates(main: str) -> None:
    usual = "openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = changed(document_of(run(NUMBER)), {}, lambda _, text: text.replace(usual, main))
    reading = read_attachment(body, "a.docm")
    assert (reading.format, reading.reason, told(reading, "")) == ("docx", Reason.OK, NUMBER)


def test_a_document_whose_main_part_has_another_name() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document_of(run(NUMBER)))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("/document.xml", "/document2.xml"), content)
    reading = read_attachment(stream.getvalue(), "a.docx")
    assert (reading.format, told(reading, "")) == ("docx", NUMBER)
