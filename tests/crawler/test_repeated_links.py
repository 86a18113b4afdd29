"""Links that stand on every page are sent and recorded once, and every page still has all of its own."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler import repeated_links
from crawler.reading.reading import FoundLink
from crawler.reading_room import NotReadError, ReadingRoom
from crawler.repeated_links import LinkReceiver, LinkSender
from records.bundle.reader import BundleReader
from tests.support.web import Server, gather

AS_OF = date(2026, 3, 1)
LINKS = st.builds(
    lambda n, region: FoundLink(f"http://yunxi.example/{n}", str(n), "a", region, "page", f"/{n}"),
    st.integers(0, 12),
    st.sampled_from(["nav", "main"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(LINKS, max_size=8), max_size=12), st.integers(0, 9))
def test_what_arrives_is_what_was_found(pages: list[list[FoundLink]], remembered: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repeated_links, "MOST_REMEMBERED", remembered)
        sender, receiver = LinkSender(), LinkReceiver()
        for links in pages:
            assert receiver.unpack(sender.pack(links)) == tuple(links)


def test_a_link_is_sent_once() -> None:
    link = FoundLink("http://yunxi.example/", "首页", "a", "nav", "page", "/")
    sender = LinkSender()
    assert sender.pack([link, link]) == ([link], [0, 0])
    assert sender.pack([link]) == ([], [0])


def test_both_sides_begin_anew_after_a_refusal() -> None:
    def page(number: int) -> tuple[str, bytes, str, str, date]:
        body = f'<html><body><a href="/{number}">第{number}条</a><a href="/">首页</a></body></html>'.encode()
        return "page", body, "http://yunxi.example/a/", "text/html", AS_OF

    async def read() -> list[tuple[str, ...]]:
        room = ReadingRoom()
        readings = [await room.read(*page(1))]
        with pytest.raises(NotReadError):
            await room.read("page", None, "http://yunxi.example/", "", AS_OF)
        readings += [await room.read(*page(number)) for number in (2, 1)]
        await room.close()
        return [tuple(link.raw for link in reading.links) for reading in readings]

    assert asyncio.run(read()) == [("/1", "/"), ("/2", "/"), ("/1", "/")]


def test_a_menu_is_recorded_once_and_known_of_every_page(tmp_path: Path) -> None:
    menu = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/gone.html">旧栏目</a></li></ul>'
    pages = {f"/{n}.html": f"<html><body>{menu}<p>第{n}页</p></body></html>" for n in range(5)}
    own = "".join(f'<a href="/{n}.html">第{n}页</a>' for n in range(5))
    with Server(pages | {"/": f"<html><body>{menu}{own}</body></html>"}) as server:
        gathered = gather(server.origin, tmp_path)
    reader = BundleReader(tmp_path / "bundle")
    (failed,) = [target for target in reader.failed_targets() if target.url.endswith("/gone.html")]
    assert failed.use_count == 6
    assert {use.region for use in failed.uses} == {"nav"}
    assert {use.page_url.removeprefix(server.origin) for use in failed.uses} == {"/", *pages}
    assert gathered.rows("SELECT count(*) FROM link_forms WHERE anchor = '旧栏目'") == [(1,)]
    reader.close()
