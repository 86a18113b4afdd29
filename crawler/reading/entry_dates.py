"""The date of a list's entry where none is written in full: in boxes, cut short, told by distance, still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from crawler.reading.dates import boxed_date, plausible, printed_dates, widen
from crawler.reading.partial_dates import TRADITIONAL, Hints, attribute_date, hints_of, partial_date
from crawler.reading.sketch import Sketch
from records.evidence import SourcedDate

_LONGEST = 40
_MOST_ELEMENTS = 60
_HEADING_WITHIN = 3000
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_MAY_BE_DATE = re.compile(r"\d|[刚昨今前]")
_YEAR_LINE = re.compile(r"^[^\w\n]*((?:19|20)\d\d)\s*年度?[^\w\n]*$", re.MULTILINE)
_LABEL = re.compile(r"^\W*(?:发布|更新|发表)?(?:时间|日期|于)?\s*[:：]?\s*")


@dataclass(frozen=True, slots=True)
class EntryDate:
    """``value`` stands in the text from ``start`` to ``stop``; ``added`` is what had to be added to it.

    ``to_come`` is a date later than the day of reading: it is shown, and believed by nobody.
    """

    value: date | None
    added: str = ""
    start: int = -1
    stop: int = -1
    to_come: SourcedDate | None = None


def date_in_block(sketch: Sketch, block: int, anchor: int, as_of: date | None) -> EntryDate:
    """The date beside the link ``anchor`` in its ``block``, which holds no whole date that can be believed."""
    start, stop = sketch.starts[block], sketch.stops[block]
    if found := _in_boxes(sketch, block, as_of):
        return found
    hints: Hints | None = None
    for element, first, last in _pieces(sketch, block, anchor):
        text = sketch.text[first:last]
        if not 2 <= last - first <= _LONGEST or not _MAY_BE_DATE.search(text):
            continue
        if hints is None:
            hints = _hints(sketch, block, anchor, element)
        for piece in (text, _LABEL.sub("", text, count=1)):
            if told := partial_date(piece, as_of, hints):
                return EntryDate(told.value, told.added, first, last)
    for index in range(block, min(sketch.ends[block], block + _MOST_ELEMENTS)):
        if sketch.starts[index] == sketch.stops[index] and (day := attribute_date(sketch.attrs[index], as_of)):
            return EntryDate(day, "attribute-only")
    if as_of is not None and stop - start < 600 and _HAS_YEAR.search(widen(sketch.text[start:stop])):
        beside = sketch.text[start : sketch.starts[anchor]] + "\n" + sketch.text[sketch.stops[anchor] : stop]
        days = {day for _, _, day in printed_dates(beside)}
        if len(days) == 1 and (day := days.pop()) and not plausible(day.year, day.month, day.day, as_of):
            return EntryDate(None, to_come=SourcedDate(day, "list"))
    return EntryDate(None)


def _in_boxes(sketch: Sketch, block: int, as_of: date | None) -> EntryDate | None:
    if not _HAS_YEAR.search(sketch.text, sketch.starts[block], sketch.stops[block]):
        return None
    for child in range(block + 1, sketch.ends[block]):
        small = 6 <= sketch.stops[child] - sketch.starts[child] <= 20
        if small and (value := boxed_date(_apart(sketch, child), as_of)):
            return EntryDate(value, "", sketch.starts[child], sketch.stops[child])
    return None


def _pieces(sketch: Sketch, block: int, anchor: int) -> Iterator[tuple[int, int, int]]:
    """Small elements of the block, and what stands in it before and behind the link: (element, start, stop)."""
    for child in range(block + 1, min(sketch.ends[block], block + _MOST_ELEMENTS)):
        if child != anchor:
            yield child, sketch.starts[child], sketch.stops[child]
    yield block, sketch.stops[anchor], sketch.stops[block]
    yield block, sketch.starts[block], sketch.starts[anchor]


def _hints(sketch: Sketch, block: int, anchor: int, element: int) -> Hints:
    around = [index for index in (element, *sketch.ancestors(element)) if index >= block]
    minguo = bool(TRADITIONAL.search(sketch.text[:5000]))
    attributes = [sketch.attrs[index] for index in (*around, anchor)]
    return hints_of(sketch.attribute(anchor, "href"), attributes, year=_year_above(sketch, block), minguo=minguo)


def _year_above(sketch: Sketch, block: int) -> int:
    """The year that heads the entries (0: none); years one after the other are a choice, not a heading."""
    start = sketch.starts[block]
    window = sketch.text[max(0, start - _HEADING_WITHIN) : start]
    lines = list(_YEAR_LINE.finditer(window))
    if not lines or (len(lines) > 1 and not window[lines[-2].end() : lines[-1].start()].strip()):
        return 0
    return int(lines[-1][1])


def _apart(sketch: Sketch, index: int) -> str:
    """An element's text with a blank between the texts of its children, which a style sheet may set apart."""
    cuts = {sketch.starts[index], sketch.stops[index]}
    for child in range(index + 1, sketch.ends[index]):
        cuts.update((sketch.starts[child], sketch.stops[child]))
    places = sorted(cuts)
    return " ".join(sketch.text[start:stop] for start, stop in pairwise(places))
