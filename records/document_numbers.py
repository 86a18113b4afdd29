"""Numbers of official documents (发文字号), after the office's own pattern. Pure text, no database."""

from __future__ import annotations

from string import Formatter

DEFAULT_PATTERN = "{code}〔{year}〕{serial}号"
"""发文机关代字, year in 六角括号, running number without leading zeros (GB/T 9704-2012, 7.2.5)."""

_FIELDS = {"code": "发文机关代字", "year": "年份", "serial": "顺序号"}
_NEEDED = ("year", "serial")
MAX_PATTERN = 100


def check_pattern(pattern: str) -> str:
    """The pattern itself if documents can be numbered with it. Raises :class:`ValueError` with a Chinese reason."""
    allowed = "、".join(f"{{{name}}}（{title}）" for name, title in _FIELDS.items())
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise ValueError(f"花括号没有成对，只能写 {allowed}") from None
    names = [name for _, name, _, _ in parts if name is not None]
    wrong = [name for name in names if name not in _FIELDS]
    if wrong or any(form or conversion for _, _, form, conversion in parts):
        raise ValueError(f"花括号里只能写 {allowed}")
    missing = [f"{{{name}}}（{_FIELDS[name]}）" for name in _NEEDED if name not in names]
    if missing:
        raise ValueError(f"缺少 {'、'.join(missing)}：顺序号每年从 1 起，两项都有才不会重号")
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"超过 {MAX_PATTERN} 个字")
    return pattern


def document_number(pattern: str, code: str, year: int, serial: int) -> str:
    """The number of one document; ``code`` is the 发文机关代字. Raises :class:`ValueError` for a wrong pattern."""
    return check_pattern(pattern).format(code=code, year=year, serial=serial)
