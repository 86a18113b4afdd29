"""Where on a page its date of publication stands, in order of trust."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from crawler.reading.dates import printed_dates, read_date, widen
from crawler.reading.fields import standard_name
from crawler.reading.layout import Layout
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import label, ordered
from records.evidence import SourcedDate

_BEHIND = 60
_META_LINE = re.compile(r"来源|作者|编辑|浏览|点击|阅读|访问|字体|字号|打印|分享|\d{1,2}:\d\d")
_SENTENCE = re.compile(r"[。；;!！]|.{40}")
_LONGEST_LINE = 120
# Words before a date that say what else it is (成文日期:, 截至, 定于 …); none of them is a label of publication.
_OTHERWISE = (":", "：", "至", "于", "自", "从", "到", "将", "在")


@cache
def _labelled_date(key: str) -> re.Pattern[str]:
    before = r"(?:^|(?<=[\s\[【(（|/,，、;；:：>»]))"
    return re.compile(before + label(key) + r"\s*(?:[:：]\s*|[】\]]\s*|[\t ]\s*|(?=[\d〇一二]))", re.MULTILINE)


def label_offset(layout: Layout) -> int:
    """Where around the title a label of publication stands, whatever follows it (-1: nowhere)."""
    sketch = layout.sketch
    for match in _labelled_date("published").finditer(sketch.text, *layout.front):
        holder = sketch.holder(match.start())
        if holder >= 0 and not sketch.nav[holder] and not sketch.hidden[holder]:
            return match.start()
    return -1


def find_published(layout: Layout, html: str, as_of: date | None) -> SourcedDate | None:
    """The publication date that a reader (or the standard's meta tag) is told, or None."""
    sketch = layout.sketch
    zones = _zones(layout)
    if found := _behind_label(sketch, zones, "published", as_of):
        return found
    for name in ordered("meta", "published"):
        if (value := layout.meta.get(name)) and (day := read_date(value, as_of)):
            return SourcedDate(day, f"meta:{standard_name(name)}")
    if found := _behind_label(sketch, zones[:1], "published_weak", as_of):
        return found
    bare = _unlabelled(layout, as_of)
    if day := next((day for day, telling in bare if telling), None):
        return SourcedDate(day, "visible")
    if found := _behind_label(sketch, zones[:1], "updated", as_of):
        return SourcedDate(found.value, "visible:更新时间")
    return _by_htmldate({day for day, _ in bare}, html, as_of)


def _zones(layout: Layout) -> list[tuple[int, int]]:
    """First what stands around the title, then what stands outside the article's own text."""
    sketch, front, content = layout.sketch, layout.front, layout.content
    if content < 0:
        return [front]
    return [front, (0, sketch.starts[content]), (sketch.stops[content], len(sketch.text))]


def _behind_label(sketch: Sketch, zones: list[tuple[int, int]], key: str, as_of: date | None) -> SourcedDate | None:
    for start, stop in zones:
        zone = widen(sketch.text[start:stop])
        for match in _labelled_date(key).finditer(zone):
            offset = start + match.start()
            holder = sketch.holder(offset)
            if holder < 0 or sketch.nav[holder] or sketch.hidden[holder]:
                continue
            value = _value(zone[match.end() : match.end() + _BEHIND])
            if day := read_date(value, as_of):
                # In an information table the value stands in the next cell.
                cell = "\t" in zone[match.start() : match.end()] or sketch.tags[holder] in ("td", "th")
                return SourcedDate(day, "info-table" if cell else "visible")
    return None


def _value(rest: str) -> str:
    """What belongs to the label: up to the end of the cell or line; the date must come at once."""
    line = rest.lstrip().split("\n", 1)[0].split("\t", 1)[0]
    dates = printed_dates(line)
    if dates and dates[0][0] <= 2:
        return line[: dates[0][1]]
    return "" if dates else line[:30]


def _unlabelled(layout: Layout, as_of: date | None) -> list[tuple[date, bool]]:
    """Dates without a label between title and text, and whether their line tells that they are the page's.

    A line tells it when the date is alone on it, or beside a time, a source or the like. Running text ends the search.
    """
    sketch = layout.sketch
    found: list[tuple[date, bool]] = []
    offset, stop = layout.band
    for line in sketch.text[offset:stop].split("\n"):
        start, offset = offset, offset + len(line) + 1
        meta_line = bool(_META_LINE.search(line))
        if start > layout.band[0] and (len(line) > _LONGEST_LINE or (not meta_line and _SENTENCE.search(line))):
            break
        dates = printed_dates(line, as_of)
        if len(dates) != 1 or line[: dates[0][0]].rstrip().endswith(_OTHERWISE):
            continue
        first, last, day = dates[0]
        holder = sketch.holder(start + first)
        if (
            holder < 0
            or sketch.nav[holder]
            or sketch.hidden[holder]
            or layout.head in (holder, *sketch.ancestors(holder))
        ):
            continue
        rest = line[:first].strip(" \t[(（【") + line[last:].strip(" \t])）】")
        found.append((day, not rest or meta_line))
    return found


def _by_htmldate(printed: set[date], html: str, as_of: date | None) -> SourcedDate | None:
    """htmldate's answer, only where that very date is printed between title and text."""
    if len(printed) != 1:
        return None
    from htmldate import find_date  # noqa: PLC0415 - slow to load, and few pages get here

    try:
        answer = find_date(html, extensive_search=False, original_date=True)
    except Exception:
        return None
    day = read_date(answer, as_of) if answer else None
    return SourcedDate(day, "htmldate") if day and day in printed else None
