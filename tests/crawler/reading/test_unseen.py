"""Hidden links to other sites: every way of hiding that is read, and what is hidden for good reasons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.page import read_page
from crawler.reading.unseen import way_of_style

HERE = "http://www.yunxi.example/a/b.html"
LINK = '<a href="http://evil.example/x">澳门<b>新</b>葡京</a>'


def hidden(html: str) -> list[tuple[str, str, str]]:
    return [tuple(each) for each in read_page(html.encode(), HERE, "text/html; charset=utf-8").unseen if each.url]


@pytest.mark.parametrize(
    ("how", "html"),
    [
        ("display", f'<div style="display: none">{LINK}</div>'),
        ("display", f"<div hidden><p>{LINK}</p></div>"),
        ("visibility", f'<p style="VISIBILITY:hidden">{LINK}</p>'),
        ("off-screen", f'<div style="position:absolute; left:-9999px"><ul><li>{LINK}</li></ul></div>'),
        ("off-screen", f'<div style="text-indent:-5000px">{LINK}</div>'),
        ("zero-size", f'<div style="font-size:0">{LINK}</div>'),
        ("zero-size", f'<div style="width:1px;height:1px;overflow:hidden">{LINK}</div>'),
        ("zero-size", f'<div style="opacity:0">{LINK}</div>'),
        ("colour", f'<div style="background:#FFFFFF"><span style="color:#fff">{LINK}</span></div>'),
        ("marquee", f'<marquee height="1" width="5" scrollamount="3000">{LINK}</marquee>'),
        ("off-screen", f"<style>.x1 {{ position:fixed; top:-800px }}</style><div class='a x1'>{LINK}</div>"),
        ("display", f"<style>#foot, .y {{ display:none }}</style><div id=foot>{LINK}</div>"),
    ],
)
def test_ways_of_hiding(how: str, html: str) -> None:
    assert hidden(f"<body><p>正文</p>{html}</body>") == [(how, "澳门新葡京", "http://evil.example/x")]


def test_written_by_a_script() -> None:
    script = (
        r"document.write('\x3cdiv style=\"position:absolute;top:-999px\"><a href=\"http:\/\/evil.example\/y\">"
        "百家乐</a></div>')"
    )
    assert hidden(f"<script>{script}</script>") == [("script", "百家乐", "http://evil.example/y")]
    assert hidden("<script>document.write('<a href=\"http://video.example/\">播放</a>')</script>") == []


@pytest.mark.parametrize(
    "html",
    [
        '<ul style="display:none"><li><a href="/zwgk/">政务公开</a></li></ul>',
        '<div style="display:none"><a href="http://yunxi.example/wap/">手机版</a></div>',
        '<div style="color:#fff;background:#00f"><a href="http://www.gov.cn/">中国政府网</a></div>',
        '<div style="color:#fff"><a href="http://www.gov.cn/">中国政府网</a></div>',
        '<div style="font-size:10px;line-height:12px;height:100px;overflow:hidden"><a href="http://o.example/">甲</a></div>',
        '<div style="position:absolute;left:-10px;margin-left:-50px"><a href="http://o.example/">甲</a></div>',
        '<marquee height="200" scrollamount="3"><a href="http://o.example/">甲</a></marquee>',
        "<style>.x a { display:none } @media print { .z { color: red } }</style><div class=x><a href=http://o.example/>甲</a></div>",
    ],
)
def test_shown_or_our_own(html: str) -> None:
    assert hidden(f"<body>{html}</body>") == []


def test_the_title_tag_is_kept() -> None:
    reading = read_page("<title>标题_云溪区</title><h1>标题</h1>".encode(), HERE, "text/html; charset=utf-8")
    assert [(each.how, each.text) for each in reading.unseen] == [("title", "标题_云溪区")]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=" :;-0123456789abcdefghilmnoprstuxyz%!.()#", max_size=60))
def test_any_style_is_read(style: str) -> None:
    assert way_of_style(style) in ("", "display", "visibility", "off-screen", "zero-size")
