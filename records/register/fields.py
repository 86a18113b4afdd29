"""Reading tables of a TOML file key by key, and collecting everything that is wrong with them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from records.document_numbers import check_pattern
from records.errors import BadInputError
from records.register.addresses import host_name, web_address
from records.register.keys import Key, Kind

_ID = re.compile(r"\w[\w.-]{0,99}")
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DAYS = re.compile(r"(\d{1,6})\s*天?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass
class Faults:
    """Everything that is wrong with one file, in the order found."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, place: str, what: str) -> None:
        """``place`` is the table and key, ``what`` says what is wrong and what is allowed."""
        self.lines.append(f"{self.file}：{place}：{what}")

    def raise_if_any(self) -> None:
        """Raises :class:`BadInputError` that lists them all."""
        if self.lines:
            listed = "\n".join(f"{number}. {line}" for number, line in enumerate(self.lines, 1))
            raise BadInputError(
                f"{self.file} 有 {len(self.lines)} 处需要改正，改好之前不会采用其中任何内容：\n{listed}"
            )


def read_table(values: Mapping[str, Any], keys: Iterable[Key], place: str, faults: Faults) -> dict[str, Any]:
    """The valid values of one table. What is wrong, missing or unknown goes to ``faults``."""
    by_name = {key.name: key for key in keys}
    for name in values:
        if name not in by_name:
            faults.add(f"{place} → {name}", unknown(name, by_name))
    read: dict[str, Any] = {}
    for key in by_name.values():
        if key.name not in values:
            if key.required:
                faults.add(f"{place} → {key.name}", f"缺少这一项（{key.meaning}）。")
            continue
        try:
            read[key.name] = _READERS[key.kind](values[key.name], key)
        except ValueError as wrong:
            faults.add(f"{place} → {key.name}", f"{wrong}。")
    return read


def unknown(name: str, allowed: Iterable[str]) -> str:
    """The sentence about a name that does not exist, with the likeliest one that does."""
    choices = list(allowed)
    near = difflib.get_close_matches(name.lower(), choices, n=1, cutoff=0.6)
    if near:
        return f"没有“{name}”这个名字。您是否想写“{near[0]}”？"
    return f"没有“{name}”这个名字。可以写：{'、'.join(choices) or '（目前没有可写的）'}。"


def site_code(text: str) -> str:
    """A 网站标识码: 10 digits, or ``bm`` and 8 digits for central departments. Raises :class:`ValueError`."""
    code = text.strip().lower()
    if not _SITE_CODE.fullmatch(code):
        raise ValueError(f"网站标识码“{text}”格式不对，应为 10 位数字，或 bm 加 8 位数字")
    return code


def days(text: str, key: Key) -> int:
    """A number of days as a clerk writes it in a cell (``14``, ``14 天``). Raises :class:`ValueError`."""
    match = _DAYS.fullmatch(text)
    if not match or not key.low <= int(match[1]) <= key.high:
        raise ValueError(f"“{text}”不是更新期限，应为 {key.low:g} 到 {key.high:g} 之间的天数，如 14")
    return int(match[1])


def _text(value: Any, key: Key) -> str:
    if not isinstance(value, str):
        raise ValueError(f'应为文字，要写在英文引号里，如 {key.name} = "…"（现在写的是 {_shown(value)}）')
    text = value.strip()
    if key.required and not text:
        raise ValueError(f"不能空着（{key.meaning}）")
    return text


def _id(value: Any, key: Key) -> str:
    text = _text(value, key)
    if text and not _ID.fullmatch(text):
        raise ValueError(f"“{text}”不能用作编号，只能由字母、数字、汉字和 . - _ 组成，最长 100 字")
    return text


def _url(value: Any, key: Key) -> str:
    return web_address(_text(value, key))


def _code(value: Any, key: Key) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        raise ValueError(f'网站标识码要写在英文引号里，如 code = "{value}"')
    text = _text(value, key)
    return site_code(text) if text else ""


def _email(value: Any, key: Key) -> str:
    text = _text(value, key)
    if text and not _EMAIL.fullmatch(text):
        raise ValueError(f"“{text}”不是电子邮箱地址")
    return text


def _number(value: Any, key: Key) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"应为数字，不加引号，如 {key.name} = {key.low:g}（现在写的是 {_shown(value)}）")
    if not key.low <= value <= key.high:
        raise ValueError(f"{value} 超出范围，应在 {key.low:g} 到 {_plain(key.high)} 之间")
    return float(value)


def _integer(value: Any, key: Key) -> int:
    if isinstance(value, float):
        raise ValueError(f"应为整数（现在写的是 {value}）")
    return int(_number(value, key))


def _flag(value: Any, key: Key) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"只能写 true（是）或 false（否），不加引号（现在写的是 {_shown(value)}）")
    return value


def _list(value: Any, key: Key, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"应为用方括号括起的一组{what}（现在写的是 {_shown(value)}）")
    return value


def _hosts(value: Any, key: Key) -> tuple[str, ...]:
    return tuple(host_name(_text(item, key)) for item in _list(value, key, "主机名"))


def _dates(value: Any, key: Key) -> frozenset[date]:
    return frozenset(_day(item) for item in _list(value, key, "日期"))


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{_shown(value)} 不是日期，应写成 2027-01-01 这样") from None


def _years(value: Any, key: Key) -> frozenset[int]:
    years = _list(value, key, "年份")
    for year in years:
        if isinstance(year, bool) or not isinstance(year, int) or not 2000 <= year <= 2100:
            raise ValueError(f"{_shown(year)} 不是年份，应写成 [2027] 这样")
    return frozenset(years)


def _settings(value: Any, key: Key) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f'应为一段设置，如 {key.name} = {{ 名称 = "值" }}（现在写的是 {_shown(value)}）')
    return plain_settings(value)


def _number_pattern(value: Any, key: Key) -> str:
    return check_pattern(_text(value, key))


def _choice(value: Any, key: Key) -> str:
    text = _text(value, key)
    if text not in key.choices:
        raise ValueError(f"{_shown(value)} 不能用，可以写：{'、'.join(key.choices)}")
    return text


def _clock(value: Any, key: Key) -> str:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value.strip()):
        raise ValueError(f'应为 24 小时制的钟点，如 {key.name} = "08:30"（现在写的是 {_shown(value)}）')
    return value.strip()


def _ids(value: Any, key: Key) -> tuple[str, ...]:
    return tuple(_id(item, key) for item in _list(value, key, "编号"))


def _spans(value: Any, key: Key) -> tuple[str, ...]:
    spans = tuple(_text(item, key) for item in _list(value, key, "时段"))
    for span in spans:
        first, _, last = span.partition("-")
        if not _CLOCK.fullmatch(first) or not _CLOCK.fullmatch(last) or first == last:
            raise ValueError(f'“{span}”不是时段，应写成 {key.name} = ["22:00-06:00"] 这样')
    return spans


def plain_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that can be stored as JSON. Raises :class:`ValueError` for dates and times."""
    try:
        json.dumps(values, allow_nan=False)
    except (TypeError, ValueError):
        raise ValueError("设置里的日期、时间要写在英文引号里，数字不能是 nan 或 inf") from None
    return dict(values)


def _shown(value: Any) -> str:
    names = {True: "true", False: "false"}
    text = names[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


_READERS: Mapping[Kind, Callable[[Any, Key], Any]] = {
    Kind.TEXT: _text,
    Kind.ID: _id,
    Kind.URL: _url,
    Kind.CODE: _code,
    Kind.EMAIL: _email,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.FLAG: _flag,
    Kind.HOSTS: _hosts,
    Kind.DATES: _dates,
    Kind.YEARS: _years,
    Kind.SETTINGS: _settings,
    Kind.NUMBER_PATTERN: _number_pattern,
    Kind.CHOICE: _choice,
    Kind.CLOCK: _clock,
    Kind.IDS: _ids,
    Kind.SPANS: _spans,
}
