"""A hacked portal, from the first request to the recheck: three faces of tampering, and what only looks like it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.inspection.conftest import HEALTHY, page
from tests.support.web import Ask

HIDDEN = '<div style="position:absolute;left:-9999px"><a href="http://evil.example/">澳门新葡京</a></div>'
MENU = '<ul style="display:none"><li><a href="http://evil.example/map">网站地图</a></li></ul>'
NEWS = page("警方捣毁线上赌场", text="公安机关提醒：百家乐是骗局。" * 5)


def home(ask: Ask) -> None:
    title = "澳门新葡京官网" if "spider" in ask.headers["User-Agent"] else "云溪试验站"
    ask.reply(200, HEALTHY["/"].replace("<title>云溪试验站", f"<title>{title}").replace("</body>", f"{MENU}</body>"))


def test_what_is_found_and_what_mends_it(desk, site) -> None:
    site.routes |= {
        "/": home,
        "/a.html": HEALTHY["/a.html"].replace("</body>", f"{HIDDEN}</body>"),
        "/b.html": HEALTHY["/b.html"].replace("<title>第二篇", "<title>百家乐_时时彩平台"),
        "/gone.html": NEWS,
    }
    run = desk.inspect()
    assert run.code == 1, run.err
    found = {each["rule"]: each for each in desk.findings() if each["family"] == "tamper"}
    assert {rule: (each["certainty"], each["url"].rpartition("/")[2]) for rule, each in found.items()} == {
        "dark-link": ("confirmed", "a.html"),
        "home-cloaked": ("confirmed", ""),
        "page-tampered": ("confirmed", "b.html"),
    }
    assert found["dark-link"]["locus"]["target"] == "http://evil.example/"
    site.routes |= {"/": HEALTHY["/"], "/a.html": HEALTHY["/a.html"]}
    again = desk.wangcha("recheck", "--office", desk.office, "--out", desk.out, "--as-of", "2026-11-21")
    assert again.code == 1, again.err
    with closing(sqlite3.connect(desk.office / "office.sqlite")) as ledger:
        results = dict(
            ledger.execute("SELECT f.rule, r.result FROM recheck_results r JOIN findings f ON f.id = r.finding")
        )
    assert results == {"dark-link": "mended", "page-tampered": "still", "home-cloaked": "mended"}
