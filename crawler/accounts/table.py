"""Tables of posts (XLSX, CSV, JSON) that other tools or people exported, one account or many in a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crawler.accounts.posts import MAX_BYTES, MAX_CONTENT, MAX_TITLE, FoundPost, PostsReading
from crawler.accounts.text import plain_line
from crawler.reading.dates import plausible, read_date
from crawler.reading.encoding import decode
from records.errors import BadInputError
from records.register.names import plain_name
from records.register.table_file import MAX_ROWS, Row, sheets_of
from records.register.table_header import HEADER_WITHIN, cell_of, find_header, header_text

TITLE = "表格（XLSX、CSV、JSON）"
SETTINGS: Mapping[str, str] = {
    "columns": '列名的对应，如 columns = { title = "推文题目", published = "发文日期" }',
    "reaches": "表格导出的日期，如 2026-11-20；不写则看表里的采集时间，再看文件的日期",
}

HEADERS: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "文章标题", "推文标题", "内容标题", "名称", "title"),
    "published": (
        "发布时间", "发布日期", "发文时间", "发文日期", "推送时间", "推送日期", "发表时间", "时间", "日期",
        "最后更新时间", "更新时间", "更新日期", "published", "publish_time", "pubdate", "date", "created_at",
    ),
    "url": ("链接", "地址", "网址", "文章链接", "原文链接", "推文链接", "作品链接", "url", "link"),
    "content": ("内容", "正文", "全文", "文章内容", "微博正文", "作品描述", "摘要", "content", "text", "description"),
    "account": ("账号名称", "账号", "公众号", "公众号名称", "账号昵称", "昵称", "account", "author", "nickname"),
    "platform": ("平台", "所在平台", "平台类型", "渠道", "platform"),
    "id": ("编号", "文章编号", "作品编号", "id"),
    "reaches": ("采集时间", "采集日期", "导出时间", "检查时间", "检查日期", "抓取时间"),
}  # fmt: skip
"""What a column may be called, written as :func:`records.register.table_header.header_text` writes it."""

NAMES: Mapping[str, str] = {
    "title": "标题", "published": "发布时间", "url": "链接", "content": "内容", "account": "账号名称",
    "platform": "平台", "id": "编号", "reaches": "采集时间",
}  # fmt: skip

_LISTS = ("items", "data", "list", "rows", "records", "posts")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_SHOWN = 12


def read_posts(body: bytes, settings: Mapping[str, Any]) -> PostsReading:
    """Read a table; never raises for what stands in it.

    ``settings["columns"]`` says what columns are called besides :data:`HEADERS` (a name or a list of names each).
    Where the table has a column of account names (platforms), only rows with ``settings["account"]``
    (``settings["platform"]``) are taken.
    """
    if not body.strip():
        return PostsReading(problem="表格文件是空的。请重新导出。")
    if len(body) > MAX_BYTES:
        return PostsReading(problem=f"表格超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。请按月份分开导出。")
    try:
        sheets = (
            _json_sheets(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else sheets_of("表格", body)
        )
    except BadInputError as wrong:
        return PostsReading(problem=str(wrong))
    return _read_sheets(sheets, settings)


def _read_sheets(sheets: list[list[Row]], settings: Mapping[str, Any]) -> PostsReading:
    spellings = _spellings(settings.get("columns") or {})
    posts: list[FoundPost] = []
    reached: list[date] = []
    others: dict[str, None] = {}
    found = undated = False
    for sheet in sheets:
        start, columns = find_header(sheet, spellings, _is_header)
        if not columns:
            continue
        found = True
        undated |= "published" not in columns
        for row in sheet[start:]:
            if not _is_post(row, columns):
                continue
            if (other := _other_account(row, columns, settings)) is not None:
                others[other] = None
                continue
            posts.append(_post(row, columns))
            if day := _day(cell_of(row, columns, "reaches")):
                reached.append(day)
    if not found:
        return PostsReading(problem=_no_header(sheets))
    if not posts and others:
        named = "、".join(list(others)[:_SHOWN])
        return PostsReading(
            problem=f"表里没有“{settings.get('account', '')}”的内容，只有：{named}。请核对账号名称和平台。"
        )
    problem = "表里没有发布时间一列，不能判断多久没有更新。" if undated and posts else ""
    return PostsReading(tuple(posts), problem, max(reached, default=_day(str(settings.get("reaches") or ""))))


def _spellings(own: Mapping[str, Any]) -> dict[str, set[str]]:
    """The built-in names and the office's own; a name that the office gives to one column is taken from the others."""
    given = {name: {header_text(one) for one in _listed(value)} for name, value in own.items() if name in HEADERS}
    taken = {text for texts in given.values() for text in texts}
    return {name: given.get(name, set()) | (set(HEADERS[name]) - taken) for name in HEADERS}


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def _is_header(columns: Mapping[str, int]) -> bool:
    """A title or content, and one more thing besides: a lone word is a heading, not a header."""
    return ("title" in columns or "content" in columns) and len(columns) > 1


def _is_post(row: Row, columns: Mapping[str, int]) -> bool:
    """Not a post: a row without title and content, a banner over all columns, the header once more."""
    title, content, day = (cell_of(row, columns, name) for name in ("title", "content", "published"))
    if not (title or content) or (title and title == day) or (content and content == day):
        return False
    return header_text(title) not in HEADERS["title"] or header_text(day) not in HEADERS["published"]


def _other_account(row: Row, columns: Mapping[str, int], settings: Mapping[str, Any]) -> str | None:
    """The account of a row that is not about ours; None for our own rows."""
    name, platform = cell_of(row, columns, "account"), cell_of(row, columns, "platform")
    wanted, on = plain_name(str(settings.get("account") or "")), plain_name(str(settings.get("platform") or ""))
    ours = not (name and wanted) or plain_name(name) == wanted
    there = not (platform and on) or plain_name(platform) in on or on in plain_name(platform)
    return None if ours and there else f"{name}（{platform}）" if platform else name


def _post(row: Row, columns: Mapping[str, int]) -> FoundPost:
    content = cell_of(row, columns, "content")
    return FoundPost(
        title=plain_line(cell_of(row, columns, "title"))[:MAX_TITLE],
        url=cell_of(row, columns, "url"),
        id=cell_of(row, columns, "id"),
        published=_day(cell_of(row, columns, "published")),
        content=content[:MAX_CONTENT],
        is_html=True,
    )


def _day(text: str) -> date | None:
    """A day as tables hold it: written, the serial number of a cell that lost its format, seconds since 1970."""
    if day := read_date(text):
        return day
    try:
        if _SERIAL.fullmatch(text):
            from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 - all commands load adapters

            moment: Any = from_excel(float(text))
            return plausible(moment.year, moment.month, moment.day, None)
    except (ValueError, OverflowError, AttributeError):
        return None
    if _EPOCH.fullmatch(text):
        return date.fromordinal(date(1970, 1, 1).toordinal() + (int(text[:10]) + 8 * 3600) // 86_400)
    return None


def _no_header(sheets: Iterable[list[Row]]) -> str:
    rows = [row for sheet in sheets for row in sheet[:HEADER_WITHIN]]
    if not rows:
        return "表格里没有内容（隐藏的工作表不读）。请重新导出。"
    widest = max(rows, key=lambda row: sum(1 for cell in row.cells if cell))
    seen = "、".join(cell[:20] for cell in widest.cells if cell)[:200]
    return (
        f"认不出表头：至少要有“标题”或“内容”，以及“发布时间”或“链接”。表里像表头的一行是：{seen}。"
        "请在账号的 settings 里写 columns，说明哪一列是什么。"
    )


def _json_sheets(body: bytes) -> list[list[Row]]:
    """A list of objects, bare or under a usual name, as the rows of a table."""
    try:
        values = json.loads(decode(body)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise BadInputError("JSON 文件已损坏。请重新导出。") from None
    if isinstance(values, dict):
        values = next((values[name] for name in _LISTS if isinstance(values.get(name), list)), None)
    entries = [entry for entry in values if isinstance(entry, dict)] if isinstance(values, list) else []
    if not entries:
        raise BadInputError(f"JSON 文件里没有一组内容。应为一个列表，或放在 {'、'.join(_LISTS)} 之一下面。")
    if len(entries) > MAX_ROWS:
        raise BadInputError(f"JSON 文件超过 {MAX_ROWS} 条，请按月份分开导出。")
    names = list(dict.fromkeys(str(name) for entry in entries for name in entry))[:200]
    rows = [Row("", 1, tuple(names))]
    rows += [Row("", n, tuple(_cell(entry.get(name)) for name in names)) for n, entry in enumerate(entries, 2)]
    return [rows]


def _cell(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value).strip()
