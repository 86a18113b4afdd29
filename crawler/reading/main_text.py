"""Which part of a page is its own text."""

from __future__ import annotations

from functools import lru_cache

from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import selectors

ENOUGH = 50
_LONG_LINE = 25
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

    Of nested known containers the innermost that still has most of the text is taken; where one holds the title too,
    an inner one behind the title is preferred even if it is empty (a page that shows only a film).
    """
    candidates = known_containers(sketch, "content")
    if candidates:
        best = max(candidates, key=sketch.plain_length)
        inner = [index for index in candidates if best < index < sketch.ends[best]]
        if best < title < sketch.ends[best]:
            behind = [index for index in inner if index > title and sketch.tags[index] not in ("h1", "h2", "span")]
            if behind:
                return _named(sketch, max(behind, key=sketch.plain_length))
        enough = sketch.plain_length(best) * 0.8
        for index in reversed(inner):
            if sketch.plain_length(index) >= max(enough, 1):
                best = index
                break
        if sketch.plain_length(best) >= ENOUGH:
            return _named(sketch, best)
    dense = _densest(sketch)
    if dense >= 0 and sketch.plain_length(dense) >= ENOUGH:
        return dense, "density"
    return _named(sketch, best) if candidates else (-1, "")


def _named(sketch: Sketch, index: int) -> tuple[int, str]:
    wanted = selectors("content")
    return index, next(name for name in sketch.names(index) if name in wanted)


def _densest(sketch: Sketch) -> int:
    """The block whose own paragraphs hold most words outside links: each long line counts for the block it stands in
    and half for the one around that."""
    scores: dict[int, float] = {}
    offset = 0
    for line in sketch.text.split("\n"):
        if len(line) >= _LONG_LINE:
            holder = sketch.holder(offset)
            if holder >= 0 and not sketch.nav[holder] and sketch.link_length(holder) * 2 < len(line):
                around = [index for index in (holder, *sketch.ancestors(holder)) if sketch.tags[index] in _BLOCKS][:2]
                for index, weight in zip(around, (1.0, 0.5), strict=False):
                    scores[index] = scores.get(index, 0.0) + weight * len(line)
        offset += len(line) + 1
    return max(scores, key=lambda index: (scores[index], -index)) if scores else -1


def visible_text(sketch: Sketch) -> str:
    """What the page shows outside headers, menus and footers."""
    pieces = []
    position = 0
    index = 0
    while (index := sketch.nav.find(1, index)) >= 0:
        pieces.append(sketch.text[position : sketch.starts[index]])
        position = max(position, sketch.stops[index])
        index = sketch.ends[index]
    pieces.append(sketch.text[position:])
    return "\n".join(line for piece in pieces for part in piece.split("\n") if (line := part.strip(" ")))
