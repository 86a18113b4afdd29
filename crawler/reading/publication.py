"""Where on a page its date of publication stands, in order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from crawler.reading.dates import printed_dates, read_date
from crawler.reading.fields import standard_name
from crawler.reading.layout import Layout, Zones
from crawler.reading.partial_dates import TRADITIONAL, Told, attribute_date, hints_of, partial_date
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import beginning, label, ordered
from records.evidence import SourcedDate

_BEHIND = 60
_META_LINE = re.compile(r"来源|作者|编辑|浏览|点击|阅读|访问|字体|字号|打印|分享|\d{1,2}:\d\d")
_EMPTY = re.compile(r"[\s\]】|]*(?:$|[\u4e00-\u9fff]{2,6}\s*[:：])")  # the next label follows at once
_SENTENCE = re.compile(r"[。；;!！]|.{40}")
_LONGEST_LINE = 120
_LONGEST_SCRIPT = 20_000
_MOST_SCRIPTS = 40
_MOST_LABELS = 100
_BEFORE_LABEL = "[【(（|/,，、;；:：>»"
_WRITTEN = re.compile(
    r"(?:document\.write(?:ln)?\s*\(|innerHTML\s*=|innerText\s*=|textContent\s*=|\.(?:html|text|append)\s*\("
    r"|\b\w{0,20}(?:pub|release|fb)\w{0,10}(?:date|time|sj|rq)\w{0,5}[\"']?\s*[=:])\s*[\w.]{0,30}\(?\s*"
    r"(?P<quote>[\"'])(?P<value>[^\"'<>]{6,40})(?P=quote)",
    re.IGNORECASE,
)
# Words before a date that say what else it is (成文日期:, 截至, 定于 …); none of them is a label of publication.
_OTHERWISE = (":", "：", "至", "于", "自", "从", "到", "将", "在")


@cache
def _labelled_date(key: str) -> re.Pattern[str]:
    return re.compile(label(key) + r"\s*(?:[:：]\s*|[】\]]\s*|[\t ]\s*|(?=[\d〇一二]))")


def label_offset(layout: Layout) -> int:
    """Where around the title a label of publication stands, whatever follows it (-1: nowhere)."""
    sketch = layout.sketch
    for match in beginning(_labelled_date("published"), sketch.text, _BEFORE_LABEL, *layout.front):
        holder = sketch.holder(match.start())
        if holder >= 0 and not sketch.nav[holder] and not sketch.hidden[holder]:
            return match.start()
    return -1


def find_published(layout: Layout, html: str, url: str, as_of: date | None) -> SourcedDate | None:
    """The publication date that a reader (or the standard's meta tag) is told, or None."""
    sketch = layout.sketch
    zones = layout.zones
    if found := _behind_label(sketch, zones, "published", url, as_of):
        return found
    for name in ordered("meta", "published"):
        if (value := layout.meta.get(name)) and (day := read_date(value, as_of)):
            return SourcedDate(day, f"meta:{standard_name(name)}")
    if found := _behind_label(sketch, zones[:1], "published_weak", url, as_of):
        return found
    bare = unlabelled(layout, as_of)
    if day := next((day for day, telling in bare if telling), None):
        return SourcedDate(day, "visible")
    if found := _behind_label(sketch, zones[:1], "updated", url, as_of):
        return SourcedDate(found.value, "visible:更新时间")
    return written_by_script(layout, zones, as_of) or _by_htmldate({day for day, _ in bare}, html, as_of)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a date: as written, where it stands, whether in a table's cell, and what follows it."""

    label: str
    offset: int
    cell: bool
    rest: str


def labels_within(sketch: Sketch, zones: Zones, key: str) -> Iterator[Labelled]:
    """The labels of one list of the data file that stand in the zones outside navigation, the first of each zone."""
    for start, zone in zones:
        for match in islice(beginning(_labelled_date(key), zone, _BEFORE_LABEL), _MOST_LABELS):
            offset = start + match.start()
            holder = sketch.holder(offset)
            if holder < 0 or sketch.nav[holder] or sketch.hidden[holder]:
                continue
            # In an information table the value stands in the next cell.
            cell = "\t" in zone[match.start() : match.end()] or sketch.tags[holder] in ("td", "th")
            yield Labelled(match[0], offset, cell, zone[match.end() : match.end() + _BEHIND])


def _behind_label(sketch: Sketch, zones: Zones, key: str, url: str, as_of: date | None) -> SourcedDate | None:
    for labelled in labels_within(sketch, zones, key):
        place = "info-table" if labelled.cell else "visible"
        if day := read_date(value_behind(labelled.rest), as_of):
            return SourcedDate(day, place)
        if told := _partly_told(sketch, labelled, url, as_of):
            return SourcedDate(told.value, f"{place}:{told.added}" if told.added else place)
    return None


def _partly_told(sketch: Sketch, labelled: Labelled, url: str, as_of: date | None) -> Told | None:
    """A date behind a label that is not written in full, or told by an attribute of an empty element behind it."""
    rest = labelled.rest
    words = rest.lstrip().split("\n", 1)[0].split("\t", 1)[0].split()[:2]
    behind = sketch.holder(labelled.offset + len(labelled.label) + len(rest) - len(rest.lstrip()))
    around = [index for index in (behind, *sketch.ancestors(behind)[:2]) if index >= 0]
    minguo = bool(TRADITIONAL.search(labelled.label))
    hints = hints_of(url, [sketch.attrs[index] for index in around], minguo=minguo)
    for text in (" ".join(words), *words[:1]):
        if told := partial_date(text.strip("[]【】()（）|"), as_of, hints):
            return told
    if _EMPTY.match(rest):
        for index in _elements_behind(sketch, labelled.offset):
            if day := attribute_date(sketch.attrs[index], as_of):
                return Told(day, "attribute-only")
    return None


def _elements_behind(sketch: Sketch, offset: int) -> Iterator[int]:
    """The empty elements that follow a label in its block."""
    holder = sketch.holder(offset)
    block = sketch.parents[holder] if sketch.parents[holder] >= 0 else holder
    for index in range(block + 1, min(sketch.ends[block], block + 40)):
        if sketch.starts[index] == sketch.stops[index] and sketch.starts[index] >= offset:
            yield index


def written_by_script(layout: Layout, zones: Zones, as_of: date | None) -> SourcedDate | None:
    """The one date that a script writes where an empty label of publication stands: nobody here runs the script."""
    sketch = layout.sketch
    labels = labels_within(sketch, zones, "published")
    empty = any(_EMPTY.match(labelled.rest) for labelled in labels)
    if not empty:
        return None
    told = {
        day
        for script in sketch.scripts[:_MOST_SCRIPTS]
        for match in _WRITTEN.finditer(script[:_LONGEST_SCRIPT])
        if (day := read_date(match["value"], as_of))
    }
    return SourcedDate(told.pop(), "script") if len(told) == 1 else None


def value_behind(rest: str) -> str:
    """What belongs to the label: up to the end of the cell or line; the date must come at once."""
    line = rest.lstrip().split("\n", 1)[0].split("\t", 1)[0]
    dates = printed_dates(line)
    if dates and dates[0][0] <= 2:
        return line[: dates[0][1]]
    return "" if dates else line[:30]


def unlabelled(layout: Layout, as_of: date | None) -> list[tuple[date, bool]]:
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
