"""Reading finished documents back as plain text."""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from openpyxl import Workbook, load_workbook


def docx_lines(content: bytes) -> list[str]:
    """Every paragraph of a DOCX in order of the file, tables included."""
    document = Document(BytesIO(content))
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = document.element.body.iter(f"{namespace}p")
    lines = ["".join(text.text or "" for text in paragraph.iter(f"{namespace}t")) for paragraph in paragraphs]
    return [line for line in lines if line.strip()]


def workbook(content: bytes) -> Workbook:
    """The workbook behind XLSX bytes."""
    return load_workbook(BytesIO(content))


class Page(HTMLParser):
    """What a browser would see of an HTML page: texts, tags, and every attribute."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(content.decode("utf-8"))

    @property
    def text(self) -> str:
        """All text, joined."""
        return "\n".join(self.texts)

    def values(self, name: str) -> list[str]:
        """Every value of one attribute."""
        return [value for _, attribute, value in self.attributes if attribute == name]

    def tags(self) -> set[str]:
        """Names of elements that carry attributes."""
        return {tag for tag, _, _ in self.attributes}

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]
