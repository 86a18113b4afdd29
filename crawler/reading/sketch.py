"""A parsed page as flat lists in document order: elements, their parents and the stretch of text each covers.

Every reader works on this sketch, so a page is parsed and walked once. Building it costs about as much as parsing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.guard import safe_prefix
from crawler.reading.repeated_parts import Part, Trunk
from crawler.reading.vocabulary import words

MAX_CHARS = 4_000_000
MAX_ELEMENTS = 60_000
MAX_TEXT = 1_500_000
MAX_SCRIPT = 200_000
MAX_CLIMB = 60

_BLOCK, _INLINE, _LINK, _RARE = range(4)
"""How the walk takes an element: on lines of its own, within a line, as a link, or with a closer look."""

_WITHIN_LINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "input", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "script", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_NAV_TAGS = frozenset(("header", "nav", "footer"))
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "textarea", "svg", "math", "object", "select", "title")
)  # fmt: skip
_MANNERS = {
    **dict.fromkeys(_WITHIN_LINE, _INLINE),
    "a": _LINK,
    **dict.fromkeys(("area", "head", "meta", *_CELLS, *_NAV_TAGS, *_UNSEEN), _RARE),
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WRAPPED = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

Attributes = dict[str, str | None]


class Sketch:
    """The flat page. Index ``i`` names an element; its subtree is ``range(i, ends[i])``.

    ``text`` is the visible text with blocks on lines of their own and table cells apart by a tab;
    ``text[starts[i]:stops[i]]`` is what element ``i`` shows. ``nav[i]`` is 1 inside headers, menus and footers.
    ``scripts`` are inline scripts, ``islands`` inline data with its media type (``<script type="application/json">``),
    ``styles`` the style elements, ``styled`` the indices of elements whose style attribute names an address, ``ids``
    the elements' ids, ``anchors`` the indices of ``a`` and ``area`` elements with an address or a handler. ``grafted``
    are parts that were met on earlier pages, and the indices where they begin.
    """

    __slots__ = (
        "anchors",
        "attrs",
        "ends",
        "grafted",
        "head_title",
        "hidden",
        "ids",
        "islands",
        "link_ends",
        "link_starts",
        "link_sums",
        "metas",
        "nav",
        "options",
        "parents",
        "scripts",
        "starts",
        "stops",
        "styled",
        "styles",
        "tags",
        "text",
    )  # fmt: skip

    def __init__(self, html: str) -> None:
        self.tags: list[str] = []
        self.attrs: list[Attributes] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.anchors: list[int] = []
        self.metas: list[int] = []
        self.options: list[str] = []
        self.scripts: list[str] = []
        self.ids: list[str] = []
        self.islands: list[tuple[str, str]] = []
        self.styles: list[str] = []
        self.styled: list[int] = []
        self.grafted: list[tuple[int, Part]] = []
        self.head_title = ""
        self.text = ""
        nav_roots, hidden_roots = self._walk(LexborHTMLParser(safe_prefix(html[:MAX_CHARS])).root)
        self._measure_links()
        self.hidden = self._spread(hidden_roots)
        self.nav = self._spread([root for root in nav_roots if self._may_be_nav(root)])

    def _walk(self, root: LexborNode | None) -> tuple[list[int], list[int]]:  # noqa: PLR0912, PLR0915 - the one hot loop
        tags, attrs, parents, ends = self.tags, self.attrs, self.parents, self.ends
        starts, stops, anchors, ids = self.starts, self.stops, self.anchors, self.ids
        pieces: list[str] = []
        nav_roots: list[int] = []
        hidden_roots: list[int] = []
        trunk = Trunk(
            numbers=(parents, ends, anchors, self.metas, self.styled, nav_roots, hidden_roots),
            places=(starts, stops),
            things=(tags, attrs, ids, pieces, self.options, self.scripts, self.islands, self.styles),
            most=(MAX_ELEMENTS, MAX_TEXT),
        )
        position = 0
        pending = ""
        stack: list[LexborNode] = []
        parent = -1
        in_head = False
        seam = False  # a link or something hidden began or ended: figures on both sides are two numbers, not one
        node = root
        while node is not None:
            tag = node.tag or "-"
            if tag == "-text":
                raw = node.text_content or ""
                split = raw.split()
                if not split:
                    if not pending and raw:
                        pending = " "
                elif not in_head and position < MAX_TEXT:
                    if len(split) == 1:
                        piece = split[0]
                    else:
                        piece = " ".join((_WRAPPED.sub("", raw) if "\n" in raw else raw).split())
                    if not piece.isprintable():  # what is invisible is not, and of other pieces few are not
                        piece = _INVISIBLE.sub("", piece)
                    if position:
                        lead = pending or (" " if raw[0].isspace() else "")
                        if seam and not lead and piece[:1].isalnum():
                            last = pieces[-1][-1:]
                            figures = piece[:1].isascii() and last.isascii() and (last.isalnum() or last == "*")
                            lead = " " if figures else ""
                        piece = lead + piece
                    seam = False
                    pieces.append(piece)
                    position += len(piece)
                    pending = " " if raw[-1].isspace() else ""
            elif (manner := _MANNERS.get(tag, _BLOCK)) or tag[0] not in "-!":
                index = len(tags)
                if index >= MAX_ELEMENTS:
                    break
                attributes = node.attributes
                is_nav = manner == _RARE and tag in _NAV_TAGS
                if attributes:
                    name, identity = attributes.get("class"), attributes.get("id")
                    if (name or identity) and not is_nav:
                        is_nav = _names_navigation(name or "", identity or "")
                grown = None
                if is_nav and not in_head:
                    state = (position > 0, pending, seam, pieces[-1][-1:] if pieces else "")
                    grown = trunk.graft(node, state, parent, index, position)
                if grown is not None:
                    self.grafted.append((index, grown))
                    position += grown.length
                    pending, seam = grown.pending, grown.seam
                else:
                    tags.append(tag)
                    attrs.append(attributes)
                    parents.append(parent)
                    ends.append(index + 1)
                    starts.append(position)
                    stops.append(position)
                    child = node.child
                    if manner == _LINK:
                        anchors.append(index)
                        seam = True
                    elif manner == _BLOCK:
                        if pending != "\t":
                            pending = "\n"
                    elif manner == _RARE:
                        if tag in _CELLS:
                            pending = "\t" if pending != "\n" else pending
                        elif tag not in _WITHIN_LINE and pending != "\t":
                            pending = "\n"
                        if tag in _UNSEEN:
                            child = None
                        if tag == "area":
                            anchors.append(index)
                            seam = True
                        elif tag == "head":
                            in_head = in_head or child is not None
                        elif tag == "meta":
                            self.metas.append(index)
                        else:
                            self._keep_unseen(node, tag, attributes, in_head=in_head)
                    if attributes:
                        style = attributes.get("style")
                        if (style and _HIDDEN.search(style)) or "hidden" in attributes:
                            hidden_roots.append(index)
                            seam = True
                        if style and "url(" in style:
                            self.styled.append(index)
                        if identity:
                            ids.append(identity)
                    if is_nav:
                        nav_roots.append(index)
                    if child is not None:
                        stack.append(node)
                        parent = index
                        node = child
                        continue
            following = node.next
            while following is None and stack:
                node, index = stack.pop(), parent
                ends[index] = len(tags)
                stops[index] = position
                parent = parents[index]
                tag = tags[index]
                if tag == "a" or (hidden_roots and index == hidden_roots[-1]):
                    seam = True
                if tag not in _WITHIN_LINE:
                    pending = "\n" if tag not in _CELLS else "\t"
                    if tag == "head":
                        in_head = False
                if index == trunk.watched:
                    trunk.keep(position, pending, seam=seam)
                following = node.next
            node = following
        while stack:  # the page was cut: whatever is still open ends here
            stack.pop()
            ends[parent] = len(tags)
            stops[parent] = position
            parent = parents[parent]
        self.text = "".join(pieces)
        return nav_roots, hidden_roots

    @property
    def inlined(self) -> list[str]:
        """Inline scripts and inline data."""
        return [*self.scripts, *(text for _, text in self.islands)]

    def _keep_unseen(self, node: LexborNode, tag: str, attributes: Attributes, *, in_head: bool) -> None:
        """What an element holds that is no visible text."""
        if tag == "script":
            if "src" in attributes:
                return
            text = node.text()[:MAX_SCRIPT]
            media_type = (attributes.get("type") or "").lower()
            if "json" in media_type or "xml" in media_type:
                self.islands.append((media_type, text))
            else:
                self.scripts.append(text)
        elif tag == "style":
            self.styles.append(node.text()[:MAX_SCRIPT])
        elif tag == "title":
            if in_head and not self.head_title:
                self.head_title = " ".join(node.text()[:1000].split())
        elif tag == "select":
            self.options += [value for option in node.css("option[value]") if (value := option.attributes["value"])]

    def _measure_links(self) -> None:
        starts, stops = self.starts, self.stops
        self.link_starts = [starts[index] for index in self.anchors]
        self.link_ends = [stops[index] for index in self.anchors]
        total, reached, sums = 0, 0, [0]
        for start, stop in zip(self.link_starts, self.link_ends, strict=True):
            if stop > reached:
                total += stop - (start if start > reached else reached)  # a call of max costs as much as the rest
                reached = stop
            sums.append(total)
        self.link_sums = sums

    def _spread(self, roots: list[int]) -> bytearray:
        flags = bytearray(len(self.tags))
        for root in roots:
            flags[root : self.ends[root]] = b"\x01" * (self.ends[root] - root)
        return flags

    def _may_be_nav(self, root: int) -> bool:
        """Whether a container named like navigation can be it: it must not hold most of the page's own words."""
        if self.tags[root] in ("body", "html"):
            return False
        own = self.plain_length(root)
        return own < 200 or own * 2 < self.plain_length(0)

    def words(self, index: int) -> str:
        """The visible text of an element."""
        return self.text[self.starts[index] : self.stops[index]].strip()

    def attribute(self, index: int, name: str) -> str:
        """An attribute's value, ``""`` where it is missing or empty."""
        return self.attrs[index].get(name) or ""

    def anchors_within(self, index: int) -> list[int]:
        """The anchors inside an element, in document order."""
        return self.anchors[bisect_left(self.anchors, index) : bisect_left(self.anchors, self.ends[index])]

    def link_length(self, index: int) -> int:
        """How many characters of an element's text stand in links."""
        first, last = bisect_left(self.anchors, index), bisect_left(self.anchors, self.ends[index])
        return self.link_sums[last] - self.link_sums[first]

    def plain_length(self, index: int) -> int:
        """How many characters of an element's text stand outside links."""
        return self.stops[index] - self.starts[index] - self.link_length(index)

    def holder(self, offset: int) -> int:
        """The innermost element whose text covers ``offset`` (-1: none)."""
        index = bisect_right(self.starts, offset) - 1
        while index >= 0 and self.stops[index] <= offset:
            index = self.parents[index]
        return index

    def ancestors(self, index: int) -> list[int]:
        """From the parent upwards, at most :data:`MAX_CLIMB`."""
        found: list[int] = []
        index = self.parents[index]
        while index >= 0 and len(found) < MAX_CLIMB:
            found.append(index)
            index = self.parents[index]
        return found

    def names(self, index: int) -> list[str]:
        """An element's classes and id as ``.class`` and ``#id`` in lower case."""
        attributes = self.attrs[index]
        found = ["." + name for name in (attributes.get("class") or "").lower().split()]
        if identity := attributes.get("id"):
            found.append("#" + identity.lower())
        return found

    def nav_roots(self) -> list[int]:
        """The outermost elements of navigation."""
        found = []
        index = self.nav.find(1)
        while index >= 0:
            found.append(index)
            index = self.nav.find(1, self.ends[index])
        return found

    def lines(self, index: int) -> list[str]:
        """The visible text of an element as stripped lines."""
        return [line.strip() for line in self.words(index).split("\n") if line.strip()]


@lru_cache(maxsize=8192)
def _names_navigation(classes: str, identity: str) -> bool:
    return names_one_of(f"{classes} {identity}", words("regions", "exact"), words("regions", "stems"))


def names_one_of(name: str, exact: frozenset[str], stems: frozenset[str]) -> bool:
    """Whether a class or id says one of the words, as a part (``side-menu``, ``sideMenu``) or run together."""
    for part in _NAME_PARTS.findall(name[:200]):
        lower = part.lower()
        if lower in exact:
            return True
        if any(lower.startswith(stem) or lower.endswith(stem) for stem in stems):
            return True
    return False
