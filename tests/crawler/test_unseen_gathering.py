"""A hacked site: what it hides, and what it shows to search engines alone, is in the bundle for the rules."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from records.bundle.reader import BundleReader
from records.evidence import HeadTags, OutgoingLink
from tests.support.web import Ask, Server, gather

SPAM = "澳门新葡京"
HIDDEN = '<div style="position:absolute;left:-9999px"><a href="http://evil.example/">' + SPAM + "</a></div>"


def hacked(ask: Ask) -> None:
    title = SPAM if "spider" in ask.headers["User-Agent"] else "云溪区人民政府"
    links = '<a href="/a.html">甲</a>' if ask.path == "/" else ""
    ask.reply(200, f"<html><head><title>{title}</title></head><body><p>正文</p>{links}{HIDDEN}</body></html>")


def test_hidden_links_and_another_face(tmp_path: Path) -> None:
    with Server({}, fallback=hacked) as server:
        gathered = gather(server.origin, tmp_path)
    assert gathered.exit_code == 0, gathered.stderr
    with closing(BundleReader(tmp_path / "bundle")) as bundle:
        assert bundle.home is not None
        assert bundle.home.head == HeadTags("云溪区人民政府", "", "")
        assert bundle.search_engine_home == HeadTags(SPAM, "", "")
        hidden = [link for link in bundle.outgoing_links() if link.how]
        assert hidden == [OutgoingLink("http://evil.example/", SPAM, server.origin + "/", 2, "off-screen")]
    assert server.count("/") == 2


def test_a_bundle_of_before_is_read(tmp_path: Path) -> None:
    with Server({}, fallback=hacked) as server:
        gather(server.origin, tmp_path)
    with closing(sqlite3.connect(tmp_path / "bundle" / "bundle.sqlite")) as database:
        database.execute("DROP TABLE unseen")
    with closing(BundleReader(tmp_path / "bundle")) as bundle:
        assert bundle.home is not None
        assert bundle.home.head.title == ""
        assert all(not link.how for link in bundle.outgoing_links())
