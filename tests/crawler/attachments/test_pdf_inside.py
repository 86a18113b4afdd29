"""What a PDF holds beside its text layer: pictures on pages with text, files inside."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from crawler.attachments import ocr, pdf_pictures, read_attachment
from records.model import Reason

NUMBER = "350102198506110018"
SENTENCES = "a page with a heading and several words of text"


def picture(text: str = f"Jia {NUMBER}") -> ImageReader:
    image = Image.new("RGB", (1400, 300), "white")
    ImageDraw.Draw(image).text((60, 110), text, "black", font=ImageFont.load_default(size=60))
    return ImageReader(image)


def page_of(*boxes: tuple[float, float, float, float], over: str = "", rotation: int = 0) -> bytes:
    """A page with a text layer, a picture in every box (left, bottom, width, height), and words over the pictures."""
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(600, 800))
    page.setPageRotation(rotation)
    page.drawString(60, 760, SENTENCES)
    for box in boxes:
        page.drawImage(picture(), *box)
    text = page.beginText(70, 300)
    text.setTextRenderMode(3)
    text.textLine(over)
    page.drawText(text)
    page.save()
    return stream.getvalue()


def test_a_picture_on_a_page_with_text_is_told_where_it_cannot_be_read(unrecognised: None) -> None:
    reading = read_attachment(page_of((60, 250, 480, 100)), "a.pdf")
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.UNSUPPORTED_TYPE)
    assert reading.detail == f"第 1 页上的图片，{ocr.MISSING}，未检查其中的文字"


@pytest.mark.parametrize(
    "body",
    [
        page_of(),
        page_of((500, 750, 40, 30)),  # a mark
        page_of((0, 795, 600, 5)),  # a line
        page_of((60, 250, 480, 100), over="what the scan says, as text that nobody sees"),
        page_of((900, 250, 480, 100)),  # not on the page
    ],
)
def test_marks_lines_and_searchable_scans_have_nothing_to_read(unrecognised: None, body: bytes) -> None:
    reading = read_attachment(body, "a.pdf")
    assert (reading.reason, reading.unread, reading.detail) == (Reason.OK, None, "")


def test_time_that_is_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr.Budget, "spent", property(lambda budget: True))
    reading = read_attachment(page_of((60, 250, 480, 100)), "a.pdf")
    assert (reading.unread, reading.detail) == (
        Reason.SKIPPED_BUDGET,
        "第 1 页上的图片，识别时间已用完，未检查其中的文字",
    )


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_picture_on_a_page_with_text_is_read(rotation: int) -> None:
    pytest.importorskip("rapidocr", reason="没有安装可选的文字识别：make ocr")
    reading = read_attachment(page_of((60, 250, 480, 100), rotation=rotation), "a.pdf")
    (scan,) = [part for part in reading.parts if part.role == "scan"]
    assert (scan.page, reading.reason, reading.unread) == (1, Reason.OK, None)
    assert NUMBER in scan.text.replace(" ", "")
    assert SENTENCES not in scan.text


def test_strips_of_one_scan_are_one_picture() -> None:
    document = pypdfium2.PdfDocument(page_of((60, 250, 480, 20), (60, 270, 480, 20), (60, 290, 480, 20)))
    (box,) = pdf_pictures.picture_boxes(document[0])
    assert [round(side) for side in box] == [60, 250, 540, 310]


def test_a_picture_in_a_group_is_found_where_the_page_shows_it() -> None:
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(600, 800))
    page.beginForm("group", 0, 0, 480, 100)
    page.drawImage(picture(), 0, 0, 480, 100)
    page.endForm()
    page.translate(60, 250)
    page.doForm("group")
    page.save()
    (box,) = pdf_pictures.picture_boxes(pypdfium2.PdfDocument(stream.getvalue())[0])
    assert [round(side) for side in box] == [60, 250, 540, 350]


def test_files_inside_are_read_by_name() -> None:
    document = pypdfium2.PdfDocument(page_of())
    for name, content in (("名单.txt", NUMBER.encode()), ("底稿.pdf", b"%PDF-1.7 broken")):
        document.new_attachment(name).set_data(content)
    stream = io.BytesIO()
    document.save(stream)
    reading = read_attachment(stream.getvalue(), "a.pdf")
    assert [(part.member, part.text) for part in reading.parts if part.member] == [("名单.txt", NUMBER)]
    assert (reading.reason, reading.unread) == (Reason.OK, Reason.PARSE_FAILED)
    assert reading.detail == "文件里嵌有未能检查的文件：底稿.pdf（文件已损坏，无法打开）"
