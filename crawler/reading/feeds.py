"""Lists that a page's script shows: JSON answers and data islands, and the records of ``<datastore>`` islands.

Chinese portal systems put list entries into inline data (``<script type="text/xml"><datastore>…<![CDATA[<li>…``) or
fetch them as JSON. What the script makes of a value nobody can tell from outside, so such links are known to be
possible only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.guard import safe_prefix
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words

MAX_CHARS = 2_000_000
MAX_VALUES = 200_000
_ADDRESS = re.compile(r"(?:https?:)?//\S+|\.{0,2}/\S+|[\w\-]+(?:/[\w\-.]+)*\.s?html?\Z", re.IGNORECASE)
_RECORD = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_FEED = re.compile(r"""["']([^"'\s<>{}$+]{1,300}\.json(?:\?[^"'\s<>{}$+]{0,300})?)["']\s*(\+?)""")

Found = tuple[str, str, str]
"""A reference as written, its tag, its words."""


def feeds_of(sketch: Sketch) -> Iterator[Found]:
    """Addresses of JSON files that inline scripts name whole."""
    for script in sketch.scripts:
        if ".json" in script:
            yield from ((match[1], "feed", "") for match in _FEED.finditer(script) if not match[2])


def islands_of(sketch: Sketch) -> Iterator[Found]:
    """Links in a page's inline data."""
    for media_type, text in sketch.islands:
        if "<datastore" in text:
            yield from _records(text)
        elif "json" in media_type and "ld+json" not in media_type:
            yield from links_in_json(text)


def _records(text: str) -> Iterator[Found]:
    markup = "\n".join(_RECORD.findall(text[:MAX_CHARS]))
    for node in LexborHTMLParser(safe_prefix(markup)).css("a[href]"):
        if href := node.attributes["href"]:
            yield href, "record", " ".join((node.attributes.get("title") or node.text()).split())


def links_in_json(text: str) -> Iterator[Found]:
    """The addresses in a JSON text, by the names of the fields; nothing where it is no JSON."""
    try:
        value = json.loads(text[:MAX_CHARS])
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [value]
    left = MAX_VALUES
    while stack and left:
        left -= 1
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            title = next(
                (told for key in value if key.lower() in words("feeds", "titles") and (told := value[key])), ""
            )
            for key, inner in value.items():
                if isinstance(inner, str):
                    if key.lower() in words("feeds", "addresses") and _ADDRESS.match(inner):
                        yield inner, "json", title if isinstance(title, str) else ""
                elif isinstance(inner, (dict, list)):
                    stack.append(inner)
