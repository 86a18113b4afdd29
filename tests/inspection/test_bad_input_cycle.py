"""Feeds, tables, indicator sets and other offices' papers that cannot be used: told in a sentence, nothing lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from inspection.cli import main
from tests.inspection.quarter_office import DEPARTMENTS, Quarter, edu_pages, feed, portal_pages
from tests.support.web import Server

DAY = "2026-11-20"
TABLES = ("findings", "moves", "inspections", "accounts", "audit_returns", "audit_verdicts", "notices", "scorecards")
INDICATORS = """
id = "own"
title = "本区指标"
source = "本区方案"
automatic = true
[frame]
total = 10
pass_mark = 6
[[item]]
id = "links"
block = "链接"
title = "链接"
text = "链接打不开的扣分。"
mode = "deduct"
points = 10
per_finding = 1
count = [{ rules = ["link-broken"] }]
applies = ["portal"]
certainty = "own"
"""


@pytest.fixture(scope="module")
def servers():
    with Server(portal_pages()) as portal, Server(edu_pages()) as edu:
        yield portal, edu


@pytest.fixture
def office(tmp_path: Path, servers) -> Quarter:
    made = Quarter(tmp_path, *servers)
    made.portal.routes |= {"/wx.xml": feed("2026-11-19", "2026-11-12")}
    return made


def stored(q: Quarter) -> dict[str, list[object]]:
    with closing(sqlite3.connect(q.office / "office.sqlite")) as db:
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}


def refused(q: Quarter, *arguments: object, said: tuple[str, ...], code: int = 2) -> None:
    """Refused in words; what is stored stays as it was."""
    before = stored(q)
    run = q.wangcha(DAY, *arguments, code=code)
    assert all(word in run.stderr.replace("\n", "") for word in said), run.stderr
    assert stored(q) == before


# ---- feeds ----


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "<!DOCTYPE html><html><head><title>请登录</title></head></html>",
            "返回的是网页，不是订阅源（网页标题：请登录）",
        ),
        ("", "订阅源是空的"),
        (b"<rss>" + b" " * (21 * 1024 * 1024), "过大"),
        (feed("", ""), "日期"),
        (feed("2027-11-19", "2027-11-12"), "日期"),
    ],
    ids=["page", "empty", "huge", "undated", "future"],
)
def test_a_feed_that_tells_nothing_is_to_be_verified_and_takes_nothing_back(office, body, said):
    office.portal.routes["/wx.xml"] = feed("2026-09-28", "2026-09-21")
    office.wangcha("2026-09-30", "inspect", "wx")
    office.portal.routes["/wx.xml"] = body
    run = office.wangcha(DAY, "inspect", "wx", code=1)
    (found,) = json.loads((office.out / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert (found["rule"], found["certainty"]) == ("account-unreachable", "review"), found
    assert said in run.stderr + json.dumps(found, ensure_ascii=False), (run.stderr, found)
    assert office.count("rule = 'account-stale'") == 0
    assert office.rows("SELECT count(*) FROM inspections WHERE site = 'wx'") == [(2,)]


def test_a_feed_in_gbk_with_one_date_missing_and_one_ahead_is_read(office):
    text = feed("2026-11-19", "", "2027-11-12").replace("健康提示", "布署健康提示")
    office.portal.routes["/wx.xml"] = b'<?xml version="1.0" encoding="gb2312"?>' + text.encode("gbk")
    office.wangcha(DAY, "inspect", "wx", code=1)
    assert office.rows("SELECT DISTINCT rule FROM findings") == [("word-misspelled",)]
    assert "布署" in office.rows("SELECT message FROM findings")[0][0]


# ---- tables ----


def listing(path: Path, *rows: tuple[object, ...], merge: str = "") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def test_a_list_of_accounts_with_merged_cells_is_read(office, tmp_path):
    path = listing(
        tmp_path / "名单.xlsx",
        ("云溪区政务新媒体名单",),
        ("平台", "账号名称", "责任单位"),
        ("新浪微博", "云溪微博", "云溪区教育局"),
        (None, "云溪招生", None),
        merge="A3:A4",
    )
    run = import_accounts(office, path)
    assert run.exit_code == 0, run.output
    assert office.rows("SELECT platform, name FROM accounts ORDER BY position")[-2:] == [
        ("新浪微博", "云溪微博"),
        ("新浪微博", "云溪招生"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("姓名", "岗位"), ("甲", "乙")], "账号名称"),
        ([("平台", "账号名称", "更新期限"), ("微博", "云溪微博", "十天")], "十天"),
        ([("平台", "账号名称"), ("微博", "云溪微博"), ("", "云溪招生")], "平台"),
    ],
)
def test_a_list_with_other_columns_is_refused_whole(office, tmp_path, rows, said):
    office.wangcha(DAY, "inspect", "wx")
    before = stored(office)
    run = import_accounts(office, listing(tmp_path / "名单.xlsx", *rows))
    assert run.exit_code == 2
    assert said in run.stderr.replace("\n", "")
    assert stored(office) == before


def import_accounts(office: Quarter, path: Path) -> Result:
    return CliRunner().invoke(main, ["accounts", "import", str(path), "--office", str(office.office)])


# ---- indicator sets ----


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"link-broken"', '"link-borken"', '没有这样的规则："link-borken"'),
        ("per_finding = 1", "per_finding = 1\ncap = -2", "cap = -2。应为 0 到 1000 之间的数"),
    ],
)
def test_a_faulty_indicator_set_is_told_before_anything_is_asked_and_keeps_all_cards(office, right, wrong, said):
    office.wangcha("2026-11-19", "inspect", "portal", code=1)
    (office.office / "indicators").mkdir()
    path = office.office / "indicators" / "own.toml"
    path.write_text(INDICATORS.replace(right, wrong), encoding="utf-8")
    office.portal.asked.clear()
    for command in ("scorecard", "inspect"):
        refused(office, command, "portal", said=(said, "own.toml", "links"))
    assert office.portal.asked == []
    path.write_text(INDICATORS, encoding="utf-8")
    office.wangcha(DAY, "scorecard", "portal", "--set", "own")
    assert office.rows("SELECT count(*) FROM scorecards WHERE indicator_set = 'own'") == [(1,)]


# ---- two offices ----


@pytest.fixture
def other(tmp_path: Path, servers) -> Quarter:
    """A second office whose sites stand elsewhere, so that its findings have other ids."""
    folder = tmp_path / "other"
    folder.mkdir()
    with Server(portal_pages()) as portal, Server(edu_pages()) as edu:
        made = Quarter(folder, portal, edu)
        made.wangcha("2026-11-19", "inspect", "portal", "edu", code=1)
        made.wangcha("2026-11-19T10:00", "notice", "issue")
        made.wangcha("2026-11-19T11:00", "audit", "draw", "--title", "互查", "--deadline", "2026-11-27", "--seed", "1")
        yield made


def test_papers_of_another_office_are_refused_and_change_neither_office(office, other):
    office.wangcha("2026-11-19", "inspect", "portal", "edu", code=1)
    office.wangcha("2026-11-19T10:00", "notice", "issue")
    draw = ("audit", "draw", "--title", "互查", "--deadline", "2026-11-27")
    office.wangcha("2026-11-19T11:00", *draw, "--seed", "2")
    other.wangcha("2026-11-19T12:00", "ledger", "export")
    office.wangcha("2026-11-19T12:00", "ledger", "export")
    theirs = other.named("link-broken", "/gone.html")
    ours = office.named("link-broken", "/gone.html")
    before = stored(other)
    filled = other.fill_ledger("他办.xlsx", {theirs: ("已整改", "已改")})
    mine = office.fill_ledger("本办.xlsx", {ours: ("已整改", "已改")})
    refused(office, "ledger", "import", mine, filled, said=(f"台账里没有编号为“{theirs}”的问题", "他办.xlsx"))
    refused(
        office, "ledger", "move", theirs, "--to", "confirmed", "--who", "王岗", said=(f"没有编号为 {theirs} 的问题",)
    )
    refused(office, "notice", "issue", "--finding", theirs, said=(theirs, "wangcha findings"))
    refused(office, "recheck", "--finding", theirs, said=(f"没有编号为 {theirs} 的问题",))
    pack = other.out / "audit" / f"交叉互查表-2026-1-{DEPARTMENTS['jyj']}.xlsx"
    refused(office, "audit", "import", pack, said=(pack.name, "不是本办公室第2026-1轮互查发出的表"))
    book = load_workbook(office.out / "audit" / pack.name)
    book["机器发现待核实"].cell(3, 1).value = theirs
    book["机器发现待核实"].cell(3, 9).value = "属实"
    book.save(office.out / "混.xlsx")
    refused(office, "audit", "import", office.out / "混.xlsx", said=("第3行", theirs))
    assert stored(other) == before
    office.wangcha(DAY, "ledger", "import", mine)
    assert office.state(ours)[0] == "replied"
