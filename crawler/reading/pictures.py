"""Pictures that are part of an article's text: photographed lists, interpretations in one long picture (一图读懂)."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote_to_bytes

from crawler.reading.layout import Layout, lay_out
from crawler.reading.resolving import Resolver, path_of
from crawler.reading.sketch import Attributes, Sketch
from crawler.reading.vocabulary import words

MAX_PICTURES = 40
"""How many of one page are taken; an album has more, and its pictures are photos."""
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-url", "data-echo", "original", "lazy-src")
"""Attributes in which scripts find the address of a picture that is loaded later."""
_LEAST_SIDE = 200
_FLAT, _LEAST_HEIGHT = 4, 240
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*\Z", re.IGNORECASE)
_STYLED = {
    side: re.compile(rf"(?:^|;)\s*{side}\s*:\s*(\d{{1,5}})(?:\.\d+)?px", re.IGNORECASE) for side in ("width", "height")
}
_SHAPES = ("svg", "ico")


def find_pictures(layout: Layout, resolve: Resolver) -> tuple[str, ...]:
    """Addresses of the pictures in an article's text that may hold words; ``data:`` ones are no addresses.

    Left out is what says that it is small or flat (icons, lines, banners), what stands in a link to something else than
    a picture, and what no reader sees.
    """
    found: dict[str, None] = {}
    for index in _shown(layout):
        written = source_of(layout.sketch.attrs[index])
        url = None if written[:5].lower() == "data:" else resolve(written)
        if url is not None and _extension(url) not in _SHAPES and not _leads_elsewhere(layout, index, resolve):
            found[url] = None
        if len(found) >= MAX_PICTURES:
            break
    return tuple(found)


def inline_pictures(html: str) -> tuple[bytes, ...]:
    """The pictures that an article's text holds itself (``data:`` addresses in base64, RFC 2397)."""
    layout = lay_out(Sketch(html))
    written = dict.fromkeys(source_of(layout.sketch.attrs[index]) for index in _shown(layout))
    found = [_decoded(each) for each in written if each[:5].lower() == "data:"]
    return tuple(body for body in found if body)[:MAX_PICTURES]


def _decoded(address: str) -> bytes:
    kind, _, data = address.partition(",")
    try:
        return base64.b64decode(unquote_to_bytes(data)) if kind.lower().endswith(";base64") else b""
    except ValueError:
        return b""


def source_of(attributes: Attributes) -> str:
    """The address of a picture as written, that of the picture to be loaded later before its stand-in."""
    later = next((value for name in LAZY if (value := attributes.get(name))), None)
    return (later or attributes.get("src") or "").strip()


def _shown(layout: Layout) -> list[int]:
    sketch = layout.sketch
    start, end = _stretch(layout)
    return [
        index
        for index in range(start, end)
        if sketch.tags[index] == "img"
        and not sketch.nav[index]
        and not sketch.hidden[index]
        and not _is_dress(sketch.attrs[index])
    ]


def _stretch(layout: Layout) -> tuple[int, int]:
    """The elements of the text; of an article without any words of its own, those behind its title."""
    sketch = layout.sketch
    if layout.content >= 0:
        return layout.content, sketch.ends[layout.content]
    return (layout.head + 1, len(sketch.tags)) if layout.head >= 0 else (0, 0)


def _is_dress(attributes: Attributes) -> bool:
    width, height = (_announced(attributes, side) for side in ("width", "height"))
    if min(width or _LEAST_SIDE, height or _LEAST_SIDE) < _LEAST_SIDE:
        return True
    return bool(width and height) and width > _FLAT * height and height < _LEAST_HEIGHT


def _announced(attributes: Attributes, side: str) -> int:
    """Pixels; 0 where it is not said, or in other units."""
    styled = _STYLED[side].search(attributes.get("style") or "")
    stated = styled or _PIXELS.match(attributes.get(side) or "")
    return int(stated[1]) if stated else 0


def _leads_elsewhere(layout: Layout, index: int, resolve: Resolver) -> bool:
    """Whether the picture is the face of a link; one to a picture shows the same larger."""
    sketch = layout.sketch
    for above in sketch.ancestors(index):
        href = sketch.attribute(above, "href") if sketch.tags[above] == "a" else ""
        if href:
            url = resolve(href)
            return url is not None and _extension(url) not in words("attachments", "pictures")
    return False


def _extension(url: str) -> str:
    return path_of(url).rpartition("/")[2].rpartition(".")[2].lower()
