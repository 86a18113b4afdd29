"""Places within pages: the fragments that links name, and the marks that a page offers (HTML, "Fragments").

Scripts use fragments for their own ends (tabs, routes), and those are no places within a page: such links are left out,
and so are the marks of a page whose scripts look at fragments.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.reading.reading import FoundFragment
from crawler.reading.resolving import Resolver, is_placeholder
from crawler.reading.sketch import Attributes, Sketch

MAX_MARKS = 1000
MAX_FRAGMENTS = 200
MAX_NAME = 200
_HANDLED = frozenset(("onclick", "onmousedown", "role", "target-id", "rel"))
_OF_A_SCRIPT = re.compile(r"[!/=?&:;(){}]|\.(?:html?|jsp|do|aspx?)\Z", re.IGNORECASE)
_READS_FRAGMENTS = re.compile(r"""\bhash\b|hashchange|href\s*[*^$|~]?=\s*\\?["']?\#|\(\s*["']href["']\s*\)""")


def find_marks(sketch: Sketch) -> tuple[str, ...] | None:
    """Ids and names of anchors; None where scripts look at fragments, or there are too many."""
    if any(_READS_FRAGMENTS.search(script) for script in sketch.scripts if "hash" in script or "href" in script):
        return None
    marks = dict.fromkeys(sketch.ids)
    marks.update((name, None) for index in sketch.anchors if (name := sketch.attribute(index, "name")))
    return tuple(marks) if len(marks) <= MAX_MARKS else None


def find_fragments(sketch: Sketch, resolve: Resolver, url: str) -> tuple[FoundFragment, ...]:
    """Plain links with words that name a place within a page, also within the page itself, whose address is ``url``."""
    found: dict[tuple[str, str], FoundFragment] = {}
    own = resolve.base or url
    for index in sketch.anchors:
        attributes = sketch.attrs[index]
        href = attributes.get("href")
        if not href or "#" not in href:
            continue
        before, _, fragment = href.partition("#")
        if not fragment or _is_handled(attributes, fragment) or is_placeholder(href):
            continue
        words = " ".join(sketch.words(index).split())
        page = resolve(before) if before.strip() else own
        if page is None or not words or sketch.hidden[index]:
            continue
        place = unquote(fragment.strip(), errors="replace")[:MAX_NAME]
        region = "nav" if sketch.nav[index] else "main"
        found.setdefault((page, place), FoundFragment(page, place, words[:300], region))
        if len(found) >= MAX_FRAGMENTS:
            break
    return tuple(found.values())


def _is_handled(attributes: Attributes, fragment: str) -> bool:
    """Whether a script rather than the browser answers for the link, or it leads to the top of the page."""
    if fragment.strip().lower() == "top" or _OF_A_SCRIPT.search(fragment):
        return True
    return any(name in _HANDLED or name.startswith(("data-", "aria-", "ng-", "v-", "@", ":")) for name in attributes)
