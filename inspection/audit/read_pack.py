"""Opening a pack that came back: sizes are bounded, sheets and columns are found by name, nothing is judged yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from records.errors import BadInputError
from reports.audit import layout

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 60
HEAD_ROWS = 10
"""Column titles are looked for in this many rows, since people put headings above them."""

_SPACES = re.compile(r"\s+")

Value = str | date
"""A cell: text without outer blanks (``""`` for an empty one), or the date or moment that Excel stored."""


@dataclass(slots=True)
class Problems:
    """Everything that is wrong with the packs, told with file, sheet, row and column."""

    lines: list[str] = field(default_factory=list)

    def add(self, file: str, what: str, *, sheet: str = "", row: int | None = None, column: str = "") -> None:
        if column:
            line = f"文件“{file}”，表“{sheet}”第{row}行“{column}”列：{what}"
        elif row is not None:
            line = f"文件“{file}”，表“{sheet}”第{row}行：{what}"
        else:
            line = f"文件“{file}”，表“{sheet}”：{what}" if sheet else f"文件“{file}”：{what}"
        self.lines.append(line)


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row of a sheet: its number as Excel shows it, and its cells by column title."""

    number: int
    cells: Mapping[str, Value]

    def text(self, title: str) -> str:
        """The cell as text."""
        value = self.cells.get(title, "")
        return value if isinstance(value, str) else value.isoformat()[:10]


@dataclass(frozen=True, slots=True)
class RawPack:
    """A pack as it was read. ``keys`` is the hidden sheet."""

    file: str
    keys: Mapping[str, str]
    items: Sequence[Row]
    hand: Sequence[Row]


def read_pack(path: Path, problems: Problems) -> RawPack | None:
    """Read one pack; what is wrong goes to ``problems``, and then there is no pack (None)."""
    before = len(problems.lines)
    try:
        sheets = _sheets(path)
    except BadInputError as fault:
        problems.add(path.name, str(fault))
        return None
    except Exception as fault:  # openpyxl answers a damaged or forged workbook with errors of any kind
        problems.add(
            path.name,
            f"打不开（{type(fault).__name__}），文件可能已损坏、加了密码或者不是 .xlsx。请另存为 .xlsx 后再交。",
        )
        return None
    keys = {str(row[0]): str(row[1]) for row in sheets.get(layout.SHEET_KEYS, ()) if len(row) > 1 and row[0]}
    if keys.get(layout.KEY_SCHEMA) != layout.SCHEMA:
        problems.add(
            path.name, "不是网查发出的互查表，或者版式不同。请在网查发出的原文件上填写后交回，不要复制到新文件里。"
        )
        return None
    needed = {
        layout.SHEET_ITEMS: ((layout.ITEM_ID, *layout.ITEM_FILLED), layout.ITEM_FILLED),
        layout.SHEET_HAND: (layout.HAND_COLUMNS, layout.HAND_COLUMNS),
    }
    found: dict[str, list[Row]] = {}
    for name, (titles, _) in needed.items():
        if name not in sheets:
            problems.add(path.name, f"缺少表“{name}”。请在原文件上填写，不要删除或者改动表名。")
        else:
            found[name] = _rows(path.name, name, sheets[name], titles, problems)
    if len(problems.lines) > before:
        return None
    return RawPack(path.name, keys, found[layout.SHEET_ITEMS], found[layout.SHEET_HAND])


def _sheets(path: Path) -> dict[str, list[tuple[Value, ...]]]:
    """The cells of the sheets that matter. Raises :class:`BadInputError` for a file that is too large or not there."""
    if not path.is_file():
        raise BadInputError("找不到这个文件。请核对路径。")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise BadInputError(f"文件超过{MAX_FILE_BYTES // 1_000_000}MB。请删去插入的图片后再交，截图另附。")
    try:
        with ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except BadZipFile:
        raise BadInputError("不是 .xlsx 文件（或者加了密码）。请另存为不加密的 .xlsx 后再交。") from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise BadInputError(f"文件解开后超过{MAX_UNPACKED_BYTES // 1_000_000}MB，没有读取。请用原文件重新填写。")
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        wanted = (layout.SHEET_KEYS, layout.SHEET_ITEMS, layout.SHEET_HAND)
        sheets = {}
        for sheet in book.worksheets:
            name = sheet.title.strip()
            if name not in wanted:
                continue
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            sheets[name] = [tuple(_value(value) for value in row) for row in cells]
            if len(sheets[name]) > MAX_ROWS:
                raise BadInputError(f"表“{name}”超过{MAX_ROWS}行。请删去多余的行后再交。")
        return sheets
    finally:
        book.close()


def _value(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _rows(
    file: str, sheet: str, cells: Sequence[tuple[Value, ...]], titles: Iterable[str], problems: Problems
) -> list[Row]:
    """Rows by column title. Columns may have been moved; missing, renamed or doubled ones are told."""
    wanted = list(titles)
    heads = [[_SPACES.sub("", str(value)) for value in row] for row in cells[:HEAD_ROWS]]
    best = max(range(len(heads)), key=lambda number: len(set(wanted) & set(heads[number])), default=None)
    if best is None or not set(wanted) & set(heads[best]):
        problems.add(file, "找不到列名。请在原文件上填写，不要删除列名所在的行。", sheet=sheet)
        return []
    head = heads[best]
    for title in wanted:
        if head.count(title) > 1:
            problems.add(file, "有两列同名。请删去多出来的一列。", sheet=sheet, row=best + 1, column=title)
    missing = [title for title in wanted if title not in head]
    if missing:
        strange = [title for title in head if title and title not in (*layout.ITEM_COLUMNS, *layout.HAND_COLUMNS)]
        hint = f"（多出来的列“{'”“'.join(strange[:5])}”是不是改了名？）" if strange else ""
        problems.add(
            file,
            f"缺少列“{'”“'.join(missing)}”{hint}。列可以移动，不能删除或者改名，请改回原来的列名。",
            sheet=sheet,
            row=best + 1,
        )
        return []
    places = {title: head.index(title) for title in wanted}
    return [
        Row(number, {title: row[place] if place < len(row) else "" for title, place in places.items()})
        for number, row in enumerate(cells[best + 1 :], start=best + 2)
        if any(place < len(row) and row[place] != "" for place in places.values())
    ]
