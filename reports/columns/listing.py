"""The columns of one site for ``wangcha columns``: a table on the screen, JSON, and CSV that can be brought back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from records.register.model import RegisteredColumn
from records.seen_columns import Change, SeenColumn
from reports.columns.content import TONES, verdict_words, with_depth
from reports.shared.labels import label
from reports.shared.safe_text import cell_text, clip, is_formula_like, printable_url

_COLOURS = {"good": "green", "bad": "bold red", "doubt": "yellow", "quiet": ""}
FACTS = (
    "网站编号",
    "栏目网址",
    "栏目名称",
    "上级栏目网址",
    "级别",
    "认定类型",
    "认定依据",
    "最近更新",
    "时限（天）",
    "条目数",
    "结论",
    "说明",
)
CORRECTIONS = ("栏目类型", "更新期限（天）", "责任单位", "不要求更新的原因")
"""What a clerk fills in; ``wangcha register import`` takes rows in which one of them is filled."""


def to_table(columns: Iterable[SeenColumn], spoken: Callable[[str], str] = str) -> Table:
    """A tree for :class:`rich.console.Console`: kind, newest date, limit and conclusion of every column.

    ``spoken`` says our own words in the language of the run.
    """
    table = Table(box=box.SIMPLE, show_edge=False)
    for title in ("栏目", "类型", "最近更新", "时限", "结论", "网址"):
        table.add_column(spoken(title), overflow="fold")
    for column, depth in with_depth(columns):
        words = spoken(verdict_words(column))
        change = f" {spoken(label('change', column.change))}" if column.change is Change.NEW else ""
        tone = TONES.get(column.freshness, "quiet") if column.change is not Change.VANISHED else "quiet"
        table.add_row(
            Text("　" * depth + clip(column.name, 40)),
            Text(clip(column.kind, 20)),
            Text(column.newest.isoformat() if column.newest else ""),
            Text(str(column.limit_days or "")),
            Text(words + change, style=_COLOURS[tone]),
            Text(printable_url(column.url)),
        )
    return table


def to_json(site: str, as_of: date, columns: Iterable[SeenColumn]) -> dict[str, Any]:
    """A JSON-ready object with every field; dates are ISO text."""
    return {
        "site": site,
        "as_of": as_of.isoformat(),
        "columns": [
            {
                "url": column.url,
                "name": column.name,
                "parent": column.parent,
                "level": column.level,
                "kind": column.kind,
                "kind_source": column.kind_source,
                "limit_days": column.limit_days,
                "newest": column.newest.isoformat() if column.newest else None,
                "items": column.items,
                "undated": column.undated,
                "freshness": column.freshness.value,
                "doubts": list(column.doubts),
                "months": dict(column.months),
                "change": column.change.value,
            }
            for column in columns
        ],
    }


def to_csv(rows: Iterable[Sequence[str | int]]) -> str:
    """CSV text of :func:`rows_of` with a byte order mark; nothing in it is taken for a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*FACTS, *CORRECTIONS))
    for row in rows:
        writer.writerow(_inert(value) for value in row)
    return "\ufeff" + written.getvalue()


def rows_of(
    site: str, columns: Iterable[SeenColumn], registered: dict[str, RegisteredColumn], departments: dict[str, str]
) -> list[list[str | int]]:
    """The rows of the sheet: :data:`FACTS`, then :data:`CORRECTIONS` as far as they are registered.

    ``registered`` are registered columns by address, ``departments`` names by id. What has vanished is left out.
    """
    rows: list[list[str | int]] = []
    for column in columns:
        if column.change is Change.VANISHED:
            continue
        known = registered.get(column.url)
        facts: list[str | int] = [
            site,
            printable_url(column.url),
            clip(column.name, 60),
            printable_url(column.parent),
            column.level,
            column.kind,
            column.kind_source,
            column.newest.isoformat() if column.newest else "",
            column.limit_days if column.limit_days is not None else "",
            column.items,
            verdict_words(column),
            "；".join(column.doubts),
        ]
        corrections: list[str | int] = ["", "", "", ""]
        if known is not None:
            corrections = [
                known.kind,
                known.limit_days if known.limit_days is not None else "",
                departments.get(known.department, known.department),
                known.exempt,
            ]
        rows.append(facts + corrections)
    return rows


def _inert(value: str | int) -> str | int:
    if isinstance(value, str):
        text = cell_text(value)
        return f"'{text}" if is_formula_like(text) else text
    return value
