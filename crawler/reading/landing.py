"""The shape of a page as a visitor meets it: what tells an error page, a login or a parked domain from an article."""

from __future__ import annotations

from crawler.reading.encoding import decode
from crawler.reading.sketch import Sketch
from records.landing import MAX_LANDING_TEXT, Landing

MAX_BYTES = 1_000_000
_THINGS = frozenset(("img", "iframe", "frame", "embed", "object", "video", "audio", "canvas", "svg", "input", "button"))


def read_landing(body: bytes, content_type: str = "") -> Landing:
    """The shape of an HTML page, navigation and all. Never raises, whatever the bytes."""
    sketch = Sketch(decode(body[:MAX_BYTES], content_type)[0])
    text = sketch.text.strip()
    password = any(
        tag == "input" and (sketch.attribute(index, "type") or "").lower() == "password"
        for index, tag in enumerate(sketch.tags)
    )
    return Landing(
        title=" ".join(sketch.head_title.split())[:300],
        text=text[:MAX_LANDING_TEXT],
        length=len("".join(text.split())),
        links=sum(1 for index in sketch.anchors if sketch.attribute(index, "href")),
        things=sum(1 for tag in sketch.tags if tag in _THINGS),
        scripts=sum(1 for index, tag in enumerate(sketch.tags) if tag == "script" or _refreshes(sketch, index)),
        password=password,
    )


def _refreshes(sketch: Sketch, index: int) -> bool:
    return sketch.tags[index] == "meta" and sketch.attribute(index, "http-equiv").lower() == "refresh"
