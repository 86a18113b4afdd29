"""References beyond the plain link: styles, inline data, what is no address, places within a page."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FOOTER, HEADER, HOST, html, read

from crawler.reading import read_page
from crawler.reading.reading import FoundFragment, FoundLink, SourceReading
from crawler.reading.references import read_references
from crawler.reading.sources import read_source
from records.urls import is_miswritten, normalise


def links(main: str, head: str = "") -> dict[str, FoundLink]:
    return {link.url: link for link in read(f"<div>{main}</div>", head=head, path="/zwgk/index.html").links}


def strays(main: str, head: str = "") -> dict[str, str]:
    return {stray.raw: stray.tag for stray in read(f"<div>{main}</div>", head=head).strays}


DATASTORE = "<script type='text/xml'><datastore><recordset><record><![CDATA[<li><a href='/art/1.html' title='通知'>通…</a></li>]]></record></recordset></datastore></script>"


@pytest.mark.parametrize(
    ("markup", "url", "tag"),
    [
        ("<div style=\"background: url('/i/bg.png')\">x</div>", "/i/bg.png", "style"),
        ("<p style='background-image:url(../i/p.jpg)'>x</p>", "/i/p.jpg", "style"),
        ("<style>.a{background:url( /i/c.png )}</style>", "/i/c.png", "css"),
        ("<style>@import '/css/more.css';</style>", "/css/more.css", "css"),
        ("<table background='/i/t.gif'><tr><td background=\"/i/td.gif\">x</td></tr></table>", "/i/td.gif", "td"),
        ("<img srcset='/i/s,1.jpg 1x, /i/l.jpg 2x'>", "/i/s,1.jpg", "img"),
        ("<img data-srcset='/i/s.jpg 1x,/i/m.jpg 2x'>", "/i/m.jpg", "img"),
        ("<picture><source srcset='/i/w.webp 480w'><img src='/i/w.jpg'></picture>", "/i/w.webp", "source"),
        ("<object data='/v.swf'></object>", "/v.swf", "object"),
        (
            '<script type="application/json">{"list":[{"title":"通知","url":"/art/2.html"}]}</script>',
            "/art/2.html",
            "json",
        ),
        (DATASTORE, "/art/1.html", "record"),
        ("<script>$.getJSON('list.json?n=1', show)</script>", "/zwgk/list.json?n=1", "feed"),
    ],
)
def test_found(markup: str, url: str, tag: str) -> None:
    assert links(markup)[HOST + url].tag == tag


def test_words_of_inline_data() -> None:
    assert links(DATASTORE)[f"{HOST}/art/1.html"].anchor == "通知"
    island = (
        '<script type="application/json">{"title":"目录","href":"/m.html","in":{"name":"甲","link":"/a.html"}}</script>'
    )
    assert [link.anchor for link in links(island).values() if link.tag == "json"] == ["目录", "甲"]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='{{item.url}}'>x</a>",
        "<a href='/art/${id}.html'>x</a>",
        "<img src='<%=pic%>'>",
        "<a href='/art/{{id}}.html'>x</a>",
        "<a href='http://{{host}}/a'>x</a>",
        "<style>/* background:url(/i/old.png) */ .a{src:url(/f.eot?#iefix); behavior:url(/pie.htc)}</style>",
        "<div style='background:url(data:image/png;base64,AA==)'>x</div>",
        "<div style='fill:url(#pattern)'>x</div>",
        "<script>load('list.json' + page)</script>",
        '<script type=\'application/ld+json\'>{"url":"/self.html"}</script>',
        '<script type=\'application/json\'>{"url":"zh-CN","size":"/x/y"}</script>',
        "<script type='application/json'>{not json</script>",
        "<form method='post' action='/post.html'></form>",
    ],
)
def test_no_reference(markup: str) -> None:
    assert set(links(markup)) == set(links(""))


@pytest.mark.parametrize(
    ("markup", "raw", "tag"),
    [
        ("<a href='mailto:wz@yunxi.example'>x</a>", "mailto:wz@yunxi.example", "a"),
        ("<a href='tel:12345'>x</a>", "tel:12345", "a"),
        ("<img src='file:///C:/Users/a/clip.png'>", "file:///C:/Users/a/clip.png", "img"),
        ("<a href='http：//www.gov.example/'>x</a>", "http：//www.gov.example/", "a"),
        ("<a href='http://http://www.gov.example/'>x</a>", "http://http://www.gov.example/", "a"),
        ("<a href='http://www.gov.example ，/'>x</a>", "http://www.gov.example ，/", "a"),
        ("<div onclick=\"window.open('http://')\">x</div>", "http://", "onclick"),
        ("<form method='post' action='http://10.1.2.3/save.do'></form>", "http://10.1.2.3/save.do", "form-post"),
    ],
)
def test_stray(markup: str, raw: str, tag: str) -> None:
    assert strays(markup) == {raw: tag}


@pytest.mark.parametrize(
    "markup",
    ["<a href='javascript:void(0)'>x</a>", "<a href='#'>x</a>", "<a href=' '>x</a>", "<a href='{{url}}'>x</a>",
     "<a href='http://' onclick='go(this)'>x</a>", "<div style='display:none'><a href='http://'>x</a></div>",
     "<img src='data:image/gif;base64,R0lG'>", "<a href='JavaScript:;'>x</a>", "<iframe src='about:blank'></iframe>"],
)  # fmt: skip
def test_nothing_was_meant(markup: str) -> None:
    assert strays(markup) == {}


@pytest.mark.parametrize(
    ("href", "opened"),
    [
        (" http://www.gov.example/a b.html ", "http://www.gov.example/a%20b.html"),
        ("http:\\\\www.gov.example\\a", "http://www.gov.example/a"),
        ("http:///www.gov.example/a", "http://www.gov.example/a"),
        ("http://www。gov。example/", "http://www.gov.example/"),
        ("http://www.gov.example/关于，通知（一）.doc", "http://www.gov.example/%E5%85%B3%E4%BA%8E%EF%BC%8C%E9%80%9A%E7%9F%A5%EF%BC%88%E4%B8%80%EF%BC%89.doc"),
        ("http://www.gov.example/go?u=http://http://x", "http://www.gov.example/go?u=http://http://x"),
        ("http.html", f"{HOST}/zwgk/http.html"),
        ("httpd/http/a.html", f"{HOST}/zwgk/httpd/http/a.html"),
        ("https.example.html", f"{HOST}/zwgk/https.example.html"),
        ("http://http.example/", "http://http.example/"),
        ("关于http：协议.html", f"{HOST}/zwgk/%E5%85%B3%E4%BA%8Ehttp%EF%BC%9A%E5%8D%8F%E8%AE%AE.html"),
    ],
)  # fmt: skip
def test_what_a_browser_opens_is_no_fault(href: str, opened: str) -> None:
    assert opened in links(f'<a href="{href}">x</a>')
    assert strays(f'<a href="{href}">x</a>') == {}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_sound_address_is_never_miswritten(path: str) -> None:
    url = normalise("http://www.gov.example/", "/" + path)
    assert url is None or not is_miswritten(url)


def fragments(main: str, script: str = "") -> tuple[tuple[FoundFragment, ...], tuple[str, ...] | None]:
    reading = read(f"<div>{main}</div>{script}", path="/zwgk/index.html")
    return reading.fragments, reading.marks


def test_fragments_and_marks() -> None:
    found, marks = fragments(
        "<a href='#jt'>交通</a><a href='/b.html#%E4%BA%8C'>二</a><h3 id='jt'>交通</h3><a name='rk'></a><a href='#jt'>再</a>"
    )
    here, there = f"{HOST}/zwgk/index.html", f"{HOST}/b.html"
    assert [(one.url, one.fragment, one.anchor) for one in found] == [(here, "jt", "交通"), (there, "二", "二")]
    assert marks is not None and {"jt", "rk"} <= set(marks)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='#'>x</a>",
        "<a href='#top'>x</a>",
        "<a href='#TOP'>x</a>",
        "<a href='#tab1' onclick='show(1)'>x</a>",
        "<a href='#tab1' data-toggle='tab'>x</a>",
        "<a href='#tab1' role='tab'>x</a>",
        "<a href='#/list'>x</a>",
        "<a href='#!list'>x</a>",
        "<a href='/b.html#page=2'>x</a>",
        "<a href='/b.html#:~:text=abc'>x</a>",
        "<a href='#jt'></a>",
        "<a href='#jt' style='display:none'>x</a>",
        "<a href='#{{id}}'>x</a>",
    ],
)
def test_scripts_and_the_top_of_a_page_are_no_places(markup: str) -> None:
    assert fragments(markup)[0] == ()


@pytest.mark.parametrize(
    "script",
    ["if(location.hash=='#a'){}", "window.addEventListener('hashchange',f)", "$('a[href^=\"#\"]').click(f)",
     "var to=$(this).attr('href');"],
)  # fmt: skip
def test_a_page_whose_script_reads_fragments_has_unknown_marks(script: str) -> None:
    assert fragments("<h3 id='a'>x</h3>", f"<script>{script}</script>")[1] is None


def test_a_page_with_too_many_marks_has_unknown_ones() -> None:
    assert fragments("".join(f"<b id='m{number}'>x</b>" for number in range(1001)))[1] is None


def test_stylesheet() -> None:
    css = b"@import url('base.css'); .a{background:url(../i/a.png)} .b{background:url(\"file:///D:/b.png\")}"
    reading = read_source(css, f"{HOST}/css/main.css", "text/css")
    assert [link.url for link in reading.links] == [f"{HOST}/css/base.css", f"{HOST}/i/a.png"]
    assert [stray.raw for stray in reading.strays] == ["file:///D:/b.png"]


def test_list_feed() -> None:
    body = (
        '{"rows":[{"docTitle":"通知","docPubUrl":"./t1.html"},{"title":"表","fileUrl":"/f/b.doc"}],"url":null}'.encode()
    )
    reading = read_source(body, f"{HOST}/zwgk/list.json", "")
    assert [(link.url, link.anchor, link.kind) for link in reading.links] == [
        (f"{HOST}/zwgk/t1.html", "通知", "page"),
        (f"{HOST}/f/b.doc", "表", "attachment"),
    ]


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/css", "application/json", "text/html", ""]))
def test_whatever_the_bytes(body: bytes, media_type: str) -> None:
    assert isinstance(read_source(body, f"{HOST}/x.css", media_type), SourceReading)


def test_deep_json_is_no_reading() -> None:
    assert read_source(b'{"a":' * 100_000, f"{HOST}/x.json", "application/json").links == ()


PIECES = (
    *(HEADER, FOOTER, DATASTORE, "<a href='#p2'>第二章</a><h2 id='p2'>第二章</h2>", "<a href='mailto:x'>写信</a>"),
    *(
        "<base href='/other/'>",
        "<img srcset='/i/s.jpg 1x, /i/l.jpg 2x'>",
        "<form action='/so'></form>",
        "<a href='/a b'>",
    ),
    *(
        "<meta http-equiv='refresh' content='0;url=/new/'>",
        "<p style='background:url(x.png)'>",
        "<a href='file:///c:/x'>",
    ),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_references_alone_are_those_of_the_whole_reading(pieces):
    body = html("".join(pieces), "通知").encode()
    whole, alone = (reader(body, HOST + "/zwgk/index.html") for reader in (read_page, read_references))
    for name in ("links", "strays", "fragments", "marks", "redirect", "encoding"):
        assert getattr(alone, name) == getattr(whole, name)
