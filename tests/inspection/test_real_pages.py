"""One real county portal, served as its mirror saved it: no crash, nothing claimed that is not so.

The pages lie beside the repository and are not part of it; without them these tests are skipped.
"""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.inspection.conftest import Desk
from tests.support.web import ROOT, Ask, Server

REAL = ROOT.parent / "shared" / "real-pages"
PORTAL = REAL / "portal"
# read by hand: each is a true misspelling in the page's own text
MISSPELLED = {
    "/xxgk/xxgkml/zyhy/index.html",
    "/xxgk/xxgknb/bmnb/2018-07-12/7478.html",
    "/xxgk/xxgknb/bmnb/2018-07-12/7481.html",
    "/xxgk/xxgknb/bmnb/2018-07-12/7489.html",
    "/xxgk/zfgznb/2018-06-30/325.html",
    "/xxgk/zfgznb/2018-06-30/329.html",
    "/zjzc/zcjj/index.html",
}
# read by hand: the source of two articles links to nothing; a background that the mirror program made a file of its own
WRITTEN = {"link-malformed": "http://", "link-inner-network": "file:/d/file/p/"}
COLUMNS = ("xxgk", "gzjg", "ywdt", "hdjl", "zjzc/tszc", "zjzc/zcmr", "zjzc/zcry")


def labels(name: str) -> list[dict]:
    with (REAL / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def inspected(tmp_path_factory):
    if not PORTAL.is_dir():
        pytest.skip("没有 ../shared/real-pages:真实网页不随项目分发")
    dead = {path_of(row["evidence"]) for row in labels("broken-links.jsonl")}

    def answer(ask: Ask) -> None:
        path = unquote(urlsplit(ask.path).path)
        file = PORTAL / path.lstrip("/")
        if path.endswith("/"):
            file /= "index.html"
        if path in dead or not file.is_file() or not file.resolve().is_relative_to(PORTAL.resolve()):
            ask.reply(404, file.read_bytes() if path in dead else "Not Found")
        else:
            ask.reply(200, file.read_bytes(), Content_Type=mimetypes.guess_type(file.name)[0] or "text/html")

    folder = tmp_path_factory.mktemp("real")
    with Server({}, fallback=answer) as server:
        office = folder / "office"
        office.mkdir()
        columns = "".join(
            f'[[column]]\nsite = "real"\nurl = "{server.origin}/{name}/index.html"\nname = "{name}"\n'
            for name in COLUMNS
        )
        (office / "office.toml").write_text(
            '[office]\nname = "某办"\nrate = 50\nsecond_look_seconds = 1\n'
            f'[[site]]\nid = "real"\nname = "某县"\nurl = "{server.origin}/"\n{columns}',
            encoding="utf-8",
        )
        desk = Desk(office, folder / "out")
        run = desk.wangcha("inspect", "--office", office, "--out", desk.out, "--as-of", "2018-07-28", timeout=300)
        told = desk.wangcha("columns", "real", "--office", office, "--format", "json")
    assert run.code == 1, run.err
    report = json.loads((desk.out / "findings.json").read_text(encoding="utf-8"))
    report["tree"] = {urlsplit(column["url"]).path: column for column in json.loads(told.out)["columns"]}
    return report, dead


def path_of(file: str) -> str:
    return "/" + str(Path(file).relative_to("portal"))


def found(report: dict, rule: str) -> list[dict]:
    return [finding for finding in report["findings"] if finding["rule"] == rule]


def test_the_portal_was_read_and_no_rule_failed(inspected):
    report, _ = inspected
    assert report["inspection"]["counts"]["pages"] > 450
    assert not [outcome for outcome in report["outcomes"] if outcome["verdict"] == "error"]


def test_every_dead_link_is_found_and_no_living_one(inspected):
    report, dead = inspected
    targets = {unquote(urlsplit(finding["locus"]["target"]).path) for finding in found(report, "link-broken")}
    assert dead - targets == {path_of("portal/zjzc/index.html")} & dead
    saved = {path for path in targets - dead if (PORTAL / path.lstrip("/")).is_file()}
    assert saved == set()


def test_blank_columns_are_those_that_say_so(inspected):
    report, _ = inspected
    said = {path_of(row["file"]) for row in labels("empty-columns.jsonl")}
    assert {urlsplit(finding["url"]).path for finding in found(report, "column-blank")} == said


def test_stale_columns_are_as_old_as_their_newest_item(inspected):
    report, _ = inspected
    newest = {path_of(row["file"]): row["newest"] for row in labels("stale-columns.jsonl")}
    for finding in found(report, "column-stale"):
        assert newest[urlsplit(finding["url"]).path] in finding["message"]


def test_every_column_of_the_tables_is_in_the_tree_with_its_newest_date(inspected):
    report, _ = inspected
    tree, listed = report["tree"], labels("stale-columns.jsonl")
    assert {path_of(row["file"]) for row in listed} <= set(tree)
    assert {row["file"]: tree[path_of(row["file"])]["newest"] for row in listed} == {
        row["file"]: row["newest"] for row in listed
    }
    blank = {path for path, column in tree.items() if column["freshness"] == "blank"}
    assert blank == {path_of(row["file"]) for row in labels("empty-columns.jsonl")}


def test_the_tree_names_columns_as_their_readers_do(inspected):
    report, _ = inspected
    named = {path_of(row["file"]): row["column"] for row in labels("stale-columns.jsonl")}
    registered = {f"/{name}/index.html" for name in COLUMNS}
    assert {path: report["tree"][path]["name"] for path in named.keys() - registered} == {
        path: name for path, name in named.items() if path not in registered
    }


def test_word_findings_are_the_ones_read_by_hand(inspected):
    report, _ = inspected
    words = [finding for finding in report["findings"] if finding["family"] == "word"]
    assert {urlsplit(finding["url"]).path for finding in words} <= MISSPELLED
    assert not found(report, "word-severe")


def test_articles_said_to_be_copies_are_copies(inspected):
    report, _ = inspected
    label = {
        path_of(row["file"]): (row["title"], row["published"][:10]) for row in labels("pages.jsonl") if row["published"]
    }
    sure = [finding for finding in found(report, "article-duplicated") if finding["certainty"] == "confirmed"]
    assert len(sure) == 4  # each read by hand: listed twice in its column, not a word different
    for finding in sure:
        first, copy = (urlsplit(place["url"]).path for place in finding["evidence"]["places"])
        assert first != copy
        assert label[first] == label[copy]


def test_no_date_is_doubted(inspected):
    """The portal's lists and articles show the same days, none of them to come, and every article has one."""
    report, _ = inspected
    assert not [
        finding for rule in ("date-disagreeing", "date-future", "item-undated") for finding in found(report, rule)
    ]
    assert not found(report, "content-placeholder")


def test_no_personal_data_is_claimed_where_there_is_none(inspected):
    report, _ = inspected
    assert not [finding for finding in report["findings"] if finding["family"] == "privacy"]


def test_nothing_else_is_claimed(inspected):
    report, _ = inspected
    claimed = {finding["rule"] for finding in report["findings"] if finding["certainty"] == "confirmed"}
    assert claimed <= {
        "article-duplicated",
        "column-blank",
        "column-stale",
        "columns-lapsed",
        "link-broken",
        "word-misspelled",
        *WRITTEN,
    }


def test_blank_columns_add_up_to_a_veto(inspected):
    report, _ = inspected
    (finding,) = found(report, "columns-lapsed")
    counted = {urlsplit(column["url"]).path for column in finding["evidence"]["columns"]}
    assert counted == {path_of(row["file"]) for row in labels("empty-columns.jsonl")}


def test_no_column_is_called_mixed_or_reposting_or_dead(inspected):
    report, _ = inspected
    assert not [
        f for f in report["findings"] if f["rule"] in ("column-mixed", "column-reposts", "column-links-nowhere")
    ]


def test_addresses_found_miswritten_are_the_ones_read_by_hand(inspected):
    report, _ = inspected
    for rule, starts in WRITTEN.items():
        assert [finding["locus"]["target"].startswith(starts) for finding in found(report, rule)] == [True], rule
    assert not found(report, "link-fragment")
