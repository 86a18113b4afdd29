"""What a page is: a list, an article, or something else."""

from __future__ import annotations

import re

from crawler.reading.layout import Layout
from crawler.reading.listing import Entry
from crawler.reading.main_text import known_containers
from crawler.reading.resolving import path_of
from crawler.reading.vocabulary import ordered
from records.evidence import SourcedDate

_SOME_PROSE = 100
_MUCH_PROSE = 400
_PROSE_LINE = 20
_INDEX_NAME = re.compile(r"^(?:index|list|default|more)?(?:[_\-]?\d{1,4})?(?:\.\w{2,5})?$", re.IGNORECASE)


def kind_of_page(layout: Layout, url: str, label: int, published: SourcedDate | None, entries: list[Entry]) -> str:
    """list | article | other: entries, their containers and the address against tags, labels and prose.

    ``label`` is the offset of a publication label by the title (-1: none); one that stands in an entry's block is the
    entry's own. Each sign counts a few points; a tie is a list, because its dates are read one by one.
    """
    article = _article_points(layout, label, published, entries)
    if entries and _list_points(layout, url, entries) >= article:
        return "list"
    return "article" if article >= 2 else "other"


def _article_points(layout: Layout, label: int, published: SourcedDate | None, entries: list[Entry]) -> int:
    sketch = layout.sketch
    own_label = label >= 0 and not any(
        sketch.starts[entry.block] <= label < sketch.stops[entry.block] and entry.offset > label for entry in entries
    )
    points = 4 if any(layout.meta.get(name) for key in ("title", "published") for name in ordered("meta", key)) else 0
    if own_label:
        points += 3
    elif published and all(entry.date != published.value for entry in entries):
        points += 2
    prose = _prose(layout)
    if prose >= _SOME_PROSE:
        points += 2 if prose < _MUCH_PROSE else 3
    return points


def _list_points(layout: Layout, url: str, entries: list[Entry]) -> int:
    points = min(len(entries), 3)
    if any(entry.date for entry in entries):
        points += 1
    if any(layout.holds(container, entries[0].block) for container in known_containers(layout.sketch, "list")):
        points += 1
    if _INDEX_NAME.match(path_of(url).rsplit("/", 1)[-1]):
        points += 1
    inside = sum(1 for entry in entries if layout.holds(layout.content, entry.anchor))
    if inside * 2 < len(entries) and _prose(layout) >= _SOME_PROSE:
        points -= 2  # a list beside an article's text
    return points


def _prose(layout: Layout) -> int:
    """How many characters stand in lines of running text outside links."""
    if layout.content < 0:
        return 0
    total = sum(len(line) for line in layout.sketch.lines(layout.content) if len(line) >= _PROSE_LINE)
    return max(0, total - layout.sketch.link_length(layout.content))
