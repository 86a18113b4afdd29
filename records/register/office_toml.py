"""Reading ``office.toml``: every table checked, every error told at once, nothing taken from a file with an error."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from records.errors import BadInputError
from records.register.account_settings import account_settings
from records.register.addresses import address_key, host_of
from records.register.fields import Faults, plain_settings, read_table, unknown
from records.register.keys import (
    DEADLINE,
    HOLIDAYS,
    HOLIDAYS_FILE,
    LISTS,
    OFFICE,
    RULE,
    TOP,
    Key,
)
from records.register.model import (
    DEFAULT_DEADLINES,
    DeadlineClass,
    Department,
    Holidays,
    Office,
    Plan,
    Register,
    RegisteredAccount,
    RegisteredColumn,
    RegisteredSite,
    RuleSetting,
)
from records.register.quiet import any_time_left
from records.register.toml_file import read_toml

OFFICE_FILE = "office.toml"

_Entry = TypeVar("_Entry", Department, RegisteredSite, RegisteredColumn, RegisteredAccount, Plan)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that exist elsewhere, for checking what the file refers to; None leaves a kind of name unchecked.

    ``rules`` maps each rule id to the names of its options.
    """

    rules: Mapping[str, Collection[str]] | None = None
    column_kinds: Collection[str] | None = None
    adapters: Collection[str] | None = None


def read_office(folder: Path, vocabulary: Vocabulary | None = None, imported: Register | None = None) -> Register:
    """Read ``office.toml`` (and the holidays file it names) in ``folder``.

    ``imported`` are departments and sites from elsewhere that the file may refer to; they are not in the result.

    Raises :class:`BadInputError` that lists every error, each with file, table, key, what is wrong and what is
    allowed. A file without sites is fine here, since sites can be imported.
    """
    faults = Faults(OFFICE_FILE)
    tables = read_toml(folder / OFFICE_FILE)
    for name in tables:
        if name not in TOP:
            faults.add(name, unknown(name, TOP))
    register = _Reader(folder, tables, vocabulary or Vocabulary(), imported or Register(), faults).read()
    faults.raise_if_any()
    return register


@dataclass
class _Reader:
    folder: Path
    tables: Mapping[str, Any]
    vocabulary: Vocabulary
    imported: Register
    faults: Faults

    def read(self) -> Register:
        departments = self._entries("department", Department)
        sites = self._entries("site", RegisteredSite)
        columns = self._entries("column", RegisteredColumn)
        accounts = self._entries("account", RegisteredAccount)
        self._unique("department", "id", departments, lambda item: item.id)
        self._unique("department", "name", departments, lambda item: item.name)
        self._unique("site", "id", sites, lambda item: item.id)
        self._unique("site", "url", sites, lambda item: address_key(item.url))
        self._unique("site", "code", sites, lambda item: item.code)
        self._unique("column", "url", columns, lambda item: address_key(item.url))
        self._unique("account", "id", accounts, lambda item: item.id)
        self._accounts(accounts, {item.id for _, item in sites} | {item.id for item in self.imported.sites})
        plans = self._entries("plan", Plan)
        self._unique("plan", "id", plans, lambda item: item.id)
        known_departments = self._ids("department") + [item.id for item in self.imported.departments]
        self._refers("site", "department", sites, known_departments)
        self._refers("site", "lead", sites, known_departments)
        self._refers("column", "department", columns, known_departments)
        self._refers("account", "department", accounts, known_departments)
        known_sites = {item.id: item for item in self.imported.sites} | {item.id: item for _, item in sites}
        self._columns_on_their_site(columns, known_sites)
        self._plans_can_run(plans, {*known_sites, *self._ids("site")})
        if self.vocabulary.column_kinds is not None:
            self._refers("column", "kind", columns, self.vocabulary.column_kinds)
        if self.vocabulary.adapters is not None:
            self._refers("account", "adapter", accounts, self.vocabulary.adapters)
        return Register(
            office=self._office(),
            departments=tuple(item for _, item in departments),
            sites=tuple(item for _, item in sites),
            columns=tuple(item for _, item in columns),
            accounts=tuple(item for _, item in accounts),
            plans=tuple(item for _, item in plans),
            deadlines=self._deadlines(),
            holidays=self._holidays(),
            rules=self._rules(),
        )

    def _accounts(self, accounts: list[tuple[str, RegisteredAccount]], sites: Collection[str]) -> None:
        for place, account in accounts:
            if account.id in sites:
                self.faults.add(f"{place} → id", f"“{account.id}”已是一个网站的编号，请改用别的编号。")
            try:
                account_settings(account.settings)
            except ValueError as wrong:
                self.faults.add(f"{place} → settings", f"{wrong}。")

    def _office(self) -> Office:
        values = read_table(self._table("office"), OFFICE, "[office]", self.faults)
        values["signature"] = values.get("signature") or values.get("name", "")
        return Office(**values)

    def _entries(self, heading: str, make: Callable[..., _Entry]) -> list[tuple[str, _Entry]]:
        """The entries of a list with the place each stands at; entries that lack a required key are left out."""
        written = self.tables.get(heading, [])
        if not isinstance(written, list) or not all(isinstance(entry, dict) for entry in written):
            self.faults.add(heading, f"每一项都要以 [[{heading}]] 开头（两层方括号）。")
            return []
        keys = LISTS[heading]
        entries = []
        for number, values in enumerate(written, 1):
            place = f"[[{heading}]] 第{number}个"
            read = read_table(values, keys, place, self.faults)
            if all(key.name in read for key in keys if key.required):
                entries.append((place, make(**read)))
        return entries

    def _ids(self, heading: str) -> list[str]:
        """The ids that are written, also those of entries with another fault, so that one fault is told once."""
        written = self.tables.get(heading, [])
        entries = written if isinstance(written, list) else []
        return [str(entry["id"]).strip() for entry in entries if isinstance(entry, dict) and "id" in entry]

    def _unique(
        self, heading: str, key: str, entries: Iterable[tuple[str, _Entry]], value: Callable[[_Entry], str]
    ) -> None:
        first: dict[str, str] = {}
        for place, entry in entries:
            mark = value(entry)
            if mark and mark in first:
                self.faults.add(f"{place} → {key}", f"与{first[mark]}重复（{getattr(entry, key)}）。")
            first.setdefault(mark, place.removeprefix(f"[[{heading}]] "))

    def _refers(self, heading: str, key: str, entries: Iterable[tuple[str, _Entry]], known: Collection[str]) -> None:
        for place, entry in entries:
            name = getattr(entry, key)
            if name and name not in known:
                self.faults.add(f"{place} → {key}", unknown(name, known))

    def _columns_on_their_site(
        self, columns: Iterable[tuple[str, RegisteredColumn]], sites: Mapping[str, RegisteredSite]
    ) -> None:
        for place, column in columns:
            site = sites.get(column.site)
            if site is None:
                if column.site not in self._ids("site"):
                    self.faults.add(f"{place} → site", unknown(column.site, sites))
            elif host_of(column.url) not in (host_of(site.url), *site.allowed_hosts):
                self.faults.add(
                    f"{place} → url",
                    f"主机 {host_of(column.url)} 不属于网站“{site.id}”（{host_of(site.url)}）。"
                    "请核对；确属同一网站的，把它写进该网站的 allowed_hosts。",
                )

    def _plans_can_run(self, plans: Iterable[tuple[str, Plan]], sites: Collection[str]) -> None:
        for place, plan in plans:
            for site in plan.sites:
                if site not in sites:
                    self.faults.add(f"{place} → sites", unknown(site, sites))
            if not any_time_left(plan.quiet):
                self.faults.add(f"{place} → quiet", "静默时段占满了全天，永远不能开始。请留出时间。")

    def _deadlines(self) -> dict[str, DeadlineClass]:
        classes = dict(DEFAULT_DEADLINES)
        days = DEADLINE[1]
        for name, value in self._table("deadlines").items():
            place = f"[deadlines] → {name}"
            if isinstance(value, dict):
                read = read_table(value, DEADLINE, place, self.faults)
                if len(read) == len(DEADLINE):
                    classes[name] = DeadlineClass(name, read["title"], read["working_days"])
            elif name not in DEFAULT_DEADLINES:
                advice = f'要新增期限档，请写成 {name} = {{ title = "名称", working_days = 5 }}。'
                self.faults.add(place, unknown(name, DEFAULT_DEADLINES) + advice)
            else:
                read = read_table({days.name: value}, (days,), place, self.faults)
                if read:
                    classes[name] = DeadlineClass(name, DEFAULT_DEADLINES[name].title, read[days.name])
        return classes

    def _holidays(self) -> Holidays:
        table, faults, place = self._table("holidays"), self.faults, "[holidays]"
        if HOLIDAYS_FILE.name in table:
            keys: tuple[Key, ...] = (HOLIDAYS_FILE,)
            for name in sorted({key.name for key in HOLIDAYS} & set(table)):
                faults.add(f"{place} → {name}", "已经用 file 指定了节假日文件，这一项请写到那个文件里。")
                keys += tuple(key for key in HOLIDAYS if key.name == name)
            file = read_table(table, keys, place, faults).get("file", "")
            if Path(file).name != file or not file:
                faults.add(f"{place} → file", "只写文件名，文件放在与 office.toml 相同的目录里。")
                return Holidays()
            faults, place = Faults(file), "节假日"
            try:
                table = read_toml(self.folder / file)
            except BadInputError as wrong:
                self.faults.lines.append(str(wrong))
                return Holidays()
        read = read_table(table, HOLIDAYS, place, faults)
        both = sorted(read.get("off", frozenset()) & read.get("work", frozenset()))
        if both:
            days = "、".join(map(str, both))
            faults.add(f"{place} → work", f"{days} 同时写在 off（放假）和 work（上班）里，请删去一处。")
        if faults is not self.faults:
            self.faults.lines.extend(faults.lines)
        return Holidays(**read)

    def _rules(self) -> dict[str, RuleSetting]:
        settings: dict[str, RuleSetting] = {}
        known, own = self.vocabulary.rules, {key.name for key in RULE}
        for rule, values in self._table("rules").items():
            place = f'[rules."{rule}"]'
            if known is not None and rule not in known:
                self.faults.add(place, unknown(rule, known))
                continue
            if not isinstance(values, dict):
                self.faults.add(place, f"应写成一段，以 {place} 开头。")
                continue
            read = read_table({name: values[name] for name in own & set(values)}, RULE, place, self.faults)
            options = {name: value for name, value in values.items() if name not in own}
            for name in options:
                if known is not None and name not in known[rule]:
                    self.faults.add(f"{place} → {name}", unknown(name, (*known[rule], *(key.name for key in RULE))))
            try:
                options = plain_settings(options)
            except ValueError as wrong:
                self.faults.add(place, f"{wrong}。")
            if read.get("off") and not read.get("reason"):
                self.faults.add(f"{place} → reason", '停用规则要写明原因，如 reason = "本区网站没有这类栏目"。')
            settings[rule] = RuleSetting(rule, options=options, **read)
        return settings

    def _table(self, heading: str) -> Mapping[str, Any]:
        table = self.tables.get(heading, {})
        if not isinstance(table, dict):
            self.faults.add(heading, f"只写一段，以 [{heading}] 开头（一层方括号）。")
            return {}
        return table
