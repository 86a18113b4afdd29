"""The columns in a bundle: their names, their places, one list under two addresses, bundles of earlier releases."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.bundle.columns import ColumnFacts, ColumnRuling
from records.bundle.lookup import BundleLookup
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.bundle.writer import BundleWriter

HOME = "http://www.yunxi.example/"


class Made:
    """A bundle written row by row."""

    def __init__(self, folder: Path, **spec: Any) -> None:
        self.folder = folder
        self.writer = BundleWriter.open(
            GatherSpec(site="yunxi", start_url=HOME, bundle=str(folder), as_of="2026-11-20", **spec)
        )
        self.ids: dict[str, int] = {}
        self.page("", "home")

    def url(self, path: str, reason: str | None = "ok", kind: str = "page", attempts: int = 1) -> int:
        if path not in self.ids:
            self.ids[path] = len(self.ids) + 1
            self.writer.add(
                "urls", [(self.ids[path], HOME + path, "www.yunxi.example", True, kind, "done", reason, 1, None)]
            )
            self.writer.add("states", [("done", reason, attempts, 0, None, self.ids[path])])
        return self.ids[path]

    def page(self, path: str, kind: str = "list", **values: Any) -> int:
        id_ = self.url(path)
        crumbs = [[name, None if target is None else HOME + target] for name, target in values.get("crumbs", ())]
        column = values.get("column")
        row = [id_, kind, values.get("title"), "title", values.get("published"), None]
        row += [column, values.get("source", "breadcrumb") if column else None, json.dumps(crumbs)]
        row += [None] * 6 + ["", "", json.dumps(values.get("meta", {})), values.get("first"), values.get("marker", "")]
        self.writer.add("pages", [row])
        for place, (target, day) in enumerate(values.get("items", ())):
            self.writer.add("items", [(id_, place, "标题" + target, self.url(target), day, "list" if day else None)])
        return id_

    def menu(self, *entries: tuple[str, str, int]) -> None:
        self.writer.add(
            "menus",
            [(1, n, None if up < 0 else up, self.url(path), name) for n, (name, path, up) in enumerate(entries)],
        )

    def read(self, classify: Any = None) -> BundleReader:
        self.writer.finish(complete="1")
        self.writer.close()
        return BundleLookup(self.folder, classify) if classify else BundleLookup(self.folder)


@pytest.fixture
def made(tmp_path):
    return Made(tmp_path / "b")


ITEMS = (("t1.html", "2026-11-05"), ("t2.html", "2026-10-05"))


def columns(reader: BundleReader) -> dict[str, Any]:
    return {column.url.removeprefix(HOME): column for column in reader.columns}


def test_names_where_tag_path_menu_and_title_differ(made):
    made.menu(("政务公开", "zwgk/", -1), ("通知公告", "zwgk/tz/", 0), ("年报", "nb/", -1), ("政策", "zc/", -1))
    path = (("首页", ""), ("政务公开", "zwgk/"))
    made.page("zwgk/tz/", column="政务公开", source="meta:ColumnName", crumbs=(*path, ("通知公告", None)), items=ITEMS)
    made.page("nb/", column="信息公开年报", source="meta:ColumnName", crumbs=(("首页", ""), ("信息公开年报", None)))
    made.page("zc/", column="政务公开", crumbs=path, title="政策文件库")
    found = columns(made.read())
    assert {path: column.name for path, column in found.items()} == {
        "zwgk/tz/": "通知公告",  # a tag that stands on every page of a template
        "nb/": "信息公开年报",
        "zc/": "政策",  # a path that ends above the page
    }
    assert [(found[path].level, found[path].parent.removeprefix(HOME)) for path in found] == [
        (2, "zwgk/"),
        (1, ""),
        (2, "zwgk/"),
    ]


def test_a_column_without_a_path_has_its_place_in_the_menu(made):
    made.menu(("政务公开", "zwgk/", -1), ("通知公告", "zwgk/tz/", 0))
    made.page("zwgk/tz/", title="通知", items=ITEMS)
    made.page("other/", title="别处", items=ITEMS)
    found = columns(made.read())
    assert (found["zwgk/tz/"].name, found["zwgk/tz/"].level, found["zwgk/tz/"].placed) == ("通知公告", 2, True)
    assert (found["other/"].level, found["other/"].placed) == (1, False)


def test_one_list_under_two_addresses_is_one_column(made):
    made.menu(("通知公告", "tz/index.html", -1))
    made.page("tz/", title="通知公告", items=ITEMS)
    made.page("tz/index.html", title="通知公告", items=ITEMS)
    reader = made.read()
    assert list(columns(reader)) == ["tz/index.html"]
    assert reader.column_of(HOME + "tz/") == HOME + "tz/index.html"


def test_a_menu_that_names_a_further_page_does_not_hide_the_list(made):
    made.menu(("政务公开", "zwgk/index.html", -1), ("通知公告", "zwgk/tz/index.html", 0))
    first = made.page("zwgk/tz/", title="通知", items=ITEMS)
    made.page("zwgk/tz/index.html", title="通知", first=first, items=ITEMS)
    (column,) = made.read().columns
    assert (column.url, column.name, column.level) == (HOME + "zwgk/tz/", "通知公告", 2)


def test_a_second_address_of_the_home_page_is_no_column(made):
    made.page("index.html", title="首页", items=ITEMS)
    assert made.read().columns == ()


def test_entries_of_all_pages_count_once(made):
    first = made.page("tz/", title="通知公告", items=ITEMS)
    made.page("tz/index_1.html", first=first, items=(*ITEMS, ("t3.html", "2026-09-05"), ("t4.html", None)))
    (column,) = made.read().columns
    assert (len(column.items), column.undated, column.newest.value) == (4, 1, date(2026, 11, 5))


def test_the_kind_is_decided_on_what_the_page_says(made):
    seen: list[ColumnFacts] = []

    def classify(facts: ColumnFacts) -> ColumnRuling:
        seen.append(facts)
        return ColumnRuling(kind="通知公告", limit_days=183, kind_source="名称")

    path = (("首页", ""), ("政务公开", "zwgk/"), ("通知公告", None))
    made.page("zwgk/tz/", crumbs=path, meta={"columntype": "信息公开目录"}, items=ITEMS)
    (column,) = made.read(classify).columns
    assert seen == [
        ColumnFacts(HOME + "zwgk/tz/", "通知公告", ("政务公开",), "信息公开目录", ("标题t1.html", "标题t2.html"))
    ]
    assert (column.kind, column.limit_days, column.kind_source) == ("通知公告", 183, "名称")


def test_a_column_of_no_kind_has_a_limit_only_where_it_published_again_and_again(made):
    def days(*found: str) -> tuple[tuple[str, str], ...]:
        return tuple((f"{day}.html", day) for day in found)

    again = days("2024-03-01", "2024-05-06", "2024-05-20", "2024-08-01", "2024-09-02")
    made.page("again/", title="河长制", items=again)
    made.page("once/", title="乡镇街道", items=days(*(f"2024-03-{day:02}" for day in range(1, 7))))
    made.page("few/", title="工会工作", items=days("2024-03-01", "2024-05-06", "2024-08-01"))
    made.page("known/", title="机构职能", items=again)
    found = columns(made.read(lambda facts: ColumnRuling(general_days=None if "known" in facts.url else 366)))
    limits = {path: column.limit_days for path, column in found.items()}
    assert limits == {"again/": 366, "once/": None, "few/": None, "known/": None}


def test_an_interface_that_failed_leaves_the_list_incomplete(made):
    read, failed = made.page("a/", title="甲"), made.page("b/", title="乙")
    answered = made.page("a.json", title="", first=read, items=ITEMS)
    made.writer.add("lists", [(read, answered, 0), (failed, made.url("b.json", "timeout", "data"), 0)])
    made.writer.add("lists", [(made.page("c/", title="丙"), None, 5)])
    found = columns(made.read())
    assert (found["a/"].scripted, found["a/"].complete, len(found["a/"].items)) == (True, True, 2)
    assert (found["b/"].scripted, found["b/"].complete, found["b/"].items) == (True, False, ())
    assert (found["c/"].scripted, found["c/"].unlinked) == (False, 5)


def test_a_patrol_trusts_lists_that_stand_newest_first(tmp_path):
    made = Made(tmp_path / "p", patrol=True)
    made.page("a/", title="甲", items=ITEMS)
    made.page("b/", title="乙", items=tuple(reversed([*ITEMS, ("t0.html", "2026-11-15"), ("t9.html", "2026-01-01")])))
    found = columns(made.read())
    assert (found["a/"].complete, found["b/"].complete) == (True, False)


def test_menus_name_single_pages_and_what_was_not_read(made):
    made.menu(
        ("首页", "", -1), ("概况", "gk.html", -1), ("要闻", "yw/", -1), ("旧闻", "t1.html", -1), ("打不开", "x/", -1)
    )
    made.page("gk.html", "other")
    made.page("yw/", title="要闻", items=ITEMS)
    made.page("t1.html", "article", published="2026-11-05")
    made.url("x/", "timeout")
    pages = {page.url.removeprefix(HOME): page.kind for page in made.read().single_pages}
    assert pages == {"gk.html": "other", "x/": ""}


def test_which_columns_are_surely_gone(made):
    made.page("yw/", title="要闻", items=ITEMS)
    made.page("gk/", "article")
    made.url("x/", "not_found", attempts=2)
    made.url("y/", "not_found")
    made.url("z/", "timeout", attempts=2)
    reader = made.read()
    assert isinstance(reader, BundleLookup)
    asked = [HOME + path for path in ("yw/", "gk/", "x/", "y/", "z/", "never/")]
    assert {url.removeprefix(HOME): gone for url, gone in reader.gone_columns(asked).items()} == {
        "yw/": False, "gk/": True, "x/": True, "y/": False, "z/": False,
    }  # fmt: skip


def test_a_bundle_of_an_earlier_release_is_read_without_menus(made):
    made.page("tz/", column="通知公告", crumbs=(("首页", ""), ("通知公告", None)), items=ITEMS)
    made.writer.finish(complete="1")
    made.writer.close()
    with sqlite3.connect(made.folder / "bundle.sqlite") as database:
        database.execute("DROP TABLE menus")
        database.execute("DROP TABLE lists")
    reader = BundleReader(made.folder)
    assert [(column.name, len(column.items)) for column in reader.columns] == [("通知公告", 2)]
    assert reader.single_pages == ()
