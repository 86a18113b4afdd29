"""DOCX: paragraphs, tables cell by cell, headers, footers, notes, comments, and what tracked changes deleted."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from lxml import etree

from crawler.attachments.cells import cell_name
from crawler.attachments.ooxml import add_properties, parser, pictures
from crawler.attachments.packages import guard_package
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from records.evidence import TextPart
from records.model import Reason

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIELD = re.compile(r"\bHYPERLINK\s+\"([^\"]{1,2000})\"", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("header", "footer", "footnotes", "endnotes", "comments")
_MAX_COLUMNS = 1_000
_SPACES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(body: bytes, parts: Parts) -> str:
    """Add running text as ``body``, table cells as ``cell`` (``sheet`` 表1, ``cell`` B7), the rest as ``note``."""
    guard_package(body)
    try:
        document = docx.Document(io.BytesIO(body))
        named = [(_note_kind(str(part.partname)), part) for part in document.part.package.iter_parts()]
        notes = [(kind, part, etree.fromstring(part.blob, parser())) for kind, part in named if kind]
    except (
        PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, OSError,
        etree.XMLSyntaxError, zipfile.BadZipFile, zipfile.LargeZipFile,
    ) as error:  # fmt: skip
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error
    _Walk(parts, document.part).block(document.element.body)
    for kind, part, root in notes:
        lines = []
        for paragraph in root.iter(f"{_W}p"):
            lines.append(_text(paragraph))
            _keep_links(paragraph, part, parts)
        hidden = "批注" if kind == "comments" else ""
        parts.add(TextPart("\n".join(line for line in lines if line.strip()), role="note", hidden=hidden))
    _add_unseen(document.element.body, parts)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        add_properties(archive, parts)
        return add_pictures(pictures(archive), parts)


def _add_unseen(body: etree._Element, parts: Parts) -> None:
    """What a reader does not see and anybody can bring back: deleted text, and text formatted as hidden."""
    deleted = ["".join(element.itertext()) for element in body.iter(f"{_W}delText")]
    parts.add(TextPart("\n".join(deleted), role="note", hidden="修订中删除的文字"))
    runs = (run for run in body.iter(f"{_W}r") if run.find(f"{_W}rPr/{_W}vanish") is not None)
    hidden = ["".join(text.text or "" for text in run.iter(f"{_W}t")) for run in runs]
    parts.add(TextPart("\n".join(hidden), role="note", hidden="隐藏文字"))


def _note_kind(part_name: str) -> str:
    """Which of :data:`_NOTES` a part is, ``""`` for none."""
    name = part_name.rsplit("/", 1)[-1]
    if not (part_name.startswith("/word/") and name.endswith(".xml")):
        return ""
    return next((kind for kind in _NOTES if name.startswith(kind)), "")


class _Walk:
    """Goes through a body in reading order; a table ends a run of paragraphs."""

    def __init__(self, parts: Parts, owner: Part) -> None:
        self._parts = parts
        self._owner = owner
        self._tables = 0

    def block(self, element: etree._Element) -> None:
        """Read the paragraphs and tables of a body, a text box or a content control."""
        lines: list[str] = []
        self._gather(element, lines)
        self._flush(lines)

    def _gather(self, element: etree._Element, lines: list[str]) -> None:
        for child in element:
            if child.tag == f"{_W}p":
                lines.append(_text(child))
                _keep_links(child, self._owner, self._parts)
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                        self._gather(box, lines)
            elif child.tag == f"{_W}tbl":
                self._flush(lines)
                self._table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}smartTag"):
                self._gather(child, lines)

    def _flush(self, lines: list[str]) -> None:
        self._parts.add(TextPart("\n".join(line for line in lines if line.strip())))
        lines.clear()

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        sheet = f"表{self._tables}"
        for row_number, row in enumerate(_children(table, "tr"), 1):
            column = 1
            for cell in _children(row, "tc"):
                inner: list[str] = []
                place = cell_name(column, row_number)
                nested = [child for child in cell if child.tag == f"{_W}tbl"]
                for paragraph in cell.iter(f"{_W}p"):
                    if not any(above in nested for above in paragraph.iterancestors(f"{_W}tbl")):
                        inner.append(_text(paragraph))
                        _keep_links(paragraph, self._owner, self._parts, sheet, place)
                text = "\n".join(line for line in inner if line.strip())
                self._parts.add(TextPart(text, role="cell", sheet=sheet, cell=place))
                for child in nested:
                    self._table(child)
                column = min(column + _span(cell), _MAX_COLUMNS)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    found = []
    for child in element:
        if child.tag == f"{_W}{name}":
            found.append(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            found += _children(child, name)
    return found


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, min(int(value), _MAX_COLUMNS)) if value.isdigit() else 1


def _keep_links(
    paragraph: etree._Element, owner: Part, parts: Parts, sheet: str | None = None, cell: str | None = None
) -> None:
    """Keep the hyperlinks of a paragraph: by relationship, or as a field (ECMA-376 part 1, 17.16.22 and 17.16.5.25)."""
    for link in paragraph.iter(f"{_W}hyperlink"):
        relation = owner.rels.get(link.get(f"{_R}id", ""))
        if relation is not None and relation.is_external:
            shown = "".join(piece.text or "" for piece in link.iter(f"{_W}t"))
            parts.link(relation.target_ref, shown, None, sheet, cell)
    fields = [simple.get(f"{_W}instr", "") for simple in paragraph.iter(f"{_W}fldSimple")]
    fields.append("".join(piece.text or "" for piece in paragraph.iter(f"{_W}instrText")))
    for field in fields:
        for match in _FIELD.finditer(field):
            parts.link(match[1], "", None, sheet, cell)


def _text(paragraph: etree._Element) -> str:
    """A paragraph's own words: neither deleted ones nor those of text boxes inside it."""
    pieces = []
    for element in paragraph.iter(f"{_W}t", *_SPACES):
        if next(element.iterancestors(f"{_W}p"), None) is paragraph:
            pieces.append(element.text or "" if element.tag == f"{_W}t" else _SPACES[element.tag])
    return "".join(pieces)
