"""What every adapter promises, how adapters are found, and what is read out of a post's content."""

from __future__ import annotations

from types import ModuleType

import pytest

from crawler.accounts import FoundPost, PostsReading, adapter_for, all_adapters, default_adapter
from crawler.accounts.registry import AdapterError, read_adapter
from crawler.accounts.text import read_content
from records.errors import BadInputError


def test_the_built_in_ones_are_found_by_folder():
    assert list(all_adapters()) == ["feed", "table"]
    assert (default_adapter({"url": "https://a.example/"}), default_adapter({"file": "a.csv"})) == ("feed", "table")
    with pytest.raises(BadInputError, match=r"可以写：feed、table"):
        adapter_for("wechat")


def test_a_module_of_somebody_else_is_taken_or_refused_by_name():
    module = ModuleType("somebody.platform")
    with pytest.raises(AdapterError, match=r"采集方式“own”（somebody\.platform）应有 TITLE"):
        read_adapter("own", module)
    module.TITLE, module.SETTINGS, module.read_posts = "自己的", {}, lambda body, settings: PostsReading()
    assert read_adapter("own", module).title == "自己的"


def links(content, *, is_html, base="https://a.example/p/1"):
    _, found = read_content(FoundPost("甲", content=content, is_html=is_html), base)
    return [(link.url, link.anchor) for link in found]


def test_links_people_can_click():
    html = "<p>见<a href='../b?x=1&amp;y=2#z'>办法</a><a href='javascript:;'>无</a><img src='/i.png'><a>无</a></p>"
    assert links(html, is_html=True) == [("https://a.example/b?x=1&y=2", "办法")]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("详见http://b.example/a。", ["http://b.example/a"]),
        ("（https://b.example/a?x=1），另见https://b.example/b！", ["https://b.example/a?x=1", "https://b.example/b"]),
        ("转发微博 http://b.example/abc… 全文", []),
        ("http://b.example/abc...", []),
        ("没有网址", []),
        ("两次 http://b.example/a http://b.example/a", ["http://b.example/a"]),
    ],
)
def test_addresses_written_in_plain_text(text, urls):
    for is_html in (False, True):
        assert [url for url, _ in links(text, is_html=is_html)] == urls


def test_tables_keep_their_rows_and_cells():
    html = "<table><tr><th>姓名</th><th>电话</th></tr><tr><td>甲</td><td>1</td></tr></table><script>x</script>"
    text, _ = read_content(FoundPost("", content=html, is_html=True), "https://a.example/")
    assert text == "姓名\t电话\n甲\t1"
