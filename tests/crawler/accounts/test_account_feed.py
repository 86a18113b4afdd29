"""Feeds as they come: sound, broken, hostile. A sentence for each fault, nothing lost, never a raise."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.accounts.feed import MAX_POSTS, read_posts
from crawler.accounts.posts import MAX_BYTES

ITEM = "<item><title>{title}</title><link>https://a.example/{n}</link><pubDate>{date}</pubDate>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>', close: str = "</channel></rss>") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>云溪发布</title>{"".join(items)}{close}'.encode()


def item(title: str = "甲", n: int = 1, date: str = "2026-11-12", more: str = "") -> str:
    return ITEM.format(title=title, n=n, date=date, more=more)


def only(body: bytes):
    reading = read_posts(body, {})
    assert not reading.problem
    (post,) = reading.posts
    return post


def test_rss_with_content_in_the_usual_place():
    more = "<guid>g1</guid><description>短</description><content:encoded><![CDATA[<p>正文较长</p>]]></content:encoded>"
    head = '<?xml version="1.0"?>'
    body = rss(item(more=more), head=head).replace(
        b"<rss ", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )
    post = only(body)
    assert (post.title, post.url, post.id) == ("甲", "https://a.example/1", "g1")
    assert post.content == "<p>正文较长</p>"
    assert post.published == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 12 Nov 2026 20:00:00 GMT", date(2026, 11, 13)),  # already the next day in China
        ("Thu, 12 Nov 2026 20:00:00 +0800", date(2026, 11, 12)),
        ("2026-11-12T16:30:00Z", date(2026, 11, 13)),
        ("2026-11-12T23:30:00+08:00", date(2026, 11, 12)),
        ("2026-11-12 23:30:00", date(2026, 11, 12)),  # no zone: as it stands
        ("Thu, 12 Nov 2026 23:30:00 CST", date(2026, 11, 12)),  # China's time, not Chicago's
        ("2026年11月12日", date(2026, 11, 12)),
        ("", None),
        ("昨天", None),
        ("0000-00-00", None),
    ],
)
def test_dates_are_days_in_china(written, day):
    assert only(rss(item(date=written))).published == day


def test_an_undeclared_prefix_and_html_entities_do_not_hide_a_post():
    post = only(rss("<item><title>甲&nbsp;&ldquo;乙&rdquo;</title><dc:date>2026-11-12</dc:date><x:y z:q='1'/></item>"))
    assert post.title == "甲 “乙”"
    assert post.published == date(2026, 11, 12)


def test_gbk_whatever_it_declares():
    text = rss(item(title="云溪区人民政府工作部署")).decode()
    for declared in ('<?xml version="1.0" encoding="gb2312"?>', '<?xml version="1.0" encoding="UTF-8"?>'):
        body = text.replace('<?xml version="1.0"?>', declared).encode("gbk")
        assert only(body).title == "云溪区人民政府工作部署"


def test_atom():
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;b&gt;甲&lt;/b&gt;</title>
    <link href="/p/1"/><id>tag:1</id>
    <updated>2026-11-12T08:00:00+08:00</updated><summary>短文</summary></entry></feed>"""
    post = only(body.encode())
    assert (post.title, post.url, post.id, post.content) == ("甲", "/p/1", "tag:1", "短文")
    assert post.published == date(2026, 11, 12)


def test_json_feed():
    items = [
        {
            "id": 7,
            "url": "https://a.example/7",
            "title": "甲",
            "content_html": "<p>x</p>",
            "date_published": "2026-11-12",
        },
        {"id": "8", "content_text": "没有标题", "date_modified": "2026-11-11T23:00:00Z"},
    ]
    reading = read_posts(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), {})
    assert not reading.problem
    assert [(p.id, p.is_html, p.published) for p in reading.posts] == [
        ("7", True, date(2026, 11, 12)),
        ("8", False, date(2026, 11, 12)),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "是空的"),
        (b" \r\n\t", "是空的"),
        ("<!DOCTYPE html><html><head><title>请登录</title></head></html>".encode(), "不是订阅源（网页标题：请登录）"),
        (b"<html><body>rss</body></html>", "返回的是网页"),
        (b"<opml><body/></opml>", "不是 RSS"),
        (b"ok", "不是 RSS"),
        (b"\x00\xff\xfe\x00" * 50, "不是 RSS"),
        (b'{"code": 500, "message": "login expired"}', "它说：login expired"),
        (b"[1, 2]", "没有 items"),
        (b'{"items": ', "损坏的 JSON"),
        (b"[" * 200_000, "损坏的 JSON"),
        (b"x" * (50 * 1024 * 1024), "超过 20 MB"),
    ],
    ids=["empty", "blank", "page", "bare page", "opml", "text", "noise", "error", "list", "cut json", "deep", "50 MB"],
)  # fmt: skip
def test_what_is_no_feed_is_told_in_a_sentence(body, said):
    reading = read_posts(body, {})
    assert reading.posts == ()
    assert said in reading.problem
    assert reading.problem.endswith("。")


def test_a_sound_feed_without_posts_is_no_problem():
    reading = read_posts(rss(), {})
    assert (reading.posts, reading.problem) == ((), "")


def test_a_feed_that_was_cut_off_gives_what_arrived_and_says_so():
    body = rss(item(n=1), item(n=2))[:-60]
    reading = read_posts(body, {})
    assert reading.posts[0].url == "https://a.example/1"
    assert "末尾被截断" in reading.problem


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (rss("<description><![CDATA[x</description>", item()), "末尾被截断"),
        (rss("<it em><title>甲</title></item>"), "已损坏"),
    ],
    ids=["text without an end", "tag broken"],
)
def test_a_feed_whose_damage_swallowed_its_posts_is_not_called_silent(body, said):
    reading = read_posts(body, {})
    assert reading.posts == ()
    assert said in reading.problem


def test_an_undeclared_prefix_is_no_damage():
    reading = read_posts(rss("<x:y>1</x:y>"), {})
    assert (reading.posts, reading.problem) == ((), "")


def test_items_in_a_text_are_not_missed_as_posts():
    assert only(rss(item(more="<description><![CDATA[<item>x</item>]]></description>"))).content == "<item>x</item>"


def test_too_many_posts_are_told():
    reading = read_posts(rss(*(item(n=n) for n in range(MAX_POSTS + 3))), {})
    assert len(reading.posts) == MAX_POSTS
    assert reading.problem == f"内容过多，只读了前 {MAX_POSTS} 条。"


BILLION_LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1 or "") + ";") * 10}">' for n in range(1, 12))
    + "]>"
)


@pytest.mark.parametrize(
    "body",
    [
        rss(item(title="x&a11;y"), head=BILLION_LAUGHS),
        rss(item(title="x&e;y"), head='<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        b"<rss><channel>" + b"<![CDATA[" * 500_000,
        b"<rss>" + b"<a>" * 1_000_000,
        b"<rss><channel>" + b"<" * 2_000_000,
        b"<!DOCTYPE a [" + b"] " * 1_000_000,
        rss(item(more="<description>" + "&lt;a " * 500_000 + "</description>")),
    ],
    ids=["entities", "file", "cdata", "deep", "brackets", "doctype", "tags in text"],
)
def test_bombs_cost_little(body):
    started = time.process_time()
    reading = read_posts(body, {})
    assert time.process_time() - started < 20  # in proportion to its size; a bomb that goes off takes minutes
    for post in reading.posts:
        assert "root:" not in post.title
        assert "haha" not in post.title


def test_a_root_with_a_colon_but_no_prefix_is_no_feed():
    assert "不是 RSS" in read_posts(b"<:xml><channel></channel></:xml>", {}).problem


@pytest.mark.parametrize(
    ("head", "built"),
    [
        ("<lastBuildDate>Fri, 20 Nov 2026 08:00:00 +0800</lastBuildDate>", date(2026, 11, 20)),
        ("<lastBuildDate>Thu, 19 Nov 2026 20:00:00 GMT</lastBuildDate>", date(2026, 11, 20)),
        ("<lastBuildDate>刚刚</lastBuildDate>", None),
        ("<pubDate>Fri, 20 Nov 2026 08:00:00 +0800</pubDate>", None),  # of the issue, not of the making
        ("", None),
    ],
)
def test_when_a_feed_says_it_was_made(head, built):
    assert read_posts(rss(head, item()), {}).built == built


def test_an_atom_feed_says_when_it_was_updated():
    entry = "<entry><title>甲</title><id>1</id><updated>2026-10-05T08:00:00Z</updated></entry>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-11-20T08:00:00Z</updated>{entry}</feed>'
    assert read_posts(atom.encode(), {}).built == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("generator", "tool"),
    [("RSSHub", "RSSHub"), ("Mp-We-Rss", "we-mp-rss"), ("https://github.com/jpmonette/feed", "feed for Node.js"),
     ("WordPress 6.4", ""), ("", "")],
)  # fmt: skip
def test_collecting_tools_are_known_by_their_generator(generator, tool):
    assert read_posts(rss(f"<generator>{generator}</generator>", item()), {}).tool == tool


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(body):
    read_posts(body, {})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), st.binary(min_size=0, max_size=8)), max_size=6), st.sampled_from([0, 1]))
def test_no_damage_to_a_feed_raises(wounds, which):
    feeds = (
        rss(item(more="<description><![CDATA[<p>正文</p>]]></description>"), item(n=2)),
        json.dumps({"items": [{"title": "甲", "date_published": "2026-11-12", "content_html": "<p>x</p>"}]}).encode(),
    )
    body = bytearray(feeds[which])
    for place, wound in wounds:
        body[place : place + len(wound)] = wound
    reading = read_posts(bytes(body), {})
    assert reading.posts or reading.problem or b"item" not in body.lower()


def test_the_limit_is_that_of_the_fetcher():
    assert MAX_BYTES == 20 * 1024 * 1024
