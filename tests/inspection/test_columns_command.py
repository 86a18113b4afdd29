"""The column tree at the command line: patrol, sheet, correction, and what is new or gone next time."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from tests.inspection.conftest import OFFICE, Desk
from tests.support.web import Server


def listing(name: str, day: str) -> str:
    rows = "".join(f"<li><a href='t{n}.html'>云溪区第{n}号{name}</a><span>{day}</span></li>" for n in range(4))
    path = f"<div class='crumb'>当前位置：<a href='/'>首页</a>&gt;<a href=''>{name}</a></div>"
    return f"<html><head><title>{name}</title></head><body>{path}<ul class='list'>{rows}</ul></body></html>"


def home(*names: str) -> str:
    menu = "".join(f"<li><a href='/{place}/'>{name}</a></li>" for place, name in (each.split() for each in names))
    news = "<ul><li><a href='/yw/t0.html'>区里召开会议</a><span>2026-11-18</span></li></ul>"
    return f"<html><head><title>云溪</title></head><body><ul class='nav'>{menu}</ul>{news}</body></html>"


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Two patrols; between them a clerk corrects two columns, one column comes and one goes."""
    folder = tmp_path_factory.mktemp("columns")
    routes = {
        "/": home("yw 要闻动态", "rs 人事信息", "kx 云溪快讯"),
        "/yw/": listing("要闻动态", "2026-11-18"),
        "/rs/": listing("人事信息", "2025-06-01"),
        "/kx/": listing("云溪快讯", "2026-09-01"),
    }
    with Server(routes) as server:
        office = folder / "office"
        office.mkdir()
        (office / "office.toml").write_text(OFFICE.format(url=server.origin + "/"), encoding="utf-8")
        desk = Desk(office, folder / "out")
        before = desk.wangcha("columns", "shiyan", "--office", office)
        desk.inspect("--patrol")
        first = json.loads(desk.wangcha("columns", "shiyan", "--office", office, "--format", "json").out)
        written = desk.wangcha("columns", "shiyan", "--office", office, "--sheet", folder / "栏目.xlsx")
        book = openpyxl.load_workbook(folder / "栏目.xlsx")
        sheet = book["栏目"]
        heads = {cell.value: cell.column for cell in sheet[2]}
        for row in sheet.iter_rows(min_row=3):
            if row[heads["栏目名称"] - 1].value == "云溪快讯":
                row[heads["栏目类型"] - 1].value = "动态要闻"
                row[heads["更新期限（天）"] - 1].value = 30
                row[heads["责任单位"] - 1].value = "云溪区融媒体中心"
            if row[heads["栏目名称"] - 1].value == "人事信息":
                row[heads["不要求更新的原因"] - 1].value = "机构合并，已停用"
        book.save(folder / "栏目.xlsx")
        imported = desk.wangcha("register", "import", folder / "栏目.xlsx", "--office", office)
        routes["/"] = home("yw 要闻动态", "rs 人事信息", "kx 云溪快讯", "tz 通知公告")
        routes["/tz/"] = listing("通知公告", "2026-11-01")
        del routes["/yw/"]
        asked = len(server.asked)
        desk.inspect("--patrol", as_of="2026-11-21")
        yield desk, before, first, written, imported, server.asked[asked:]


def by_name(told: dict) -> dict[str, dict]:
    return {column["name"]: column for column in told["columns"]}


def test_without_an_inspection_it_says_what_to_do(story):
    _, before, *_ = story
    assert before.code == 2
    assert "请先运行 wangcha inspect" in before.err


def test_the_tree_of_a_site_nobody_described(story):
    _, _, first, *_ = story
    told = {name: (each["kind"], each["limit_days"], each["freshness"]) for name, each in by_name(first).items()}
    assert told == {
        "要闻动态": ("动态要闻", 14, "fresh"),
        "人事信息": ("人事信息", 366, "perhaps_stale"),
        "云溪快讯": ("", None, "not_due"),
    }


def test_corrections_are_taken_and_respected(story):
    desk, _, _, written, imported, _ = story
    assert written.out.strip().endswith("栏目.xlsx")
    assert "新登记 2 个栏目，更新 0 个，不变 0 个，新登记单位 1 个" in imported.out
    told = by_name(json.loads(desk.wangcha("columns", "shiyan", "--office", desk.office, "--format", "json").out))
    assert (told["云溪快讯"]["kind"], told["云溪快讯"]["limit_days"], told["云溪快讯"]["freshness"]) == (
        "动态要闻", 30, "stale",
    )  # fmt: skip
    assert told["人事信息"]["freshness"] == "exempt"
    stale = [each for each in desk.findings() if each["rule"] == "column-stale"]
    assert [(each["certainty"], each["department"]) for each in stale] == [("confirmed", "云溪区融媒体中心")]


def test_new_and_vanished_columns_are_told(story):
    desk, *_ = story
    told = by_name(json.loads(desk.wangcha("columns", "shiyan", "--office", desk.office, "--format", "json").out))
    assert {name: each["change"] for name, each in told.items() if each["change"]} == {
        "通知公告": "new", "要闻动态": "vanished",
    }  # fmt: skip
    page = (desk.out / "columns.html").read_text(encoding="utf-8")
    assert "新增 1 个：“通知公告”；已消失 1 个：“要闻动态”" in page


def test_table_and_csv(story):
    desk, *_ = story
    table = desk.wangcha("columns", "shiyan", "--office", desk.office, COLUMNS="200")
    assert table.code == 0
    assert "2026-11-21 检查所见" in table.out
    assert "已消失" in table.out
    text = desk.wangcha("columns", "shiyan", "--office", desk.office, "--format", "csv").out
    rows = {row["栏目名称"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["云溪快讯"]["更新期限（天）"] == "30"
    assert rows["云溪快讯"]["责任单位"] == "云溪区融媒体中心"


def test_a_patrol_does_not_read_articles(story):
    *_, asked = story
    assert {one.path for one in asked} == {"/robots.txt", "/", "/yw/", "/rs/", "/kx/", "/tz/"}
