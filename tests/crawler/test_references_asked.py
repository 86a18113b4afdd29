"""References of every kind on one site: each is asked, and the evidence says where it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from records.bundle.reader import BundleReader
from records.evidence import LinkUse
from tests.support.web import Gathered, Server, gather


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>网页</title></head><body>{body}</body></html>"


def workbook(origin: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["C7"] = "样表"
    sheet["C7"].hyperlink = f"{origin}/gone/sample.doc"
    sheet["C8"].hyperlink = "http：//www.gov.example/"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HOME = page(
    "<link rel='stylesheet' href='/shell.css'><link rel='stylesheet' href='/main.css'>"
    "<p style='background:url(/gone/style.png)'>云溪区人民政府</p>"
    "<table background='/gone/table.gif'><tr><td>x</td></tr></table><img data-src='/gone/lazy.jpg'>"
    "<map><area href='/gone/area.html'></map><iframe src='/gone/frame.html'></iframe>"
    "<video src='/gone/v.mp4'></video><form action='/gone/search'></form>"
    "<li onclick=\"window.open('/gone/open.html')\">开</li><script>$.get('/list.json', show)</script>"
    '<script type=\'application/json\'>{"title":"岛","url":"/gone/island.html"}</script>'
    "<form method='post' action='/never-asked.do'></form><a href='{{url}}'>占位</a>"
    "<a href='/b.html#lost'>丢失的位置</a><a href='/b.html#kept'>还在的位置</a><a href='#own'>本页丢失</a>"
    "<a href='/moved.html#lost'>转向后丢失</a><a href='/b.html'>乙</a><a href='http：//www.gov.example/'>写错</a>"
    "<a href='/mingdan.xlsx'>名单</a>"
)
ASKED = (
    "style.png", "table.gif", "lazy.jpg", "area.html", "frame.html", "v.mp4", "search", "open.html", "island.html",
    "css.png", "feed.html", "sample.doc",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BundleReader, Gathered, Server]]:
    with Server({}) as server:
        xlsx = workbook(server.origin)
        server.routes |= {
            "/": HOME,
            "/b.html": page("<h3 id='kept'>位置</h3><a href='http：//www.gov.example/'>写错</a>"),
            "/moved.html": lambda ask: ask.reply(301, Location="/b.html"),
            "/main.css": lambda ask: ask.reply(200, ".a{background:url(/gone/css.png)}", Content_Type="text/css"),
            "/shell.css": page("样式表的地址返回了网页<a href='/never-followed.html'>x</a>"),
            "/list.json": lambda ask: ask.reply(
                200, '[{"title":"条目","url":"/gone/feed.html"}]', Content_Type="application/json"
            ),
            "/mingdan.xlsx": lambda ask: ask.reply(200, xlsx, Content_Type="application/octet-stream"),
        }
        gathered = gather(server.origin, Path(tmp_path_factory.mktemp("references")), second_look_seconds=0)
        reader = BundleReader(gathered.bundle)
        yield reader, gathered, server
        reader.close()


def test_every_kind_is_asked(site: tuple[BundleReader, Gathered, Server]) -> None:
    _, gathered, server = site
    assert gathered.exit_code == 0, gathered.stderr
    asked = {one.path for one in server.asked}
    assert {f"/gone/{name}" for name in ASKED} <= asked
    assert not {path for path in asked if "never" in path or "{" in path or "%7B" in path or "%EF" in path}


def used(reader: BundleReader, name: str) -> LinkUse:
    return next(target for target in reader.failed_targets() if target.url.endswith(name)).uses[0]


def test_what_stands_in_a_file_is_mended_on_the_page_with_the_file(site) -> None:
    reader, _, server = site
    style, feed, cell = (used(reader, name) for name in ("css.png", "feed.html", "sample.doc"))
    assert {use.page_url for use in (style, feed, cell)} == {server.origin + "/"}
    assert [use.file_name for use in (style, feed, cell)] == ["main.css", "list.json", "mingdan.xlsx"]
    assert (cell.anchor, cell.sheet, cell.cell) == ("样表", "名单", "C7")
    locus = cell.locus("x")
    assert (locus.attachment, locus.sheet, locus.cell) == ("mingdan.xlsx", "名单", "C7")
    assert (style.locus().attachment, style.certain, feed.certain, cell.certain) == (None, False, False, True)
    assert set(reader.pages_linking_to(f"{server.origin}/gone/sample.doc")) == {
        f"{server.origin}/",
        f"{server.origin}/mingdan.xlsx",
    }


def test_what_cannot_be_asked_is_kept_once_with_all_its_places(site) -> None:
    reader, _, _ = site
    strays = {stray.raw: stray for stray in reader.strays()}
    assert set(strays) == {"http：//www.gov.example/", "/never-asked.do"}
    wrong = strays["http：//www.gov.example/"]
    assert wrong.use_count == 3
    assert [use.file_name for use in wrong.uses] == ["", "", "mingdan.xlsx"]


def test_places_within_pages(site) -> None:
    reader, _, server = site
    lost = {(one.url.removeprefix(server.origin), one.fragment): one.uses[0].anchor for one in reader.lost_fragments()}
    assert lost == {
        ("/", "own"): "本页丢失",
        ("/b.html", "lost"): "丢失的位置",
        ("/moved.html", "lost"): "转向后丢失",
    }


def test_a_bundle_of_an_earlier_version_is_read(site, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    _, gathered, _ = site
    shutil.copytree(gathered.bundle, tmp_path / "old")
    with sqlite3.connect(tmp_path / "old" / "bundle.sqlite") as database:
        for table in ("places", "strays", "fragments", "marks"):
            database.execute(f"DROP TABLE {table}")
    reader = BundleReader(tmp_path / "old")
    assert used(reader, "sample.doc").cell is None
    assert (list(reader.strays()), list(reader.lost_fragments())) == ([], [])
    reader.close()
