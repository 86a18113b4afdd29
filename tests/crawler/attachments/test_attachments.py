"""Attachments written by real libraries and read back part by part."""

import io
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from crawler.attachments import AttachmentReading, ocr, packages, read_attachment, sheets
from crawler.attachments.ooxml import PROPERTIES
from records.evidence import TextPart
from records.model import Reason

DRAWN = "a page that shows something without any text, as scans do"


def pdf_of(*pages: str, password: str | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=A4, encrypt=password)
    for text in pages:
        page.setFont("STSong-Light", 12)
        page.rect(72, 72, 200, 600) if text == DRAWN else page.drawString(72, 700, text)
        page.showPage()
    page.save()
    return stream.getvalue()


def docx_of() -> bytes:
    document = docx.Document()
    document.add_paragraph("云溪区困难群众补助发放公示")
    document.add_paragraph("现将名单公示如下。")
    table = document.add_table(rows=2, cols=3)
    for column, (head, value) in enumerate((("姓名", "甲某"), ("身份证号", "110105194912310000"), ("金额", "600"))):
        table.cell(0, column).text = head
        table.cell(1, column).text = value
    document.add_paragraph("特此公示。")
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "页脚文字"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_of() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["姓名", "手机号", "比例"])
    sheet.append(["甲某", 13800000000.0, 0.25])
    sheet["E5"] = "备注"
    hidden = book.create_sheet("底稿")
    hidden["B2"] = "未脱敏"
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls_of() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for row, values in enumerate((("姓名", "电话"), ("乙某", 13900000000))):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zip_of(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def rezipped(body: bytes, member: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        assert member in old.namelist()
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == member else old.read(entry))
    return stream.getvalue()


@pytest.fixture(autouse=True)
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with and without the optional extra; it has tests of its own."""
    monkeypatch.setattr(ocr, "available", lambda: False)


def shown(reading: AttachmentReading) -> list[TextPart]:
    """What stands in the document itself, without its properties."""
    return [part for part in reading.parts if part.hidden != PROPERTIES]


def test_pdf_is_read_by_page() -> None:
    reading = read_attachment(pdf_of("第一页联系电话13800000000", "第二页内容"), "公示.pdf", "application/pdf")
    assert (reading.format, reading.reason, reading.detail) == ("pdf", Reason.OK, "")
    assert [(part.page, part.text.strip()) for part in shown(reading)] == [
        (1, "第一页联系电话13800000000"),
        (2, "第二页内容"),
    ]


def test_pdf_pages_without_text_are_named() -> None:
    reading = read_attachment(pdf_of("正文文字若干", DRAWN, DRAWN), "a.pdf", "")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == "第 2、3 页没有文字层，没有安装文字识别（安装方法见 wangcha doctor），未检查"


def test_a_page_that_time_was_not_enough_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr.Budget, "spent", property(lambda budget: True))
    reading = read_attachment(pdf_of("正文文字若干", DRAWN, "又是正文文字", DRAWN), "a.pdf", "")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.SKIPPED_BUDGET)
    assert reading.detail == "第 2 页起没有文字层的 2 页，识别时间已用完，未检查"


def test_blank_pages_are_nothing_to_tell() -> None:
    reading = read_attachment(pdf_of("正文文字若干", "", ""), "a.pdf", "")
    assert (reading.reason, reading.detail, reading.unread) == (Reason.OK, "", None)


def test_scanned_pdf_says_so() -> None:
    reading = read_attachment(pdf_of(DRAWN), "扫描.pdf", "")
    assert reading.reason is Reason.UNSUPPORTED_TYPE
    assert "扫描件，没有文字层" in reading.detail


def test_a_pdf_of_blank_pages_is_no_scan() -> None:
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(200, 200)
    stream = io.BytesIO()
    empty.save(stream)
    reading = read_attachment(stream.getvalue(), "a.pdf", "")
    assert (reading.reason, reading.detail) == (Reason.OK, "各页都是空白的")


def pdf_with(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalogue (ISO 32000-1, 7.5)."""
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return written + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(written))


@pytest.mark.parametrize("kids", [b"2 0 R", b"7 0 R"])
def test_a_pdf_of_which_no_page_can_be_opened_is_broken_and_no_scan(kids: bytes) -> None:
    body = pdf_with(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 1>>" % kids)
    reading = read_attachment(body, "a.pdf", "")
    assert (reading.reason, reading.detail) == (Reason.PARSE_FAILED, "文件已损坏，其中没有一页能打开")


def test_encrypted_and_broken_pdf_fail() -> None:
    locked = read_attachment(pdf_of("密", password="secret"), "a.pdf", "")
    assert (locked.reason, locked.detail) == (Reason.PARSE_FAILED, "文件已加密，无法读取")
    broken = read_attachment(b"%PDF-1.7\nnothing here", "a.pdf", "")
    assert (broken.reason, broken.detail) == (Reason.PARSE_FAILED, "文件已损坏，无法打开")


def test_docx_paragraphs_cells_headers_in_order() -> None:
    reading = read_attachment(docx_of(), "公示.doc", "application/msword")
    assert (reading.format, reading.reason) == ("docx", Reason.OK)
    seen = [(part.role, part.sheet, part.cell, part.text) for part in reading.parts]
    assert seen[0] == ("body", None, None, "云溪区困难群众补助发放公示\n现将名单公示如下。")
    assert seen[1:7] == [
        ("cell", "表1", "A1", "姓名"),
        ("cell", "表1", "B1", "身份证号"),
        ("cell", "表1", "C1", "金额"),
        ("cell", "表1", "A2", "甲某"),
        ("cell", "表1", "B2", "110105194912310000"),
        ("cell", "表1", "C2", "600"),
    ]
    assert seen[7] == ("body", None, None, "特此公示。")
    assert {("note", None, None, "页眉文字"), ("note", None, None, "页脚文字")} <= set(seen[8:])


def test_docx_deleted_words_are_told_apart_and_merged_cells_keep_their_columns() -> None:
    source = docx.Document()
    table = source.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).text = "第三列"
    paragraph = source.add_paragraph("保留")
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    )
    paragraph._p.append(deleted)
    stream = io.BytesIO()
    source.save(stream)
    parts = shown(read_attachment(stream.getvalue(), "a.docx", ""))
    assert [(part.cell, part.text, part.hidden) for part in parts] == [
        ("A1", "合并", ""),
        ("C1", "第三列", ""),
        (None, "保留", ""),
        (None, "删去", "修订中删除的文字"),
    ]


def test_xlsx_cells_with_places_numbers_as_digits_hidden_sheets() -> None:
    reading = read_attachment(xlsx_of(), "名单.xlsx", "")
    assert reading.reason is Reason.OK
    assert reading.detail == "含隐藏工作表：底稿"
    assert [(part.sheet, part.cell, part.text) for part in shown(reading)] == [
        ("名单", "A1", "姓名"),
        ("名单", "B1", "手机号"),
        ("名单", "C1", "比例"),
        ("名单", "A2", "甲某"),
        ("名单", "B2", "13800000000"),
        ("名单", "C2", "0.25"),
        ("名单", "E5", "备注"),
        ("底稿", "B2", "未脱敏"),
    ]
    assert {part.role for part in shown(reading)} == {"cell"}
    assert {part.sheet for part in shown(reading) if part.hidden == "隐藏工作表"} == {"底稿"}


def test_xls_is_read_whatever_its_name() -> None:
    reading = read_attachment(xls_of(), "名单.et", "application/octet-stream")
    assert (reading.format, reading.reason) == ("xls", Reason.OK)
    assert [(part.sheet, part.cell, part.text) for part in reading.parts] == [
        ("名单", "A1", "姓名"),
        ("名单", "B1", "电话"),
        ("名单", "A2", "乙某"),
        ("名单", "B2", "13900000000"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding(encoding: str) -> None:
    body = '姓名,手机号码,地址\r\n甲某,13800000000,"云溪区, 政府大院"\r\n'.encode(encoding)
    reading = read_attachment(body, "名单.csv", "")
    assert (reading.format, reading.reason) == ("csv", Reason.OK)
    assert [(part.cell, part.text) for part in reading.parts][3:] == [
        ("A2", "甲某"),
        ("B2", "13800000000"),
        ("C2", "云溪区, 政府大院"),
    ]


def test_text_and_page_under_a_documents_name() -> None:
    text = read_attachment("关于开展检查的说明\n第二行".encode("gb18030"), "说明.txt", "")
    assert (text.format, [part.text for part in text.parts]) == ("txt", ["关于开展检查的说明\n第二行"])
    page = read_attachment(
        b"<html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d</td><td>13800000000</td></tr></table>", "a.xls", ""
    )
    assert (page.format, page.detail) == ("html", "实际是网页文件")
    assert page.parts[0].text == "姓名\t13800000000"


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("body", "found", "reason"),
    [
        (picture(), "png", Reason.UNSUPPORTED_TYPE),
        (OLE + "WordDocument".encode("utf-16-le"), "doc", Reason.PARSE_FAILED),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "ppt", Reason.UNSUPPORTED_TYPE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "ooxml-encrypted", Reason.PARSE_FAILED),
        (OLE + "Workbook".encode("utf-16-le"), "xls", Reason.PARSE_FAILED),
        (zip_of(**{"OFD.xml": b"<ofd/>"}), "ofd", Reason.UNSUPPORTED_TYPE),
        (zip_of(**{"ppt__presentation.xml": b"<p/>"}), "pptx", Reason.PARSE_FAILED),
        (zip_of(**{"名单.docx": b"PK\x03\x04"}), "zip", Reason.PARSE_FAILED),
        (zip_of(**{"word__document.xml": b"<w/>"}), "docx", Reason.PARSE_FAILED),
        (zip_of(**{"xl__workbook.xml": b"<w/>"}), "xlsx", Reason.PARSE_FAILED),
        (b"PK\x03\x04 broken", "zip", Reason.PARSE_FAILED),
        (b"\x00\x01\x02\x03 rubbish", "unknown", Reason.UNSUPPORTED_TYPE),
        (b"", "empty", Reason.PARSE_FAILED),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(body: bytes, found: str, reason: Reason) -> None:
    reading = read_attachment(body, "文件.docx", "")
    assert (reading.format, reading.reason, reading.parts) == (found, reason, ())
    assert reading.detail


def test_a_text_that_begins_like_a_program_is_a_text() -> None:
    assert read_attachment("MZ 是某市的缩写".encode(), "a.txt", "").format == "txt"


def test_zip_bomb_is_refused_before_it_is_opened() -> None:
    body = rezipped(docx_of(), "word/document.xml", b" " * 6_000_000)
    reading = read_attachment(body, "a.docx", "")
    assert (reading.reason, reading.parts) == (Reason.TOO_LARGE, ())


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_ENTRIES", 3)
    assert read_attachment(xlsx_of(), "a.xlsx", "").reason is Reason.TOO_LARGE


def test_entities_are_refused_and_external_ones_never_read(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到")
    for inner in ('<!ENTITY x SYSTEM "' + secret.as_uri() + '">', '<!ENTITY a "lol"><!ENTITY x "&a;&a;&a;">'):
        xml = f"<?xml version='1.0'?><!DOCTYPE d [{inner}]><d>&x;</d>".encode()
        for body, member in ((docx_of(), "word/document.xml"), (xlsx_of(), "xl/worksheets/sheet1.xml")):
            reading = read_attachment(rezipped(body, member, xml), "a", "")
            assert (reading.reason, reading.parts) == (Reason.PARSE_FAILED, ())
            assert "实体" in reading.detail


def test_huge_sheet_keeps_what_was_read_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    reading = read_attachment(xlsx_of(), "a.xlsx", "")
    assert reading.reason is Reason.TOO_LARGE
    assert "只检查了前 2 行" in reading.detail
    assert [part.cell for part in reading.parts] == ["A1", "B1", "C1", "A2", "B2", "C2"]


def test_a_sheet_that_claims_a_row_far_away_ends() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="999999999999"><c r="A999999999999" t="inlineStr"><is><t>远</t></is></c></row></sheetData></worksheet>'
    ).encode()
    reading = read_attachment(rezipped(xlsx_of(), "xl/worksheets/sheet1.xml", sheet), "a.xlsx", "")
    assert reading.reason is Reason.TOO_LARGE


SAMPLES = [docx_of(), xlsx_of(), xls_of(), pdf_of("样例文字样例文字")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_damage_makes_it_raise(sample: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sample) - 1))
    junk = data.draw(st.binary(max_size=30))
    cut = data.draw(st.booleans())
    damaged = sample[:at] + junk + (b"" if cut else sample[at + len(junk) :])
    assert isinstance(read_attachment(damaged, "a", "").reason, Reason)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.txt", "a.pdf", "a.xlsx"]))
def test_random_bytes_never_raise(body: bytes, name: str) -> None:
    assert isinstance(read_attachment(body, name, "").reason, Reason)
