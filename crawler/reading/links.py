"""Every address a page points at: tags, handlers, styles, inline data, scripts that redirect, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crawler.reading.feeds import feeds_of, islands_of
from crawler.reading.link_kind import kind_of
from crawler.reading.pictures import LAZY
from crawler.reading.reading import FoundLink, FoundStray, SourceReading
from crawler.reading.resolving import Resolver, is_placeholder
from crawler.reading.sketch import Attributes, Sketch
from crawler.reading.stylesheets import addresses_in
from records.urls import normalise

MAX_LINKS = 5000
MAX_STRAYS = 500
MAX_ANCHOR = 300
MAX_RAW = 1000
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
_NOTHING_MEANT = re.compile(r"\s*(?:#|\Z|(?:javascript|vbscript|data|about|blob):)", re.IGNORECASE)
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
    return collect(_references(sketch), resolve, sketch)


Reference = tuple[str, str, str, int | None]
"""A reference as written, its tag, its words where they are known, and the index of its element (None: none)."""


def collect(references: Iterable[Reference], resolve: Resolver, sketch: Sketch | None = None) -> SourceReading:
    """Resolve references and keep each once; ``sketch`` is the page they stand on, if any."""
    found: dict[tuple[str, str, str], FoundLink] = {}
    strays: dict[tuple[str, str], FoundStray] = {}
    for raw, tag, told, index in references:
        region = "nav" if sketch is not None and index is not None and sketch.nav[index] else "main"
        url = None if tag == "form-post" else resolve(raw)
        if url is None:
            if (raw, tag) in strays or len(strays) >= MAX_STRAYS or not is_stray(raw):
                continue
            if sketch is not None and index is not None:
                if sketch.hidden[index] or (tag in ("a", "area") and "onclick" in sketch.attrs[index]):
                    continue  # nobody sees it, or a script answers for it
                strays[raw, tag] = FoundStray(raw[:MAX_RAW], _anchor(sketch, index, tag)[:MAX_ANCHOR], tag, region)
            else:
                strays[raw, tag] = FoundStray(raw[:MAX_RAW], told[:MAX_ANCHOR], tag, region)
            continue
        key = (url, tag, region)
        if key in found and (found[key].anchor or tag != "a"):
            continue
        if sketch is None or index is None:
            found[key] = FoundLink(url, told[:MAX_ANCHOR], tag, region, kind_of(url, tag), raw[:MAX_RAW])
        else:
            named = tag == "a" and bool(sketch.words(index))
            anchor = _anchor(sketch, index, tag)
            found[key] = FoundLink(url, anchor, tag, region, kind_of(url, tag, named), raw[:MAX_RAW])
        if len(found) >= MAX_LINKS:
            break
    return SourceReading(tuple(found.values()), tuple(strays.values()))


def is_stray(raw: str) -> bool:
    """Whether a reference that cannot be asked is meant to lead somewhere: no placeholder, handler or inline data."""
    return not _NOTHING_MEANT.match(raw) and not is_placeholder(raw)


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


def _references(sketch: Sketch) -> Iterator[Reference]:  # noqa: PLR0912 - one branch a way of pointing
    for index, (tag, attributes) in enumerate(zip(sketch.tags, sketch.attrs, strict=True)):
        if not attributes:
            continue
        if tag not in _POINTING:
            pass
        elif tag in ("a", "area"):
            href = attributes.get("href") or ""
            if href[:11].lower() == "javascript:":
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
