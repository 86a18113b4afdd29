"""The menus of a page and what lies below what in them: navigation bars, hover menus, directory trees, image maps."""

from __future__ import annotations

import re
from bisect import bisect_left

from crawler.reading.data_lists import plain_fields, plain_text
from crawler.reading.reading import MenuEntry
from crawler.reading.resolving import Resolver
from crawler.reading.script_values import arrays_of_objects
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words

MAX_ENTRIES = 1000
MAX_NAME = 30
_CLIMB = 10
_HOLDERS = frozenset(("ul", "ol", "div", "dl", "dd", "table", "section", "td", "nav"))
_HEADS = frozenset(
    ("a", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "span", "p", "strong", "b", "em", "i", "label", "div")
)
_TREE_CALL = re.compile(
    r"""\.add\(\s*(?P<id>-?\d{1,9})\s*,\s*(?P<parent>-?\d{1,9})\s*,\s*["'](?P<name>[^"'\n]{1,60})["']\s*,"""
    r"""\s*["'](?P<url>[^"'\n]{1,500})["']"""
)


def find_menu(sketch: Sketch, resolve: Resolver) -> tuple[MenuEntry, ...]:
    """The entries of all menus in document order, at most :data:`MAX_ENTRIES`; an address met twice keeps its first.

    ``parent`` is the place of the entry above in the same tuple, -1 at the top.
    """
    found: list[MenuEntry] = []
    places: dict[int, int] = {}  # anchor -> place
    known: dict[str, int] = {}
    for anchor in sketch.anchors:
        if not sketch.nav[anchor] and sketch.tags[anchor] != "area":
            continue
        name = "".join(_words(sketch, anchor).split())
        url = resolve(sketch.attribute(anchor, "href")) if name else None
        if url is None or len(name) > MAX_NAME or len(found) >= MAX_ENTRIES:
            continue
        if url in known:
            places[anchor] = known[url]
            continue
        head = _head(sketch, anchor)
        known[url] = places[anchor] = len(found)
        found.append(MenuEntry(name, url, places.get(head, -1)))
    for name, url, parent in _trees(sketch, resolve):
        above = known.get(parent or "", -1)
        if url not in known and len(found) < MAX_ENTRIES:
            known[url] = len(found)
            found.append(MenuEntry(name, url, above))
    return tuple(found)


def _words(sketch: Sketch, anchor: int) -> str:
    return sketch.words(anchor) or sketch.attribute(anchor, "title") or sketch.attribute(anchor, "alt")


def _head(sketch: Sketch, anchor: int) -> int:
    """The link that stands over the block this link is in (-1: none): ``<li><a>head</a><ul>…``, ``<dt>``, ``<dd>``."""
    node = anchor
    for _ in range(_CLIMB):
        parent = sketch.parents[node]
        if parent < 0 or not sketch.nav[parent]:
            return -1
        if sketch.tags[node] in _HOLDERS:
            before = bisect_left(sketch.anchors, node) - 1
            head = sketch.anchors[before] if before >= 0 else -1
            if head > parent:
                child = _child_of(sketch, parent, head)
                alone = len(sketch.anchors_within(child)) == 1 or child == head
                lone_block = sketch.tags[child] != "div" or sketch.tags[node] in ("ul", "ol", "dl")
                if sketch.tags[child] in _HEADS and alone and lone_block:
                    return head
        node = parent
    return -1


def _child_of(sketch: Sketch, parent: int, node: int) -> int:
    while sketch.parents[node] != parent:
        node = sketch.parents[node]
    return node


def _trees(sketch: Sketch, resolve: Resolver) -> list[tuple[str, str, str | None]]:
    """Nodes of directory trees written by script (zTree, dTree): name, address and the address of the node above."""
    nodes: dict[str, tuple[str, str | None, str]] = {}
    for script in sketch.inlined:
        for match in _TREE_CALL.finditer(script) if ".add(" in script else ():
            nodes[match["id"]] = (plain_text(match["name"]), resolve(match["url"]), match["parent"])
        for values in arrays_of_objects(script) if "pid" in script.lower() else ():
            for value in values:
                node = _node(value, resolve)
                if node is not None:
                    nodes[node[0]] = node[1:]
    return [
        (name, url, _above(nodes, parent)) for name, url, parent in nodes.values() if url and len(name) <= MAX_NAME
    ][:MAX_ENTRIES]


def _node(value: dict[str, object], resolve: Resolver) -> tuple[str, str, str | None, str] | None:
    fields = plain_fields(value)
    own, parent = fields.get("id"), fields.get("pid", fields.get("parentid"))
    name = next((each for key in words("data", "title") if isinstance(each := fields.get(key), str)), "")
    address = next((each for key in words("data", "url") if isinstance(each := fields.get(key), str)), "")
    if not name or own is None or parent is None:
        return None
    return str(own), plain_text(name), resolve(address) if address else None, str(parent)


def _above(nodes: dict[str, tuple[str, str | None, str]], number: str) -> str | None:
    """The nearest node above that has an address."""
    for _ in range(_CLIMB):
        node = nodes.get(number)
        if node is None or node[1]:
            return node[1] if node else None
        number = node[2]
    return None
