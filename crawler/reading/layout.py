"""How a page is laid out: where its title and its text stand, and the stretch in which it presents itself."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reading.dates import widen
from crawler.reading.fields import meta_of, title_element
from crawler.reading.main_text import find_content
from crawler.reading.sketch import Sketch

_BEHIND_TITLE = 500
_INTO_TEXT = 400
_WITHOUT_CONTENT = 3000


Zones = list[tuple[int, str]]
"""Stretches of a page's text: where each begins, and the text with plain digits."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``head`` and ``content`` are the elements of the title and of the article's text (-1: unknown).

    ``content_source`` says how the content was known (a container's name, ``density`` or ``""``). ``front`` is the
    stretch of text from the title to a little into the text, ``band`` that between title and text. ``meta`` are the
    page's meta tags. ``zones`` are where labelled dates are looked for: first around the title, then outside the
    article's own text.
    """

    sketch: Sketch
    meta: dict[str, str]
    head: int
    content: int
    content_source: str
    front: tuple[int, int]
    band: tuple[int, int]
    zones: Zones

    @property
    def zone(self) -> str:
        """The text in which labelled fields are looked for: all but the inner part of the article's own text."""
        sketch, content = self.sketch, self.content
        if content < 0:
            return sketch.text[:_WITHOUT_CONTENT]
        inner = min(sketch.starts[content] + _INTO_TEXT, sketch.stops[content])
        return sketch.text[:inner] + "\n" + sketch.text[sketch.stops[content] :]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether element ``inner`` stands inside element ``outer``; -1 holds nothing."""
        return 0 <= outer < inner < self.sketch.ends[outer]


def lay_out(sketch: Sketch) -> Layout:
    """Find title and text."""
    head = title_element(sketch, sketch.head_title)
    content, source = find_content(sketch, head)
    front, band = _stretches(sketch, head, content)
    return Layout(sketch, meta_of(sketch), head, content, source, front, band, _zones(sketch, front, content))


def _zones(sketch: Sketch, front: tuple[int, int], content: int) -> Zones:
    spans = [front]
    if content >= 0:
        spans += [(0, sketch.starts[content]), (sketch.stops[content], len(sketch.text))]
    return [(start, widen(sketch.text[start:stop])) for start, stop in spans]


def _stretches(sketch: Sketch, head: int, content: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """``front`` and ``band``; a band never reaches into an article's text that is known to begin behind the title."""
    end = len(sketch.text)
    if head < 0:
        start = sketch.starts[content] if content >= 0 else 0
        front = (max(0, start - _BEHIND_TITLE), min(start + _INTO_TEXT // 2, end))
        return front, front
    top, bottom = sketch.starts[head], sketch.stops[head]
    if content < 0 or sketch.stops[content] <= top:
        front = (top, min(bottom + _BEHIND_TITLE, end))
        return front, front
    if content < head:  # the text's element holds the title too
        front = (top, min(bottom + _BEHIND_TITLE, sketch.stops[content]))
        return front, front
    start = sketch.starts[content]
    return (top, min(start + _INTO_TEXT // 2, sketch.stops[content])), (top, start)
