"""The frontier: an address that was met as something else before a list names it as its interface."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from crawler.frontier import Frontier
from crawler.traps import Traps
from records.bundle.spec import GatherSpec
from records.bundle.writer import BundleWriter
from records.model import Reason

HOST = "www.yunxi.example"
API = f"http://{HOST}/api/list?id=7"


@pytest.fixture
def made(tmp_path):
    spec = GatherSpec(site="yunxi", start_url=f"http://{HOST}/", bundle=str(tmp_path / "b"), as_of="2026-11-20")
    writer = BundleWriter.open(spec)
    yield Frontier(writer, Traps(date(2026, 11, 20)), lambda url: HOST in url, 20), writer
    writer.close()


def kind_of(writer, id_):
    writer.commit()
    with closing(sqlite3.connect(writer.folder / "bundle.sqlite")) as db:
        return db.execute("SELECT kind FROM urls WHERE id = ?", [id_]).fetchone()[0]


def test_what_an_article_names_as_a_resource_is_read_as_the_lists_data(made):
    frontier, writer = made
    (id_,) = frontier.hand([(API, "resource")], None, 2)
    assert frontier.hand([(API, "data")], None, 1) == [id_]
    assert kind_of(writer, id_) == "data"
    assert frontier.take(HOST).kind == "data"


def test_also_where_its_turn_has_nearly_come(made):
    frontier, _ = made
    other, id_ = frontier.hand([(f"http://{HOST}/a.js", "resource"), (API, "resource")], None, 2)
    assert frontier.take(HOST).id == other  # both were fetched from the table
    frontier.hand([(API, "data")], None, 1)
    assert (task := frontier.take(HOST)).id == id_
    assert task.kind == "data"


def test_not_once_it_was_asked_nor_on_other_sites(made):
    frontier, writer = made
    done, other = frontier.hand([(API, "resource"), ("http://elsewhere.example/list.json", "resource")], None, 2)
    frontier.done(done, Reason.OK, 1)
    frontier.hand([(API, "data"), ("http://elsewhere.example/list.json", "data")], None, 1)
    assert (kind_of(writer, done), kind_of(writer, other)) == ("resource", "external")
