"""A header, menu or footer that was walked before yields the same sketch as one that was not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FOOTER, HEADER

from crawler.reading import repeated_parts, sketch
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
    return {name: getattr(made, name) for name in Sketch.__slots__}


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=8), st.lists(PIECES, max_size=8))
def test_what_is_remembered_is_what_would_have_been_walked(first: list[str], second: list[str]) -> None:
    repeated_parts._parts.clear()
    fresh = told("".join(second))
    repeated_parts._parts.clear()
    told("".join(first))
    told("".join(second))
    assert told("".join(second)) == fresh


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
