"""Documents of a quarter held against its ledger: every number is counted in SQL, not by the program."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from tests.inspection.quarter_office import DEPARTMENTS, Quarter, docx_rows, docx_text, table

SETTLED = "('dismissed', 'withdrawn', 'resolved')"
WEIGHTS = {"critical": "特别严重", "serious": "严重", "minor": "一般", "info": "提示"}


def inspection_documents(q: Quarter, day: str) -> None:
    """findings.json, ledger, scorecard and drafts of notices of the newest inspections against the ledger."""
    newest = [q.newest(site) for site in ("portal", "edu", "wx")]
    marks = ",".join(map(str, newest))
    seen = dict(q.rows(f"SELECT finding, baseline FROM sightings WHERE inspection IN ({marks})"))
    written = json.loads((q.out / "findings.json").read_text(encoding="utf-8"))
    states = dict(q.rows("SELECT id, state FROM findings"))
    assert {each["id"]: (each["baseline"], each["state"]) for each in written["findings"]} == {
        ident: (baseline, states[ident]) for ident, baseline in seen.items()
    }
    assert q.ledger().keys() == seen.keys()
    for ident, row in q.ledger().items():
        (told,) = q.rows("SELECT message, deadline, first_seen FROM findings WHERE id = ?", ident)
        days = tuple(row[name].date().isoformat() for name in ("期限", "发现时间"))
        assert (row["问题描述"], *days) == told
    outcomes = q.rows(f"SELECT rule, count FROM outcomes WHERE inspection IN ({marks})")
    told_outcomes = [(row["规则"], row["数量"]) for row in table(q.out / "ledger.xlsx", "检查情况")]
    assert Counter(told_outcomes) == Counter(outcomes)
    for department, name in DEPARTMENTS.items():
        mine = [
            ident
            for (ident,) in q.rows(
                f"SELECT id FROM findings WHERE department = ? AND state NOT IN {SETTLED}",
                department,
            )
            if seen.get(ident, "absent") != "absent"
        ]
        path = q.out / "notices" / f"整改通知书-{name}.docx"
        if mine:
            pages = q.rows(
                "SELECT site = 'wx', sum(json_extract(counts, '$.pages')) FROM inspections"
                f" WHERE id IN ({marks}) GROUP BY 1 ORDER BY 1"
            )
            words = f"本次检查站点2个、新媒体账号1个，访问网页{pages[0][1]}个、推文{pages[1][1]}条"
            late = q.rows(
                f"SELECT count(*) FROM findings WHERE id IN ({','.join('?' * len(mine))})"
                " AND state IN ('notified', 'extended') AND deadline < ?",
                *mine,
                written["inspection"]["as_of"],
            )
            notice_tells(q, path, mine, day, words, seen, late=late[0][0])


def notice_tells(
    q: Quarter, path: Path, ids: list[str], day: str, scope: str, seen: dict[str, str], *, late: int = 0
) -> None:
    """A notice in Word and HTML names exactly these problems, and counts them as the ledger does."""
    text, rows = docx_text(path), docx_rows(path)
    html = re.sub(r"<[^>]*>", "", path.with_suffix(".html").read_text(encoding="utf-8"))
    still = sum(seen[ident] in ("unchanged", "updated") for ident in ids)
    repeated = f"，其中上次检查已发现、至今未整改的{still}个" if still else ""
    overdue = f"，已下发整改通知书、超过期限未反馈（已逾期）的{late}个" if late else ""
    for told in (text, html):
        assert f"发现由你单位负责的问题{len(ids)}个{repeated}{overdue}。" in told
        assert scope in told
        assert day in told
    for told in ("\n".join(row[-1] for row in rows), html):
        assert len(re.findall(r"\d日前，已逾期", told)) == late
    numbers = {row[0]: row for row in rows if len(row) == 5}
    marks = ",".join("?" * len(ids))
    weights = q.rows(f"SELECT severity, count(*) FROM findings WHERE id IN ({marks}) GROUP BY 1", *ids)
    listed = dict(weights)
    assert numbers["合计"][1] == str(len(ids))
    words = [f"{WEIGHTS[name]}{listed[name]}个" for name in WEIGHTS if name in listed]
    assert numbers["合计"][2] == "、".join(words)
    known = {ident for (ident,) in q.rows("SELECT id FROM findings")}
    assert {ident for row in rows for ident in known if ident in row[-1]} == set(ids)
    assert {ident for ident in known if ident in html} == set(ids)


def issued(q: Quarter, serial: int) -> tuple[Path, list[str]]:
    """The folder of an issued notice and what the ledger says it holds; its documents are checked."""
    ((number, name, day, inspections),) = q.rows(
        "SELECT number, department_name, issued, inspections FROM notices WHERE serial = ?", serial
    )
    sql = "SELECT finding FROM notice_items i JOIN notices n ON n.id = i.notice WHERE serial = ? ORDER BY position"
    ids = [ident for (ident,) in q.rows(sql, serial)]
    folder = q.out / "notices-issued" / number
    year, month, dom = map(int, day.split("-"))
    path = folder / f"整改通知书-{name}.docx"
    seen = {}
    for at in json.loads(inspections):
        seen |= dict(q.rows("SELECT finding, baseline FROM sightings WHERE inspection = ?", at))
    notice_tells(q, path, ids, f"{year}年{month}月{dom}日", "检查", seen)
    assert number in docx_text(path)
    assert q.ledger(folder / "ledger.xlsx").keys() == set(ids)
    return folder, ids
