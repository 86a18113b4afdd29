"""Kinds of personal data (``personal-data.toml``) and what an office allows to stand (``privacy-allowed.csv``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import regex

from dictionaries.tables import Row, read_table, read_toml, typed
from records.errors import BadInputError

KINDS_FILE = "personal-data.toml"
ALLOWED_FILE = "privacy-allowed.csv"

_KEYS = {
    "title": str,
    "rule": str,
    "labels": tuple,
    "pattern": str,
    "check": str,
    "prefixes": tuple,
    "digits": int,
    "marks": tuple,
    "keep": list,
    "titles": tuple,
    "not_titles": tuple,
    "not_near": tuple,
    "header_only": bool,
    "shared": bool,
    "in_lines": bool,
    "alone": str,
    "in_list": str,
}
_ADDED = ("labels", "marks", "prefixes", "titles", "not_titles", "not_near")
_CERTAINTIES = ("", "confirmed", "review")
_COLUMNS = {
    "url": "网址",
    "kind": "种类",
    "value": "遮盖值",
    "reason": "理由",
    "until": "有效期至",
}


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """A kind of personal data: how it is recognised, which rule lists it, and how much of it a mask leaves.

    ``pattern`` is how a value is written (``""``: the program knows the number by its digits), ``labels`` are the words
    that name it (``header_only``: as a heading; ``in_lines``: also as a heading of a table without cells), ``check``
    names a further test of the value, ``shared`` one that many persons have alike. A text with no run of ``digits``
    digits, or with none of the ``marks``, cannot hold one. ``keep`` is how many signs stay at either end of a mask.
    ``alone`` and ``in_list`` say how sure a find is by itself and in a list of persons (``""``: not listed).
    """

    id: str
    title: str
    rule: str
    labels: tuple[str, ...]
    keep: tuple[int, int]
    pattern: str = ""
    check: str = ""
    prefixes: tuple[str, ...] = ()
    digits: int = 0
    marks: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    header_only: bool = False
    shared: bool = False
    in_lines: bool = False
    alone: str = ""
    in_list: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stay published: at an address (its beginning), of a kind (its title), with a masked value.

    An empty field stands for all. It ends with the day ``until``; ``reason`` says why it may.
    """

    url: str
    kind: str
    value: str
    reason: str
    until: date

    def covers(self, url: str, title: str, masked: str, today: date) -> bool:
        """Whether a masked value of the kind ``title``, found at ``url``, may stay there today."""
        return (
            today <= self.until and url.startswith(self.url) and self.kind in ("", title) and self.value in ("", masked)
        )


def load_kinds(folders: Iterable[Path]) -> dict[str, PersonalKind]:
    """The kinds of all folders; a later one adds words to a kind there is, or another kind. Raises BadInputError."""
    kinds: dict[str, dict[str, Any]] = {}
    for folder in folders:
        path = folder / KINDS_FILE
        if not path.is_file():
            continue
        for name, table in read_toml(path).items():
            if not isinstance(table, dict):
                raise BadInputError(f"{path}：“{name}”应写成一节，如 [{name}]。整个文件未采用。")
            values = _values(path, name, table)
            known = kinds.setdefault(name, {})
            if known.get("marks"):  # an added word must be looked for, too
                values["marks"] = values.get("marks", ()) + values.get("labels", ())
            for key, value in values.items():
                known[key] = tuple(dict.fromkeys(known.get(key, ()) + value)) if key in _ADDED else value
            for key in ("title", "rule", "labels", "keep"):
                if key not in known:
                    raise BadInputError(f"{path} [{name}]：缺少“{key}”。整个文件未采用。")
    return {name: PersonalKind(id=name, **values) for name, values in kinds.items()}


def load_allowed(folders: Iterable[Path], kinds: Mapping[str, PersonalKind]) -> tuple[Allowed, ...]:
    """What the office allows to stand, of kinds by their titles. Raises BadInputError."""
    titles = tuple(dict.fromkeys(kind.title for kind in kinds.values()))
    return tuple(
        _allowed(row, titles)
        for folder in folders
        if (path := folder / ALLOWED_FILE).is_file()
        for row in read_table(path, _COLUMNS, ("reason", "until"))
    )


def _values(path: Path, name: str, table: dict[str, Any]) -> dict[str, Any]:
    values = typed(path, name, table, _KEYS)
    for key in ("alone", "in_list"):
        if values.get(key, "") not in _CERTAINTIES:
            raise BadInputError(f"{path} [{name}]：“{key}”只能是 confirmed、review，或不写。整个文件未采用。")
    if "keep" in values:
        keep = values["keep"]
        if len(keep) != 2 or not all(isinstance(count, int) and 0 <= count <= 6 for count in keep):
            raise BadInputError(f"{path} [{name}]：“keep”应为两个 0 到 6 的整数，如 [3, 4]。整个文件未采用。")
        values["keep"] = (keep[0], keep[1])
    if "pattern" in values:
        try:
            regex.compile(values["pattern"])
        except regex.error as error:
            raise BadInputError(f"{path} [{name}]：“pattern”不是正则表达式（{error}）。整个文件未采用。") from error
    return values


def _allowed(row: Row, titles: tuple[str, ...]) -> Allowed:
    until = row.day("until")
    if until is None:
        raise row.fault("until", "没有填写", "须写明有效期，如 2027-12-31")
    url, value = row.text("url"), row.text("value")
    if not url and not value:
        raise row.fault("url", "网址和遮盖值都没有填写", "至少填一项，否则会放过全部个人信息")
    if sum(character.isdigit() for character in value) > 11 or (value and "*" not in value):
        raise row.fault("value", "不是遮盖值", "照通知书里的写法填，如 138****1234，不要写完整号码")
    kind = row.text("kind")
    if kind and kind not in titles:
        raise row.fault("kind", f"“{kind}”不认识", f"可填：{'、'.join(titles)}")
    return Allowed(url, kind, value, row.required("reason"), until)
