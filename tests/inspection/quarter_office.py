"""An office with two sites and an account, whose clock, server and spreadsheets a test sets; and its documents read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspection.cli import main
from records import clock
from tests.inspection.conftest import page
from tests.support.web import Server

OFFICE = """
[office]
name = "云溪区政务公开办"
document_code = "云政办督"
contact = "政务公开股"
rate = 50
second_look_seconds = 0.1
{departments}
[[site]]
id = "portal"
name = "云溪区门户网站"
url = "{portal}/"
department = "zfb"
[[site]]
id = "edu"
name = "云溪教育网"
url = "{edu}/"
department = "jyj"
[[account]]
id = "wx"
name = "云溪健康"
platform = "微信公众号"
department = "wjw"
settings = {{ url = "{portal}/wx.xml", home = "https://weixin.yunxi.example/wjw" }}
"""
DEPARTMENTS = {"zfb": "云溪区人民政府办公室", "jyj": "云溪区教育局", "wjw": "云溪区卫生健康局"}
WRONG = "会议布署下一步工作。" * 4
FIRM = "本次监测认为：会议布署一词引自原稿。" * 4
RSS = """<rss version="2.0"><channel><lastBuildDate>Sat, 24 Oct 2026 09:00:00 +0800</lastBuildDate>
{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://weixin.yunxi.example/s/{n}</link>
<pubDate>{day} 09:00</pubDate><description>{title}的全文</description></item>"""


def feed(*days: str) -> str:
    """A feed with one post a day."""
    items = (ITEM.format(title=f"第{number}篇健康提示", n=number, day=day) for number, day in enumerate(days))
    return RSS.format(items="".join(items))


def portal_pages() -> dict[str, Any]:
    """A broken link on the home page, a wrong word on ``/a.html`` and another on ``/c.html``."""
    return {
        "/": page("云溪区门户网站", "/a.html 第一篇", "/c.html 第三篇", "/gone.html 旧文章"),
        "/a.html": page("第一篇", text=WRONG),
        "/c.html": page("第三篇", text=FIRM),
        "/wx.xml": feed("2026-10-08", "2026-09-30", "2026-09-21"),
    }


def edu_pages() -> dict[str, Any]:
    """A broken link on the home page and a wrong word on ``/b.html``."""
    return {
        "/": page("云溪教育网", "/b.html 第二篇", "/old.html 旧通知"),
        "/b.html": page("第二篇", text=WRONG),
    }


class Quarter:
    """The office: ``wangcha`` runs a command on a day, ``count`` asks the ledger in SQL."""

    def __init__(self, folder: Path, portal: Server, edu: Server) -> None:
        self.office, self.out = folder / "office", folder / "out"
        self.office.mkdir()
        departments = "".join(f'[[department]]\nid = "{key}"\nname = "{name}"\n' for key, name in DEPARTMENTS.items())
        text = OFFICE.format(departments=departments, portal=portal.origin, edu=edu.origin)
        (self.office / "office.toml").write_text(text, encoding="utf-8")
        self.portal, self.edu = portal, edu

    def wangcha(self, moment: str, *arguments: object, code: int = 0) -> Result:
        """Run a command at ``moment`` (a day, or day and hour), which the clock alone tells it."""
        where = ["--office", str(self.office), "--out", str(self.out)]
        now = moment if "T" in moment else f"{moment}T09:00"
        clock._set_clock.cache_clear()  # as in a process of its own: the set clock runs on from its first use
        result = CliRunner().invoke(main, [*map(str, arguments), *where], env={"WANGCHA_NOW": now, "COLUMNS": "220"})
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def rows(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.office / "office.sqlite")) as db:
            return db.execute(sql, values).fetchall()

    def count(self, where: str = "1", *values: object) -> int:
        """How many findings of the ledger."""
        return self.rows(f"SELECT count(*) FROM findings WHERE {where}", *values)[0][0]

    def newest(self, site: str) -> int:
        return self.rows("SELECT max(id) FROM inspections WHERE site = ?", site)[0][0]

    def named(self, rule: str, path: str) -> str:
        """The id of the finding of a rule on a page or with a target that ends so."""
        sql = "SELECT id FROM findings WHERE rule = ? AND (url LIKE ? OR json_extract(locus, '$.target') LIKE ?)"
        ((ident,),) = self.rows(sql, rule, f"%{path}", f"%{path}")
        return ident

    def state(self, ident: str) -> tuple[str, int]:
        return self.rows("SELECT state, recurrence FROM findings WHERE id = ?", ident)[0]

    def history(self, ident: str) -> list[tuple[str, str]]:
        """(day in China, state) of every move."""
        sql = "SELECT date(at, '+8 hours'), to_state FROM moves WHERE finding = ? ORDER BY id"
        return self.rows(sql, ident)

    def ledger(self, path: Path | None = None) -> dict[str, dict[str, Any]]:
        """The rows of a 整改台账 by 问题编号."""
        return {row["问题编号"]: row for row in table(path or self.out / "ledger.xlsx", "整改台账")}

    def fill_ledger(self, name: str, replies: Mapping[str, tuple[object, ...]]) -> Path:
        """A copy of the exported ledger with replies, as a department sends it back."""
        book = load_workbook(self.out / "ledger.xlsx")
        sheet = book["整改台账"]
        heads = [cell.value for cell in sheet[2]]
        for row in sheet.iter_rows(min_row=3):
            for cell, value in zip(
                row[heads.index("整改情况") :], replies.get(row[heads.index("问题编号")].value, ()), strict=False
            ):
                cell.value = value
        book.save(self.out / name)
        return self.out / name


def table(path: Path, sheet: str, head: int = 2) -> list[dict[str, Any]]:
    """The rows of a sheet below its heads."""
    found: Worksheet = load_workbook(path)[sheet]
    heads, *rows = found.iter_rows(min_row=head, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def docx_text(path: Path) -> str:
    """All paragraphs of a document."""
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def docx_rows(path: Path) -> list[tuple[str, ...]]:
    """All rows of all tables of a document."""
    return [tuple(cell.text for cell in row.cells) for each in Document(str(path)).tables for row in each.rows]


def workdays(start: date, count: int) -> date:
    """The ``count``-th Monday to Friday after ``start``: right where no holiday is near."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
