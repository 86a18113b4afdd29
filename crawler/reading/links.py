"""Every address a page points at: tags, handlers, styles, inline data, scripts that redirect, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from crawler.reading.feeds import feeds_of, islands_of
from crawler.reading.link_kind import kind_of
from crawler.reading.pictures import LAZY
from crawler.reading.reading import MAX_ANCHOR, MAX_RAW, FoundLink, FoundStray, SourceReading
from crawler.reading.repeated_parts import LinkKey, Part
from crawler.reading.resolving import Resolver, is_stray
from crawler.reading.sketch import Attributes, Sketch
from crawler.reading.stylesheets import addresses_in
from records.urls import normalise

MAX_LINKS = 5000
MAX_STRAYS = 500
MOST_FOLDERS = 64
"""From how many folders' pages the links of a part that many pages have are remembered."""
_SOURCES = {
    "img": ("src", *LAZY), "script": ("src",), "iframe": ("src", "data-src"), "frame": ("src",), "embed": ("src",),
    "video": ("src", "poster"), "audio": ("src",), "source": ("src",), "track": ("src",), "input": ("src",),
    "object": ("data",), "bgsound": ("src",), "body": ("background",), "table": ("background",),
    "td": ("background",), "th": ("background",), "tr": ("background",),
}  # fmt: skip
_POINTING = frozenset(("a", "area", "link", "meta", "form", *_SOURCES))
_SETS = ("srcset", "data-srcset", "imagesrcset")
_LINK_RELATIONS = frozenset(
    (
        "stylesheet", "icon", "shortcut", "apple-touch-icon", "apple-touch-icon-precomposed", "preload",
        "modulepreload", "prefetch", "manifest", "alternate", "next", "prev",
    )
)  # fmt: skip
_CANDIDATE = re.compile(r"[\s,]*(\S+)(?:\s+[^,(]*(?:\([^)]*\)[^,]*)?)?(?:,|\Z)")
_OPENING = re.compile(
    r"(?:(?:(?:window|document|self|top|parent|this)\s*\.\s*)*location(?:\s*\.\s*href)?\s*=(?!=)\s*"
    r"|location\s*\.\s*(?:assign|replace)\s*\(\s*|\bopen\s*\(\s*)"
    r"""(?P<quote>["'])(?P<url>[^"'\s<>+]{1,1000})(?P=quote)\s*(?P<after>\+?)"""
)
_REFRESH = re.compile(r"""^\s*([\d.]*)\s*[;,]?\s*url\s*=\s*["']?\s*([^"'\s>]+)""", re.IGNORECASE)
_PLAIN_REDIRECT = re.compile(
    r"^(?:(?:window|document|self|top|parent)\s*\.\s*)*location(?:\s*\.\s*(?:href\s*=|(?:assign|replace)\s*\()|\s*=)"
)
_SCRIPT_NOISE = re.compile(r"<!--|//\s*-->|-->|/\*.*?\*/|(?m:^\s*//[^\n]*$)", re.DOTALL)


def base_of(sketch: Sketch, url: str) -> str:
    """The address that relative references are resolved against (``<base href>`` where the page has one)."""
    for index, tag in enumerate(sketch.tags):
        if tag == "base" and (href := sketch.attribute(index, "href")):
            return normalise(url, href) or url
        if tag == "body":
            break
    return url


def find_links(sketch: Sketch, resolve: Resolver) -> SourceReading:
    """Every distinct (address, tag, region), at most :data:`MAX_LINKS`, in document order; and what is no address."""
    found = _Collection(resolve, sketch)
    reached = 0
    for start, part in sketch.grafted:
        found.add(_of_elements(sketch, reached, start))
        reached = start + part.elements
        found.add_part(part, start, reached)
    found.add(_of_elements(sketch, reached, len(sketch.tags)))
    found.add(_of_the_page(sketch))
    return found.reading()


Reference = tuple[str, str, str, int | None]
"""A reference as written, its tag, its words where they are known, and the index of its element (None: none)."""


def collect(references: Iterable[Reference], resolve: Resolver) -> SourceReading:
    """Resolve references that stand on no page, and keep each once."""
    found = _Collection(resolve)
    found.add(references)
    return found.reading()


class _Collection:
    """References resolved and kept once each; ``sketch`` is the page they stand on, if any."""

    def __init__(self, resolve: Resolver, sketch: Sketch | None = None) -> None:
        self._resolve = resolve
        self._sketch = sketch
        self._found: dict[LinkKey, FoundLink] = {}
        self._strays: dict[tuple[str, str], FoundStray] = {}

    def reading(self) -> SourceReading:
        """What was collected."""
        return SourceReading(tuple(self._found.values()), tuple(self._strays.values()))

    def add_part(self, part: Part, start: int, end: int) -> None:
        """Add the references of a part that other pages have as well, as they were found there if nothing differs."""
        sketch = self._sketch
        assert sketch is not None  # noqa: S101 - for the type checker
        key = (*self._resolve.depends_on, bytes(sketch.nav[start:end]), bytes(sketch.hidden[start:end]))
        known = part.links.get(key)
        if known is None:
            written = list(_of_elements(sketch, start, end))
            alone = _Collection(self._resolve, sketch)
            alone.add(written)
            if alone._strays or any(raw.lstrip()[:1] == "?" for raw, *_ in written):
                self.add(written)  # rare; and what begins with a question mark leads elsewhere on every page
                return
            if len(part.links) >= MOST_FOLDERS:
                part.links.clear()
            known = part.links[key] = alone._found
        if len(self._found) + len(known) <= MAX_LINKS and self._found.keys().isdisjoint(known):
            self._found.update(known)
        else:
            self.add(_of_elements(sketch, start, end))

    def add(self, references: Iterable[Reference]) -> None:
        """Add references in their order."""
        sketch, resolve, found = self._sketch, self._resolve, self._found
        for raw, tag, told, index in references:
            if len(found) >= MAX_LINKS:
                return
            url = None if tag == "form-post" else resolve(raw)
            region = "nav" if sketch is not None and index is not None and sketch.nav[index] else "main"
            if url is None:
                self._add_stray(raw, tag, told, region, index)
                continue
            key = (url, tag, region)
            known = found.get(key)
            if known is not None and (known.anchor or tag != "a"):
                continue
            if sketch is None or index is None:
                found[key] = _link(url, told, tag, region, raw)
            elif tag == "a" and (shown := sketch.words(index)):
                found[key] = _named_link(url, shown, region, raw)
            else:
                found[key] = _link(url, _anchor(sketch, index, tag), tag, region, raw)

    def _add_stray(self, raw: str, tag: str, told: str, region: str, index: int | None) -> None:
        strays, sketch = self._strays, self._sketch
        if (raw, tag) in strays or len(strays) >= MAX_STRAYS or not is_stray(raw):
            return
        if sketch is not None and index is not None:
            if sketch.hidden[index] or (tag in ("a", "area") and "onclick" in sketch.attrs[index]):
                return  # nobody sees it, or a script answers for it
            told = _anchor(sketch, index, tag)
        strays[raw, tag] = FoundStray(raw[:MAX_RAW], told[:MAX_ANCHOR], tag, region)


@lru_cache(maxsize=16384)
def _link(url: str, words: str, tag: str, region: str, raw: str) -> FoundLink:
    """Remembered, because most links of a page stand on every page of the site."""
    return FoundLink(url, " ".join(words.split())[:MAX_ANCHOR], tag, region, kind_of(url, tag), raw[:MAX_RAW])


@lru_cache(maxsize=16384)
def _named_link(url: str, words: str, region: str, raw: str) -> FoundLink:
    """The same of a link with words of its own."""
    kind = kind_of(url, "a", named=True)
    return FoundLink(url, " ".join(words.split())[:MAX_ANCHOR], "a", region, kind, raw[:MAX_RAW])


def _anchor(sketch: Sketch, index: int, tag: str) -> str:
    if tag in ("a", "area", "onclick"):
        text = sketch.words(index) or sketch.attribute(index, "title") or sketch.attribute(index, "alt")
        if not text:
            for inner in range(index + 1, min(sketch.ends[index], index + 8)):
                if sketch.tags[inner] == "img":
                    text = sketch.attribute(inner, "alt") or sketch.attribute(inner, "title")
                    break
        return " ".join(text.split())[:MAX_ANCHOR]
    return sketch.attribute(index, "alt")[:MAX_ANCHOR] or sketch.attribute(index, "title")[:MAX_ANCHOR]


def _of_elements(sketch: Sketch, start: int, end: int) -> Iterator[Reference]:  # noqa: PLR0912 - one branch a way of pointing
    """What the elements from ``start`` to before ``end`` refer to."""
    tags, attrs = sketch.tags, sketch.attrs
    for index in range(start, end):
        tag, attributes = tags[index], attrs[index]
        if not attributes:
            continue
        if tag not in _POINTING:
            pass
        elif tag in ("a", "area"):
            href = attributes.get("href") or ""
            if href[:1] in ("j", "J") and href[:11].lower() == "javascript:":
                yield from ((url, "onclick", "", index) for url in opened_by(href[11:]))
            elif href:
                yield href, tag, "", index
        elif tag in _SOURCES:
            for name in _SOURCES[tag]:
                if value := attributes.get(name):
                    yield value, tag, "", index
            if tag in ("img", "source"):
                yield from ((url, tag, "", index) for url in _from_sets(attributes))
        elif tag == "link":
            if set((attributes.get("rel") or "").lower().split()) & _LINK_RELATIONS:
                yield attributes.get("href") or "", tag, "", index
                yield from ((url, tag, "", index) for url in _from_sets(attributes))
        elif tag == "meta":
            if (target := _refresh_target(attributes)) is not None:
                yield target[1], "meta-refresh", "", index
        elif tag == "form":
            posted = (attributes.get("method") or "get").lower() == "post"
            yield attributes.get("action") or "", "form-post" if posted else "form", "", index
        if "onclick" in attributes and (onclick := attributes["onclick"]):
            yield from ((url, "onclick", "", index) for url in opened_by(onclick))


def _of_the_page(sketch: Sketch) -> Iterator[Reference]:
    """What styles, choices, inline data and scripts refer to."""
    for index in sketch.styled:
        yield from ((written, "style", "", index) for written in addresses_in(sketch.attribute(index, "style")))
    for style in sketch.styles:
        if "url(" in style or "@import" in style:
            yield from ((written, "css", "", None) for written in addresses_in(style))
    for option in sketch.options:
        if option.startswith(("http://", "https://", "//")):
            yield option, "option", "", None
    for written, tag, told in islands_of(sketch):
        yield written, tag, told, None
    for written, tag, told in feeds_of(sketch):
        yield written, tag, told, None
    for script in sketch.scripts:
        if _PLAIN_REDIRECT.match(_bare(script)):
            yield from ((url, "script-redirect", "", None) for url in opened_by(script))


def _from_sets(attributes: Attributes) -> Iterator[str]:
    """The pictures of ``srcset`` attributes (HTML, "srcset attributes": a comma may stand inside an address)."""
    for name in _SETS:
        if value := attributes.get(name):
            for candidate in _CANDIDATE.finditer(value[:20_000]):
                yield candidate[1].rstrip(",")


def opened_by(script: str) -> list[str]:
    return [match["url"] for match in _OPENING.finditer(script[:20_000]) if not match["after"]]


def _bare(script: str) -> str:
    return _SCRIPT_NOISE.sub("", script[:5_000]).strip()


def _refresh_target(attributes: dict[str, str | None]) -> tuple[float, str] | None:
    if (attributes.get("http-equiv") or "").lower() != "refresh":
        return None
    match = _REFRESH.match(attributes.get("content") or "")
    if not match:
        return None
    try:
        return float(match[1] or 0), match[2]
    except ValueError:
        return 0.0, match[2]


def find_redirect(sketch: Sketch, resolve: Resolver, url: str) -> str | None:
    """Where a meta refresh or a plain script redirect leads, if the page is nothing but that.

    A refresh of the page itself, or one that waits for more than ten seconds, is none.
    """
    if len(sketch.text) > 200 or len(sketch.anchors) > 3:
        return None
    for index in sketch.metas:
        target = _refresh_target(sketch.attrs[index])
        if target is not None and target[0] <= 10:
            found = resolve(target[1])
            return found if found != url else None
    for script in sketch.scripts:
        if len(script) < 2_000 and _PLAIN_REDIRECT.search(_bare(script)) and (opened := opened_by(script)):
            found = resolve(opened[0])
            return found if found != url else None
    return None
