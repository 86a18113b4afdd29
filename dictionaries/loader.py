"""Loading and joining the data files of the built-in folder, add-ons and the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from dictionaries.model import (
    WORD_CATEGORIES,
    Clause,
    ColumnKind,
    Dictionaries,
    PolicyWords,
    PrivacyWords,
    Word,
)
from dictionaries.tables import Row, read_table, read_toml, typed
from records.errors import BadInputError
from records.model import Severity

ENTRY_POINTS = "wangcha.dictionaries"

_SEVERITIES = {"critical": "特别严重", "serious": "严重", "minor": "一般", "info": "提示"}
_WORD_COLUMNS = {
    "word": "错误写法",
    "category": "类别",
    "severity": "严重程度",
    "suggestion": "正确写法",
    "exceptions": "例外",
    "valid_from": "起用日期",
    "valid_until": "停用日期",
    "source": "来源",
    "boundary": "词界",
}
_KIND_KEYS = {
    "names": tuple,
    "contains": tuple,
    "limit_days": int,
    "clause": str,
    "machine_certain": bool,
    "inherit": bool,
    "may_be_blank": bool,
    "types": tuple,
    "marks": tuple,
    "titles": tuple,
}
_KIND_GROUPS = ("archived_names", "repost_names", "repost_sources")
_CLAUSE_KEYS = {"document": str, "number": str, "text": str, "certainty": str}


def load(office_dir: Path | None = None) -> Dictionaries:
    """Read all dictionaries. ``office_dir`` is the office's folder; its ``dictionaries/`` may be absent.

    Raises BadInputError that names file, row and column; a file with a fault is refused whole.
    """
    folders = list(_folders(office_dir))
    words: dict[str, Word] = {}
    kinds: dict[str, ColumnKind] = {}
    groups: dict[str, tuple[str, ...]] = dict.fromkeys(_KIND_GROUPS, ())
    clauses: dict[str, Clause] = {}
    regions: dict[str, str] = {}
    for folder in folders:
        for path in sorted((folder / "words").glob("*.csv")):
            words.update((word.word, word) for word in _words(path))
        if (path := folder / "column-kinds.toml").is_file():
            more_kinds, more_groups = _kinds(path)
            kinds.update(more_kinds)
            groups = {key: groups[key] + more_groups.get(key, ()) for key in groups}
        if (path := folder / "clauses.toml").is_file():
            clauses.update(_clauses(path))
        if (path := folder / "regions.csv").is_file():
            regions.update(_regions(path))
    return Dictionaries(
        words=_with_allowed(tuple(words.values())),
        column_kinds=kinds,
        **groups,
        clauses=clauses,
        regions=regions,
        privacy=PrivacyWords(**_word_groups(folders, "privacy.toml", PrivacyWords)),
        policy=PolicyWords(**_word_groups(folders, "policy.toml", PolicyWords)),
    )


def _folders(office_dir: Path | None) -> Iterator[Path]:
    yield Path(__file__).parent
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        module = point.load()
        if not getattr(module, "__file__", None):
            raise BadInputError(f"词库扩展“{point.name}”应指向一个包（{ENTRY_POINTS}），现为：{point.value}。")
        yield Path(module.__file__).parent
    if office_dir is not None and (folder := office_dir / "dictionaries").is_dir():
        yield folder


def _words(path: Path) -> list[Word]:
    return [_word(row) for row in read_table(path, _WORD_COLUMNS, ("word", "category"))]


def _word(row: Row) -> Word:
    word = row.required("word")
    if len(word) < 2:
        raise row.fault("word", f"“{word}”只有一个字", "单字几乎总会误报，请写成两个字以上的词")
    category = row.choice("category", WORD_CATEGORIES)
    severity = row.choice("severity", _SEVERITIES) if row.text("severity") else "minor"
    suggestion = row.text("suggestion") if category == "allow" else row.required("suggestion")
    exceptions = tuple(part.strip() for part in row.text("exceptions").split("|") if part.strip())
    for longer in exceptions:
        if word not in longer or word == longer:
            raise row.fault("exceptions", f"例外“{longer}”不含“{word}”", "例外须是含有该词的更长的正确写法，用 | 分隔")
    if word in suggestion and suggestion not in exceptions:
        exceptions += (suggestion,)
    since, until = row.day("valid_from"), row.day("valid_until")
    if since and until and since > until:
        raise row.fault("valid_until", "早于起用日期", "停用日期应在起用日期之后")
    boundary = row.choice("boundary", {"": "不检查", "是": "检查词界", "否": "不检查"}) == "是"
    return Word(word, category, Severity(severity), suggestion, exceptions, since, until, row.text("source"), boundary)


def _with_allowed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Turn ``allow`` entries into exceptions of the words they contain; one that equals a word switches it off."""
    allowed = tuple(word.word for word in words if word.category == "allow")
    if not allowed:
        return words
    joined: list[Word] = []
    for word in words:
        if word.category == "allow":
            continue
        more = tuple(right for right in allowed if word.word in right and right not in word.exceptions)
        values = {field.name: getattr(word, field.name) for field in fields(word)}
        joined.append(Word(**{**values, "exceptions": word.exceptions + more}))
    return tuple(joined)


def _kinds(path: Path) -> tuple[dict[str, ColumnKind], dict[str, tuple[str, ...]]]:
    content = read_toml(path)
    lists = {key: content.pop(key) for key in _KIND_GROUPS if key in content}
    groups = typed(path, "", lists, dict.fromkeys(_KIND_GROUPS, tuple))
    kinds = {}
    for name, table in content.items():
        values = typed(path, name, _table(path, name, table), _KIND_KEYS)
        if values.get("limit_days", 1) < 1:
            raise BadInputError(f"{path} [{name}]：limit_days 应为 1 以上的天数；没有时限就不写。整个文件未采用。")
        defaults = {"names": (), "contains": (), "limit_days": None, "clause": "", "machine_certain": False}
        kinds[name] = ColumnKind(**{"id": name, **defaults, **values})
    return kinds, groups


def _clauses(path: Path) -> dict[str, Clause]:
    clauses = {}
    for name, table in read_toml(path).items():
        values = typed(path, name, _table(path, name, table), _CLAUSE_KEYS)
        for key in _CLAUSE_KEYS:
            if key not in values:
                raise BadInputError(f"{path} [{name}]：缺少“{key}”。整个文件未采用。")
        if values["certainty"] not in ("seen", "memory", "weak"):
            raise BadInputError(
                f"{path} [{name}]：certainty 只能是 seen（见过原文）、memory（未核对）、weak（数字待核）。"
            )
        clauses[name] = Clause(id=name, **values)
    return clauses


def _regions(path: Path) -> dict[str, str]:
    regions = {}
    for row in read_table(path, {"code": "代码", "name": "名称"}, ("code", "name")):
        code = row.required("code")
        if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6)):
            raise row.fault("code", f"“{code}”不是行政区划代码", "应为 2、4 或 6 位数字")
        regions[code] = row.required("name")
    return regions


def _word_groups(folders: list[Path], name: str, shape: type) -> dict[str, Any]:
    """The lists of a file of named word lists; every folder adds to them."""
    keys = [field.name for field in fields(shape)]
    groups: dict[str, tuple[str, ...]] = dict.fromkeys(keys, ())
    for folder in folders:
        if (path := folder / name).is_file():
            for key, more in typed(path, name, read_toml(path), dict.fromkeys(keys, tuple)).items():
                groups[key] = tuple(dict.fromkeys(groups[key] + more))
    return groups


def _table(path: Path, name: str, table: Any) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise BadInputError(f"{path}：“{name}”应写成一节，如 [{name}]。整个文件未采用。")
    return table
