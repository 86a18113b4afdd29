"""Reading notices back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from records.database import rows, transaction
from records.errors import BadInputError
from records.ledger.rows import finding_of
from records.model import Certainty, Finding
from records.notices.model import WITH_DEPARTMENT, Notice, NoticeItem

_ITEMS = """
SELECT i.*, f.state, f.deadline AS deadline_now, f.deadline_provisional AS provisional_now,
    EXISTS (SELECT 1 FROM notice_items later WHERE later.finding = i.finding AND later.notice > i.notice) AS superseded
FROM notice_items i JOIN findings f ON f.id = i.finding
"""


def notices(db: Database) -> tuple[Notice, ...]:
    """Every notice, oldest first."""
    items: dict[int, list[NoticeItem]] = {}
    for row in rows(db, f"{_ITEMS} ORDER BY i.notice, i.position"):
        items.setdefault(row["notice"], []).append(_item_of(row))
    found = rows(db, "SELECT * FROM notices ORDER BY id")
    return tuple(_notice_of(row, items.get(row["id"], [])) for row in found)


def notice_by_number(db: Database, number: str) -> Notice:
    """The notice with this 发文字号. Raises :class:`BadInputError` with the last numbers where there is none."""
    found = rows(db, "SELECT * FROM notices WHERE number = ?", [number.strip()])
    if not found:
        last = [row["number"] for row in rows(db, "SELECT number FROM notices ORDER BY id DESC LIMIT 5")]
        hint = f"最近下发的有：{'、'.join(last)}。" if last else "还没有下发过通知书，请先运行 wangcha notice issue。"
        raise BadInputError(f"没有发文字号为“{number}”的通知书。{hint}")
    items = rows(db, f"{_ITEMS} WHERE i.notice = ? ORDER BY i.position", [found[0]["id"]])
    return _notice_of(found[0], map(_item_of, items))


def remember_files(db: Database, notice: Notice, files: Iterable[str]) -> None:
    """Keep the names of the documents that were written for a notice."""
    with transaction(db):
        db.conn.execute(
            "UPDATE notices SET files = ? WHERE id = ?", [json.dumps(list(files), ensure_ascii=False), notice.id]
        )


def sent_under(db: Database, before: int | None = None) -> dict[str, str]:
    """The 发文字号 of the last notice that sent each finding, by finding id; ``before`` counts only earlier notices."""
    found = rows(
        db,
        "SELECT i.finding, n.number FROM notice_items i JOIN notices n ON n.id = i.notice"
        " WHERE ? IS NULL OR n.id < ? ORDER BY n.id",
        [before, before],
    )
    return {row["finding"]: row["number"] for row in found}


def sent_as_problem(db: Database) -> frozenset[str]:
    """Ids of findings that some notice sent as a confirmed problem, whatever the machine was sure of."""
    found = rows(db, "SELECT DISTINCT finding FROM notice_items WHERE certainty = 'confirmed'")
    return frozenset(row["finding"] for row in found)


def is_problem(finding: Finding, accepted: frozenset[str]) -> bool:
    """Whether a finding counts as a problem: proven, confirmed by the office, or sent as one (``accepted``, see
    :func:`sent_as_problem`). Otherwise it is a matter to verify."""
    return finding.certainty is Certainty.CONFIRMED or finding.state == "confirmed" or finding.id in accepted


def _item_of(row: Mapping[str, Any]) -> NoticeItem:
    runs = row["state"] in WITH_DEPARTMENT and not row["superseded"] and row["deadline_now"]
    deadline = row["deadline_now"] if runs else row["deadline"]
    return NoticeItem(
        position=row["position"],
        finding=finding_of(json.loads(row["frozen"])),
        round=row["round"],
        state=row["state"],
        deadline=date.fromisoformat(deadline),
        provisional=bool(row["provisional_now"] if runs else row["deadline_provisional"]),
        superseded=bool(row["superseded"]),
    )


def _notice_of(row: Mapping[str, Any], items: Iterable[NoticeItem]) -> Notice:
    return Notice(
        **{
            **row,
            "issued": date.fromisoformat(row["issued"]),
            "inspections": tuple(json.loads(row["inspections"])),
            "files": tuple(json.loads(row["files"])),
            "items": tuple(items),
        }
    )
