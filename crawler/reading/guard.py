"""Cutting a page before the parser would run away on it.

The HTML standard makes two things expensive: every open element is looked through for many tags (quadratic in depth),
and open formatting elements (``<b>``, ``<font>`` …) are made again in every new paragraph (WHATWG HTML 13.2.4.3), so
that a few kilobytes can become gigabytes. Both are estimated in one pass over the tags, on pages of many tags only.
"""

from __future__ import annotations

import re

MANY_TAGS = 3_000
MAX_DEPTH = 4_000
MAX_REMADE = 500_000
_FORMATTING = ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_CLOSED_ELSEWHERE = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "html", "head", "body",
    )
)  # fmt: skip


def safe_prefix(html: str) -> str:
    """``html`` up to where its nesting becomes absurd; nearly every page is returned whole."""
    if html.count("<") <= MANY_TAGS:
        return html
    depth = formatting = remade = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        step = -1 if match[1] else 1
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
        else:
            remade += formatting
        if name not in _CLOSED_ELSEWHERE:
            depth = max(0, depth + step)
        if depth > MAX_DEPTH or remade > MAX_REMADE:
            return html[: match.start()]
    return html
