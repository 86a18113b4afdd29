"""Entries of a list page: links with the dates beside them, whatever the markup."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import islice

from crawler.reading.dates import printed_dates
from crawler.reading.entry_dates import date_in_block
from crawler.reading.reading import FoundItem
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words
from records.evidence import SourcedDate

MAX_ITEMS = 500
LEAST_UNLINKED = 3
LEAST_SHORT = 3
_CLIMB = 6
_LONGEST_ENTRY = 600
_LONGEST_LINE = 2_000
_FEW_LINKS = 40
_BRACKETS = re.compile(r"[\s\[\]()（）【】〔〕<>《》|/:：.·\-\d]*|(?:发布)?(?:时间|日期)[:：]?")
_FRAMES = " \n\t[]()（）【】"
_TIME = re.compile(r"\s*\d{1,2}:\d\d(?::\d\d)?")
# what stands before it is looked at behind its first figure: a search that begins with one is ten times as fast
_SHORT_DATE = re.compile(r"\d(?<![\d./年-]\d)(?:\d[-/.]\d\d(?![\d./-])|\d?月\d{1,2}日)")
_ITEM_TAGS = frozenset(("li", "tr", "dl", "dd", "dt", "div", "td", "p", "article", "section", "h3", "h4"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An item found in the sketch: its block, its link, the date beside it and where in the text that date stands.

    ``added`` is what had to be added to a date not written in full, ``to_come`` a date that lies in the future.
    """

    block: int
    anchor: int
    date: date | None
    offset: int = -1
    end: int = -1
    added: str = ""
    to_come: SourcedDate | None = None


def find_entries(sketch: Sketch, head: int, as_of: date | None) -> list[Entry]:
    """The entries outside navigation that have a date beside them, or else those of a clear list without dates.

    A block that holds the page's title (element ``head``, -1: none) is no entry: its date is the page's own.
    """
    dated = [entry for entry in _dated(sketch, as_of) if not entry.block < head < sketch.ends[entry.block]]
    if dated:
        return sorted(
            (*_with_siblings(sketch, dated, as_of), *_shortly_dated(sketch, dated, as_of)),
            key=lambda entry: entry.anchor,
        )
    return _repeated(sketch, as_of)


def as_items(sketch: Sketch, entries: list[Entry], resolve: Resolver) -> tuple[FoundItem, ...]:
    """Entries with absolute addresses; an address met twice keeps its first dated entry."""
    found: dict[str, FoundItem] = {}
    for entry in entries[:MAX_ITEMS]:
        url = resolve(sketch.attribute(entry.anchor, "href"))
        if url is None:
            continue
        source = f"list:{entry.added}" if entry.added else "list"
        dated = SourcedDate(entry.date, source) if entry.date else None
        item = FoundItem(_title(sketch, entry), url, dated, entry.to_come)
        if url not in found or (found[url].date is None and item.date):
            found[url] = item
    return tuple(found.values())


def count_unlinked(sketch: Sketch, as_of: date | None) -> int:
    """How many dated entries lead nowhere: their links have no address (``#``, ``javascript:;``) and no handler.

    Asked of pages without entries; fewer than :data:`LEAST_UNLINKED` are no list (0).
    """
    dead = {anchor for anchor in sketch.anchors if _leads_nowhere(sketch, anchor)}
    if len(dead) < LEAST_UNLINKED:
        return 0
    found: set[int] = set()
    for start, _, _ in printed_dates(sketch.text, as_of, {*sketch.starts, *sketch.stops})[:MAX_ITEMS]:
        holder = sketch.holder(start)
        for index in [holder, *sketch.ancestors(holder)][:_CLIMB] if holder >= 0 else ():
            within = sketch.anchors_within(index)
            if sketch.tags[index] in _ITEM_TAGS and within:
                found.update(within if len(within) == 1 and within[0] in dead else ())
                break
    return len(found) if len(found) >= LEAST_UNLINKED else 0


def _leads_nowhere(sketch: Sketch, anchor: int) -> bool:
    href = sketch.attribute(anchor, "href").replace(" ", "").lower().rstrip(";")
    dead = href in ("", "#", "###", "javascript:", "javascript:void(0)")
    return (
        dead and not sketch.nav[anchor] and not sketch.attribute(anchor, "onclick") and len(_shown(sketch, anchor)) >= 4
    )


def _title(sketch: Sketch, entry: Entry) -> str:
    full = sketch.attribute(entry.anchor, "title").strip()
    shown = sketch.text[sketch.starts[entry.anchor] : sketch.stops[entry.anchor]]
    if entry.date and sketch.starts[entry.anchor] <= entry.offset < sketch.stops[entry.anchor]:
        behind = _TIME.sub("", sketch.text[entry.end : sketch.stops[entry.anchor]], count=1)
        sides = (sketch.text[sketch.starts[entry.anchor] : entry.offset], behind)
        shown = max((side.strip(_FRAMES) for side in sides), key=len)
    lines = [line.strip() for line in shown.split("\n") if line.strip()]
    shown = " ".join(" ".join(lines[:1] if len(lines) > 1 and len(lines[0]) >= 6 else lines).split())
    # An abbreviated title (…) is written out in the title attribute.
    cut = shown.rstrip(" .…")
    if full and (not shown or (full.startswith(cut) and len(cut) < len(full))):
        return " ".join(full.split())[:300]
    return shown[:300]


def _usable(sketch: Sketch, anchor: int) -> bool:
    href = sketch.attribute(anchor, "href")
    return bool(href) and href[0] != "#" and href[:11].lower() != "javascript:" and not sketch.nav[anchor]


def _shown(sketch: Sketch, anchor: int) -> str:
    return sketch.words(anchor) or sketch.attribute(anchor, "title")


def _dated(sketch: Sketch, as_of: date | None) -> list[Entry]:
    entries: list[Entry] = []
    taken: set[int] = set()
    previous_end = 0
    dates = printed_dates(sketch.text, as_of, {*sketch.starts, *sketch.stops})
    starts = [start for start, _, _ in dates]
    for start, stop, value in dates[:MAX_ITEMS]:
        holder = sketch.holder(start)
        if holder < 0 or sketch.nav[holder]:
            continue
        entry = _beside(sketch, holder, _Spot(start, stop, previous_end, value), starts)
        previous_end = stop
        if entry and entry.anchor not in taken:
            taken.add(entry.anchor)
            entries.append(entry)
    return entries


@dataclass(frozen=True, slots=True)
class _Spot:
    """A date in the text, and where the one before it ended."""

    start: int
    stop: int
    previous_end: int
    value: date


def _beside(sketch: Sketch, holder: int, spot: _Spot, starts: list[int]) -> Entry | None:
    """The link that a date belongs to: the one around it, the only one in its block, or its neighbour in a run."""
    chain = [holder, *sketch.ancestors(holder)][:_CLIMB]
    for depth, index in enumerate(chain):
        if sketch.tags[index] == "a":
            return _around(sketch, chain, depth, spot)
    if not _BRACKETS.fullmatch(_own_line(sketch, spot.start, spot.stop)):
        return None
    for index in chain:
        anchors = _neighbours(sketch, index, spot.start)
        if anchors:
            anchor = _nearest(sketch, index, anchors, spot, starts)
            return Entry(index, anchor, spot.value, spot.start, spot.stop) if anchor >= 0 else None
    return None


def _neighbours(sketch: Sketch, block: int, offset: int) -> list[int]:
    """The links of a block that may be entries; of a very long block those around ``offset``."""
    anchors = sketch.anchors_within(block)
    if len(anchors) > _FEW_LINKS:
        middle = bisect_left(anchors, offset, key=lambda anchor: sketch.starts[anchor])
        anchors = anchors[max(0, middle - _FEW_LINKS // 2) : middle + _FEW_LINKS // 2]
    return [anchor for anchor in anchors if _usable(sketch, anchor) and len(_shown(sketch, anchor)) >= 2]


def _nearest(sketch: Sketch, block: int, anchors: list[int], spot: _Spot, starts: list[int]) -> int:
    def longest(candidates: list[int]) -> int:
        return max(candidates, key=lambda anchor: len(_shown(sketch, anchor)))

    inside = starts[bisect_left(starts, sketch.starts[block]) : bisect_left(starts, sketch.stops[block])]
    if len(inside) < 2 and len({sketch.attribute(anchor, "href") for anchor in anchors}) <= 2:
        return longest(anchors) if sketch.plain_length(block) < _LONGEST_ENTRY else -1
    first = next(anchor for anchor in sketch.anchors_within(block) if _usable(sketch, anchor))
    if inside[0] < sketch.starts[first]:  # dates lead their links
        behind = next((anchor for anchor in anchors if sketch.starts[anchor] >= spot.stop), -1)
        return behind if behind >= 0 and sketch.starts[behind] - spot.stop <= 4 else -1
    before = [anchor for anchor in anchors if spot.previous_end <= sketch.stops[anchor] <= spot.start]
    return longest(before) if before else -1


def _around(sketch: Sketch, chain: list[int], depth: int, spot: _Spot) -> Entry | None:
    """A date inside a link: the list's own when it fills an element or stands apart at the edge, else the title's."""
    anchor = chain[depth]
    own_element = depth > 0 and _BRACKETS.fullmatch(_without(sketch, chain[0], spot.start, spot.stop))
    if not (own_element or _at_edge(sketch, anchor, spot.start, spot.stop)) or not _usable(sketch, anchor):
        return None
    block = next((index for index in chain[depth + 1 :] if sketch.tags[index] in _ITEM_TAGS), anchor)
    return Entry(block, anchor, spot.value, spot.start, spot.stop)


def _without(sketch: Sketch, index: int, start: int, stop: int) -> str:
    return sketch.text[sketch.starts[index] : start] + _TIME.sub("", sketch.text[stop : sketch.stops[index]], count=1)


def _at_edge(sketch: Sketch, anchor: int, start: int, stop: int) -> bool:
    """A date in figures that begins or ends a link's words, apart from the title by a blank."""
    if "年" in sketch.text[start:stop]:
        return False
    before = sketch.text[sketch.starts[anchor] : start]
    behind = _TIME.sub("", sketch.text[stop : sketch.stops[anchor]], count=1)
    if not behind.strip(" )]）】"):
        return bool(before) and before[-1] in " \n\t[(（【"
    return not before.strip(" [(（【") and behind[0] in " \n\t])）】"


def _own_line(sketch: Sketch, start: int, stop: int) -> str:
    """What stands on the date's line besides links, the date and a time: must be signs only for a list."""
    first = sketch.text.rfind("\n", 0, start) + 1
    last = sketch.text.find("\n", stop)
    last = len(sketch.text) if last < 0 else last
    if last - first > _LONGEST_LINE:
        return sketch.text[first:start]
    rest = []
    position = first
    anchor = bisect_right(sketch.link_ends, first)
    while anchor < len(sketch.anchors) and sketch.link_starts[anchor] < last:
        rest.append(sketch.text[position : max(position, sketch.link_starts[anchor])])
        position = max(position, sketch.link_ends[anchor])
        anchor += 1
    rest.append(sketch.text[position:last])
    return _TIME.sub("", "".join(rest).replace(sketch.text[start:stop], ""), count=1)


def _container(sketch: Sketch, entry: Entry) -> int:
    return sketch.parents[entry.block]


def _with_siblings(sketch: Sketch, dated: list[Entry], as_of: date | None) -> list[Entry]:
    """Entries without a date that stand in the same list as dated ones."""
    by_container: dict[int, list[Entry]] = {}
    for entry in dated:
        by_container.setdefault(_container(sketch, entry), []).append(entry)
    anchors = {entry.anchor for entry in dated}
    blocks = {entry.block for entry in dated}
    extra: list[Entry] = []
    for container, group in by_container.items():
        if container < 0 or len({entry.block for entry in group}) < len(group):
            continue
        if len(group) < 2 and sketch.tags[group[0].block] not in ("li", "tr"):
            continue
        shape = {(sketch.tags[entry.block], sketch.attribute(entry.block, "class")) for entry in group}
        for child in _children(sketch, container):
            if child in blocks or (sketch.tags[child], sketch.attribute(child, "class")) not in shape:
                continue
            usable = [anchor for anchor in sketch.anchors_within(child) if _usable(sketch, anchor)]
            if usable and not anchors & set(usable) and len({sketch.attribute(a, "href") for a in usable}) == 1:
                best = max(usable, key=lambda anchor: len(_shown(sketch, anchor)))
                if len(_shown(sketch, best)) >= 4:
                    extra.append(_boxed(sketch, child, as_of))
    return sorted(dated + extra, key=lambda entry: entry.anchor)


def _children(sketch: Sketch, index: int) -> list[int]:
    found = []
    child = index + 1
    while child < sketch.ends[index]:
        found.append(child)
        child = sketch.ends[child]
    return found


def _shortly_dated(sketch: Sketch, dated: list[Entry], as_of: date | None) -> list[Entry]:
    """Runs of entries with dates like ``11-02`` that stand beside a list with whole dates."""
    if sum(1 for _ in islice(_SHORT_DATE.finditer(sketch.text), LEAST_SHORT)) < LEAST_SHORT:
        return []
    containers = {_container(sketch, entry) for entry in dated}
    groups = _runs(sketch, as_of, frozenset(entry.anchor for entry in dated))
    runs = [group for (parent, _, _), group in groups.items() if parent not in containers]
    return [entry for group in runs if _is_short_run(group) for entry in group]


def _is_short_run(group: list[Entry]) -> bool:
    short = sum(1 for entry in group if entry.date and entry.added)
    return short >= LEAST_SHORT and short * 2 >= len(group)


def _repeated(sketch: Sketch, as_of: date | None) -> list[Entry]:
    """The largest run of like blocks with one link each, with dates in boxes of their own or none at all."""
    groups = _runs(sketch, as_of)
    if not groups:
        return []
    boxed = [entry for group in groups.values() if _tell_dates(group) for entry in group if entry.date]
    if boxed:
        keys = {sketch.parents[entry.block] for entry in boxed}
        return [entry for key, group in groups.items() if key[0] in keys for entry in group]
    best = max(groups.values(), key=lambda group: sum(min(len(_shown(sketch, entry.anchor)), 30) for entry in group))
    lengths = [len(_shown(sketch, entry.anchor)) for entry in best]
    clear = len(best) >= 3 and sum(lengths) / len(lengths) >= 8
    return [entry for entry in best if _shown(sketch, entry.anchor) not in words("paging", "words")] if clear else []


def _runs(
    sketch: Sketch, as_of: date | None, known: frozenset[int] = frozenset()
) -> dict[tuple[int, str, str], list[Entry]]:
    """Like blocks with one link each, by what they stand in; without the links that are ``known``."""
    groups: dict[tuple[int, str, str], list[Entry]] = {}
    seen: set[int] = set()
    for anchor in sketch.anchors:
        if anchor in known or not _usable(sketch, anchor) or len(_shown(sketch, anchor)) < 4:
            continue
        block = _single_link_block(sketch, anchor)
        if block < 0 or block in seen:
            continue
        seen.add(block)
        key = (sketch.parents[block], sketch.tags[block], sketch.attribute(block, "class"))
        entry = _boxed(sketch, block, as_of) if len(seen) <= MAX_ITEMS else Entry(block, anchor, None)
        groups.setdefault(key, []).append(entry)
    return groups


def _tell_dates(group: list[Entry]) -> bool:
    """Whether what looks like dates in a run of blocks is dates: written in full, or in half of the blocks at least."""
    dated = [entry for entry in group if entry.date]
    return any(not entry.added for entry in dated) or len(dated) * 2 >= min(len(group), MAX_ITEMS)


def _single_link_block(sketch: Sketch, anchor: int) -> int:
    """The largest element around a link that holds no link to elsewhere (-1: the link itself stands in a run)."""
    href = sketch.attribute(anchor, "href")
    block = -1
    for index in sketch.ancestors(anchor)[:_CLIMB]:
        within = sketch.anchors_within(index)
        if len(within) > 4 or any(sketch.attribute(other, "href") != href for other in within):
            break
        if sketch.tags[index] in _ITEM_TAGS:
            block = index
            if sketch.tags[index] in ("li", "tr", "dl"):
                break
    return block


def _boxed(sketch: Sketch, block: int, as_of: date | None) -> Entry:
    anchors = [anchor for anchor in sketch.anchors_within(block) if _usable(sketch, anchor)]
    best = max(anchors, key=lambda anchor: len(_shown(sketch, anchor)))
    found = date_in_block(sketch, block, best, as_of)
    return Entry(block, best, found.value, found.start, found.stop, found.added, found.to_come)
