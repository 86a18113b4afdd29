"""Columns that a clerk corrected in the sheet of ``wangcha columns``, taken into the register whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from records.database import rows, transaction
from records.register.addresses import address_key, web_address
from records.register.fields import Faults, days, unknown
from records.register.keys import COLUMN
from records.register.model import Register, RegisteredColumn
from records.register.names import DepartmentNames
from records.register.office_toml import OFFICE_FILE
from records.register.store import insert_rows, load_register
from records.register.table_file import Row, read_sheets
from records.register.table_header import cell_of, find_header
from records.register.table_import import ImportResult

HEADERS: Mapping[str, tuple[str, ...]] = {
    "site": ("网站编号", "所属网站", "网站"),
    "name": ("栏目名称", "栏目"),
    "url": ("栏目网址", "栏目地址", "栏目链接"),
    "kind": ("栏目类型",),
    "limit": ("更新期限", "更新时限"),
    "department": ("责任单位", "主办单位", "责任部门"),
    "exempt": ("不要求更新的原因", "不更新原因", "免更新原因"),
}
"""What a heading may be, as :func:`records.register.table_header.header_text` writes it."""

_REQUIRED = ("site", "name", "url")
_CORRECTED = ("kind", "limit", "department", "exempt")
_LIMIT = next(key for key in COLUMN if key.name == "limit_days")
CLEARED = "—"
"""Written into a cell to take back what was registered there."""


def has_columns(path: Path) -> bool:
    """Whether the file has a sheet of columns, so that :func:`import_columns` is to take it."""
    return any(find_header(sheet, HEADERS, _is_header)[1] for sheet in read_sheets(path))


def import_columns(db: Database, path: Path, kinds: Collection[str]) -> ImportResult:
    """Take corrected columns of a CSV or XLSX file into the register of ``db``; ``kinds`` are the kinds there are.

    Only rows in which kind, limit, department or reason is filled are taken; a column is recognised by its address. An
    empty cell leaves what is registered, ``—`` takes it back. Columns of ``office.toml`` are never changed. Raises
    :class:`BadInputError` with sheet, row and column of every fault; nothing is taken then.
    """
    faults = Faults(path.name)
    with transaction(db):
        register = load_register(db)
        origin = {row["url"]: row["origin"] for row in rows(db, "SELECT url, origin FROM columns")}
        work = _Import(register, origin, kinds, faults, DepartmentNames(register.departments))
        for sheet in read_sheets(path):
            start, columns = find_header(sheet, HEADERS, _is_header)
            for row in sheet[start:] if columns else ():
                if any(cell_of(row, columns, name) for name in _CORRECTED):
                    work.take(row, columns)
        faults.raise_if_any()
        insert_rows(db, "departments", work.departments.fresh.values(), path.name)
        insert_rows(db, "columns", work.fresh.values(), path.name)
    return ImportResult(
        added=tuple(work.added),
        changed=tuple(work.changed),
        unchanged=tuple(work.unchanged),
        new_departments=tuple(item.name for item in work.departments.fresh.values()),
        remarks=(),
    )


def _is_header(columns: Mapping[str, int]) -> bool:
    return all(name in columns for name in _REQUIRED)


@dataclass
class _Import:
    """One import on its way: what is known, what the rows add to it."""

    register: Register
    origin: Mapping[str, str]
    kinds: Collection[str]
    faults: Faults
    departments: DepartmentNames
    fresh: dict[str, RegisteredColumn] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, row: Row, columns: Mapping[str, int]) -> None:
        """Check one row and remember what it adds or changes."""
        before = len(self.faults.lines)
        site, url = self._site(row, columns), self._url(row, columns)
        kind, limit = self._kind(row, columns), self._limit(row, columns)
        if not cell_of(row, columns, "name"):
            self.faults.add(row.place(columns["name"]), "缺少栏目名称。")
        if len(self.faults.lines) > before or self._is_repeated(row, columns, url):
            return
        known = next((each for each in self.register.columns if address_key(each.url) == address_key(url)), None)
        column = known or RegisteredColumn(site, url, cell_of(row, columns, "name"))
        if kind is not None:
            column = dataclasses.replace(column, kind=kind)
        if limit is not None:
            column = dataclasses.replace(column, limit_days=limit or None)
        if department := cell_of(row, columns, "department"):
            wanted = "" if department == CLEARED else self.departments.id_of(department)
            column = dataclasses.replace(column, department=wanted)
        if exempt := cell_of(row, columns, "exempt"):
            column = dataclasses.replace(column, exempt="" if exempt == CLEARED else exempt)
        if known is None:
            self.fresh[column.url] = column
            self.added.append(column.url)
        elif column == known:
            self.unchanged.append(column.url)
        elif self.origin.get(known.url) == OFFICE_FILE:
            self.faults.add(
                row.place(columns["url"]), f"栏目“{known.name}”写在 {OFFICE_FILE} 里，内容与本表不同。请到那里修改。"
            )
        else:
            self.fresh[column.url] = column
            self.changed.append(column.url)

    def _site(self, row: Row, columns: Mapping[str, int]) -> str:
        written = cell_of(row, columns, "site")
        if not any(site.id == written for site in self.register.sites):
            self.faults.add(
                row.place(columns["site"]),
                f"没有登记编号为“{written}”的网站。请先登记网站，再更正它的栏目。"
                if written
                else "缺少网站编号。请先登记网站，再更正它的栏目。",
            )
        return written

    def _url(self, row: Row, columns: Mapping[str, int]) -> str:
        try:
            return web_address(cell_of(row, columns, "url"))
        except ValueError as wrong:
            self.faults.add(row.place(columns["url"]), f"{wrong}。")
            return ""

    def _kind(self, row: Row, columns: Mapping[str, int]) -> str | None:
        """The kind, ``""`` where it is taken back, None where the cell is empty."""
        written = cell_of(row, columns, "kind")
        if written and written != CLEARED and written not in self.kinds:
            self.faults.add(row.place(columns["kind"]), unknown(written, self.kinds))
        return "" if written == CLEARED else written or None

    def _limit(self, row: Row, columns: Mapping[str, int]) -> int | None:
        """The limit in days, 0 where it is taken back, None where the cell is empty."""
        written = cell_of(row, columns, "limit")
        if written in ("", CLEARED):
            return 0 if written else None
        try:
            return days(written, _LIMIT)
        except ValueError as wrong:
            self.faults.add(row.place(columns["limit"]), f"{wrong}。")
            return None

    def _is_repeated(self, row: Row, columns: Mapping[str, int], url: str) -> bool:
        here = row.place(columns["url"])
        earlier = self.seen.setdefault(address_key(url), here)
        if earlier != here:
            self.faults.add(here, f"与{earlier}是同一个栏目。")
        return earlier != here
