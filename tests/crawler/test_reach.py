"""What a patrol asks for, and what not."""

from __future__ import annotations

import pytest

from crawler.reach import Everywhere, Patrol, Recheck, is_article, leads_to_column
from crawler.reading import read_page
from crawler.reading.reading import FoundLink

HOST = "http://www.yunxi.example"


def link(path: str, words: str = "通知公告", region: str = "main", tag: str = "a", kind: str = "page") -> FoundLink:
    return FoundLink(HOST + path, words, tag, region, kind, path)


@pytest.mark.parametrize(
    "path",
    [
        "/zwgk/tzgg/", "/zwgk/tzgg/index.html", "/zwgk/tzgg/list.shtml", "/tzgg.htm", "/zwgk/tzgg",
        "/col/col1234/index.html",
        "/node_1234.htm", "/index.php?lanmu=7",
    ],
)  # fmt: skip
def test_links_to_lists(path: str) -> None:
    assert leads_to_column(link(path))


@pytest.mark.parametrize(
    "path",
    [
        "/zwgk/tzgg/202611/t20261105_1198.html", "/zwgk/2026-11/05/content_812345.htm",
        "/art/2026/11/5/art_123_456.html",
        "/info/1042/5566.htm", "/zwgk/2026/11/t7.html", "/show_20261105.html", "/detail/8a7f/99001.html",
        "/content.jsp?newsId=55", "/xxgk/xxgknb/2018-07-12/7481.html",
    ],
)  # fmt: skip
def test_addresses_of_articles(path: str) -> None:
    assert is_article(HOST + path)
    assert not leads_to_column(link(path))
    assert not leads_to_column(link(path, region="nav"))


def test_words_and_places() -> None:
    assert leads_to_column(link("/a/b7f3c9e1d2", "更多>>"))
    assert leads_to_column(link("/a/b7f3c9e1d2", region="nav"))
    assert not leads_to_column(link("/a/b7f3c9e1d2"))
    assert not leads_to_column(link("/zwgk/tzgg/", "关于进一步做好冬季清洁取暖工作的通知全文"))
    assert not leads_to_column(link("/zwgk/tzgg/", "下一页"))
    assert not leads_to_column(link("/zwgk/tzgg/more/", "12", region="nav"))
    assert not leads_to_column(link("/f/", kind="attachment"))
    assert not leads_to_column(link("/f/", tag="img"))


def test_a_page_leads_on_to_columns_only() -> None:
    page = read_page(
        (
            "<html><body><div class='nav'><a href='/yw/'>要闻</a><a href='http://other.example/'>友情链接</a></div>"
            "<div class='crumb'><a href='/'>首页</a>&gt;<a href='/zwgk/'>公开</a></div>"
            "<ul><li><a href='/zwgk/a/'>关于停水</a><span>2026-11-05</span></li>"
            "<li><a href='/zwgk/b/'>关于停电</a><span>2026-11-04</span></li></ul>"
            "<a href='index_2.html'>2</a><a href='/f.pdf'>pdf</a><img src='/i.png'></body></html>"
        ).encode(),
        HOST + "/zwgk/tzgg/",
    )
    asked = {url.removeprefix(HOST) for url, _ in Patrol(lambda url: url.startswith(HOST)).beyond(1, page)}
    assert asked == {"/yw/", "/", "/zwgk/"}


def test_pictures_are_read_in_a_whole_inspection_and_where_one_was_accused() -> None:
    page = read_page(
        (
            "<html><body><h1>低保对象公示</h1><div class='info'>发布时间：2026-11-05</div><div class='content'>"
            "<p>现将名单公示如下，公示期五个工作日，如有异议请反映。</p><p><img src='W1.png'></p>"
            "<p><a href='list.xlsx'>名单</a></p></div></body></html>"
        ).encode(),
        HOST + "/zwgk/tzgg/202611/t20261105_1.html",
    )
    recheck = Recheck(frozenset(), {1: "picture", 2: "attachment"})
    reaches = (Everywhere(), Patrol(lambda url: True), recheck)
    assert [reach.reads_pictures(1) for reach in reaches] == [True, False, True]
    assert not recheck.reads_pictures(2)
    folder = HOST + "/zwgk/tzgg/202611/"
    assert page.pictures == (folder + "W1.png",)
    assert recheck.beyond(1, page) == recheck.beyond(2, page) == [(folder + "list.xlsx", "attachment")]
