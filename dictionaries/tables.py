"""Reading the data files: CSV, XLSX and TOML with errors that name file, row, column, fault and what is allowed."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from records.errors import BadInputError

MAX_FILE_BYTES = 64 * 1024 * 1024
_MIDNIGHT = " 00:00:00"
"""What follows the date where Excel has made one of what was typed."""


def read_text(path: Path) -> str:
    """The text of a data file: UTF-8 with or without BOM, or GB18030 as Excel saves a CSV in China.

    Raises BadInputError when it is neither, too large or cannot be read.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInputError(f"词库文件过大：{path}（上限 {MAX_FILE_BYTES // 1024 // 1024} MB），请拆成几个文件。")
        raw = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"词库文件无法读取：{path}（{error.strerror}），请检查文件和权限。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInputError(f"词库文件编码不对：{path}，请用 Excel 另存为“CSV UTF-8（逗号分隔）”。")


class Row:
    """One row of a table. Cells are read by column name; every fault is refused with its place."""

    def __init__(self, path: Path, number: int, cells: Mapping[str, str]) -> None:
        self._path, self._number, self._cells = path, number, cells

    def fault(self, column: str, what: str, allowed: str) -> BadInputError:
        """The error for a cell of this row."""
        return BadInputError(
            f"{self._path} 第 {self._number} 行“{column}”列：{what}；{allowed}。整个文件未采用，请改正后重试。"
        )

    def text(self, column: str) -> str:
        """The cell without blanks around it; ``""`` when empty."""
        return self._cells.get(column, "").strip()

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell, apart by ``|``."""
        return tuple(part.strip() for part in self.text(column).split("|") if part.strip())

    def flag(self, column: str) -> bool:
        """是 or 否; an empty cell is 否."""
        return self.choice(column, {"": "不写为否", "是": "算", "否": "不算"}) == "是"

    def required(self, column: str) -> str:
        """As :meth:`text`, refusing an empty cell."""
        return self.text(column) or self._refuse(column, "没有填写", "此列必填")

    def choice(self, column: str, allowed: Mapping[str, str]) -> str:
        """One of the allowed values (keys; the values are what they mean)."""
        value = self.text(column)
        if value not in allowed:
            self._refuse(
                column, f"“{value}”不认识", "可填：" + "、".join(f"{key}（{text}）" for key, text in allowed.items())
            )
        return value

    def day(self, column: str) -> date | None:
        """A date as 2026-01-31 or 2026/1/31 or a workbook's own, None when empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            year, month, day = value.removesuffix(_MIDNIGHT).replace("/", "-").split("-")
            return date(int(year), int(month), int(day))
        except ValueError:
            self._refuse(column, f"“{value}”不是日期", "请写成 2026-01-31")
            raise

    def _refuse(self, column: str, what: str, allowed: str) -> str:
        raise self.fault(column, what, allowed)


def read_table(path: Path, columns: Mapping[str, str], required: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a CSV or XLSX file. ``columns`` maps column names to their Chinese headings; a file may use either.

    Rows that are empty, or whose first cell starts with ``#``, are left out. Raises BadInputError.
    """
    by_heading = {heading: name for name, heading in columns.items()}
    lines = _excel_lines(path) if path.suffix.lower() == ".xlsx" else _csv_lines(path)
    _, first = next(lines, (1, ()))
    head = [by_heading.get(cell.strip(), cell.strip()) for cell in first]
    allowed = "可用的列：" + "、".join(f"{name}（{heading}）" for name, heading in columns.items())
    for name in head:
        if name and name not in columns:
            raise BadInputError(f"{path} 第 1 行：列名“{name}”不认识；{allowed}。整个文件未采用。")
    for name in required:
        if name not in head:
            raise BadInputError(f"{path} 第 1 行：缺少“{name}（{columns[name]}）”列；{allowed}。整个文件未采用。")
    for number, cells in lines:
        if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
            continue
        if len(cells) > len(head):
            raise BadInputError(
                f"{path} 第 {number} 行：有 {len(cells)} 列，表头只有 {len(head)} 列；"
                "内容里的逗号请用引号括住整格。整个文件未采用。"
            )
        yield Row(path, number, dict(zip(head, cells, strict=False)))


def _csv_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a CSV file with their numbers."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadInputError(
            f"{path} 第 {reader.line_num} 行：不是正确的 CSV 格式（{error}）。整个文件未采用。"
        ) from error


def _excel_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a workbook's first sheet, without empty cells at their ends."""
    from records.register.table_file import read_sheets  # noqa: PLC0415 - openpyxl takes a third of a second to load

    for row in next(iter(read_sheets(path)), []):
        cells = list(row.cells)
        while cells and not cells[-1]:
            cells.pop()
        yield row.number, cells


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises BadInputError."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{path}：不是正确的 TOML 格式（{error}）。整个文件未采用。") from error


def typed(path: Path, table: str, values: Mapping[str, Any], schema: Mapping[str, type]) -> dict[str, Any]:
    """Check keys and types of one TOML table; ``tuple`` stands for a list of texts. Raises BadInputError."""
    names = {str: "文字", int: "整数", bool: "true 或 false", tuple: "文字的列表", list: "列表", dict: "一节"}
    checked: dict[str, Any] = {}
    for key, value in values.items():
        wanted = schema.get(key)
        if wanted is None:
            raise BadInputError(f"{path} [{table}]：不认识“{key}”；可用：{'、'.join(schema)}。整个文件未采用。")
        if wanted is tuple:
            right = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        else:
            right = type(value) is wanted
        if not right:
            raise BadInputError(f"{path} [{table}]：“{key}”应为{names[wanted]}。整个文件未采用。")
        checked[key] = tuple(value) if wanted is tuple else value
    return checked
