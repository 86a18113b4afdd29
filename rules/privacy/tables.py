"""Tables as readers leave them: cells of a sheet, rows with tabs, or lines with blanks; and the heading of a place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from records.evidence import TextPart
from rules.privacy.numbers import ascii_digits

_HEADER_CELLS = 3
_HEADER_LENGTH = 40
_LOOK_ABOVE = 20_000
_HEADING = re.compile(r"^[ \t]*([^:\uff1a\d\n]{1,14})\n", re.MULTILINE)
"""A line of a flattened table that can be a column's heading: short, and no field with its own value."""
_CELL = re.compile(r"([A-Z]+)\d+")
_NUMBERS = re.compile(r"\d[\d \-]{5,}[Xx]?")
_NAME_HEADING = re.compile(
    r"姓[ \u3000]*名|户主"
    r"|^[ \u3000]*(?:学生|人员|申请人|当事人|车主|机主|考生|受助人|持卡人|家长|监护人)[ \u3000]*(?=$|\t)",
    re.MULTILINE,
)

Headers = Mapping[tuple[str | None, str | None, str], str]
"""The joined headings of a column by archive member, sheet and letter."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text without blanks around it, where that begins in its part, and the headings of its column."""

    part: TextPart
    start: int
    text: str
    header: str


def has_names(parts: Sequence[TextPart]) -> bool:
    """Whether a heading or field says that persons are named."""
    return any(_NAME_HEADING.search(part.text) for part in parts)


def column_headers(parts: Sequence[TextPart]) -> Headers:
    """The first texts of every spreadsheet column, joined: titles and headings stand on top."""
    cells: dict[tuple[str | None, str | None, str], list[str]] = {}
    for part in parts:
        if part.cell and (match := _CELL.fullmatch(part.cell)):
            texts = cells.setdefault((part.member, part.sheet, match[1]), [])
            if len(texts) < _HEADER_CELLS and (text := without_numbers(part.text).strip()):
                texts.append(text[:_HEADER_LENGTH])
    return {place: " ".join(texts) for place, texts in cells.items()}


def header_at(part: TextPart, start: int, headers: Headers) -> str:
    """The headings above a place: of its column, or the short lines above it where a table has lost its columns."""
    if part.cell:
        match = _CELL.fullmatch(part.cell)
        return headers.get((part.member, part.sheet, match[1]), "") if match else ""
    low = part.text.rfind("\n", 0, start) + 1
    newline = part.text.find("\n", start)
    if "\t" in part.text[low : newline if newline >= 0 else len(part.text)]:
        return _above(part.text, low, part.text.count("\t", low, start))
    return " ".join(_HEADING.findall(part.text, max(0, start - _LOOK_ABOVE), start))


def cells(parts: Sequence[TextPart], headers: Headers) -> Iterator[Cell]:
    """Every cell below a heading, of sheets and of rows with tabs."""
    for part in parts:
        if part.cell and (match := _CELL.fullmatch(part.cell)):
            text = part.text.strip()
            header = headers.get((part.member, part.sheet, match[1]), "")
            yield Cell(part, part.text.index(text), text, header)
        elif "\t" in part.text:
            yield from _tab_cells(part)


def heading_line(text: str, start: int) -> str:
    """The last line above a place that names several columns, of which one holds names (``""``: none)."""
    for line in reversed(text[max(0, start - _LOOK_ABOVE) : start].split("\n")):
        if len(line) <= 120 and len(line.split()) >= 3 and "姓" in line and not re.search(r"\d{3}", line):
            return line
    return ""


def without_numbers(text: str) -> str:
    """The words of a text, its long numbers taken out."""
    return _NUMBERS.sub(" ", ascii_digits(text))


def _tab_cells(part: TextPart) -> Iterator[Cell]:
    header: list[list[str]] = []
    offset = 0
    for line in part.text.split("\n"):
        columns = line.split("\t") if "\t" in line else []
        if not columns:
            header = []
        at = offset
        for number, column in enumerate(columns):
            text = column.strip()
            while len(header) <= number:
                header.append([])
            if text:
                yield Cell(part, at + column.index(text), text, " ".join(header[number]))
                if len(header[number]) < _HEADER_CELLS and (words := without_numbers(text).strip()):
                    header[number].append(words[:_HEADER_LENGTH])
            at += len(column) + 1
        offset += len(line) + 1


def _above(text: str, line_start: int, column: int) -> str:
    """The first texts of a column of rows with tabs, joined."""
    starts, tops = _rows(text)
    line = bisect_left(starts, line_start)
    first = max(tops[line], bisect_left(starts, line_start - _LOOK_ABOVE + 2) - 1)
    rows = (text[starts[at] : starts[at + 1] - 1].split("\t") for at in range(first, line))
    texts = (row[column].strip() for row in rows if len(row) > column)
    words = (words[:_HEADER_LENGTH] for text in islice(texts, 20) if (words := without_numbers(text).strip()))
    return " ".join(islice(words, _HEADER_CELLS))


@lru_cache(maxsize=1)
def _rows(text: str) -> tuple[list[int], list[int]]:
    """Where each line begins, and which line is the first of the rows with tabs that stand right above it."""
    starts, tops = [], []
    start = top = 0
    for number, line in enumerate(text.split("\n")):
        starts.append(start)
        tops.append(top)
        start += len(line) + 1
        if "\t" not in line:
            top = number + 1
    return starts, tops
