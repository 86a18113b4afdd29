"""Every address a page points at: tags, handlers, scripts that redirect, and where on the page each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.reading.reading import FoundLink
from crawler.reading.resolving import Resolver, path_of
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words
from records.urls import normalise

MAX_LINKS = 5000
MAX_ANCHOR = 300
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-url", "data-echo", "original", "lazy-src")
_SOURCES = {
    "img": ("src", *_LAZY), "script": ("src",), "iframe": ("src", "data-src"), "frame": ("src",), "embed": ("src",),
    "video": ("src", "poster"), "audio": ("src",), "source": ("src",), "track": ("src",), "input": ("src",),
    "object": ("data",), "bgsound": ("src",),
}  # fmt: skip
_LINK_RELATIONS = frozenset(
    ("stylesheet", "icon", "shortcut", "apple-touch-icon", "preload", "alternate", "next", "prev")
)
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


@lru_cache(maxsize=16384)
def kind_of(url: str, tag: str, named: bool = False) -> str:
    """page | attachment | resource, by the extension first and the tag second.

    A picture that words link to (``named``) is a document offered to the reader, most often a scan: an attachment.
    Remembered, because most links of a page stand on every page of the site.
    """
    name = path_of(url).rsplit("/", 1)[-1]
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in words("attachments", "extensions"):
        return "attachment"
    if named and tag == "a" and extension in words("attachments", "pictures"):
        return "attachment"
    if extension in words("attachments", "resources") or tag in (
        "img",
        "script",
        "link",
        "video",
        "audio",
        "source",
        "track",
    ):
        return "resource"
    return "page"


def find_links(sketch: Sketch, resolve: Resolver) -> tuple[FoundLink, ...]:
    """Every distinct (address, tag, region), at most :data:`MAX_LINKS`, in document order."""
    found: dict[tuple[str, str, str], FoundLink] = {}
    for raw, tag, index in _references(sketch):
        url = resolve(raw)
        if url is None:
            continue
        region = "nav" if index >= 0 and sketch.nav[index] else "main"
        key = (url, tag, region)
        if key in found and (found[key].anchor or tag != "a"):
            continue
        named = tag == "a" and bool(sketch.words(index))
        found[key] = FoundLink(url, _anchor(sketch, index, tag), tag, region, kind_of(url, tag, named), raw[:1000])
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())


def _anchor(sketch: Sketch, index: int, tag: str) -> str:
    if index < 0:
        return ""
    if tag in ("a", "area", "onclick"):
        text = sketch.words(index) or sketch.attribute(index, "title") or sketch.attribute(index, "alt")
        if not text:
            for inner in range(index + 1, min(sketch.ends[index], index + 8)):
                if sketch.tags[inner] == "img":
                    text = sketch.attribute(inner, "alt") or sketch.attribute(inner, "title")
                    break
        return " ".join(text.split())[:MAX_ANCHOR]
    return sketch.attribute(index, "alt")[:MAX_ANCHOR] or sketch.attribute(index, "title")[:MAX_ANCHOR]


def _references(sketch: Sketch) -> Iterator[tuple[str, str, int]]:  # noqa: PLR0912 - one branch a way of pointing
    for index, (tag, attributes) in enumerate(zip(sketch.tags, sketch.attrs, strict=True)):
        if not attributes:
            continue
        if tag in ("a", "area"):
            href = attributes.get("href") or ""
            if href[:11].lower() == "javascript:":
                yield from ((url, "onclick", index) for url in opened_by(href[11:]))
            elif href:
                yield href, tag, index
        elif tag in _SOURCES:
            for name in _SOURCES[tag]:
                if value := attributes.get(name):
                    yield value, tag, index
            if srcset := attributes.get("srcset"):
                yield from ((part.split()[0], tag, index) for part in srcset.split(",") if part.strip())
        elif tag == "link":
            if set((attributes.get("rel") or "").lower().split()) & _LINK_RELATIONS:
                yield attributes.get("href") or "", tag, index
        elif tag == "meta":
            if (target := _refresh_target(attributes)) is not None:
                yield target[1], "meta-refresh", index
        elif tag == "form" and (attributes.get("method") or "get").lower() == "get":
            yield attributes.get("action") or "", tag, index
        if onclick := attributes.get("onclick"):
            yield from ((url, "onclick", index) for url in opened_by(onclick))
    for option in sketch.options:
        if option.startswith(("http://", "https://", "//")):
            yield option, "option", -1
    for script in sketch.scripts:
        if _PLAIN_REDIRECT.match(_bare(script)):
            yield from ((url, "script-redirect", -1) for url in opened_by(script))


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
