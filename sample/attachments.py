"""Makes the sample's attachments: DOCX, XLSX and PDF files, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from sample import people

FILE_TIME = (2026, 11, 20, 0, 0, 0)
STAMP = "2026-11-20T00:00:00Z"
PDF_FONT = "STSong-Light"
PERSONAL = {
    "name": people.name,
    "resident_id": people.resident_id,
    "mobile": people.mobile,
    "bank_card": people.bank_card,
}


def write_attachment(path: Path, spec: Mapping[str, Any]) -> None:
    """Write one ``[[file]]`` of ``attachments.toml`` to ``path``; the suffix decides the format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {".docx": _docx, ".xlsx": _xlsx, ".pdf": _pdf}
    path.write_bytes(writers[path.suffix](spec))


def table_rows(spec: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a table: as written (``rows``), or made from ``fields``, ``start`` and ``count``."""
    if "fields" not in spec:
        return [list(row) for row in spec.get("rows", ())]
    return [
        [_cell(field, number, spec["start"] + number - 1) for field in spec["fields"]]
        for number in range(1, spec["count"] + 1)
    ]


def _cell(field: str, number: int, person: int) -> str:
    if field == "no":
        return str(number)
    return PERSONAL[field](person) if field in PERSONAL else field


def _docx(spec: Mapping[str, Any]) -> bytes:
    document = Document()
    document.core_properties.author = "云溪区"
    document.add_heading(spec["title"], level=1)
    for paragraph in spec.get("paragraphs", ()):
        document.add_paragraph(paragraph)
    if "header" in spec:
        table = document.add_table(rows=0, cols=len(spec["header"]))
        table.style = "Table Grid"
        for row in (spec["header"], *table_rows(spec)):
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_every_time(buffer.getvalue())


def _xlsx(spec: Mapping[str, Any]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in spec["sheet"]:
        page: Worksheet = book.create_sheet(sheet["name"])
        page.append([sheet["title"]])
        page.append(sheet["header"])
        for row in table_rows(sheet):
            page.append(row)
        for letter in sheet.get("hidden_columns", ()):
            page.column_dimensions[letter].hidden = True
        page.sheet_state = "hidden" if sheet.get("hidden") else "visible"
    buffer = io.BytesIO()
    book.save(buffer)
    return _same_every_time(buffer.getvalue())


def _pdf(spec: Mapping[str, Any]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(spec["title"])
    height = A4[1] - 40 * mm
    canvas.setFont(PDF_FONT, 18)
    canvas.drawCentredString(A4[0] / 2, height, spec["title"])
    canvas.setFont(PDF_FONT, 12)
    for paragraph in spec.get("paragraphs", ()):
        height -= 9 * mm
        canvas.drawString(28 * mm, height, paragraph)
    for row in (spec.get("header", ()), *table_rows(spec)):
        height -= 9 * mm
        for place, value in zip((28, 48, 80, 150), row, strict=False):
            canvas.drawString(place * mm, height, value)
    canvas.save()
    return buffer.getvalue()


def _same_every_time(office_file: bytes) -> bytes:
    """The same ZIP with fixed times inside: both writers stamp the moment of saving."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            data = old.read(entry)
            if entry == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + STAMP.encode(), data)
            new.writestr(zipfile.ZipInfo(entry, FILE_TIME), data)
    return result.getvalue()
