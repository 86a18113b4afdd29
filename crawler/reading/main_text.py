"""Which part of a page is its own text."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import label, selectors

ENOUGH = 50
_LONG_LINE = 25
_SHORT = 8
_SENTENCE_ENDS = ("。", ":", "：", "；", "！", "？")
_ABOUT = re.compile(f"(?:{label('published')}|{label('source')})\\s*[:：]")
_BLOCKS = frozenset(("div", "td", "section", "article", "main", "body", "ul", "ol", "form", "dd", "center"))


def known_containers(sketch: Sketch, kind: str) -> list[int]:
    """Elements outside navigation that bear a name of the data file's list ``kind``, in document order."""
    nav = sketch.nav
    return [
        index
        for index, attributes in enumerate(sketch.attrs)
        if attributes and not nav[index] and kind in _container_kinds(attributes.get("class"), attributes.get("id"))
    ]


@lru_cache(maxsize=8192)
def _container_kinds(classes: str | None, identity: str | None) -> frozenset[str]:
    names = ["." + name for name in (classes or "").lower().split()]
    names.append("#" + (identity or "").lower())
    return frozenset(kind for kind in ("content", "title", "list") if any(name in selectors(kind) for name in names))


def find_content(sketch: Sketch, title: int) -> tuple[int, str]:
    """The element that holds an article's text and where that is known from; (-1, "") when nothing is convincing.

    A known container is taken unless the page's words stand elsewhere, by density; of a short text (a notice of one
    sentence) density is believed only behind a title.
    """
    known, certain = _known(sketch, title)
    if certain:
        return _named(sketch, known)
    dense = _densest(sketch, title)
    length = sketch.plain_length(dense) if dense >= 0 else 0
    if known >= 0 and sketch.plain_length(known) >= ENOUGH and length < 2 * sketch.plain_length(known):
        return _named(sketch, known)
    if length >= (_SHORT if title >= 0 else ENOUGH):
        return dense, "density"
    return _named(sketch, known) if known >= 0 else (-1, "")


def _known(sketch: Sketch, title: int) -> tuple[int, bool]:
    """The best known container (-1: none) and whether it holds enough of the page's words to be certain.

    Of nested ones the innermost that still has most of the text is taken; where one holds the title too, an inner one
    behind the title is preferred even if it is empty (a page that shows only a film).
    """
    candidates = known_containers(sketch, "content")
    if not candidates:
        return -1, False
    best = max(candidates, key=sketch.plain_length)
    inner = [index for index in candidates if best < index < sketch.ends[best]]
    if best < title < sketch.ends[best]:
        behind = [index for index in inner if index > title and sketch.tags[index] not in ("h1", "h2", "span")]
        if behind:
            return max(behind, key=sketch.plain_length), True
    enough = max(sketch.plain_length(best) * 0.8, 1)
    best = next((index for index in reversed(inner) if sketch.plain_length(index) >= enough), best)
    return best, sketch.plain_length(best) >= max(ENOUGH, _shown_length(sketch) * 0.3)


def _shown_length(sketch: Sketch) -> int:
    """How many characters the page shows outside links and navigation."""
    return sketch.plain_length(0) - sum(sketch.plain_length(root) for root in sketch.nav_roots())


def _named(sketch: Sketch, index: int) -> tuple[int, str]:
    wanted = selectors("content")
    return index, next(name for name in sketch.names(index) if name in wanted)


def _densest(sketch: Sketch, title: int) -> int:
    """The block whose own paragraphs hold most words outside links and behind the title (-1: none).

    Each line counts for the block it stands in and half for the one around that; sentences count most, rows of a table
    and short lines little, lines about the page (发布时间, 来源) nothing.
    """
    begin = sketch.stops[title] if title >= 0 else 0
    scores: dict[int, float] = {}
    offset = 0
    for line in sketch.text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        if len(line) < _SHORT or start < begin or _ABOUT.search(line[:60]):
            continue
        holder = sketch.holder(start)
        if holder < 0 or sketch.nav[holder] or sketch.link_length(holder) * 2 >= len(line):
            continue
        prose = "\t" not in line and (len(line) >= _LONG_LINE or line.endswith(_SENTENCE_ENDS))
        weight = len(line) * (1.0 if prose else 0.1)
        around = [index for index in (holder, *sketch.ancestors(holder)) if sketch.tags[index] in _BLOCKS][:2]
        for index, share in zip(around, (1.0, 0.5), strict=False):
            scores[index] = scores.get(index, 0.0) + weight * share
    return max(scores, key=lambda index: (scores[index], -index)) if scores else -1


def visible_text(sketch: Sketch) -> str:
    """What the page shows outside headers, menus and footers."""
    pieces = []
    position = 0
    for index in sketch.nav_roots():
        pieces.append(sketch.text[position : sketch.starts[index]])
        position = max(position, sketch.stops[index])
    pieces.append(sketch.text[position:])
    return "\n".join(line for piece in pieces for part in piece.split("\n") if (line := part.strip(" ")))
