"""The office's own register of leaders (``leaders.csv``): who holds which title, and in which order they are named."""

from __future__ import annotations

from pathlib import Path

from dictionaries.model import Leader
from dictionaries.tables import read_table

LEADER_COLUMNS = {
    "name": "姓名",
    "titles": "职务",
    "group": "班子",
    "rank": "排序",
    "valid_from": "起用日期",
    "valid_until": "停用日期",
}


def read_leaders(path: Path) -> tuple[Leader, ...]:
    """The leaders in the file. Raises BadInputError that names row and column."""
    leaders: list[Leader] = []
    for row in read_table(path, LEADER_COLUMNS, ("name", "titles", "group", "rank")):
        name, rank, titles = row.required("name"), row.required("rank"), row.several("titles")
        if not 2 <= len(name) <= 20:
            raise row.fault("name", f"“{name}”不像姓名", "应为 2 到 20 个字")
        if not (rank.isascii() and rank.isdigit() and int(rank) > 0):
            raise row.fault("rank", f"“{rank}”不是序号", "应为 1、2、3……")
        if not titles:
            raise row.fault("titles", "没有填写", "写全部规范职务，用 | 分隔")
        since, until = row.day("valid_from"), row.day("valid_until")
        if since and until and since > until:
            raise row.fault("valid_until", "早于起用日期", "停用日期应在起用日期之后")
        leaders.append(Leader(name, titles, row.required("group"), int(rank), since, until))
    return tuple(leaders)
