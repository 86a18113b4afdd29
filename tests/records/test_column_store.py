"""Columns kept beside each inspection, and what is new or has vanished since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from records.column_store import columns_of, keep_columns, known_columns, newest_with_columns
from records.database import open_office
from records.ledger import Inspection, inspection_by_bundle, take_in
from records.seen_columns import Change, Freshness, SeenColumn

HOME = "http://www.yunxi.example/"
YW = SeenColumn(
    HOME + "yw/", "要闻", "", 1, "动态要闻", "名称", 14, date(2026, 11, 9), 30, 1, Freshness.FRESH, (), {"2026-11": 30}
)
TZ = replace(YW, url=HOME + "tz/", name="通知", freshness=Freshness.PERHAPS_STALE, doubts=("列表没有读完",))
ZC = replace(YW, url=HOME + "zc/", name="政策", newest=None, limit_days=None, freshness=Freshness.NOT_DUE)
ABOUT = replace(YW, url=HOME + "about.html", name="关于我们", freshness=Freshness.SINGLE)


@pytest.fixture
def db(tmp_path):
    return open_office(tmp_path)


def inspected(db, day: int, *columns, limits=(), complete=True, gone=None):
    began = f"2026-11-{day:02}T01:00:00+00:00"
    draft = Inspection("yunxi", f"b{day}", began, began, date(2026, 11, day), complete, False, limits, {})
    take_in(db, draft, (), (), ())
    stored = inspection_by_bundle(db, f"b{day}")
    return keep_columns(db, stored, columns, gone or {})


def changes(columns):
    return {column.url.removeprefix(HOME): column.change for column in columns if column.change}


def test_what_was_kept_is_read_back(db):
    inspected(db, 1, YW, TZ, ZC, ABOUT)
    newest = newest_with_columns(db, "yunxi")
    assert columns_of(db, newest.id) == (YW, TZ, ZC, ABOUT)
    assert known_columns(db, "yunxi") == (YW.url, TZ.url, ZC.url)
    assert newest_with_columns(db, "elsewhere") is None


def test_nothing_is_new_the_first_time(db):
    assert changes(inspected(db, 1, YW, TZ)) == {}


def test_new_and_vanished_are_told_once(db):
    inspected(db, 1, YW, TZ, ABOUT)
    second = inspected(db, 2, YW, ZC)
    assert changes(second) == {"zc/": Change.NEW, "tz/": Change.VANISHED}
    assert changes(inspected(db, 3, YW, ZC)) == {}
    assert TZ.url not in known_columns(db, "yunxi")


def test_what_could_not_be_read_has_not_vanished(db):
    inspected(db, 1, YW, TZ)
    kept = inspected(db, 2, YW, gone={TZ.url: False})
    assert [(column.url, column.freshness) for column in kept[1:]] == [(TZ.url, Freshness.UNREAD)]
    assert changes(inspected(db, 3, YW, TZ)) == {}


def test_a_menu_that_still_names_it_does_not_keep_a_column(db):
    inspected(db, 1, YW, TZ)
    kept = inspected(db, 2, YW, replace(TZ, freshness=Freshness.UNREAD, items=0), gone={TZ.url: True})
    assert kept[1] == replace(TZ, change=Change.VANISHED)


def test_a_registered_page_without_a_list_has_not_vanished(db):
    inspected(db, 1, YW, replace(ZC, items=0))
    assert changes(inspected(db, 2, YW, replace(ZC, items=0), gone={ZC.url: True})) == {}


def test_what_never_opened_was_no_column_that_could_vanish(db):
    dead = replace(TZ, freshness=Freshness.UNREAD, items=0)
    inspected(db, 1, YW, dead)
    kept = inspected(db, 2, YW, dead, gone={TZ.url: True})
    assert changes(kept) == {}
    assert changes(inspected(db, 3, YW, gone={TZ.url: True})) == {}


def test_a_patrol_that_does_not_meet_a_column_keeps_it(db):
    inspected(db, 1, YW, TZ, ZC)
    kept = inspected(db, 2, YW, limits=("patrol",), gone={ZC.url: True})
    assert changes(kept) == {"zc/": Change.VANISHED}
    assert kept[1].freshness is Freshness.UNREAD


def test_a_whole_inspection_is_not_compared_with_less(db):
    inspected(db, 1, YW, limits=("patrol",))
    inspected(db, 2, YW, limits=("max_pages",))
    inspected(db, 3, YW, complete=False)
    assert changes(inspected(db, 4, YW, TZ)) == {}
    assert changes(inspected(db, 5, YW, TZ, ZC, limits=("patrol",))) == {"zc/": Change.NEW}


def test_judging_again_replaces(db):
    inspected(db, 1, YW, TZ)
    stored = inspection_by_bundle(db, "b1")
    keep_columns(db, stored, (YW,), {})
    assert columns_of(db, stored.id) == (YW,)
