"""Slides, "Strict" files, pictures inside and damage: what packages of all kinds have alike."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from PIL import Image

from crawler.attachments import ocr, read_attachment
from records.evidence import TextPart
from records.model import Reason
from tests.crawler.attachments.office_files import (
    MOBILE,
    NUMBER,
    changed,
    document_of,
    presentation,
    run,
    saved,
    strict,
    told,
)

pytestmark = pytest.mark.usefixtures("unrecognised")


def test_strict_files_are_read_like_all_others() -> None:
    reading = read_attachment(strict(document_of(run(NUMBER))), "a.docx")
    assert (reading.reason, told(reading, "")) == (Reason.OK, NUMBER)
    book = openpyxl.Workbook()
    book.active.append(["甲某", NUMBER])
    book.active.column_dimensions["B"].hidden = True
    reading = read_attachment(strict(saved(book)), "a.xlsx")
    assert (reading.reason, told(reading, ""), told(reading, "隐藏列")) == (Reason.OK, "甲某", NUMBER)
    reading = read_attachment(strict(presentation()), "a.pptx")
    assert [part.page for part in reading.parts if MOBILE in part.text] == [2]


def test_slides_are_numbered_as_they_are_shown() -> None:
    reading = read_attachment(presentation(), "汇报.pptx")
    assert reading.parts == (
        TextPart("封面", page=1),
        TextPart(f"{MOBILE}\n2026", page=2),
        TextPart(f"照片 {NUMBER}", role="note", page=2, hidden="替代文字"),
        TextPart(NUMBER, role="note", page=2, hidden="图表数据"),
        TextPart("经办 13800138002", role="note", hidden="母版"),
    )


def test_pictures_that_nobody_can_read_are_told_by_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.attachments.pictures.MAX_PIXELS", 40_000)
    monkeypatch.setattr(ocr, "available", lambda: True)
    vast = io.BytesIO()
    Image.new("1", (300, 300)).save(vast, "PNG")
    drawing = bytearray(108)
    drawing[0:4], drawing[4:8], drawing[40:44] = b"\x01\0\0\0", b"\x6c\0\0\0", b" EMF"
    for at, value in ((16, 200), (20, 200), (32, 4000), (36, 4000)):
        drawing[at : at + 4] = value.to_bytes(4, "little")
    body = changed(
        document_of(run("正文")), {"word/media/image1.png": vast.getvalue(), "word/media/image2.emf": bytes(drawing)}
    )
    reading = read_attachment(body, "a.docx")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == (
        "文件里有 1 张图片，尺寸过大，未检查其中的文字；文件里有 1 张图片，是矢量图，不能识别，未检查其中的文字"
    )
    alone = read_attachment(vast.getvalue(), "a.png")
    assert (alone.reason, alone.detail) == (Reason.TOO_LARGE, "图片尺寸过大，未识别")


def test_a_picture_that_is_packed_wrongly_costs_itself_alone() -> None:
    body = changed(document_of(run(NUMBER)), {"word/media/image1.png": bytes(range(256)) * 9})
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entry = archive.getinfo("word/media/image1.png")
    at = entry.header_offset + 30 + len(entry.filename) + 2
    reading = read_attachment(body[:at] + b"\xff\xff\xff" + body[at + 3 :], "a.docx")
    assert (reading.reason, told(reading, "")) == (Reason.OK, NUMBER)


def test_a_document_type_behind_a_long_comment_is_seen() -> None:
    entities = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///nowhere">]>'

    def hide(name: str, text: str) -> str:
        if name != "word/document.xml":
            return text
        head, _, rest = text.partition("?>")
        return f"{head}?><!-- <w:p> {'长' * 40_000} -->{entities}{rest}"

    reading = read_attachment(changed(document_of(run(NUMBER)), {}, hide), "a.docx")
    assert (reading.reason, reading.parts) == (Reason.PARSE_FAILED, ())
    assert "实体声明" in reading.detail
    harmless = changed(document_of(run(NUMBER)), {}, lambda _, text: text.replace("?>", "?><!-- 注 -->", 1))
    assert read_attachment(harmless, "a.docx").reason is Reason.OK
