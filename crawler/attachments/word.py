"""DOCX: paragraphs, tables cell by cell, headers, footers, notes, comments; what is hidden is in ``word_unseen``."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from crawler.attachments.cells import cell_name
from crawler.attachments.drawn import add_drawn
from crawler.attachments.ooxml import (
    DAMAGE,
    add_properties,
    enclose_files,
    main_part,
    outer_targets,
    parser,
    pictures,
    relations,
    xml_of,
)
from crawler.attachments.packages import guard_package, transitional
from crawler.attachments.parts import Parts
from crawler.attachments.pictures import add_pictures
from crawler.attachments.reading import UnreadableError
from crawler.attachments.word_unseen import add_unseen
from records.evidence import TextPart
from records.model import Reason

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIELD = re.compile(r"\bHYPERLINK\s+\"([^\"]{1,2000})\"", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("header", "footer", "footnotes", "endnotes", "comments")
_NO_TEXT = (_FALLBACK, f"{_W}sectPr", f"{_W}sdtPr", f"{_W}sdtEndPr")
_MAX_COLUMNS = 1_000
_SPACES = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_WORDS = (f"{_W}t", f"{_M}t")


def read_docx(body: bytes, parts: Parts) -> str:
    """Add running text as ``body``, table cells as ``cell`` (``sheet`` 表1, ``cell`` B7), the rest as ``note``."""
    guard_package(body)
    try:
        with zipfile.ZipFile(io.BytesIO(transitional(body))) as archive:
            _read_document(archive, parts)
            add_properties(archive, parts)
            enclose_files(archive, parts)
            return add_pictures(pictures(archive), parts)
    except DAMAGE as error:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开") from error


def _read_document(archive: zipfile.ZipFile, parts: Parts) -> None:
    name = main_part(archive, "word/document.xml")
    root = xml_of(archive, name)
    body = root.find(f"{_W}body") if root is not None else None
    if root is None or body is None:
        raise UnreadableError(Reason.PARSE_FAILED, "文件已损坏，无法打开")
    beside = relations(archive, name)
    _Walk(parts, _Owner(archive, beside, outer_targets(archive, name))).block(body)
    roots = [root]
    for kind, path in sorted(set(beside.values())):
        if kind in _NOTES:
            note = etree.fromstring(archive.read(path), parser())
            _add_note(note, kind, outer_targets(archive, path), parts)
            add_drawn(archive, path, parts)
            roots.append(note)
    for each in roots:
        add_unseen(each, parts)
    add_drawn(archive, name, parts)


def _add_note(root: etree._Element, kind: str, targets: Mapping[str, str], parts: Parts) -> None:
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        lines.append(_text(paragraph))
        _keep_links(paragraph, targets, parts)
    hidden = "批注" if kind == "comments" else ""
    parts.add(TextPart("\n".join(line for line in lines if line.strip()), role="note", hidden=hidden))


@dataclass(frozen=True, slots=True)
class _Owner:
    """The package, and what the document in it points at: inside (``beside``), and outside (``targets``)."""

    archive: zipfile.ZipFile
    beside: Mapping[str, tuple[str, str]]
    targets: Mapping[str, str]


class _Walk:
    """Goes through a body in reading order; a table ends a run of paragraphs."""

    def __init__(self, parts: Parts, owner: _Owner) -> None:
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
                _keep_links(child, self._owner.targets, self._parts)
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                        self._gather(box, lines)
            elif child.tag == f"{_W}tbl":
                self._flush(lines)
                self._table(child)
            elif child.tag == f"{_W}altChunk":
                self._enclose(child)
            elif child.tag not in _NO_TEXT:  # content controls, tracked changes and whatever else goes around blocks
                self._gather(child, lines)

    def _enclose(self, chunk: etree._Element) -> None:
        """Keep a file that is shown as a part of the document (ECMA-376 part 1, 17.17.2.1)."""
        _, path = self._owner.beside.get(chunk.get(f"{_R}id", ""), ("", ""))
        if path:
            self._parts.enclose(posixpath.basename(path), self._owner.archive.read(path))

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
                        _keep_links(paragraph, self._owner.targets, self._parts, sheet, place)
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
    paragraph: etree._Element,
    targets: Mapping[str, str],
    parts: Parts,
    sheet: str | None = None,
    cell: str | None = None,
) -> None:
    """Keep the hyperlinks of a paragraph: by relationship, or as a field (ECMA-376 part 1, 17.16.22 and 17.16.5.25)."""
    for link in paragraph.iter(f"{_W}hyperlink"):
        if target := targets.get(link.get(f"{_R}id", "")):
            shown = "".join(piece.text or "" for piece in link.iter(f"{_W}t"))
            parts.link(target, shown, None, sheet, cell)
    fields = [simple.get(f"{_W}instr", "") for simple in paragraph.iter(f"{_W}fldSimple")]
    fields.append("".join(piece.text or "" for piece in paragraph.iter(f"{_W}instrText")))
    for field in fields:
        for match in _FIELD.finditer(field):
            parts.link(match[1], "", None, sheet, cell)


def _text(paragraph: etree._Element) -> str:
    """A paragraph's own words: neither deleted ones nor those of text boxes inside it."""
    pieces = []
    for element in paragraph.iter(*_WORDS, *_SPACES):
        if next(element.iterancestors(f"{_W}p"), None) is paragraph:
            pieces.append(element.text or "" if element.tag in _WORDS else _SPACES[element.tag])
    return "".join(pieces)
