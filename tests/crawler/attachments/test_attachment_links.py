"""Links in attachments, with their places."""

import io
import struct
import zipfile

import docx
import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.pdfgen import canvas

from crawler.attachments import read_attachment
from tests.crawler.attachments.old_formats import doc_of

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
    sheet["C4"] = '=HYPERLINK("http://www.gov.example/"&A1,"拼接")'
    sheet["C5"] = '=HYPERLINK("http://www.gov.example/cell.doc",A1)'
    sheet["D4"].hyperlink = "#名单!A1"
    book.create_sheet("二")["A1"].hyperlink = "mailto:wz@yunxi.example"
    stream = io.BytesIO()
    book.save(stream)
    reading = read_attachment(stream.getvalue(), "a.xlsx")
    assert {(link.url, link.anchor, link.sheet, link.cell) for link in reading.links} == {
        ("http://www.gov.example/form.doc", "申请表", "名单", "B2"),
        ("http://10.1.2.3/a", "内网", "名单", "C3"),
        ("http://www.gov.example/cell.doc", "", "名单", "C5"),
    }
    assert [(stray.raw, stray.sheet, stray.cell) for stray in reading.strays] == [
        ("mailto:wz@yunxi.example", "二", "A1")
    ]


def zipped(**parts: str) -> bytes:
    """A package; in the names of parts ``__`` stands for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def slide(words: str, show: str = "1") -> str:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<p:sld xmlns:p="p" xmlns:a="{drawing}" xmlns:r="{relations}" show="{show}"><a:p><a:r><a:rPr>'
        f'<a:hlinkClick r:id="r1"/></a:rPr><a:t>{words}</a:t></a:r></a:p>'
        '<p:cNvPr><a:hlinkClick r:id="r2"/></p:cNvPr><a:p><a:r><a:t>正文</a:t></a:r></a:p></p:sld>'
    )


def test_pptx() -> None:
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{names}">' + "".join(
        f'<Relationship Id="r{number}" Type="{TYPE}" Target="{target}" TargetMode="External"/>'
        for number, target in enumerate(("http://www.gov.example/form.doc", "file:///D:/form.doc"), 1)
    )
    package = {f"ppt__slides___rels__slide{number}.xml.rels": rels + "</Relationships>" for number in (1, 2)}
    package |= {"ppt__slides__slide1.xml": slide("申请表"), "ppt__slides__slide2.xml": slide("藏", "0")}
    body = zipped(**package, **{"ppt__presentation.xml": "<p/>"})
    reading = read_attachment(body, "a.pptx")
    assert [(link.url, link.anchor, link.page) for link in reading.links] == [
        ("http://www.gov.example/form.doc", "申请表", 1)
    ]
    assert [(stray.raw, stray.page) for stray in reading.strays] == [("file:///D:/form.doc", 1)]


def hlink(row: int, column: int, address: str) -> bytes:
    """A record HLINK ([MS-XLS] 2.4.140) with a URL moniker, which xlwt does not write."""
    encoded = address.encode("utf-16-le") + b"\x00\x00"
    guids = [bytes.fromhex(first + "c9ea79f9bace118c8200aa004ba90b") for first in ("d0", "e0")]
    place = struct.pack("<4H", row, row, column, column)
    data = place + guids[0] + struct.pack("<II", 2, 3) + guids[1] + struct.pack("<I", len(encoded)) + encoded
    return struct.pack("<2H", 0x01B8, len(data)) + data


def test_xls() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write(1, 1, "申请表")
    sheet.write(2, 1, "藏起来的")
    sheet.row(2).hidden = True
    whole = sheet.get_biff_data
    links = hlink(1, 1, "http://www.gov.example/form.doc") + hlink(2, 1, "http://www.gov.example/hidden.doc")
    sheet.get_biff_data = lambda: whole()[:-4] + links + whole()[-4:]
    stream = io.BytesIO()
    book.save(stream)
    reading = read_attachment(stream.getvalue(), "a.xls")
    assert [(link.url, link.anchor, link.sheet, link.cell) for link in reading.links] == [
        ("http://www.gov.example/form.doc", "申请表", "名单", "B2")
    ]


def test_xls_formulas() -> None:
    """Literal addresses only: one put together from pieces, another function, a hidden row or sheet yield none."""
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("说明").write(0, 0, "说明")
    sheet = book.add_sheet("名单")
    formulas = (
        'HYPERLINK("http://www.gov.example/form.doc";"申请表")',
        'HYPERLINK("http://www.gov.example/one.doc")',
        'HYPERLINK("http://www.gov.example/cell.doc";A1)',
        'HYPERLINK("http：//www.gov.example/";"错")',
        'HYPERLINK("http://www.gov.example/"&A1;"拼接")',
        'CONCATENATE("http://www.gov.example/text.doc";"不是链接")',
        'HYPERLINK("http://www.gov.example/hidden.doc";"藏")',
    )
    for row, formula in enumerate(formulas):
        sheet.write(row, 1, xlwt.Formula(formula))
    sheet.row(len(formulas) - 1).hidden = True
    unseen = book.add_sheet("藏")
    unseen.write(0, 0, xlwt.Formula('HYPERLINK("http://www.gov.example/sheet.doc";"藏")'))
    unseen.visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    reading = read_attachment(stream.getvalue(), "a.xls")
    assert [(link.url, link.sheet, link.cell) for link in reading.links] == [
        ("http://www.gov.example/form.doc", "名单", "B1"),
        ("http://www.gov.example/one.doc", "名单", "B2"),
        ("http://www.gov.example/cell.doc", "名单", "B3"),
    ]
    assert [(stray.raw, stray.cell) for stray in reading.strays] == [("http：//www.gov.example/", "B4")]


def test_ofd() -> None:
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    action = '<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="{}"/></ofd:Action></ofd:Actions>'
    content = (
        f'<ofd:Page {name}><ofd:TextObject Boundary="1 1 9 9"><ofd:TextCode>申请表</ofd:TextCode>'
        f"{action.format('http://www.gov.example/form.doc')}</ofd:TextObject></ofd:Page>"
    )
    body = zipped(
        **{
            "OFD.xml": f"<ofd:OFD {name}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
            "Doc_0__Document.xml": f'<ofd:Document {name}><ofd:Page ID="7" BaseLoc="Pages/0.xml"/>'
            "<ofd:Annotations>Annots/All.xml</ofd:Annotations></ofd:Document>",
            "Doc_0__Pages__0.xml": content,
            "Doc_0__Annots__All.xml": f'<ofd:Annotations {name}><ofd:Page PageID="7"><ofd:FileLoc>P/A.xml</ofd:FileLoc>'
            "</ofd:Page></ofd:Annotations>",
            "Doc_0__Annots__P__A.xml": f"<ofd:PageAnnot {name}>{action.format('http://10.1.2.3/a')}</ofd:PageAnnot>",
        }
    )
    reading = read_attachment(body, "a.ofd")
    assert [(link.url, link.anchor, link.page) for link in reading.links] == [
        ("http://www.gov.example/form.doc", "申请表", 1),
        ("http://10.1.2.3/a", "", 1),
    ]


def test_doc() -> None:
    field = '\x13 HYPERLINK "{}" \\o "提示" \x14{}\x15'
    text = (
        "见" + field.format("http://www.gov.example/form.doc", "申请表") + "。\r" + field.format("附件.xls", "随文附件")
    )
    reading = read_attachment(doc_of(text, field.format("http://www.gov.example/comment.html", "批注")), "a.doc")
    assert [(link.url, link.anchor) for link in reading.links] == [("http://www.gov.example/form.doc", "申请表")]
    assert reading.strays == ()
