"""Office files put together or taken apart for tests, whole and member by member."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
from docx.oxml import parse_xml

from crawler.attachments import AttachmentReading

NUMBER = "350102198506110018"
MOBILE = "13800138001"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(body: bytes, members: dict[str, str | bytes], edit: Callable[[str, str], str] | None = None) -> bytes:
    """The package with members put in or replaced, and the text of every XML part edited (name and text)."""
    stream, left = io.BytesIO(), dict(members)
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = left.pop(name, old.read(name))
            if edit and name.endswith((".xml", ".rels")) and isinstance(content, bytes):
                content = edit(name, content.decode())
            new.writestr(name, content)
        for name, content in left.items():
            new.writestr(name, content)
    return stream.getvalue()


def relations(*kinds: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def told(reading: AttachmentReading, hidden: str) -> str:
    return "\n".join(part.text for part in reading.parts if part.hidden == hidden)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def document_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{paragraph}</w:p>"))
    return saved(document)


def strict(body: bytes) -> bytes:
    """As Office saves it where one chooses "Strict Open XML": other namespaces for the same."""

    def edit(_: str, text: str) -> str:
        for family in ("officeDocument", "wordprocessingml", "spreadsheetml", "presentationml", "drawingml"):
            text = text.replace(
                f"http://schemas.openxmlformats.org/{family}/2006/", f"http://purl.oclc.org/ooxml/{family}/"
            )
        return text

    return changed(body, {}, edit)


def workbook_with(members: dict[str, str | bytes], *kinds: tuple[str, str]) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "公示"
    links = "".join(
        f'<Relationship Id="x{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds)
    )

    def edit(name: str, text: str) -> str:
        return text.replace("</Relationships>", links + "</Relationships>") if "workbook.xml.rels" in name else text

    return changed(saved(book), members, edit)


def presentation() -> bytes:
    """The second file is shown first; ``slide1`` has a line break, a chart, an alternative text and a layout."""

    def shape(text: str, kind: str = "", alternative: str = "") -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" descr="{alternative}"/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
            f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def part(content: str) -> str:
        return f'<p:x xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{OFFICE}">{content}</p:x>'

    members = {
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": part('<p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:sldIdLst>'),
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")),
        "ppt/slides/slide1.xml": part(
            shape(f"{MOBILE}</a:t></a:r><a:br/><a:r><a:t>2026", alternative=f"照片 {NUMBER}")
        ),
        "ppt/slides/slide2.xml": part(shape("封面")),
        "ppt/slides/_rels/slide1.xml.rels": relations(("chart", "../charts/chart1.xml")),
        "ppt/charts/chart1.xml": f'<c:x xmlns:c="{C}"><c:v>{NUMBER}</c:v></c:x>',
        "ppt/slideMasters/slideMaster1.xml": part(shape("经办 13800138002") + shape("单击此处编辑标题", "<p:ph/>")),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
