"""What old Office formats and other wrappers hold beside their text: objects, pictures, text boxes, pages as mail."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import docx
import openpyxl
import pytest
import xlwt
from PIL import Image

from crawler.attachments import archives, ocr, old_sheet_parts, plain, read_attachment
from crawler.attachments.compound import stream_of
from crawler.attachments.formats import format_of
from crawler.attachments.old_pictures import blips
from crawler.attachments.parts import Parts
from records.evidence import TextPart
from records.model import Reason
from tests.crawler.attachments.office_files import MOBILE, NUMBER, saved
from tests.crawler.attachments.old_formats import compound_of, doc_of

pytestmark = pytest.mark.usefixtures("unrecognised")


def old_workbook() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write(0, 0, NUMBER)
    sheet.header_str = f"&COffice {MOBILE}".encode()
    sheet.footer_str = b"Page &P"
    return saved(book)


def packed(name: str, content: bytes) -> bytes:
    """A file as it is dropped into a document ([MS-OLEDS] 2.3.6)."""
    written, path = name.encode("gb18030") + b"\0", b"C:\\x\0"
    told = b"\2\0" + written + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    told += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(told)) + told


# -- what the file is -----------------------------------------------------------------------------------------------


def test_a_document_with_a_workbook_inside_is_a_document_and_the_other_way_round() -> None:
    assert format_of(doc_of("正文", streams={"Pool/Workbook": b"x"}), "a", "") == "doc"
    assert format_of(compound_of({"Workbook": b"x", "Pool/WordDocument": b"x"}), "a", "") == "xls"
    assert format_of(compound_of({"Other": b"x", "Pool/WordDocument": b"x"}), "a", "") == "ole"
    broken = old_workbook()[:3000]
    assert (read_attachment(broken, "a.xls").reason, read_attachment(broken, "a.xls").parts) == (
        Reason.PARSE_FAILED,
        (),
    )


def test_a_directory_that_points_at_itself_is_broken() -> None:
    looped = bytearray(compound_of({"WordDocument": b"x"}))
    entry = looped.index("WordDocument".encode("utf-16-le"))
    looped[entry + 68 : entry + 72] = struct.pack("<I", 1)  # its left neighbour is itself
    reading = read_attachment(bytes(looped), "a.doc")
    assert (reading.format, reading.reason) == ("doc", Reason.PARSE_FAILED)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_text_in_utf_16_is_text_whatever_bytes_its_characters_have(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    reading = read_attachment(mark + "丁丌丂万丈丏与丑丐不七上".encode(encoding), "a.txt")
    assert [part.text.lstrip("\ufeff") for part in reading.parts] == ["丁丌丂万丈丏与丑丐不七上"]
    assert format_of(bytes(range(1, 32)) * 9, "a.txt", "") == "unknown"


# -- objects --------------------------------------------------------------------------------------------------------


def test_objects_in_an_old_document() -> None:
    objects = {
        "A/Package": saved(docx_of(f"插入 {MOBILE}")),
        "B/\x01Ole10Native": packed("名单.txt", NUMBER[::-1].encode()),
        "C/Equation Native": b"eqn",
        "D/Workbook": stream_of(old_workbook(), "Workbook"),
        "E/WordDocument": b"\xec\xa5\0\0",
    }
    reading = read_attachment(doc_of("正文", streams=objects), "a.doc")
    found = {(part.member, part.cell, part.text) for part in reading.parts if part.member and part.role != "note"}
    assert found == {
        ("A/Package", None, f"插入 {MOBILE}"),
        ("名单.txt", None, NUMBER[::-1]),
        ("D/Workbook", "A1", NUMBER),
    }
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == "文件里嵌有未能检查的文件：E/WordDocument（暂不能读取未知格式的文件，未检查其内容）"


def docx_of(text: str) -> docx.document.Document:
    document = docx.Document()
    document.add_paragraph(text)
    return document


def test_an_object_in_a_new_document_that_wraps_a_file() -> None:
    wrapped = compound_of({"\x01Ole10Native": packed("名单.txt", NUMBER.encode())})
    reading = read_attachment(wrapped, "oleObject1.bin")
    assert [(part.member, part.text) for part in reading.parts] == [("名单.txt", NUMBER)]
    assert read_attachment(compound_of({"Equation Native": b"x"}), "oleObject1.bin").reason is Reason.OK
    assert read_attachment(compound_of({"Other": b"x"}), "oleObject1.bin").reason is Reason.UNSUPPORTED_TYPE
    cut = compound_of({"\x01Ole10Native": packed("名单.txt", b"x" * 9000)[:5000]})
    assert read_attachment(cut, "oleObject1.bin").reason is Reason.UNSUPPORTED_TYPE


# -- sheets ---------------------------------------------------------------------------------------------------------


def test_what_an_old_sheet_prints_beside_its_cells() -> None:
    parts = read_attachment(old_workbook(), "a.xls").parts
    notes = [(part.sheet, part.text.strip()) for part in parts if part.role == "note" and part.sheet]
    assert notes == [("名单", f"Office {MOBILE}"), ("名单", "Page")]


def wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def test_text_boxes_choices_and_prompts_of_an_old_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    def object_of(kind: int) -> tuple[int, bytes]:
        return 0x5D, struct.pack("<HHH", 0x15, 18, kind)

    def box(length: int) -> tuple[int, bytes]:
        return 0x1B6, struct.pack("<HH6xH6x", 0, 0, length)

    choice = f"{NUMBER}\0其他".encode("utf-16-le")
    rule = struct.pack("<I", 0) + wide("标题") + wide("\0") + wide(f"问 {MOBILE}") + wide("\0")
    rule += struct.pack("<HH", 3 + len(choice), 0) + bytes([0x17, len(choice) // 2, 1]) + choice
    split = NUMBER.encode("utf-16-le")
    told = [
        object_of(0x19), box(2), (0x3C, b"\0no"),  # a comment, which its cell tells
        object_of(0x06), box(len(NUMBER) + 2), (0x3C, b"\1" + split[:8]), (0x3C, b"\1" + split[8:]),
        (0x3C, b"\0\rx"), (0x3C, b"\0 formatting"),
        (0x1BE, rule),
        (0x1BE, b"\0\0\0\0\xff"),
    ]  # fmt: skip
    monkeypatch.setattr(old_sheet_parts, "records", lambda book, start: iter(told))
    parts = Parts()
    old_sheet_parts.add_old_beside(None, "名单", 0, parts)
    assert parts.found == [
        TextPart(f"{NUMBER}\nx", role="note", sheet="名单"),
        TextPart(f"标题\n问 {MOBILE}", role="note", sheet="名单", hidden="输入提示"),
        TextPart(f"{NUMBER},其他", role="note", sheet="名单", hidden="下拉选项"),
    ]


def test_a_line_with_too_many_columns_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MAX_COLUMNS", 3)
    reading = read_attachment(f"甲,乙,丙\n1,2,3,{NUMBER}\n".encode(), "a.csv")
    assert (reading.reason, reading.detail) == (Reason.TOO_LARGE, "第 2 行过长，其第 3 列以后未检查")
    assert len(reading.parts) == 6


# -- pictures -------------------------------------------------------------------------------------------------------


def blip(kind: int, content: bytes, head: int = 17) -> bytes:
    return struct.pack("<HHI", 0x6E00, kind, head + len(content)) + bytes(head) + content


def test_pictures_of_old_files() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 300)).save(picture, "PNG")
    drawing = bytes(100)
    stream = b"\0\0\x1d\xf0" + b"noise" + blip(0xF01E, picture.getvalue()) + blip(0xF01A, zlib.compress(drawing), 50)
    assert list(blips(stream)) == [("1", picture.getvalue()), ("2", drawing)]
    assert list(blips(stream[:40])) == []
    reading = read_attachment(doc_of("正文", streams={"Data": stream}), "a.doc")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == f"文件里有 1 张图片，{ocr.MISSING}，未检查其中的文字"


# -- pages as mail ----------------------------------------------------------------------------------------------------


def mail_of(*pieces: tuple[str, bytes]) -> bytes:
    told = b'From: <Saved by Word>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="B"\r\n\r\n'
    for head, content in pieces:
        coded = base64.encodebytes(content)
        told += f"--B\r\nContent-Transfer-Encoding: base64\r\n{head}\r\n\r\n".encode() + coded + b"\r\n"
    return told + b"--B--\r\n"


def test_a_page_saved_as_one_file_under_the_name_of_a_document() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = MOBILE
    body = mail_of(
        ('Content-Type: text/html; charset="gb2312"', f"<html><body>证件 {NUMBER}</body></html>".encode("gbk")),
        ("Content-Type: text/xml\r\nContent-Location: file:///C:/x/filelist.xml", b"<xml/>"),
        ("Content-Type: application/octet-stream\r\nContent-Location: file:///C:/x/a.xlsx", saved(book)),
    )
    reading = read_attachment(body, "名单.doc")
    assert (reading.format, reading.reason) == ("mht", Reason.OK)
    assert [(part.member, part.text) for part in reading.parts if not part.hidden] == [
        (None, f"证件 {NUMBER}"),
        ("a.xlsx", MOBILE),
    ]


def test_pages_that_show_nothing_are_told() -> None:
    frames = b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>"
    for body in (frames, mail_of(("Content-Type: text/html", frames))):
        reading = read_attachment(body, "名单.xls")
        assert (reading.reason, reading.detail) == (Reason.UNSUPPORTED_TYPE, "实际是网页文件，没有读出文字")
    two = mail_of(("Content-Type: text/html", frames), ("Content-Type: text/html", b"<p>13800138001</p>"))
    assert [part.text for part in read_attachment(two, "名单.xls").parts] == [MOBILE]


@pytest.mark.parametrize("text", ["姓名：甲某\n电话：略\n", "Content: 说明\n正文", f"Subject: 通知\n\n{NUMBER}"])
def test_text_with_colons_is_text(text: str) -> None:
    assert read_attachment(text.encode(), "a.txt").format == "txt"


# -- limits ---------------------------------------------------------------------------------------------------------


def test_documents_inside_documents_end_somewhere() -> None:
    body = NUMBER.encode()
    for _ in range(archives.MAX_DEPTH + 2):
        body = compound_of({"\x01Ole10Native": packed("a.bin", body)})
    reading = read_attachment(body, "a.bin")
    assert (reading.unread, reading.parts) == (Reason.UNSUPPORTED_TYPE, ())
    assert "套了 3 层以上" in reading.detail


def test_what_a_parser_chokes_on_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    def choke(*_: object) -> None:
        raise ArithmeticError(f"cannot read {NUMBER}")

    monkeypatch.setattr(plain, "decode", choke)
    reading = read_attachment(NUMBER.encode(), "a.txt")
    assert (reading.reason, reading.detail) == (Reason.PARSE_FAILED, "文件结构异常，无法读取")
