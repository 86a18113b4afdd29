"""The quick search for dates finds what the plain pattern finds, wherever it looks."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.reading.dates import _FORMS, _forms

pieces = st.sampled_from(
    [
        "2026",
        "1998",
        "20",
        "2",
        "１",
        "٣",
        "〇",
        "二〇二六",
        "十",
        "年",
        "月",
        "日",
        "号",
        "-",
        "/",
        ".",
        " ",
        "5",
        "31",
        "文",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
@example("12026年1月5日")
@example("二二〇二六年五月三十一日2026-1-5")
def test_the_quick_search_misses_nothing_and_adds_nothing(text: str) -> None:
    assert [found.span() for found in _forms(text)] == [found.span() for found in _FORMS.finditer(text)]
