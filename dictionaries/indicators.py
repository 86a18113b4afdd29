"""Indicator sets (指标体系) as data: one TOML file a set, built in or in the office's folder ``indicators/``.

The format is told in ``docs/scorecards.md``. Files are refused with every fault of every file in one message; nothing
is loaded half.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from dictionaries.indicator_check import SetReader
from dictionaries.indicator_set import IndicatorSet
from records.errors import BadInputError

MAX_FILE_BYTES = 1_000_000


def load_indicator_sets(office: Path | None, known_rules: Collection[str]) -> tuple[IndicatorSet, ...]:
    """The built-in sets and those in ``office/indicators/*.toml`` (an office without that folder has none).

    ``known_rules`` are the ids that the office's items may name. (Built-in sets may name rules that are not installed:
    their items are then left to a person.) Raises BadInputError that lists every fault of every file.
    """
    read: list[tuple[str, bytes, Collection[str] | None]] = [
        (f"{path.name}（内置）", path.read_bytes(), None) for path in _builtin()
    ]
    faults: list[str] = []
    for path in sorted((office / "indicators").glob("*.toml")) if office else ():
        try:
            content = path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else None
        except OSError as error:
            faults.append(f"{path}：读不了这个文件（{error.strerror}）。请检查文件权限。")
            continue
        if content is None:
            faults.append(f"{path}：文件超过 {MAX_FILE_BYTES // 1000} KB，不像是指标文件。")
            continue
        read.append((str(path), content, known_rules))
    sets = [made for name, content, known in read if (made := _read(name, content, known, faults)) is not None]
    faults += _same_id(sets)
    if faults:
        raise BadInputError(
            "指标文件有误，未采用其中任何内容；已有的评分记录不受影响。请逐条改正后重试：\n  " + "\n  ".join(faults)
        )
    return tuple(sets)


def _builtin() -> Iterable[Any]:
    folder = files("dictionaries") / "indicators"
    return sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)


def _read(name: str, content: bytes, known_rules: Collection[str] | None, faults: list[str]) -> IndicatorSet | None:
    """One file's set, or None with its faults added."""
    try:
        values: Mapping[str, Any] = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        faults.append(f"{name}：文件不是 UTF-8 编码。请用记事本“另存为”，编码选 UTF-8。")
        return None
    except tomllib.TOMLDecodeError as error:
        faults.append(
            f"{name}：不是合法的 TOML（{_where(str(error))}）。常见原因：引号不成对，或用了中文引号、中文逗号。"
        )
        return None
    except RecursionError:
        faults.append(f"{name}：括号嵌套过深，不像是指标文件。")
        return None
    reader = SetReader(name, known_rules)
    made = reader.read(values, hashlib.sha256(content).hexdigest())
    faults += reader.faults
    return None if reader.faults else made


def _where(message: str) -> str:
    """Where the decoder stopped; its English reason would not help a clerk."""
    found = re.search(r"at line (\d+), column (\d+)", message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else "文件末尾"


def _same_id(sets: Iterable[IndicatorSet]) -> Iterable[str]:
    first: dict[str, str] = {}
    for found in sets:
        if found.id in first:
            yield f'{found.file}：编号 id = "{found.id}" 与 {first[found.id]} 重复。请另取一个编号。'
        first.setdefault(found.id, found.file)
