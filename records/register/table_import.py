"""``wangcha register import``: a city's list of sites, taken into the register whole or not at all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from records.database import transaction
from records.register.addresses import address_key, host_of, web_address
from records.register.fields import Faults, site_code
from records.register.model import Register, RegisteredSite
from records.register.names import DepartmentNames, as_id, free_id
from records.register.office_toml import OFFICE_FILE
from records.register.store import insert_rows, load_register, origins
from records.register.table_file import Row, read_sheets
from records.register.table_header import HEADER_WITHIN, cell_of, find_header, header_text

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "网站编号", "id"),
    "name": ("网站名称", "名称", "站点名称", "网站名", "网站全称"),
    "url": ("网址", "首页网址", "首页地址", "网站地址", "网站网址", "网站首页", "首页url", "url", "域名", "网站域名"),
    "code": ("网站标识码", "标识码", "政府网站标识码", "站点标识码"),
    "department": ("主办单位", "责任单位", "主办单位名称", "责任部门", "所属单位", "单位名称", "部门"),
    "lead": ("牵头单位", "主管单位", "牵头部门", "主管部门"),
}
"""What a column may be called, written without spaces and in lower case."""

_REQUIRED = ("name", "url")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: site ids, names of new departments, and remarks a person should read."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    new_departments: tuple[str, ...]
    remarks: tuple[str, ...]


def import_table(db: Database, path: Path) -> ImportResult:
    """Take the sites of a CSV or XLSX file into the register of ``db``.

    A site is recognised by its id, 网站标识码 or address. Sites of ``office.toml`` are never changed; sites that
    are not in the file stay. Raises :class:`BadInputError` with sheet, row and column of every fault; nothing is taken
    then.
    """
    faults, remarks = Faults(path.name), list[str]()
    listed = _listed_rows(path, faults, remarks)
    faults.raise_if_any()
    with transaction(db):
        register = load_register(db)
        work = _Import(register, origins(db), faults, remarks, DepartmentNames(register.departments))
        for row, columns in listed:
            work.take(row, columns)
        faults.raise_if_any()
        insert_rows(db, "departments", work.departments.fresh.values(), path.name)
        insert_rows(db, "sites", work.fresh.values(), path.name)
    return ImportResult(
        added=tuple(work.added),
        changed=tuple(work.changed),
        unchanged=tuple(work.unchanged),
        new_departments=tuple(item.name for item in work.departments.fresh.values()),
        remarks=tuple(remarks),
    )


def _listed_rows(path: Path, faults: Faults, remarks: list[str]) -> list[tuple[Row, dict[str, int]]]:
    """The rows below the header of each sheet, with the index of each known column."""
    listed: list[tuple[Row, dict[str, int]]] = []
    without: list[str] = []
    found = False
    for sheet in read_sheets(path):
        start, columns = find_header(sheet, HEADERS, _is_header)
        if not columns:
            without.extend(row.sheet for row in sheet[:1])
            continue
        found = True
        listed.extend((row, columns) for row in sheet[start:] if _is_entry(row, columns))
    if not found:
        names = ";".join("、".join(HEADERS[name]) for name in _REQUIRED)
        faults.add(
            "表头", f"前 {HEADER_WITHIN} 行里没有找到表头。至少要有“网站名称”和“网址”两列，可用的写法：{names}。"
        )
    elif not listed:
        faults.add("表头", "表头下面没有网站。")
    remarks.extend(f"工作表“{name}”没有网站名称和网址两列，没有读取。" for name in without if found)
    return listed


def _is_header(columns: Mapping[str, int]) -> bool:
    return all(name in columns for name in _REQUIRED) and columns["name"] != columns["url"]


def _is_entry(row: Row, columns: Mapping[str, int]) -> bool:
    """Not an entry: a row with neither name nor address (a sum, a signature), or the header once more."""
    name, url = (cell_of(row, columns, key) for key in _REQUIRED)
    return bool(name or url) and header_text(url) not in HEADERS["url"] and name != url


@dataclass
class _Import:
    """One import on its way: what is known, what the rows add to it."""

    register: Register
    origin: Mapping[str, str]
    faults: Faults
    remarks: list[str]
    departments: DepartmentNames
    fresh: dict[str, RegisteredSite] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, row: Row, columns: Mapping[str, int]) -> None:
        """Check one row and remember what it adds or changes."""
        before = len(self.faults.lines)
        name = cell_of(row, columns, "name")
        if not name:
            self.faults.add(row.place(columns["name"]), "缺少网站名称。")
        url = self._checked(row, columns, "url", lambda text: web_address(self._with_scheme(text, row, columns)))
        code = self._checked(row, columns, "code", self._code) if cell_of(row, columns, "code") else ""
        site_id = cell_of(row, columns, "id")
        self._refuse_repeats(row, columns, {"id": site_id, "url": address_key(url), "code": code})
        if len(self.faults.lines) > before:
            return
        known = self._known(row, columns, site_id, url, code)
        if len(self.faults.lines) > before:
            return
        department = self.departments.id_of(cell_of(row, columns, "department"))
        lead = self.departments.id_of(cell_of(row, columns, "lead"))
        if known is None:
            site = RegisteredSite(self._new_id(site_id, url), name, url, code, department, lead)
            self.fresh[site.id] = site
            self.added.append(site.id)
            return
        site = dataclasses.replace(
            known,
            name=name,
            url=known.url if address_key(known.url) == address_key(url) else url,
            code=code or known.code,
            department=department or known.department,
            lead=lead or known.lead,
        )
        if site == known:
            self.unchanged.append(site.id)
        elif self.origin.get(known.id) == OFFICE_FILE:
            self.faults.add(
                row.place(columns["name"]), f"网站“{known.id}”写在 {OFFICE_FILE} 里，内容与本表不同。请到那里修改。"
            )
        else:
            self.fresh[site.id] = site
            self.changed.append(site.id)

    def _checked(self, row: Row, columns: Mapping[str, int], name: str, check: Callable[[str], str]) -> str:
        try:
            return check(cell_of(row, columns, name))
        except ValueError as wrong:
            self.faults.add(row.place(columns[name]), f"{wrong}。")
            return ""

    def _with_scheme(self, text: str, row: Row, columns: Mapping[str, int]) -> str:
        if not text:
            raise ValueError("缺少网址")
        if "://" in text or not re.match(r"[\w-]+(\.[\w-]+)+", text):
            return text
        self.remarks.append(f"{row.place(columns['url'])}：网址没有写 http:// 或 https://，已按 http:// 登记。")
        return f"http://{text}"

    @staticmethod
    def _code(text: str) -> str:
        if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text, re.IGNORECASE):
            raise ValueError(f"网站标识码“{text}”被表格软件改成了科学计数法。请把这一列设为“文本”后重新填写")
        return site_code(text)

    def _refuse_repeats(self, row: Row, columns: Mapping[str, int], values: Mapping[str, str]) -> None:
        for name, value in values.items():
            if not value:
                continue
            earlier = self.seen.setdefault((name, value), row.place(columns[name]))
            if earlier != row.place(columns[name]):
                self.faults.add(row.place(columns[name]), f"与{earlier}重复（{cell_of(row, columns, name)}）。")

    def _known(self, row: Row, columns: Mapping[str, int], site_id: str, url: str, code: str) -> RegisteredSite | None:
        """The registered site this row is about; a fault when its columns point at different ones."""
        matches = {
            site.id: site
            for site in self.register.sites
            if site.id == site_id or (code and site.code == code) or address_key(site.url) == address_key(url)
        }
        if len(matches) > 1:
            ids = "、".join(matches)
            self.faults.add(row.place(columns["url"]), f"编号、标识码、网址分别属于已登记的不同网站（{ids}），请核对。")
        known = next(iter(matches.values()), None)
        if known is not None:
            here = row.place(columns["url"])
            earlier = self.seen.setdefault(("site", known.id), here)
            if earlier != here:
                self.faults.add(here, f"与{earlier}同是已登记的网站“{known.id}”。")
            elif site_id not in ("", known.id):
                self.remarks.append(f"{here}：这个网站已以编号“{known.id}”登记，表里的编号“{site_id}”没有采用。")
        return known

    def _new_id(self, wanted: str, url: str) -> str:
        """The id in the table, else the host, with the path where another site has the host already."""
        taken = {site.id for site in self.register.sites} | self.fresh.keys()
        host = as_id(host_of(url))
        if not wanted and host in taken:
            return free_id(as_id(address_key(url)), taken)
        return free_id(as_id(wanted) if wanted else host, taken)
