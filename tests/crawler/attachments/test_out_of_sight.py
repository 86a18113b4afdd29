"""What a reader does not see and a file holds all the same; files inside files; pictures."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import ExifTags, Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

from crawler.attachments import AttachmentReading, archives, read_attachment
from records.model import Reason
from tests.crawler.attachments.office_files import NUMBER, OFFICE, PACKAGE, A, saved, zipped
from tests.crawler.attachments.old_formats import doc_of, rar_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def unseen(reading: AttachmentReading) -> set[tuple[str | None, str, str]]:
    return {(part.cell, part.text, part.hidden) for part in reading.parts if part.hidden}


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["姓名", "证件", "备注"], ["甲某", NUMBER, "一"], ["乙某", "略", "二"]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["A2"].comment = Comment("本人电话13800138001", "科员")
    book.properties.title = "名单底稿"
    return saved(book)


def test_hidden_rows_columns_comments_and_properties_of_a_workbook() -> None:
    found = unseen(read_attachment(workbook(), "名单.xlsx"))
    assert {("B2", NUMBER, "隐藏列"), ("A3", "乙某", "隐藏行"), ("B3", "略", "隐藏列")} <= found
    (comment,) = [each for each in found if each[2] == "批注"]
    assert comment[0] == "A2"
    assert "本人电话13800138001" in comment[1]
    assert any("标题：名单底稿" in text for _, text, why in found if why == "文档属性")
    assert not any(cell == "A2" and why != "批注" for cell, _, why in found)


def test_hidden_rows_and_columns_of_an_old_workbook() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for row, values in enumerate((("姓名", "证件"), ("甲某", NUMBER))):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.col(1).hidden = True
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, "未脱敏")
    hidden.visibility = 1
    found = unseen(read_attachment(saved(book), "名单.et"))
    assert found == {("B1", "证件", "隐藏列"), ("B2", NUMBER, "隐藏列"), ("A1", "未脱敏", "隐藏工作表")}


def test_deleted_and_hidden_text_comments_and_properties_of_a_document() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("公示")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>13800138001</w:t></w:r>"))
    document.add_comment(paragraph.runs[0], text="待脱敏", author="科员", initials="k")
    document.core_properties.keywords = "底稿"
    found = {(text, why) for _, text, why in unseen(read_attachment(saved(document), "公示.docx"))}
    assert {(NUMBER, "修订中删除的文字"), ("13800138001", "隐藏文字"), ("待脱敏", "批注")} <= found
    assert any("关键词：底稿" in text for text, why in found if why == "文档属性")


def presentation() -> bytes:
    def slide(text: str, show: str = "") -> bytes:
        table = f'<a:tr xmlns:a="{A}"><a:tc><a:p><a:r><a:t>甲某</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r>' + (
            f"<a:t>{NUMBER}</a:t></a:r></a:p></a:tc></a:tr>"
        )
        return f'<s {show} xmlns:a="{A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p>{table}</s>'.encode()

    notes = f'<n xmlns:a="{A}"><a:p><a:r><a:t>备注13800138001</a:t></a:r></a:p></n>'.encode()
    relation = f'<Relationship Id="r1" Type="{OFFICE}/notesSlide" Target="../notesSlides/notesSlide1.xml"/>'
    return zipped(
        {
            "ppt/presentation.xml": b"<p/>",
            "ppt/slides/slide2.xml": slide("第二张", 'show="0"'),
            "ppt/slides/slide1.xml": slide("第一张"),
            "ppt/slides/_rels/slide1.xml.rels": f'<R xmlns="{PACKAGE}">{relation}</R>'.encode(),
            "ppt/notesSlides/notesSlide1.xml": notes,
        }
    )


def test_slides_hidden_ones_and_notes() -> None:
    reading = read_attachment(presentation(), "汇报.pptx")
    assert [(part.page, part.text, part.hidden) for part in reading.parts] == [
        (1, f"第一张\n甲某\t{NUMBER}", ""),
        (1, "备注13800138001", "演讲者备注"),
        (2, f"第二张\n甲某\t{NUMBER}", "隐藏的幻灯片"),
    ]


def test_an_old_word_file() -> None:
    reading = read_attachment(doc_of(f"名单\r甲某\x07{NUMBER}\x07\x07完\r", "本人电话13800138001\r"), "名单.wps")
    assert (reading.format, reading.reason) == ("doc", Reason.OK)
    assert [(part.text.strip(), part.hidden) for part in reading.parts] == [
        (f"名单\n甲某\t{NUMBER}\n完", ""),
        ("本人电话13800138001", "批注"),
    ]


def test_files_that_an_office_program_wrote_inside_an_archive() -> None:
    """``office.zip`` holds a Word 97 and an Excel 97 file saved by LibreOffice, named as WPS names them."""
    reading = read_attachment((Path(__file__).parent / "office.zip").read_bytes(), "附件.zip")
    assert (reading.reason, reading.detail) == (Reason.OK, "")
    found = [(part.member, part.sheet, part.cell, part.hidden, part.text.strip()) for part in reading.parts]
    body, *notes = [(text, hidden) for member, _, _, hidden, text in found if member == "公示.wps"]
    assert f"姓名\t身份证号\t金额\n甲某\t{NUMBER}\t500\n乙某" in body[0]
    told = "作者：python-docx\n备注：generated by python-docx\n自定义属性：14.0000"
    assert notes == [("页眉：内部资料", ""), ("本人电话13800138001", "批注"), (told, "文档属性")]
    assert ("名单.et", "名单", "B2", "隐藏列", NUMBER) in found
    assert ("名单.et", "名单", "B3", "隐藏列", "13800138001") in found
    assert ("名单.et", "底稿", "A1", "隐藏工作表", "未脱敏13800138002") in found


def test_a_locked_and_a_broken_old_word_file() -> None:
    locked = read_attachment(doc_of("密", encrypted=True), "a.doc")
    assert (locked.reason, locked.detail) == (Reason.PARSE_FAILED, "文件已加密，无法读取")
    whole = doc_of("正文若干")
    for cut in range(1600, len(whole), 997):
        assert read_attachment(whole[:cut], "a.doc").reason in (Reason.OK, Reason.PARSE_FAILED)


def test_an_ofd() -> None:
    def text(boundary: str, words: str) -> str:
        return f'<ofd:TextObject Boundary="{boundary}"><ofd:TextCode>{words}</ofd:TextCode></ofd:TextObject>'

    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    body = zipped(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Author>科员</ofd:Author></ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
            "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P0/C.xml"/>'
            f'<ofd:Page ID="2" BaseLoc="Pages/P1/C.xml"/></ofd:Pages></ofd:Document>'.encode(),
            "Doc_0/Pages/P0/C.xml": f"<ofd:Page {space}>{text('10 10 40 5', '甲某')}{text('60 10 90 5', NUMBER)}"
            f"{text('10 20 40 5', '完')}</ofd:Page>".encode(),
            "Doc_0/Pages/P1/C.xml": f"<ofd:Page {space}/>".encode(),
        }
    )
    reading = read_attachment(body, "公示.ofd")
    assert (reading.reason, reading.detail, reading.unread) == (
        Reason.OK,
        "第 2 页没有文字，未检查",
        Reason.UNSUPPORTED_TYPE,
    )
    assert [(part.page, part.text) for part in reading.parts] == [(1, f"甲某 {NUMBER}\n完"), (None, "作者：科员")]


# -- archives -------------------------------------------------------------------------------------------------------


def test_files_inside_archives_inside_archives() -> None:
    inner = zipped({"乙.txt": "乙某13800138001".encode()})
    reading = read_attachment(zipped({"甲/名单.xlsx": workbook(), "内层.zip": inner, "空目录/": b""}), "附件.zip")
    assert reading.reason is Reason.OK
    places = {(part.member, part.cell): part.text for part in reading.parts}
    assert places["甲/名单.xlsx", "B2"] == NUMBER
    assert places["内层.zip/乙.txt", None] == "乙某13800138001"


def test_an_archive_that_begins_with_an_uncompressed_pdf_is_an_archive() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("坏.pdf", b"%PDF-1.7 broken")
        archive.writestr("好.txt", NUMBER)
    reading = read_attachment(stream.getvalue(), "附件.zip")
    assert (reading.format, [part.text for part in reading.parts]) == ("zip", [NUMBER])


def test_names_written_on_chinese_windows() -> None:
    written = "名单.txt".encode("gb18030").decode("cp437")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("x" * len(written))
        archive.writestr(entry, "甲某")
    body = stream.getvalue().replace(b"x" * len(written), "名单.txt".encode("gb18030"))
    assert {part.member for part in read_attachment(body, "a.zip").parts} == {"名单.txt"}


def test_what_of_an_archive_could_not_be_read_is_said_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 2_000)
    body = zipped({"好.txt": b"13800138001", "坏.pdf": b"%PDF-1.7 broken", "大.txt": b" " * 5_000})
    reading = read_attachment(body, "附件.zip")
    assert reading.reason is Reason.PARSE_FAILED
    assert "坏.pdf（文件已损坏，无法打开）" in reading.detail
    assert "大.txt（文件过大）" in reading.detail
    assert [part.member for part in reading.parts] == ["好.txt"]


def test_too_deep_too_many_and_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"13800138001"
    for _ in range(archives.MAX_DEPTH + 1):
        body = zipped({"a.zip" if body.startswith(b"PK") else "a.txt": body})
    assert read_attachment(body, "a.zip").reason is Reason.UNSUPPORTED_TYPE
    monkeypatch.setattr(archives, "MAX_FILES", 2)
    assert "文件过多" in read_attachment(zipped({f"{n}.txt": b"13800138001" for n in range(4)}), "a.zip").detail
    locked = bytearray(zipped({"a.txt": b"13800138001"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + at] |= 1
    reading = read_attachment(bytes(locked), "a.zip")
    assert (reading.reason, reading.parts) == (Reason.PARSE_FAILED, ())
    assert "已加密" in reading.detail


def test_other_archives_where_the_system_can_read_them() -> None:
    reading = read_attachment(rar_of("list.txt", b"13800138001"), "名单.rar")
    assert reading.format == "rar"
    try:
        import libarchive  # noqa: F401
    except (ImportError, OSError, TypeError, AttributeError):
        assert (reading.reason, "libarchive" in reading.detail) == (Reason.UNSUPPORTED_TYPE, True)
    else:
        assert (reading.reason, [(part.member, part.text) for part in reading.parts]) == (
            Reason.OK,
            [("list.txt", "13800138001")],
        )


def test_a_7z_and_a_rar_inside_a_zip() -> None:
    rar = rar_of("list.txt", b"13800138001")
    try:
        import libarchive
    except (ImportError, OSError, TypeError, AttributeError):
        reading = read_attachment(zipped({"乙.rar": rar, "丙.txt": b"text"}), "附件.zip")
        assert (reading.reason, [part.member for part in reading.parts]) == (Reason.UNSUPPORTED_TYPE, ["丙.txt"])
        assert "libarchive" in reading.detail
        return
    seven = bytearray()
    with libarchive.custom_writer(lambda block: seven.extend(block) or len(block), "7zip") as archive:
        archive.add_file_from_memory("单位/名单.txt", len(NUMBER), NUMBER.encode())
    reading = read_attachment(zipped({"甲.7z": bytes(seven), "乙.rar": rar}), "附件.zip")
    assert reading.reason is Reason.OK, reading.detail
    assert [(part.member, part.text) for part in reading.parts] == [
        ("甲.7z/单位/名单.txt", NUMBER),
        ("乙.rar/list.txt", "13800138001"),
    ]


@pytest.mark.parametrize("body", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c broken", rar_of("a.txt", b"x" * 99)[:60]])
def test_broken_archives_are_said(body: bytes) -> None:
    reading = read_attachment(body, "a.rar")
    assert reading.reason in (Reason.PARSE_FAILED, Reason.UNSUPPORTED_TYPE)
    assert reading.detail


SAMPLES = [
    presentation(),
    doc_of(f"名单\r{NUMBER}\r", "批注\r"),
    zipped({"a.txt": b"13800138001", "b.zip": zipped({"c.xlsx": workbook()})}),
    rar_of("list.txt", b"13800138001" * 9),
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_damage_makes_it_raise(sample: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sample) - 1))
    junk = data.draw(st.binary(max_size=30))
    cut = data.draw(st.booleans())
    damaged = sample[:at] + junk + (b"" if cut else sample[at + len(junk) :])
    assert isinstance(read_attachment(damaged, "a").reason, Reason)


# -- pictures -------------------------------------------------------------------------------------------------------


def photo(latitude: tuple[float, float, float] = (26.0, 4.0, 30.0)) -> bytes:
    image = Image.new("RGB", (200, 200), "white")
    exif = image.getexif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", latitude
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (119.0, 18.0, 0.0)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def test_where_a_photo_was_taken(unrecognised) -> None:
    reading = read_attachment(photo(), "现场.jpg")
    assert (reading.format, reading.reason) == ("jpg", Reason.UNSUPPORTED_TYPE)
    assert "没有安装文字识别" in reading.detail
    (part,) = reading.parts
    assert (part.role, part.text) == ("photo", "拍摄位置：北纬26.07500度，东经119.30000度")


def test_a_photo_inside_a_document_and_one_without_a_place(unrecognised) -> None:
    document = docx.Document()
    document.add_paragraph("现场照片")
    document.add_picture(io.BytesIO(photo()))
    reading = read_attachment(saved(document), "报告.docx")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert "1 张图片" in reading.detail
    packed = read_attachment(zipped({"报告.docx": saved(document), "a.txt": b"text"}), "附件.zip")
    assert (packed.reason, packed.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert packed.detail.startswith("报告.docx（文件里有 1 张图片")
    assert [part.sheet for part in reading.parts if part.role == "photo"] == ["图片 image1.jpg"]
    plain = read_attachment(photo((0.0, 0.0, 0.0))[:-20], "a.jpg")
    assert not any(part.text == "拍摄位置：北纬0.00000度，东经0.00000度" for part in plain.parts)


def scan(turned: int = 0) -> Image.Image:
    image = Image.new("RGB", (1200, 700), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=44)
    for row, text in enumerate(("Name  ID number", f"Jia   {NUMBER}", f"Yi    {NUMBER}")):
        pen.text((80, 90 + 160 * row), text, "black", font=font)
    return image.rotate(turned, expand=True, fillcolor="white")


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_scan_is_read_however_it_lies(turned: int) -> None:
    pytest.importorskip("rapidocr", reason="没有安装可选的文字识别：make ocr")
    stream = io.BytesIO()
    scan(turned).save(stream, "PDF", resolution=150)
    reading = read_attachment(stream.getvalue(), "扫描.pdf")
    assert reading.reason is Reason.OK, reading.detail
    text = "".join(part.text for part in reading.parts if part.role == "scan")
    lines = ["".join(line.split()) for line in text.splitlines()]
    assert lines == ["NameIDnumber", f"Jia{NUMBER}", f"Yi{NUMBER}"]


@pytest.mark.parametrize("askew", [-5, 4, 184])
def test_rows_of_a_scan_stay_together_where_it_lay_askew(askew: int) -> None:
    pytest.importorskip("rapidocr", reason="没有安装可选的文字识别：make ocr")
    image = Image.new("RGB", (1200, 500), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=32)
    rows = [("Name", "ID number", "Phone"), ("Jiayi", NUMBER, "13800138001"), ("Bingding", NUMBER, "13800138002")]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            pen.text((80 + 420 * column, 150 + 60 * row), text, "black", font=font)
    stream = io.BytesIO()
    image.rotate(askew, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC).save(stream, "PNG")
    text = "".join(part.text for part in read_attachment(stream.getvalue(), "扫描.png").parts)
    assert [tuple(line.split("\t")) for line in text.splitlines()] == rows


def test_comments_and_filled_fields_of_a_pdf() -> None:
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.drawString(72, 700, "published")
    page.textAnnotation(f"核对 {NUMBER}", Rect=[72, 600, 200, 620])
    page.acroForm.textfield(name="f", value=NUMBER, x=72, y=500, width=300, height=20)
    page.save()
    reading = read_attachment(stream.getvalue(), "a.pdf")
    beside = {(part.page, part.text, part.hidden) for part in reading.parts if part.role == "note" and part.page}
    assert beside == {(1, f"核对 {NUMBER}", "批注"), (1, NUMBER, "")}


def test_a_scan_with_a_comment_is_still_a_scan(unrecognised: None) -> None:
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.rect(72, 72, 200, 600)
    page.textAnnotation("已核", Rect=[72, 600, 200, 620])
    page.save()
    reading = read_attachment(stream.getvalue(), "a.pdf")
    assert (reading.reason, "扫描件" in reading.detail) == (Reason.UNSUPPORTED_TYPE, True)


def test_what_a_sheet_prints_and_offers_beside_its_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "甲某"
    sheet.oddHeader.center.text = f"经办 {NUMBER}"
    sheet.oddHeader.center.size = 12
    choices = DataValidation(type="list", formula1=f'"{NUMBER},其他"')
    sheet.add_data_validation(choices)
    choices.add("B2")
    reading = read_attachment(saved(book), "a.xlsx")
    beside = {
        (" ".join(part.text.split()), part.hidden) for part in reading.parts if part.role == "note" and part.sheet
    }
    assert beside == {(f"经办 {NUMBER}", ""), (f"{NUMBER},其他", "下拉选项")}


def property_set(code_page: int, encoding: str, properties: dict[int, str]) -> bytes:
    values = {1: struct.pack("<IHH", 2, code_page, 0)}
    for code, text in properties.items():
        raw = text.encode(encoding) + b"\0"
        values[code] = struct.pack("<II", 30, len(raw)) + raw + b"\0" * (-len(raw) % 4)
    at, places = 8 + 8 * len(values), b""
    for code, value in values.items():
        places += struct.pack("<II", code, at)
        at += len(value)
    section = struct.pack("<II", at, len(values)) + places + b"".join(values.values())
    return struct.pack("<HHI16sI", 0xFFFE, 0, 0, b"", 1) + b"\0" * 16 + struct.pack("<I", 48) + section


@pytest.mark.parametrize(("code_page", "encoding"), [(936, "gbk"), (65001, "utf-8"), (54936, "gb18030")])
def test_properties_of_old_files(code_page: int, encoding: str) -> None:
    told = property_set(code_page, encoding, {2: "名单", 6: f"经办人 {NUMBER}"})
    reading = read_attachment(doc_of("正文", streams={"\x05SummaryInformation": told}), "a.doc")
    assert [part.text for part in reading.parts if part.hidden == "文档属性"] == [f"标题：名单\n备注：经办人 {NUMBER}"]


@given(st.binary(max_size=200), st.integers(0, 120))
@settings(max_examples=60, deadline=None)
def test_broken_properties_of_old_files_hide_nothing_else(noise: bytes, cut: int) -> None:
    told = property_set(936, "gbk", {2: "名单"})[:cut] + noise
    reading = read_attachment(doc_of("正文", streams={"\x05SummaryInformation": told}), "a.doc")
    assert reading.reason is Reason.OK and any(part.text.startswith("正文") for part in reading.parts)


def test_a_package_whose_member_asks_for_a_later_zip_is_broken() -> None:
    body = bytearray(workbook())
    at = body.index(b"PK\x01\x02", body.index(b"PK\x01\x02") + 4)
    body[at + 6] = 64
    assert read_attachment(bytes(body), "a.xlsx").reason is Reason.PARSE_FAILED
