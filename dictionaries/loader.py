"""Loading and joining the data files of the built-in folder, add-ons and the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from dictionaries.link_weights import load_weights
from dictionaries.model import (
    Clause,
    ColumnKind,
    ContentWords,
    Dictionaries,
    Leader,
    PolicyWords,
    PrivacyWords,
    TamperWords,
    Word,
)
from dictionaries.official_words import read_official
from dictionaries.people import read_leaders
from dictionaries.personal import load_allowed, load_kinds
from dictionaries.tables import read_table, read_toml, typed
from dictionaries.words_file import WORD_FILES, read_words
from dictionaries.wrong_targets import WrongTargets, WrongTargetWords
from records.errors import BadInputError

ENTRY_POINTS = "wangcha.dictionaries"

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
    "extends": bool,
}
_KIND_GROUPS = ("archived_names", "not_due_names", "repost_names", "repost_sources")
_GENERAL_LIMIT = "general_limit_days"
_CLAUSE_KEYS = {"document": str, "number": str, "text": str, "certainty": str}


def load(office_dir: Path | None = None) -> Dictionaries:
    """Read all dictionaries. ``office_dir`` is the office's folder; its ``dictionaries/`` may be absent.

    Raises BadInputError that names file, row and column; a file with a fault is refused whole.
    """
    folders = list(_folders(office_dir))
    words: dict[str, Word] = {}
    kinds: dict[str, ColumnKind] = {}
    groups: dict[str, tuple[str, ...]] = dict.fromkeys(_KIND_GROUPS, ())
    general_limit = 0
    clauses: dict[str, Clause] = {}
    regions: dict[str, str] = {}
    leaders: tuple[Leader, ...] = ()
    official: set[str] = set()
    for folder in folders:
        words.update(_words_in(folder / "words"))
        if (path := folder / "leaders.csv").is_file():
            leaders += read_leaders(path)
        if (path := folder / "column-kinds.toml").is_file():
            more_kinds, more_groups, limit = _kinds(path, kinds)
            kinds.update(more_kinds)
            general_limit = general_limit if limit is None else limit
            groups = {key: groups[key] + more_groups.get(key, ()) for key in groups}
        if (path := folder / "clauses.toml").is_file():
            clauses.update(_clauses(path))
        if (path := folder / "regions.csv").is_file():
            regions.update(_regions(path))
        if (path := folder / "official-words.txt").is_file():
            official.update(read_official(path))
    personal = load_kinds(folders)
    return Dictionaries(
        words=_with_allowed(tuple(words.values())),
        column_kinds=kinds,
        **groups,
        general_limit_days=general_limit or None,
        clauses=clauses,
        regions=regions,
        personal=personal,
        allowed=load_allowed(folders, personal),
        privacy=PrivacyWords(**_word_groups(folders, "privacy.toml", PrivacyWords)),
        policy=PolicyWords(**_word_groups(folders, "policy.toml", PolicyWords)),
        wrong_targets=_wrong_targets(folders),
        content=ContentWords(**_word_groups(folders, "content.toml", ContentWords)),
        tamper=TamperWords(**_word_groups(folders, "tamper.toml", TamperWords)),
        link_weights=load_weights(folders),
        leaders=leaders,
        official=frozenset(official),
    )


def load_wrong_targets(own: Mapping[str, Sequence[str]] | None = None) -> WrongTargets:
    """What tells a wrong target by the words of an office, as :func:`load` knows it of the office's folder.

    ``own`` are the words that the office adds, by the names of their lists (see :func:`own_wrong_targets`): so they
    travel to where its folder is not.
    """
    known = asdict(_wrong_targets(list(_folders(None))).words)
    return WrongTargets(
        WrongTargetWords(**{name: (*words, *(own or {}).get(name, ())) for name, words in known.items()})
    )


def own_wrong_targets(loaded: Dictionaries) -> dict[str, tuple[str, ...]]:
    """The words that the office adds to those built in and those of packages, by the names of their lists."""
    known = asdict(load_wrong_targets().words)
    own = asdict(loaded.wrong_targets.words)
    added = {name: tuple(word for word in words if word not in known[name]) for name, words in own.items()}
    return {name: words for name, words in added.items() if words}


def _folders(office_dir: Path | None) -> Iterator[Path]:
    yield Path(__file__).parent
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        module = point.load()
        if not getattr(module, "__file__", None):
            raise BadInputError(f"词库扩展“{point.name}”应指向一个包（{ENTRY_POINTS}），现为：{point.value}。")
        yield Path(module.__file__).parent
    if office_dir is not None and (folder := office_dir / "dictionaries").is_dir():
        yield folder


def _words_in(folder: Path) -> dict[str, Word]:
    """The words of one folder by themselves. Raises BadInputError where two files say different things of a word."""
    words: dict[str, Word] = {}
    origin: dict[str, Path] = {}
    for path in sorted(path for path in folder.glob("*") if path.suffix.lower() in WORD_FILES):
        if path.name.startswith(("~$", ".")):  # what Excel leaves beside an open file
            continue
        for word in read_words(path):
            known = words.setdefault(word.word, word)
            if (known.category, known.suggestion) != (word.category, word.suggestion):
                raise BadInputError(
                    f"{path}：“{word.word}”与 {origin[word.word].name} 里的写法冲突（类别或正确写法不同）；请只留一处。"
                )
            origin[word.word] = path
    return words


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


def _kinds(
    path: Path, known: Mapping[str, ColumnKind]
) -> tuple[dict[str, ColumnKind], dict[str, tuple[str, ...]], int | None]:
    """The kinds of one file, its lists of names, and its limit for columns of no kind (None: it does not say).

    A kind that ``extends`` a ``known`` one adds to its lists and keeps what it does not say.
    """
    content = read_toml(path)
    general = {_GENERAL_LIMIT: content.pop(_GENERAL_LIMIT)} if _GENERAL_LIMIT in content else {}
    limit = typed(path, "", general, {_GENERAL_LIMIT: int}).get(_GENERAL_LIMIT)
    if limit is not None and limit < 0:
        raise BadInputError(f"{path}：general_limit_days 应为天数，不查就写 0。整个文件未采用。")
    lists = {key: content.pop(key) for key in _KIND_GROUPS if key in content}
    groups = typed(path, "", lists, dict.fromkeys(_KIND_GROUPS, tuple))
    kinds = {}
    for name, table in content.items():
        values = typed(path, name, _table(path, name, table), _KIND_KEYS)
        if values.get("limit_days", 1) < 1:
            raise BadInputError(f"{path} [{name}]：limit_days 应为 1 以上的天数；没有时限就不写。整个文件未采用。")
        if values.pop("extends", False) and name in known:
            kinds[name] = _extended(known[name], values)
            continue
        defaults = {"names": (), "contains": (), "limit_days": None, "clause": "", "machine_certain": False}
        kinds[name] = ColumnKind(**{"id": name, **defaults, **values})
    return kinds, groups, limit


def _extended(kind: ColumnKind, values: Mapping[str, Any]) -> ColumnKind:
    lists = {
        key: tuple(dict.fromkeys(getattr(kind, key) + more)) for key, more in values.items() if _KIND_KEYS[key] is tuple
    }
    return replace(kind, **{**values, **lists})


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


def _wrong_targets(folders: list[Path]) -> WrongTargets:
    return WrongTargets(WrongTargetWords(**_word_groups(folders, "wrong-targets.toml", WrongTargetWords)))


def _table(path: Path, name: str, table: Any) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise BadInputError(f"{path}：“{name}”应写成一节，如 [{name}]。整个文件未采用。")
    return table
