"""The register in the office's database: taken over from ``office.toml`` whole, read back together with imports.

A row's ``origin`` says where it came from. ``office.toml`` replaces only what came from it; imported rows stay.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from records.database import rows, transaction
from records.errors import BadInputError
from records.register.addresses import address_key
from records.register.model import (
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
from records.register.office_toml import OFFICE_FILE, Vocabulary, read_office

_TABLES: Mapping[str, type] = {
    "departments": Department,
    "sites": RegisteredSite,
    "columns": RegisteredColumn,
    "accounts": RegisteredAccount,
    "plans": Plan,
}
_REFERENCES = ("department", "lead")
_FLAGS = ("owned", "portal", "has_service", "render")
_LISTS = ("allowed_hosts", "sites", "quiet")
_JSON = (*_LISTS, "settings")


def sync_office(db: Database, folder: Path, vocabulary: Vocabulary | None = None) -> Register:
    """Take ``office.toml`` of ``folder`` over into the database and return the register with the imported rows.

    Raises :class:`BadInputError` for errors in the file (nothing is taken over then) and :class:`StorageError`.
    """
    imported = _imported(db)
    store_register(db, read_office(folder, vocabulary, imported))
    return load_register(db)


def store_register(db: Database, register: Register) -> None:
    """Replace what came from ``office.toml`` by ``register``, in one transaction.

    What vanished from the file is removed, except a department that an imported site still needs. Raises
    :class:`BadInputError` when the file enters under a new id what an import has already registered.
    """
    with transaction(db):
        _refuse_second_ids(db, register)
        kept = _needed_by_imports(db) - {item.id for item in register.departments}
        for row in rows(db, "SELECT id FROM departments WHERE origin = ?", [OFFICE_FILE]):
            if row["id"] not in kept:
                db.conn.execute("DELETE FROM departments WHERE id = ?", [row["id"]])
        for table in ("plans", "accounts", "columns", "sites"):
            db.conn.execute(f"DELETE FROM {table} WHERE origin = ?", [OFFICE_FILE])  # noqa: S608
        insert_rows(db, "departments", register.departments, OFFICE_FILE)
        insert_rows(db, "sites", register.sites, OFFICE_FILE)
        insert_rows(db, "columns", register.columns, OFFICE_FILE)
        insert_rows(db, "accounts", register.accounts, OFFICE_FILE)
        insert_rows(db, "plans", register.plans, OFFICE_FILE)
        # corrections of columns whose site has left the register
        db.conn.execute("DELETE FROM columns WHERE site NOT IN (SELECT id FROM sites)")
        _replace_settings(db, register)


def insert_rows(db: Database, table: str, items: Iterable[Any], origin: str) -> None:
    """Write departments, sites, columns, accounts or plans over rows with the same key. In a transaction."""
    for position, item in enumerate(items):
        values = {name: _to_column(name, value) for name, value in dataclasses.asdict(item).items()}
        values |= {"origin": origin, "position": position}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        db.conn.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(values.values()))  # noqa: S608


def load_register(db: Database) -> Register:
    """All that is registered: first what stands in ``office.toml``, then what was imported."""
    office = {row["key"]: json.loads(row["value"]) for row in rows(db, "SELECT key, value FROM office")}
    years = frozenset(office.pop("holiday_years", []))
    days = rows(db, "SELECT day, kind FROM holidays")
    classes = rows(db, "SELECT id, title, working_days FROM deadline_classes ORDER BY position")
    settings = rows(db, "SELECT rule, is_off, reason, options FROM rule_settings ORDER BY rule")
    stored: dict[str, Any] = {name: _load(db, name) for name in _TABLES}
    if classes:
        stored["deadlines"] = {row["id"]: DeadlineClass(**row) for row in classes}
    return Register(
        office=Office(**office),
        holidays=Holidays(
            off=frozenset(date.fromisoformat(row["day"]) for row in days if row["kind"] == "off"),
            work=frozenset(date.fromisoformat(row["day"]) for row in days if row["kind"] == "work"),
            years=years,
        ),
        rules={
            row["rule"]: RuleSetting(row["rule"], bool(row["is_off"]), row["reason"], json.loads(row["options"]))
            for row in settings
        },
        **stored,
    )


def origins(db: Database, table: str = "sites") -> dict[str, str]:
    """Where each site (or account) was registered: id to ``office.toml`` or the name of the imported table."""
    return {row["id"]: row["origin"] for row in rows(db, f"SELECT id, origin FROM {table}")}  # noqa: S608


def _imported(db: Database) -> Register:
    """The departments and sites that did not come from ``office.toml``, but may be referred to there."""
    register = load_register(db)
    ids = {
        table: {row["id"] for row in rows(db, f"SELECT id FROM {table} WHERE origin <> ?", [OFFICE_FILE])}  # noqa: S608
        for table in ("departments", "sites")
    }
    return Register(
        departments=tuple(item for item in register.departments if item.id in ids["departments"]),
        sites=tuple(item for item in register.sites if item.id in ids["sites"]),
    )


def _load(db: Database, table: str) -> tuple[Any, ...]:
    make = _TABLES[table]
    names = ", ".join(item.name for item in dataclasses.fields(make))
    sql = f"SELECT {names} FROM {table} ORDER BY origin <> ?, origin, position"  # noqa: S608
    return tuple(
        make(**{name: _from_column(name, value) for name, value in row.items()}) for row in rows(db, sql, [OFFICE_FILE])
    )


def _to_column(name: str, value: Any) -> Any:
    if name in _REFERENCES:
        return value or None
    return json.dumps(value, ensure_ascii=False) if name in _JSON else value


def _from_column(name: str, value: Any) -> Any:
    if name in _REFERENCES:
        return value or ""
    if name in _FLAGS:
        return bool(value)
    if name in _LISTS:
        return tuple(json.loads(value))
    return json.loads(value) if name in _JSON else value


def _refuse_second_ids(db: Database, register: Register) -> None:
    """One site or department under two ids would split its findings in two."""
    wrong = []
    departments = {row["name"]: row for row in rows(db, "SELECT * FROM departments WHERE origin <> ?", [OFFICE_FILE])}
    for number, department in enumerate(register.departments, 1):
        known = departments.get(department.name)
        if known is not None and known["id"] != department.id:
            wrong.append((f"[[department]] 第{number}个 → id", department.name, known))
    sites = rows(db, "SELECT * FROM sites WHERE origin <> ?", [OFFICE_FILE])
    by_url = {address_key(row["url"]): row for row in sites}
    by_code = {row["code"]: row for row in sites if row["code"]}
    for number, site in enumerate(register.sites, 1):
        known = by_url.get(address_key(site.url)) or by_code.get(site.code)
        if known is not None and known["id"] != site.id:
            wrong.append((f"[[site]] 第{number}个 → id", site.name, known))
    if wrong:
        lines = (
            f"{OFFICE_FILE}：{place}：“{name}”已由 {known['origin']} 以编号“{known['id']}”登记，请改用这个编号。"
            for place, name, known in wrong
        )
        raise BadInputError("\n".join(lines))


def _needed_by_imports(db: Database) -> set[str]:
    sites = rows(db, "SELECT department, lead FROM sites WHERE origin <> ?", [OFFICE_FILE])
    accounts = rows(db, "SELECT department FROM accounts WHERE origin <> ?", [OFFICE_FILE])
    columns = rows(db, "SELECT department FROM columns WHERE origin <> ?", [OFFICE_FILE])
    return {value for row in (*sites, *accounts, *columns) for value in row.values() if value}


def _replace_settings(db: Database, register: Register) -> None:
    for table in ("office", "deadline_classes", "holidays", "rule_settings"):
        db.conn.execute(f"DELETE FROM {table}")  # noqa: S608
    office = dataclasses.asdict(register.office) | {"holiday_years": sorted(register.holidays.years)}
    db.conn.executemany(
        "INSERT INTO office VALUES (?, ?)",
        [(key, json.dumps(value, ensure_ascii=False)) for key, value in office.items()],
    )
    db.conn.executemany(
        "INSERT INTO deadline_classes VALUES (?, ?, ?, ?)",
        [(item.id, item.title, item.working_days, place) for place, item in enumerate(register.deadlines.values())],
    )
    days = [(day, "off") for day in register.holidays.off] + [(day, "work") for day in register.holidays.work]
    db.conn.executemany("INSERT INTO holidays VALUES (?, ?)", [(day.isoformat(), kind) for day, kind in days])
    db.conn.executemany(
        "INSERT INTO rule_settings VALUES (?, ?, ?, ?)",
        [
            (item.rule, item.off, item.reason, json.dumps(item.options, ensure_ascii=False))
            for item in register.rules.values()
        ],
    )
