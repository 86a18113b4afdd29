"""No input makes reading raise or run away."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import HOST, PROSE, html

from crawler.reading import read_page
from crawler.reading.reading import PageReading

PIECES = st.sampled_from(
    [
        "<div class='TRS_Editor'>", "</div>", "<ul class='list'>", "<li>", "<a href='/a.html'>", "</a>", "<table><tr><td>", "</table>",
        "<h1>", "当前位置:", "发布时间:", "2026-11-02", "2026年13月40日", "暂无信息", "<script>", "</script>", "<!--", "-->", "<base href='::'>",
        "<meta name=PubDate content='x'>", "<meta http-equiv=refresh content='0;url=http://['>", "<a href='http://[::1'>", "<a href='//'>",
        "<a href='\ud83d'>", "<select><option value='http://'>", "<title>", "</title>", "文号:〔2026〕", "\t", "\n", "&#0;", "&#xD800;",
        "<iframe src=' '>", "<body onclick=\"location.href=''\">", "<frameset>", "<template>", "<svg><a href='x'>", "<noscript>",
        "createPageHTML(9, 0,'index','html')", "<p hidden>", "二〇二六年十十月十十日", "<a href='javascript:open(\"x\")'>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from([HOST + "/zwgk/index.html", HOST, "http://[", "", "ftp://x/"]),
)
def test_mangled_html(text: str, url: str) -> None:
    assert isinstance(read_page(text.encode("utf-8", "surrogatepass"), url, "text/html"), PageReading)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=40))
def test_random_bytes(body: bytes, content_type: str) -> None:
    assert isinstance(read_page(body, HOST + "/x", content_type), PageReading)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pages(data: st.DataObject) -> None:
    body = html(
        f"<h1>标题文字</h1><div>发布时间:2026-11-02</div><div class='TRS_Editor'><p>{PROSE}</p></div>", "标题文字"
    ).encode("gbk")
    at = data.draw(st.integers(0, len(body)))
    assert isinstance(
        read_page(body[:at] + data.draw(st.binary(max_size=20)) + body[at + 3 :], HOST + "/x"), PageReading
    )


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 300_000 + "深",
        "".join(f"<p><b id={n}>字" for n in range(20_000)),
        "".join(f"<font id={n}>" for n in range(300)) + "<p>字" * 300_000,
        "<b><a href='x'>" * 5_000,
        "<a href='/x.html'>条目文字内容</a> 2026-11-02<br>" * 20_000,
        "<li><a href='/{}.html'>条目</a>2026-11-02" * 10_000,
        "2026-11-02 " * 50_000,
        "发布时间:" * 50_000,
        "当前位置:" * 50_000,
        "<table><tr><td>" * 5_000 + "x",
        "长" * 2_000_000,
        " \t\n" * 500_000,
        "<p>" + "云政〔2026〕" * 50_000,
        "<script>" + "location.href=" * 20_000 + "</script>",
        "<div class='" + "a" * 500_000 + "'>x</div>",
        "<title>" + "-" * 200_000 + "</title>",
        "<title>" + "_a" * 100_000 + "</title>",
        "<h1>" * 10_000 + "题" + "<title>题",
        "<div class='title'>甲乙丙丁" * 5_000,
        "<div class='con'>甲乙丙丁" * 5_000,
        "暂无" * 100_000,
        "<img srcset='" + "a, " * 100_000 + "'>",
        "<li><a href='/x.html'>条目文字</a><b>11-02</b></li>" * 10_000,
        "<p>2026年</p>" * 20_000 + "<li><a href='/x.html'>条目文字</a><b title='2026-11-02'>3天前</b></li>" * 2_000,
        "发布时间：昨天 " * 50_000,
        "Nov 2, 2026 民國115年11月2日 " * 30_000,
        "<h1>标题</h1>发布时间：<i></i>" + ("<script>" + "pub" * 6_000 + "</script>") * 200,
    ],
    ids=range(27),
)
def test_time_is_bounded(text: str) -> None:
    started = time.process_time()
    reading = read_page(f"<html><head></head><body>{text}".encode(), HOST + "/x")
    assert time.process_time() - started < 4
    assert len(reading.links) <= 5000
