"""Tables as readers leave them: cells of a sheet, rows with tabs, or lines with blanks; and the heading of a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from operator import itemgetter

from dictionaries import PrivacyWords
from records.evidence import TextPart
from rules.privacy.numbers import ascii_digits

_HEADER_CELLS = 3
_ROLE_LENGTH = 8
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


def has_names(parts: Sequence[TextPart], words: PrivacyWords) -> bool:
    """Whether a heading or field says that persons are named; one of an office's people (园长姓名) does not."""
    return any(
        not stands_for_others(part.text[max(0, found.start() - _ROLE_LENGTH) : found.start()].rstrip(), words)
        for part in parts
        for found in _NAME_HEADING.finditer(part.text)
    )


def headings(parts: Sequence[TextPart]) -> Iterator[str]:
    """The first cells of every column, without blanks and without 姓名: of sheets and of rows with tabs."""
    counts: dict[tuple[str | None, str | None, str], int] = {}
    for part in parts:
        if part.cell and (match := _CELL.fullmatch(part.cell)):
            place = (part.member, part.sheet, match[1])
            counts[place] = counts.get(place, 0) + 1
            if counts[place] <= _HEADER_CELLS:
                yield _heading(part.text)
        elif "\t" in part.text:
            for _, rows in _tab_rows(part.text):
                for row in rows.split("\n", _HEADER_CELLS)[:_HEADER_CELLS]:
                    yield from map(_heading, row.split("\t"))


def columnar(part: TextPart, start: int, end: int) -> bool:
    """Whether a place is a cell of its own, of a sheet or of a row with tabs."""
    if part.cell:
        return part.text.strip() == part.text[start:end]
    low = part.text.rfind("\n", 0, start) + 1
    newline = part.text.find("\n", end)
    line_end = newline if newline >= 0 else len(part.text)
    before, after = part.text[low:start].rstrip(" \u3000"), part.text[end:line_end].lstrip(" \u3000")
    return bool(before or after) and before[-1:] in ("", "\t") and after[:1] in ("", "\t")


def column_at(part: TextPart, start: int) -> tuple[object, ...]:
    """What tells the column of a place from all others."""
    if part.cell:
        match = _CELL.fullmatch(part.cell)
        return (part.member, part.sheet, match[1] if match else part.cell)
    starts, tops = _rows(part.text)
    low = part.text.rfind("\n", 0, start) + 1
    return (id(part), tops[bisect_left(starts, low)], part.text.count("\t", low, start))


def column_cells(parts: Sequence[TextPart], part: TextPart, start: int) -> list[str]:
    """The cells of the column in which a place stands."""
    column = column_at(part, start)
    if part.cell:
        return [each.text.strip() for each in parts if each.cell and column_at(each, 0) == column]
    _, top, number = column
    tops, lines = _rows(part.text)[1], part.text.split("\n")
    rows = (line.split("\t") for line, first in zip(lines, tops, strict=True) if first == top)
    return [cells[number].strip() for cells in rows if isinstance(number, int) and len(cells) > number]


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
    starts, ends, words = _short_lines(part.text)
    return " ".join(words[bisect_left(starts, start - _LOOK_ABOVE) : bisect_right(ends, start)])


def cells(parts: Sequence[TextPart], headers: Headers, words: tuple[str, ...]) -> Iterator[Cell]:
    """Every cell below a heading, of sheets and of rows with tabs; of rows only where one of the words stands."""
    for part in parts:
        if part.cell and (match := _CELL.fullmatch(part.cell)):
            text = part.text.strip()
            header = headers.get((part.member, part.sheet, match[1]), "")
            yield Cell(part, part.text.index(text), text, header)
        elif "\t" in part.text:
            for start, rows in _tab_rows(part.text):
                plain = ascii_digits(rows)
                if any(word in rows or word in plain for word in words):
                    yield from _tab_cells(part, start, rows)


def heading_line(text: str, start: int) -> str:
    """The last line above a place that names several columns, of which one holds names (``""``: none)."""
    ends, lines = _heading_lines(text)
    last = bisect_right(ends, start) - 1
    return lines[last] if last >= 0 and ends[last] > start - _LOOK_ABOVE else ""


def without_numbers(text: str) -> str:
    """The words of a text, its long numbers taken out."""
    return _NUMBERS.sub(" ", ascii_digits(text))


def stands_for_others(text: str, words: PrivacyWords) -> bool:
    """Whether a text ends with what somebody is for an office (负责人、园长)."""
    return text.endswith(words.roles) and not text.endswith(words.no_roles)


def _heading(cell: str) -> str:
    return "".join(cell.split()).removesuffix("姓名")


def _tab_rows(text: str) -> Iterator[tuple[int, str]]:
    """Lines with tabs, two and more together, and where they begin: nothing heads a line by itself."""
    tab = text.find("\t")
    while tab >= 0:
        start = text.rfind("\n", 0, tab) + 1
        first_end = end = -1
        while tab >= 0 and (end < 0 or text.find("\n", end + 1, tab) < 0):
            newline = text.find("\n", tab)
            end = newline if newline >= 0 else len(text)
            first_end = end if first_end < 0 else first_end
            tab = text.find("\t", end)
        if end > first_end:
            yield start, text[start:end]


def _tab_cells(part: TextPart, start: int, rows: str) -> Iterator[Cell]:
    """The cells of rows with tabs below the first texts of their columns."""
    headers: list[str] = []
    counts: list[int] = []
    at = start
    for row in rows.split("\n"):
        for number, cell in enumerate(row.split("\t")):
            if number == len(headers):
                headers.append("")
                counts.append(0)
            if text := cell.strip():
                header = headers[number]
                if header:
                    yield Cell(part, at + cell.index(text), text, header)
                if counts[number] < _HEADER_CELLS and (words := without_numbers(text).strip()):
                    counts[number] += 1
                    headers[number] = f"{header} {words[:_HEADER_LENGTH]}" if header else words[:_HEADER_LENGTH]
            at += len(cell) + 1


def _above(text: str, line_start: int, column: int) -> str:
    """The first texts of a column of rows with tabs, joined."""
    starts, tops = _rows(text)
    line = bisect_left(starts, line_start)
    first = max(tops[line], bisect_left(starts, line_start - _LOOK_ABOVE + 2) - 1)
    return " ".join(words for row, words in _column_top(text, first, column) if row < line)


@lru_cache(maxsize=32)
def _column_top(text: str, first: int, column: int) -> list[tuple[int, str]]:
    """The first texts of a column from a row on, with their rows: asked for by every value below."""
    starts, tops = _rows(text)
    below = takewhile(lambda row: tops[row] <= first, range(first, len(starts) - 1))
    rows = ((row, text[starts[row] : starts[row + 1] - 1].split("\t")) for row in below)
    texts = ((row, cells[column].strip()) for row, cells in rows if len(cells) > column)
    words = ((row, without_numbers(text).strip()[:_HEADER_LENGTH]) for row, text in islice(texts, 20))
    return list(islice(filter(itemgetter(1), words), _HEADER_CELLS))


@lru_cache(maxsize=1)
def _short_lines(text: str) -> tuple[list[int], list[int], list[str]]:
    """Where the lines begin and end that may be headings, and their words."""
    found = list(_HEADING.finditer(text))
    return [match.start() for match in found], [match.end() for match in found], [match[1] for match in found]


@lru_cache(maxsize=1)
def _heading_lines(text: str) -> tuple[list[int], list[str]]:
    """The lines that name several columns, of which one holds names, and where each ends."""
    ends, lines, end = [], [], -1
    for line in text.split("\n"):
        end += len(line) + 1
        if "姓" in line and len(line) <= 120 and len(line.split()) >= 3 and not re.search(r"\d{3}", line):
            ends.append(end)
            lines.append(line)
    return ends, lines


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
