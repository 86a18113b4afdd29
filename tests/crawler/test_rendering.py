"""Pages made by scripts, in a real Chromium against a server on loopback."""

# ruff: noqa: E501 - markup is read unbroken

from __future__ import annotations

import asyncio
import io
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from scrapy.http import Headers
from warcio.archiveiterator import ArchiveIterator

from crawler.browser import lacking
from crawler.fetching import Answer
from crawler.rendering import Renderer
from records.bundle.reader import BundleReader
from records.model import Certainty, Reason
from records.urls import normalise
from rules.link.link_malformed import fault_of
from tests.support.web import Gathered, Server, gather

pytestmark = pytest.mark.skipif(bool(lacking()), reason=f"渲染没有试：{lacking()}")

LIST = """<!DOCTYPE html><html><head><title>通知公告</title></head><body><ul id="u"></ul><img src="/logo.png">
<script src="{outside}/show.js"></script><script src="/frame.js"></script><script>
fetch('/list.do?n=1').then(r => r.json()).then(show);
fetch('/save.do', {{method: 'POST', body: 'x'}});
navigator.sendBeacon('/beacon');
new WebSocket('ws://' + location.host + '/socket');
</script></body></html>"""
SHOW = "function show(rows) { u.innerHTML = rows.map(r => `<li><a href='${r.u}'>${r.t}</a></li>`).join('') }"
ROWS = '[{"t":"第一条","u":"/a.html"},{"t":"失效的一条","u":"/gone.html"}]'
EMPTY = "<html><body><script>document.write('<h1>由脚本写出的标题</h1><a href=\"/deep.html\">更深一层</a>')</script></body></html>"
ARTICLE = "<html><head><title>第一条</title></head><body><p>正文</p><a href='/'>首页</a><a href='/empty.html'>乙</a></body></html>"
RUN_AWAY = "<html><body><script>location.href = '/elsewhere.html'</script><p>正文</p></body></html>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gathered, Server, Server]]:
    def script(text: str):
        return lambda ask: ask.reply(200, text, Content_Type="text/javascript")

    with Server({"/show.js": script(SHOW)}) as outside, Server({}) as server:
        server.routes |= {
            "/": LIST.format(outside=outside.origin),
            "/list.do": lambda ask: ask.reply(200, ROWS, Content_Type="application/json"),
            "/frame.js": script(
                "var f = document.createElement('iframe'); f.src = '/framed.html'; document.body.append(f)"
            ),
            "/a.html": ARTICLE,
            "/empty.html": EMPTY,
            "/deep.html": "<p>没有脚本，也没有链接</p>",
        }
        folder = Path(tmp_path_factory.mktemp("rendered"))
        yield gather(server.origin, folder, second_look_seconds=0, render="empty", screenshots=True), server, outside


def shown(gathered: Gathered) -> dict[str, tuple[str, str]]:
    rows = gathered.rows("SELECT u.url, r.why, r.outcome FROM renderings r JOIN urls u ON u.id = r.url_id")
    return {url.removeprefix(gathered.origin.rstrip("/")): (why, outcome) for url, why, outcome in rows}


def test_pages_that_hold_nothing_without_scripts_are_shown_and_no_others(site) -> None:
    gathered, _, _ = site
    assert gathered.exit_code == 0, gathered.stderr
    assert shown(gathered) == {"/": ("empty", "ok"), "/empty.html": ("empty", "ok")}


def test_links_of_scripts_are_followed_and_judged_like_all_others(site) -> None:
    gathered, server, _ = site
    rows = gathered.rows(
        "SELECT u.url, u.reason, l.anchor FROM links l JOIN urls u ON u.id = l.target_id WHERE l.tag = 'a'"
    )
    found = {(url.removeprefix(server.origin), reason, anchor) for url, reason, anchor in rows}
    assert {
        ("/a.html", "ok", "第一条"),
        ("/gone.html", "not_found", "失效的一条"),
        ("/deep.html", "ok", "更深一层"),
    } <= found


def test_only_what_the_page_needs_is_asked_once_and_never_posted(site) -> None:
    _, server, outside = site
    assert {one.method for one in (*server.asked, *outside.asked)} <= {"GET", "HEAD"}
    pages = [one.path for one in server.asked if one.method == "GET"]
    # the home page by the inspection, as a search engine sees it, and once more for the picture at the end
    assert (pages.count("/"), pages.count("/list.do?n=1"), pages.count("/empty.html")) == (3, 1, 1)
    assert not {"/save.do", "/beacon", "/socket"} & {one.path for one in server.asked}
    assert all("Wangcha" in one.headers["User-Agent"] for one in (*server.asked, *outside.asked))


def test_the_page_as_shown_is_kept_beside_the_answer(site) -> None:
    gathered, server, _ = site
    ((file, offset),) = gathered.rows(
        "SELECT warc_file, warc_offset FROM renderings r JOIN urls u ON u.id = r.url_id WHERE u.url = ?",
        server.origin + "/",
    )
    with (gathered.bundle / file).open("rb") as stream:
        stream.seek(offset)
        record = next(iter(ArchiveIterator(stream)))
        assert (record.rec_type, record.rec_headers["WARC-Target-URI"]) == ("conversion", server.origin + "/")
        assert "失效的一条" in record.content_stream().read().decode()


def test_a_picture_shows_the_broken_link_outlined_and_is_its_owner_s_alone(site) -> None:
    gathered, server, _ = site
    reader = BundleReader(gathered.bundle)
    facts = reader.browser_facts(server.origin + "/", server.origin + "/gone.html")
    reader.close()
    assert facts["rendered"] is True
    path = gathered.bundle / facts["screenshot"]
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None and sum(count for count, colour in colours if colour == (255, 0, 0)) > 100


def answer(body: str, url: str = "http://www.yunxi.example/") -> Answer:
    kind = "text/html; charset=utf-8"
    headers = Headers({"Content-Type": kind})
    return Answer("", url, "GET", 200, Reason.OK, headers=headers, content_type=kind, body=body.encode())


def test_a_script_without_end_costs_its_page_alone_and_a_page_that_leads_away_stays() -> None:
    async def fetch(url: str) -> Answer:
        return Answer("", url, "GET", None, Reason.BLOCKED)

    async def run() -> list[bytes | None]:
        renderer = Renderer(fetch, page_seconds=12)
        quick = Renderer(fetch, page_seconds=4)
        try:
            return [
                await quick.render(answer("<script>while (true) {}</script>")),
                await renderer.render(answer(RUN_AWAY)),
                await renderer.render(answer("<script>alert(1); confirm(2); open('/pop')</script><p>仍在</p>")),
            ]
        finally:
            await quick.close()
            await renderer.close()

    endless, away, noisy = asyncio.run(run())
    assert endless is None
    assert away is not None and "elsewhere" in away.decode()
    assert noisy is not None and "仍在" in noisy.decode()


SOUND = [
    "a.html", "/a b.html", " /a.html ", "http:\\\\www.gov.example\\a", "http:///www.gov.example/a", "http:/www.gov.example/a",
    "https:/www.gov.example/a", "http:b.html", "//www.gov.example/a", "http://www。gov。example/", "http://ｗｗｗ.gov.example/",
    "http://WWW.GOV.example:80/", "http://www.gov.example/a%zz", "http://www.gov.example/关于，通知（一）.doc", "?x=1",
    "http://云溪.example/", "http://a_b.gov.example/", "http://www.gov.example/a/../b", "http://www.gov.example/a[b]",
]  # fmt: skip
CONFIRMED = [
    "http：//www.gov.example/", "http//www.gov.example/", "“http://www.gov.example/”", "http://http://www.gov.example/",
    "http://https//www.gov.example/", "http://", "http:///", "http://www.gov.example /a.html", "http://www.gov.example，/",
    "http://www.gov.example:80a/", "http://www.gov.example:99999/", "htp://www.gov.example/", "hhttps://www.gov.example/",
    "www.gov.example:8080/index.html", "http;//www.gov.example/", "http:／／www.gov.example/", "http ://www.gov.example/",
    "http://<www.gov.example>/", 'http://www.gov.example"/',
]  # fmt: skip


def test_addresses_are_understood_as_this_browser_does_and_no_fault_is_one_it_would_open() -> None:
    base = "http://www.yunxi.example/zwgk/index.html"
    written = json.dumps(SOUND + CONFIRMED).replace("</", "<\\/")
    body = f"<script>document.write({written}.map(opened).map(u => `<p title=${{encodeURIComponent(u)}}>`).join(''))</script>"
    opens = "<script>function opened(h) { try { return new URL(h, document.baseURI).href } catch (e) { return '-' } }</script>"

    async def run() -> list[str]:
        renderer = Renderer(lambda url: asyncio.sleep(0, Answer("", url, "GET", None, Reason.BLOCKED)))
        try:
            shown = await renderer.render(answer(opens + body, base))
        finally:
            await renderer.close()
        assert shown is not None
        return [unquote(found) for found in re.findall(r'<p title="([^"]*)"', shown.decode())]

    opened = asyncio.run(run())
    assert opened[: len(SOUND)] == [normalise(base, href) for href in SOUND]
    for href, url in zip(CONFIRMED, opened[len(SOUND) :], strict=True):
        fault = fault_of(href)
        assert fault is not None and fault.certainty is Certainty.CONFIRMED, href
        parts = urlsplit(url)
        nowhere = parts.scheme not in ("http", "https") or parts.hostname in ("http", "https", "www.yunxi.example")
        assert nowhere or re.search(r"[^a-z]$", parts.hostname or "-"), (href, url)
