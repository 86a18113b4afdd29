"""Columns that say of themselves that they hold nothing."""

from __future__ import annotations

from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import any_of

_LONGEST = 60
_OTHER_WORDS = 120


def find_blank_marker(sketch: Sketch, title: str) -> str:
    """The sentence with which a page's main region says that it is empty; ``""`` where it holds anything else.

    Asked only of pages without list entries and without an article's text. The sentence must be most of its line, and
    besides it there may be only short words (headings, tabs), outside links and navigation.
    """
    pattern = any_of("blank", "sentences")
    marker = ""
    others = 0
    offset = 0
    for line in sketch.text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        bare = line.strip()
        if not bare:
            continue
        holder = sketch.holder(start + line.index(bare[0]))
        if holder < 0 or sketch.nav[holder]:
            continue
        match = pattern.search(bare)
        if match and len(bare) <= _LONGEST and len(match[0]) * 2 >= len(bare.strip("!！。.…~,，()（）")) and not marker:
            marker = match[0]
        elif bare != title and sketch.link_length(holder) * 2 < len(bare):
            others += len(bare)
    return marker if others <= _OTHER_WORDS else ""
