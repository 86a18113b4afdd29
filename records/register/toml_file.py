"""Opening a TOML file that a person wrote: encoding and syntax errors said with line and column."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from records.errors import BadInputError

MAX_BYTES = 10_000_000

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CHINESE_MARKS = re.compile("[“”‘’＝［］｛｝，：。＃【】]")
_MEANINGS = (
    ("Cannot declare", "同一个表头写了两次"),
    ("Cannot overwrite", "同一个键写了两次"),
    ("Expected '='", "键的后面应当是等号 ="),
    ("Expected ']", "表头的方括号没有配对"),
    ("Unclosed array", "方括号里有一项写法不对，或缺少逗号、右方括号"),
    ("Unterminated string", "引号没有配对"),
    ("Illegal character", "引号没有在同一行里配对，或有不能使用的控制字符"),
    ("Unescaped", "引号里的反斜杠 \\ 要写两遍，或把外面的双引号改成单引号"),
    ("Expected newline", "一个值写完后应当换行"),
    ("Invalid value", "等号后面的值写法不对；文字要加英文引号，是否写 true 或 false"),
    ("Invalid initial character", "键的写法不对；含汉字或符号的键要加英文引号"),
    ("Invalid statement", "这一行既不是“键 = 值”，也不是 [表头]"),
    ("Invalid date", "日期写法不对，应像 2027-01-01"),
)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of the file. Raises :class:`BadInputError` with line and column where it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInputError(f"{path.name} 超过 {MAX_BYTES // 1_000_000} MB，不像是一个设置文件。请核对路径：{path}")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(f"找不到文件 {path}。请核对路径；可参照 examples/office/ 新建。") from None
    except OSError as fault:
        raise BadInputError(f"读不了文件 {path}（{fault.strerror}）。请检查权限。") from fault
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise BadInputError(
            f"{path.name}：第 {line} 行：文件不是 UTF-8 编码。请用记事本打开，“另存为”时编码选 UTF-8。"
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadInputError(_explain(path.name, text, str(fault))) from None
    except RecursionError:
        raise BadInputError(f"{path.name}：括号嵌套过深，读不了。") from None


def _explain(name: str, text: str, fault: str) -> str:
    meaning = next((chinese for english, chinese in _MEANINGS if fault.startswith(english)), "写法不对")
    place = _PLACE.search(fault)
    if place is None:
        return f"{name}：文件末尾：{meaning}。请检查最后几行的引号和括号。"
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    written = lines[line - 1].rstrip() if line <= len(lines) else ""
    marks = sorted(set(_CHINESE_MARKS.findall(written.split("#")[0])))
    hint = f"这一行里有中文标点 {' '.join(marks)}，请改成英文（半角）的。" if marks else ""
    return f"{name}：第 {line} 行第 {column} 列：{meaning}。{hint}\n    {written[:200]}"
