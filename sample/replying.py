"""Fills in the reply columns of an exported ledger, as a department would."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sample.content import HERE

HEADS = 2
"""The row with the columns' heads."""


def fill_in(exported: Path, filled: Path, day: date) -> None:
    """Write the replies of ``replies.toml`` into a copy of the ledger, finished the day before ``day``.

    Raises LookupError for a reply to a finding that the ledger does not hold.
    """
    replies = tomllib.loads((HERE / "replies.toml").read_text(encoding="utf-8"))["reply"]
    book = load_workbook(exported)
    sheet = book["整改台账"]
    heads = {str(cell.value): cell.column for cell in sheet[HEADS]}
    for reply in replies:
        row = _row(sheet, heads, reply)
        cells = {
            "整改情况": reply["outcome"],
            "整改措施": reply["measures"],
            "完成时间": day if reply["outcome"] == "已整改" else None,
            "整改人": "办公室经办人",
            "是否申诉及理由": reply.get("appeal", "否"),
        }
        for head, value in cells.items():
            sheet.cell(row, heads[head], value)
    filled.parent.mkdir(parents=True, exist_ok=True)
    book.save(filled)


def _row(sheet: Worksheet, heads: Mapping[str, int], reply: Mapping[str, Any]) -> int:
    for row in range(HEADS + 1, sheet.max_row + 1):
        title, url = (str(sheet.cell(row, heads[head]).value) for head in ("问题类型（二级）", "网址"))
        if title == reply["title"] and url.endswith(reply["path"]):
            return row
    raise LookupError(f"{reply['title']} {reply['path']}")
