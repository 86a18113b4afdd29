"""A generated portal of 300 columns: a patrol finds every one, and every conclusion on it is right."""

from __future__ import annotations

import json

import pytest

from benchmarks.columns_portal import AS_OF, ColumnsPortal
from tests.inspection.conftest import Desk
from tests.support.web import Ask, Server

OFFICE = """
[office]
name = "云溪区政务公开办"
rate = 50
second_look_seconds = 0.2
[[site]]
id = "columns"
name = "云溪栏目站"
url = "{url}"
"""


@pytest.fixture(scope="module")
def patrolled(tmp_path_factory):
    portal = ColumnsPortal()

    def answer(ask: Ask) -> None:
        found = portal.body(ask.path)
        if found is None:
            ask.reply(404, "<h1>404</h1>")
        else:
            ask.reply(200, found[1], Content_Type=found[0])

    folder = tmp_path_factory.mktemp("columns")
    with Server({}, fallback=answer) as server:
        office = folder / "office"
        office.mkdir()
        (office / "office.toml").write_text(OFFICE.format(url=server.origin + "/"), encoding="utf-8")
        desk = Desk(office, folder / "out")
        run = desk.inspect("--patrol", "--rate", "500", as_of=AS_OF.isoformat())
        asked = [one.path for one in server.asked]
    assert run.code == 1, run.err
    listed = desk.wangcha("columns", "columns", "--office", office, "--format", "json")
    assert listed.code == 0, listed.err
    seen = {column["url"].removeprefix(server.origin): column for column in json.loads(listed.out)["columns"]}
    return portal, seen, asked, run


def test_every_column_is_found_and_nothing_else_is_called_one(patrolled):
    portal, seen, _, _ = patrolled
    expected = {column.path for column in portal.columns}
    assert expected - set(seen) == set()
    assert set(seen) - expected <= {f"/s{n}/" for n in range(6)}


def test_every_name_kind_and_place_is_right(patrolled):
    portal, seen, _, _ = patrolled
    told = {path: (column["name"], column["kind"], column["level"]) for path, column in seen.items()}
    assert {column.path: told[column.path] for column in portal.columns} == {
        column.path: (column.name, column.kind.kind, 2) for column in portal.columns
    }
    parents = {path: column["parent"].rpartition("/s")[2] for path, column in seen.items()}
    assert {column.path for column in portal.columns if parents[column.path] != f"{column.section}/"} == set()


def test_every_newest_date_and_limit_is_right(patrolled):
    portal, seen, _, _ = patrolled
    told = {path: (column["newest"], column["limit_days"]) for path, column in seen.items()}
    assert {column.path: told[column.path] for column in portal.columns} == {
        column.path: (str(column.newest) if column.newest else None, column.kind.limit) for column in portal.columns
    }


def test_every_verdict_is_right(patrolled):
    portal, seen, _, _ = patrolled
    assert {column.path: seen[column.path]["freshness"] for column in portal.columns} == {
        column.path: column.freshness for column in portal.columns
    }


def test_a_patrol_asks_for_lists_and_first_pages_only(patrolled):
    portal, _, asked, run = patrolled
    allowed = {"/", "/robots.txt"} | {f"/s{n}/" for n in range(6)} | {column.path for column in portal.columns}
    interfaces = {path for path in asked if path.startswith("/api/")}
    assert set(asked) - allowed - interfaces == set()
    assert len(interfaces) == sum(column.scripted and column.newest is not None for column in portal.columns)
    assert len(asked) == len(set(asked))
    print(f"\n{len(asked)} requests for {len(portal.columns)} columns")
    assert f"请求 {len(asked) - 1} 次" in run.err
