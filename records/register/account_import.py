"""``wangcha accounts import``: a list of new-media accounts, taken into the register whole or not at all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from records.database import transaction
from records.register.account_settings import account_settings
from records.register.addresses import web_address
from records.register.fields import Faults, days, unknown
from records.register.keys import ACCOUNT
from records.register.model import Register, RegisteredAccount
from records.register.names import DepartmentNames, as_id, free_id, plain_name
from records.register.office_toml import OFFICE_FILE
from records.register.store import insert_rows, load_register, origins
from records.register.table_file import Row, read_sheets
from records.register.table_header import HEADER_WITHIN, cell_of, find_header, header_text
from records.register.table_import import ImportResult

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "账号编号", "id"),
    "platform": ("平台", "所在平台", "平台类型", "平台名称", "账号类型"),
    "name": ("账号名称", "名称", "账号", "账号昵称", "新媒体名称", "政务新媒体名称"),
    "department": ("责任单位", "主办单位", "主办单位名称", "责任部门", "运营单位", "所属单位", "单位名称", "部门"),
    "adapter": ("采集方式", "取数方式", "采集通道"),
    "source": ("地址/文件", "地址", "文件", "地址或文件", "订阅地址", "订阅源", "源地址", "采集地址", "文件名", "url"),
    "home": ("主页", "账号主页", "主页网址", "主页地址"),
    "limit": ("更新期限", "更新时限", "期限", "更新周期"),
}
"""What a column may be called, as :func:`records.register.table_header.header_text` writes it."""

_REQUIRED = ("platform", "name")
_ADAPTERS: Mapping[str, str] = {
    "订阅源": "feed", "rss": "feed", "atom": "feed", "jsonfeed": "feed",
    "表格": "table", "xlsx": "table", "csv": "table", "json": "table", "excel": "table",
}  # fmt: skip
_LIMIT = next(key for key in ACCOUNT if key.name == "limit_days")


def import_accounts(db: Database, path: Path, adapters: Collection[str]) -> ImportResult:
    """Take the accounts of a CSV or XLSX file into the register of ``db``; ``adapters`` are the ids there are.

    An account is recognised by its id, or its platform and name. Accounts of ``office.toml`` are never changed;
    accounts that are not in the file stay. Raises :class:`BadInputError` with sheet, row and column of every fault;
    nothing is taken then.
    """
    faults, remarks = Faults(path.name), list[str]()
    listed = _listed_rows(path, faults, remarks)
    faults.raise_if_any()
    with transaction(db):
        register = load_register(db)
        work = _Import(
            register, origins(db, "accounts"), adapters, faults, remarks, DepartmentNames(register.departments)
        )
        for row, columns in listed:
            work.take(row, columns)
        faults.raise_if_any()
        insert_rows(db, "departments", work.departments.fresh.values(), path.name)
        insert_rows(db, "accounts", work.fresh.values(), path.name)
    return ImportResult(
        added=tuple(work.added),
        changed=tuple(work.changed),
        unchanged=tuple(work.unchanged),
        new_departments=tuple(item.name for item in work.departments.fresh.values()),
        remarks=tuple(remarks),
    )


def _listed_rows(path: Path, faults: Faults, remarks: list[str]) -> list[tuple[Row, dict[str, int]]]:
    listed: list[tuple[Row, dict[str, int]]] = []
    without: list[str] = []
    found = False
    for sheet in read_sheets(path):
        start, columns = find_header(sheet, HEADERS, lambda columns: all(name in columns for name in _REQUIRED))
        if not columns:
            without.extend(row.sheet for row in sheet[:1])
            continue
        found = True
        listed.extend((row, columns) for row in sheet[start:] if _is_entry(row, columns))
    if not found:
        names = "；".join("、".join(HEADERS[name]) for name in _REQUIRED)
        faults.add(
            "表头", f"前 {HEADER_WITHIN} 行里没有找到表头。至少要有“平台”和“账号名称”两列，可用的写法：{names}。"
        )
    elif not listed:
        faults.add("表头", "表头下面没有账号。")
    remarks.extend(f"工作表“{name}”没有平台和账号名称两列，没有读取。" for name in without if found)
    return listed


def _is_entry(row: Row, columns: Mapping[str, int]) -> bool:
    """Not an entry: a row without platform and name, a banner over all columns, or the header once more."""
    platform, name = (cell_of(row, columns, key) for key in _REQUIRED)
    return bool(platform or name) and platform != name and header_text(name) not in HEADERS["name"]


@dataclass
class _Import:
    """One import on its way: what is known, what the rows add to it."""

    register: Register
    origin: Mapping[str, str]
    adapters: Collection[str]
    faults: Faults
    remarks: list[str]
    departments: DepartmentNames
    fresh: dict[str, RegisteredAccount] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, row: Row, columns: Mapping[str, int]) -> None:
        """Check one row and remember what it adds or changes."""
        before = len(self.faults.lines)
        platform, name = (cell_of(row, columns, key) for key in _REQUIRED)
        for key, what in (("platform", "平台"), ("name", "账号名称")):
            if not cell_of(row, columns, key):
                self.faults.add(row.place(columns[key]), f"缺少{what}。")
        settings = self._settings(row, columns)
        adapter, limit = self._adapter(row, columns), self._limit(row, columns)
        if len(self.faults.lines) > before:
            return
        wanted = cell_of(row, columns, "id")
        known = self._known(wanted, platform, name)
        account_id = known.id if known else self._new_id(wanted, platform, name)
        if self._is_repeated(row, columns, account_id):
            return
        department = self.departments.id_of(cell_of(row, columns, "department"))
        account = RegisteredAccount(account_id, name, platform, department, adapter, settings, limit)
        if known is None:
            self.fresh[account.id] = account
            self.added.append(account.id)
            self._remark_without_source(row, columns, account)
            return
        account = dataclasses.replace(
            account,
            department=department or known.department,
            adapter=adapter or known.adapter,
            settings=_merged(known.settings, settings),
            limit_days=limit or known.limit_days,
        )
        if account == known:
            self.unchanged.append(account.id)
        elif self.origin.get(known.id) == OFFICE_FILE:
            self.faults.add(
                row.place(columns["name"]), f"账号“{known.id}”写在 {OFFICE_FILE} 里，内容与本表不同。请到那里修改。"
            )
        else:
            self.fresh[account.id] = account
            self.changed.append(account.id)

    def _settings(self, row: Row, columns: Mapping[str, int]) -> dict[str, Any]:
        source, home = cell_of(row, columns, "source"), cell_of(row, columns, "home")
        settings: dict[str, Any] = {}
        try:
            if source:
                is_address = re.match(r"[a-z]+://", source, re.IGNORECASE)
                settings = {"url": web_address(source)} if is_address else {"file": source.replace("\\", "/")}
            account_settings(settings)
        except ValueError as wrong:
            self.faults.add(row.place(columns["source"]), f"{wrong}。")
        try:
            if home:
                settings["home"] = web_address(home)
        except ValueError as wrong:
            self.faults.add(row.place(columns["home"]), f"{wrong}。")
        return settings

    def _adapter(self, row: Row, columns: Mapping[str, int]) -> str:
        written = cell_of(row, columns, "adapter")
        name = _ADAPTERS.get(header_text(written), written)
        if name and name not in self.adapters:
            choices = ("订阅源", "表格", *self.adapters)
            self.faults.add(row.place(columns["adapter"]), unknown(written, choices))
        return name

    def _limit(self, row: Row, columns: Mapping[str, int]) -> int | None:
        written = cell_of(row, columns, "limit")
        if not written:
            return None
        try:
            return days(written, _LIMIT)
        except ValueError as wrong:
            self.faults.add(row.place(columns["limit"]), f"{wrong}。")
            return None

    def _known(self, wanted: str, platform: str, name: str) -> RegisteredAccount | None:
        """The registered account this row is about: by its id, else by platform and name."""
        if wanted and (known := self.register.account(wanted)):
            return known
        here = plain_name(platform), plain_name(name)
        return next((a for a in self.register.accounts if (plain_name(a.platform), plain_name(a.name)) == here), None)

    def _new_id(self, wanted: str, platform: str, name: str) -> str:
        """The id in the table, else platform and name; a number is added only where a site has it."""
        sites = {site.id for site in self.register.sites}
        return free_id(as_id(wanted or f"{platform}-{name}"), sites)

    def _is_repeated(self, row: Row, columns: Mapping[str, int], account_id: str) -> bool:
        here = row.place(columns["name"])
        earlier = self.seen.setdefault(("account", account_id), here)
        if earlier != here:
            self.faults.add(here, f"与{earlier}是同一个账号。")
        return earlier != here

    def _remark_without_source(self, row: Row, columns: Mapping[str, int], account: RegisteredAccount) -> None:
        if not account.has_source:
            self.remarks.append(
                f"{row.place(columns['name'])}：“{account.name}”没有写地址或文件，已登记，但补上之前不能检查。"
            )


def _merged(known: Mapping[str, Any], fresh: Mapping[str, Any]) -> dict[str, Any]:
    """The known settings with the new ones; a new source takes the place of the old one, of either kind."""
    replaced = ("url", "file") if {"url", "file"} & fresh.keys() else ()
    return {**{name: value for name, value in known.items() if name not in replaced}, **fresh}
