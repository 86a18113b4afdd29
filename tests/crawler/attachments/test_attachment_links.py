"""Links in attachments, with their places."""

import io

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.pdfgen import canvas

from crawler.attachments import read_attachment

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def add_link(paragraph: Paragraph, address: str, words: str) -> None:
    link, run, text = (OxmlElement(name) for name in ("w:hyperlink", "w:r", "w:t"))
    link.set(qn("r:id"), paragraph.part.relate_to(address, TYPE, is_external=True))
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def test_pdf() -> None:
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    for address in ("http://www.gov.example/form.doc", "file:///C:/form.doc"):
        page.drawString(72, 700, "Application form")
        page.linkURL(address, (70, 690, 170, 715))
        page.showPage()
    page.save()
    reading = read_attachment(stream.getvalue(), "a.pdf")
    (link,), (stray,) = reading.links, reading.strays
    assert (link.url, link.anchor, link.page) == ("http://www.gov.example/form.doc", "Application form", 1)
    assert (stray.raw, stray.page) == ("file:///C:/form.doc", 2)


def test_docx() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("见")
    add_link(paragraph, "http://www.gov.example/form.doc", "申请表")
    add_link(paragraph, "附件.xls", "随文附件")
    add_link(document.add_table(1, 2).cell(0, 1).paragraphs[0], "http：//www.gov.example/", "格中")
    field = OxmlElement("w:instrText")
    field.text = ' HYPERLINK "http://www.gov.example/field.html" \\o "x" '
    document.add_paragraph().add_run()._r.append(field)
    add_link(document.sections[0].footer.paragraphs[0], "http://www.gov.example/", "页脚")
    stream = io.BytesIO()
    document.save(stream)
    reading = read_attachment(stream.getvalue(), "a.docx")
    assert [(link.url, link.anchor) for link in reading.links] == [
        ("http://www.gov.example/form.doc", "申请表"),
        ("http://www.gov.example/field.html", ""),
        ("http://www.gov.example/", "页脚"),
    ]
    assert [(stray.raw, stray.sheet, stray.cell) for stray in reading.strays] == [
        ("http：//www.gov.example/", "表1", "B1")
    ]


def test_xlsx() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["B2"] = "申请表"
    sheet["B2"].hyperlink = "http://www.gov.example/form.doc"
    sheet["C3"] = '=HYPERLINK("http://10.1.2.3/a","内网")'
    sheet["D4"].hyperlink = "#名单!A1"
    book.create_sheet("二")["A1"].hyperlink = "mailto:wz@yunxi.example"
    stream = io.BytesIO()
    book.save(stream)
    reading = read_attachment(stream.getvalue(), "a.xlsx")
    assert {(link.url, link.anchor, link.sheet, link.cell) for link in reading.links} == {
        ("http://www.gov.example/form.doc", "申请表", "名单", "B2"),
        ("http://10.1.2.3/a", "内网", "名单", "C3"),
    }
    assert [(stray.raw, stray.sheet, stray.cell) for stray in reading.strays] == [
        ("mailto:wz@yunxi.example", "二", "A1")
    ]
