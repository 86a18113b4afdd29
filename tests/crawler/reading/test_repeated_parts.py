"""A header, menu or footer that was walked before yields the same sketch as one that was not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FOOTER, HEADER

from crawler.reading import links, repeated_parts, sketch
from crawler.reading.links import base_of, find_links
from crawler.reading.reading import SourceReading
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Sketch

PIECES = st.sampled_from(
    (
        *(HEADER, FOOTER, "字", "2026", "年", " ", "\n", "<a href='/x'>12</a>", "<p>第二段</p>", "<td>格</td>"),
        "<div class='menu'><a href='/'>首页</a>5<script>var a = 1;</script></div>",
        "<nav id='n'><style>a{background:url(x.png)}</style><select><option value='http://a.cn/'>站</select></nav>",
        "<nav>甲<nav hidden>乙</nav><table><tr><td style='background:url(y)'>1<td>2</table></nav>",
        "<nav>8", "</nav>", "<footer>9</footer>", "<header></header>", "<ul class='nav'><li>一<li>二</ul>", "<head>",
    )
)  # fmt: skip


def told(html: str) -> dict[str, object]:
    made = Sketch(html)
    return {name: getattr(made, name) for name in Sketch.__slots__ if name != "grafted"}


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=8), st.lists(PIECES, max_size=8))
def test_what_is_remembered_is_what_would_have_been_walked(first: list[str], second: list[str]) -> None:
    repeated_parts._parts.clear()
    fresh = told("".join(second))
    repeated_parts._parts.clear()
    told("".join(first))
    told("".join(second))
    assert told("".join(second)) == fresh


LINKS = st.sampled_from(
    (
        *(HEADER, FOOTER, "<a href='/x'></a>", "<a href='/x'>甲</a>", "<a href='b.html'>乙</a>"),
        "<p>" + "长" * 300 + "</p>",
        "<nav><a href='/x'>丙</a><a href='b.html' title='丁'></a><img src='../c.png' alt='戊'></nav>",
        "<nav><a href='?page=2'>己</a><a href='/x'>庚</a></nav>",
        "<nav><a href='mailto:nobody'>辛</a><a href='/y'>壬</a></nav>",
        "<div hidden>", "</div>", "<ul class='menu'><li><a href='./d/'>癸</a><nav><a href='/y'>子</a></nav></ul>",
    )
)  # fmt: skip
PAGES = st.lists(
    st.tuples(st.sampled_from(("/", "/a/x.html", "/a/y.html?z=1", "/b/")), st.lists(LINKS, max_size=6)), max_size=4
)


def links_of(path: str, pieces: list[str], base: str) -> SourceReading:
    made = Sketch(base + "".join(pieces))
    return find_links(made, Resolver(base_of(made, "http://a.cn" + path)))


@settings(max_examples=300)
@given(PAGES, st.sampled_from(("", "<base href='/b/c/'>")))
def test_links_of_what_is_remembered_are_those_that_would_have_been_found(
    pages: list[tuple[str, list[str]]], base: str
) -> None:
    fresh = []
    for path, pieces in pages:
        repeated_parts._parts.clear()
        fresh.append(links_of(path, pieces, base))
    repeated_parts._parts.clear()
    for _ in range(2):
        assert [links_of(path, pieces, base) for path, pieces in pages] == fresh


def test_links_are_remembered_by_folder_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_FOLDERS", 3)
    repeated_parts._parts.clear()
    for number in range(10):
        found = links_of(f"/{number}/", ["<nav><a href='a.html'>首页</a></nav>"], "").links
        assert [link.url for link in found] == [f"http://a.cn/{number}/a.html"]
    (part,) = repeated_parts._parts.values()
    assert 0 < len(part.links) <= 3


@pytest.mark.parametrize(("elements", "text"), [(12, 10_000), (1_000, 20), (15, 25)])
def test_what_is_too_much_is_cut_where_it_was(monkeypatch: pytest.MonkeyPatch, elements: int, text: int) -> None:
    monkeypatch.setattr(sketch, "MAX_ELEMENTS", elements)
    monkeypatch.setattr(sketch, "MAX_TEXT", text)
    html = "<p>正文</p>" + HEADER + FOOTER + HEADER
    repeated_parts._parts.clear()
    fresh = told(html)
    monkeypatch.undo()
    told(html)
    monkeypatch.setattr(sketch, "MAX_ELEMENTS", elements)
    monkeypatch.setattr(sketch, "MAX_TEXT", text)
    assert told(html) == fresh


def test_no_more_is_remembered_than_allowed() -> None:
    repeated_parts._parts.clear()
    for number in range(repeated_parts.MOST_PARTS + 10):
        Sketch(f"<nav><a href='/{number}'>第{number}</a></nav>")
    Sketch("<nav>" + "长" * repeated_parts.MOST_CHARS + "</nav>")
    assert len(repeated_parts._parts) == repeated_parts.MOST_PARTS
