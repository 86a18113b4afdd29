"""What a workbook (xlsx) holds beside its cells: which rows and columns are hidden, and comments."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import column_index_from_string

from crawler.attachments.cells import cell_name
from crawler.attachments.drawn import ALTERNATIVE, add_drawn, alternatives, shape_text
from crawler.attachments.ooxml import COMMENT, main_part, relations, xml_of
from crawler.attachments.parts import Parts
from records.evidence import TextPart

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = re.compile(rb"hidden=[\"'](?:1|true)")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]{1,1000})<")
_FORMATS = re.compile(r'&(?:"[^"]*"|\d{1,2}(?!\d)|[A-Z])')
"""Alignment, fonts, sizes, page numbers in what is printed above and below (ECMA-376 18.3.1.46)."""
_CHOICES = re.compile(rb'<(?:\w+:)?formula1>(?:"|&quot;)([^<]{1,1000}?)(?:"|&quot;)<')
_PROMPT = re.compile(rb'\s(?:promptTitle|prompt|errorTitle|error)="([^"<]{1,1000})"')
WORKBOOK = "xl/workbook.xml"
CHOICES = "下拉选项"
PROMPT = "输入提示"


@dataclass(slots=True)
class Hidden:
    """The hidden rows and columns of one sheet, by number from 1."""

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def why(self, row: int, column: int) -> str:
        """``""`` for a cell in sight."""
        if any(first <= column <= last for first, last in self.columns):
            return "隐藏列"
        return "隐藏行" if row in self.rows else ""


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> part of the package."""
    workbook = main_part(archive, WORKBOOK)
    root = xml_of(archive, workbook)
    known = relations(archive, workbook)
    sheets = root.iter(f"{_MAIN}sheet") if root is not None else ()
    return {sheet.get("name", ""): known[key][1] for sheet in sheets if (key := sheet.get(_ID, "")) in known}


def hidden_of(archive: zipfile.ZipFile, path: str) -> Hidden:
    """What of a sheet is hidden; a sheet that hides nothing is not parsed."""
    found = Hidden()
    try:
        body = archive.read(path)
    except KeyError:
        return found
    if not _HIDDEN.search(body):
        return found
    tags = (f"{_MAIN}row", f"{_MAIN}col")
    walk = etree.iterparse(io.BytesIO(body), tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for _, element in walk:
            if element.get("hidden") in ("1", "true"):
                if element.tag == tags[0]:
                    found.rows.add(int(element.get("r", "0")))
                else:
                    found.columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
            element.clear()
    except (etree.XMLSyntaxError, ValueError):
        return found
    return found


def add_comments(archive: zipfile.ZipFile, sheet: str, path: str, parts: Parts) -> None:
    """Add the comments of a sheet, each with the place of its cell."""
    for cell, text in _comments(archive, path):
        match = _CELL.fullmatch(cell)
        if match and column_index_from_string(match[1]) <= 16_384:
            parts.add(TextPart(text, role="note", sheet=sheet, cell=cell, hidden=COMMENT))


def add_beside(archive: zipfile.ZipFile, sheet: str, path: str, parts: Parts) -> None:
    """Add what stands outside the cells of a sheet: what is printed above and below them, what is offered and told to
    who fills in a cell, and what is drawn over the cells.
    """
    try:
        body = archive.read(path)
    except KeyError:
        return
    for match in _MARGIN.finditer(body):
        text = plain_margin(html.unescape(match[1].decode("utf-8", "replace")))
        parts.add(TextPart(text, role="note", sheet=sheet))
    for pattern, hidden in ((_CHOICES, CHOICES), (_PROMPT, PROMPT)):
        for told in dict.fromkeys(match[1] for match in pattern.finditer(body)):
            text = html.unescape(told.decode("utf-8", "replace"))
            parts.add(TextPart(text, role="note", sheet=sheet, hidden=hidden))
    for kind, drawing in relations(archive, path).values():
        if kind == "drawing":
            _add_drawing(archive, sheet, drawing, parts)


def plain_margin(written: str) -> str:
    """What is printed above or below a sheet, without the codes for fonts and page numbers in it."""
    return _FORMATS.sub(" ", written)


def _add_drawing(archive: zipfile.ZipFile, sheet: str, path: str, parts: Parts) -> None:
    """Add text boxes and the like by the cell they hang at (ECMA-376 part 1, 20.5.2.33), and charts."""
    root = xml_of(archive, path)
    for anchor in root if root is not None else ():
        row, column = (anchor.findtext(f"{_DRAWN}from/{_DRAWN}{name}", "").strip() for name in ("row", "col"))
        cell = cell_name(int(column) + 1, int(row) + 1) if row.isdecimal() and column.isdecimal() else None
        parts.add(TextPart(shape_text(anchor), role="note", sheet=sheet, cell=cell))
        parts.add(TextPart("\n".join(alternatives(anchor)), role="note", sheet=sheet, cell=cell, hidden=ALTERNATIVE))
    add_drawn(archive, path, parts, sheet=sheet)


def _comments(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, str]]:
    for kind, part in relations(archive, path).values():
        if kind not in ("comments", "threadedComment"):
            continue
        root = xml_of(archive, part)
        for comment in root.iter() if root is not None else ():
            if isinstance(comment.tag, str) and etree.QName(comment).localname in ("comment", "threadedComment"):
                yield comment.get("ref", ""), "".join(comment.itertext())
