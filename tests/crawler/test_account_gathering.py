"""An account gathered by the real gatherer: feeds over loopback, files, and the links in posts."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import date

import pytest

from records.bundle.reader import BundleReader
from records.model import Reason
from tests.support.web import Server, gather

POSTS = "https://weixin.yunxi.example/s/"


def rss(*items: tuple[str, str, str, str]) -> bytes:
    """Of (title, link, day, HTML)."""
    listed = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>"
        f"<description><![CDATA[{html}]]></description></item>"
        for title, link, day, html in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>云溪发布</title>{listed}</channel></rss>'.encode()


def gathered(origin, folder, url="", **values):
    settings = {**values.pop("settings", {}), **({"url": url} if url else {})}
    adapter = "table" if "file" in settings else "feed"
    account = {
        "name": "云溪发布",
        "platform": "微信公众号",
        "limit_days": None,
        "adapter": adapter,
        "settings": settings,
    }
    order = {"start_url": url or "account:wx", "site": "wx", "as_of": "2026-11-20", "account": account}
    return gather(origin, folder, **{**order, **values})


def account_of(run):
    with closing(BundleReader(run.bundle)) as reader:
        assert reader.account is not None
        return reader.account


def test_posts_become_pages_and_their_links_are_looked_at(tmp_path):
    with Server({"/fine.html": "ok"}) as server:
        html = (
            f"<p>正文。见<a href='{server.origin}/dead.html'>通知</a>、<a href='{server.origin}/fine.html'>办法</a>，"
            f"<a href='mailto:a@b.example'>信箱</a></p><img src='{server.origin}/picture.png'>"
        )
        server.routes["/feed.xml"] = rss(("甲", POSTS + "1", "2026-11-19", html))
        run = gathered(server.origin, tmp_path, server.origin + "/feed.xml")
    assert run.exit_code == 0, run.stderr
    account = account_of(run)
    (post,) = account.posts
    assert (post.url, post.title) == (POSTS + "1", "甲")
    assert post.published is not None
    assert (post.published.value, post.published.source) == (date(2026, 11, 19), "feed")
    assert post.text.startswith("正文。见通知、办法")
    assert (account.complete, account.reason, account.reaches) == (True, Reason.OK, date(2026, 11, 20))
    assert run.reason("/dead.html") == "not_found"
    assert len(run.looks("/dead.html")) == 2
    assert run.reason("/fine.html") == "ok"
    assert not run.rows("SELECT 1 FROM urls WHERE url LIKE '%picture%'")
    assert run.rows("SELECT attempts, reason FROM urls WHERE url = ?", POSTS + "1") == [(0, None)]


def test_no_post_is_lost_to_another(tmp_path):
    """Pinned twice, the same address for two posts, no address at all, the feed's own address, a date to come."""
    with Server({}) as server:
        feed = server.origin + "/feed.xml"
        server.routes["/feed.xml"] = rss(
            ("甲", POSTS + "1", "2026-11-19", "一"),
            ("甲", POSTS + "1", "2026-11-19", "一"),
            ("乙", POSTS + "1", "2026-11-18", "二"),
            ("丙", "", "2026-11-17", "三"),
            ("丁", feed, "2026-11-16", "四"),
            ("戊", POSTS + "5", "2027-11-16", "五"),
        )
        first = account_of(gathered(server.origin, tmp_path / "a", feed))
        second = account_of(gathered(server.origin, tmp_path / "b", feed))
    assert sorted(post.title for post in first.posts) == ["丁", "丙", "乙", "戊", "甲"]
    assert first.undated == 1
    assert first.newest is not None
    assert first.newest.title == "甲"
    assert [post.url for post in first.posts] == [post.url for post in second.posts]
    assert first.complete


@pytest.mark.parametrize(
    ("path", "reason", "looks", "said"),
    [
        ("/gone.xml", Reason.NOT_FOUND, 2, ""),
        ("/blocked.xml", Reason.BLOCKED, 2, ""),
        ("/broken.xml", Reason.HTTP_ERROR, 2, ""),
        ("/page.xml", Reason.PARSE_FAILED, 1, "返回的是网页，不是订阅源（网页标题：请登录）"),
        ("/empty.xml", Reason.PARSE_FAILED, 1, "订阅源是空的"),
        ("/denied.xml", Reason.ROBOTS_DENIED, 1, "robots.txt"),
        ("/slow.xml", Reason.TIMEOUT, 2, ""),
        ("/huge.xml", Reason.TOO_LARGE, 1, ""),
    ],
)
def test_a_dead_feed_is_no_silence(tmp_path, path, reason, looks, said):
    with Server(
        {
            "/blocked.xml": lambda ask: ask.reply(403),
            "/broken.xml": lambda ask: ask.reply(500),
            "/page.xml": "<html><head><title>请登录</title></head></html>",
            "/empty.xml": b"",
            "/robots.txt": "User-agent: *\nDisallow: /denied.xml\n",
            "/slow.xml": lambda _: time.sleep(3),
            "/huge.xml": b"<rss>" + b" " * 300_000,
        }
    ) as server:
        limits = {"DOWNLOAD_TIMEOUT": 1.5, "DOWNLOAD_MAXSIZE": 200_000}
        run = gathered(server.origin, tmp_path, server.origin + path, **limits)
    account = account_of(run)
    assert (account.reason, len(account.attempts), account.posts) == (reason, looks, ())
    assert not account.complete
    assert run.about("complete") == "0"
    assert said in account.problem


@pytest.mark.parametrize(
    ("head", "built", "collected"),
    [
        ("", None, False),
        ("<lastBuildDate>Fri, 20 Nov 2026 08:00:00 +0800</lastBuildDate>", date(2026, 11, 20), False),
        ("<generator>RSSHub</generator>", None, True),
    ],
)
def test_what_a_feed_proves_of_the_days_since_its_newest_post(tmp_path, head, built, collected):
    with Server({}) as server:
        body = rss(("甲", POSTS + "1", "2026-10-05", "一")).replace(b"<item>", f"{head}<item>".encode(), 1)
        server.routes["/feed.xml"] = body
        account = account_of(gathered(server.origin, tmp_path, server.origin + "/feed.xml"))
    assert (account.reaches, account.reaches_stated) == (date(2026, 11, 20), False), "a visit is no proof"
    assert (account.built, account.collected) == (built, collected)


def test_a_feed_that_fails_once_is_read_on_the_second_look(tmp_path):
    with Server({}) as server:
        sound = rss(("甲", POSTS + "1", "2026-11-19", "一"))
        server.routes["/feed.xml"] = lambda ask: ask.reply(503) if ask.nth == 1 else ask.reply(200, sound)
        account = account_of(gathered(server.origin, tmp_path, server.origin + "/feed.xml"))
    assert (account.reason, len(account.posts), account.complete) == (Reason.OK, 1, True)


def test_the_offices_own_feed_is_read_whatever_robots_txt_says(tmp_path):
    with Server(
        {"/robots.txt": "User-agent: *\nDisallow: /\n", "/feed.xml": rss(("甲", "", "2026-11-19", ""))}
    ) as server:
        account = account_of(gathered(server.origin, tmp_path, server.origin + "/feed.xml", owned=True))
    assert len(account.posts) == 1


def test_posts_do_not_make_us_ask_the_inner_network(tmp_path):
    with Server({"/admin": "ok"}) as inner, Server({}) as server:
        link = f"<a href='{inner.origin}/admin'>后台</a>"
        server.routes["/feed.xml"] = rss(("甲", "", "2026-11-19", link))
        run = gathered(server.origin, tmp_path, server.origin + "/feed.xml")
        assert run.reason(inner.origin + "/admin") == "blocked"
        assert inner.asked == []


def test_the_posts_own_addresses_are_looked_at_where_wanted(tmp_path):
    with Server({"/p1": "ok"}) as server:
        posts = (("甲", server.origin + "/p1", "2026-11-19", ""), ("乙", server.origin + "/p2", "2026-11-18", ""))
        server.routes["/feed.xml"] = rss(*posts)
        settings = {"check_posts": True}
        run = gathered(server.origin, tmp_path, server.origin + "/feed.xml", settings=settings)
    assert (run.reason("/p1"), run.reason("/p2")) == ("ok", "not_found")
    with closing(BundleReader(run.bundle)) as reader:
        (failed,) = reader.failed_targets()
        assert [(use.page_url, use.anchor) for use in failed.uses] == [(server.origin + "/p2", "乙")]


def test_more_posts_than_the_limit_are_owned_up_to(tmp_path):
    with Server({"/feed.xml": rss(*((f"第{n}条", "", "2026-11-19", "") for n in range(5)))}) as server:
        run = gathered(server.origin, tmp_path, server.origin + "/feed.xml", max_pages=3)
    account = account_of(run)
    assert (len(account.posts), account.complete) == (3, False)
    assert run.about("limits") == '["max_pages"]'


def test_a_table_in_the_offices_folder(tmp_path):
    with Server({}) as server:
        table = tmp_path / "表.csv"
        table.write_text(f"标题,发布时间,正文\n甲,2026-11-12,详见{server.origin}/dead。\n", encoding="gbk")
        hosts = {"allowed_hosts": (server.origin.removeprefix("http://"),)}
        run = gathered(server.origin, tmp_path / "run", settings={"file": str(table)}, **hosts)
    account = account_of(run)
    assert [post.title for post in account.posts] == ["甲"]
    assert (account.source, account.url, account.complete) == ("表.csv", "account:wx", True)
    assert (account.reaches_stated, account.attempts[0].method) == (False, "READ")
    assert run.reason("/dead") == "not_found"


def test_a_table_that_is_not_there(tmp_path):
    account = account_of(gathered("", tmp_path, settings={"file": str(tmp_path / "没有.xlsx")}))
    assert (account.reason, account.problem) == (Reason.NOT_FOUND, "办公室目录里没有文件 没有.xlsx。")
