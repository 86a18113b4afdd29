"""What a page holds that its readers do not see, and that strangers like to put there: hidden links to other sites.

Only links to other sites are looked at, so a page without any pays nothing. Hidden menus, tabs and print versions lead
to the site itself and are no part of this; what is found is evidence, whether it is wrong is for the rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.reading.reading import Unseen
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Attributes, Sketch
from records.urls import host_of, same_site

MAX_UNSEEN = 200
MAX_TEXT = 300
_FAR = re.compile(
    r"(?:left|top|right|bottom|margin(?:-\w+)?|text-indent):(?:-\d{3,}|\d{5,})(?:\.\d+)?(?:px|pt|em|rem)?"
)
_FLAT = re.compile(r"(?:^|;)(?:max-)?(?:height|width):0*[01](?:\.\d+)?(?:px|pt|em|rem)?(?:!important)?(?:;|$)")
_TINY = re.compile(r"(?:^|;)(?:font-size|line-height):0*[01](?:\.\d+)?(?:px|pt|em|rem|%)?(?:!important)?(?:;|$)")
_CLEAR = re.compile(r"(?:^|;)opacity:0*(?:\.0\d*|0)?(?:!important)?(?:;|$)")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]{1,1000})\}")
_NAME = re.compile(r"[.#][\w-]+")
_WRITE = re.compile(r"document\.write(?:ln)?\s*\(", re.IGNORECASE)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|\\(['\"/\\])")
_WRITTEN_LINK = re.compile(r"<a\b[^<>]{0,300}?href\s*=\s*[\"']?([^\"'\s<>]{1,1000})[^<>]*>(.{0,300}?)</a", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")
_WHITE = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}


def find_unseen(sketch: Sketch, resolve: Resolver, url: str) -> tuple[Unseen, ...]:
    """The title tag, and every hidden link to another site with how it is hidden; at most :data:`MAX_UNSEEN`."""
    found = [Unseen("title", sketch.head_title[:MAX_TEXT], "")] if sketch.head_title else []
    for each in (*_hidden_links(sketch, resolve, url), *_written_links(sketch, resolve, url)):
        if each not in found:
            found.append(each)
        if len(found) >= MAX_UNSEEN:
            break
    return tuple(found)


def _hidden_links(sketch: Sketch, resolve: Resolver, url: str) -> Iterator[Unseen]:
    ways: dict[int, str] = {-1: ""}
    sheet: dict[str, str] | None = None
    own = _origins(url)
    for index in sketch.anchors:
        target = resolve(sketch.attribute(index, "href"))
        if target is None or target.startswith(own) or not _foreign(target, url):
            continue
        if sheet is None:
            sheet = _hiding_names(sketch.styles)
        if how := _hidden_by(sketch, index, ways, sheet) or _by_colour(sketch, index):
            text = sketch.words(index) or sketch.attribute(index, "title")
            yield Unseen(how, " ".join(text.split())[:MAX_TEXT], target)


def _origins(url: str) -> tuple[str, ...]:
    """How addresses of the page's own site begin, as nearly all do: seen at a glance, for every link of every page."""
    host = host_of(url).removeprefix("www.")
    return tuple(f"{scheme}://{www}{host}/" for scheme in ("http", "https") for www in ("", "www."))


def _foreign(target: str, url: str) -> bool:
    return target.startswith(("http://", "https://")) and not same_site(target, url)


def _hidden_by(sketch: Sketch, index: int, ways: dict[int, str], sheet: dict[str, str]) -> str:
    """How an element or one around it is hidden, ``""`` where it is shown. ``ways`` remembers what is known."""
    path = []
    while index not in ways:
        path.append(index)
        own = _own_way(sketch.tags[index], sketch.attrs[index], sheet)
        if own:
            ways[index] = own
            break
        index = sketch.parents[index]
    way = ways[index]
    for passed in path:
        ways[passed] = way
    return way


def _own_way(tag: str, attributes: Attributes, sheet: dict[str, str]) -> str:
    if not attributes and tag != "marquee":
        return ""
    if tag == "marquee" and _vanishing(attributes):
        return "marquee"
    if "hidden" in attributes:
        return "display"
    if (style := attributes.get("style")) and (way := way_of_style(style)):
        return way
    if sheet:
        names = ["." + name for name in (attributes.get("class") or "").split()]
        names.append("#" + (attributes.get("id") or ""))
        return next((sheet[name] for name in names if name in sheet), "")
    return ""


@lru_cache(maxsize=4096)
def way_of_style(style: str) -> str:
    """How declarations hide what they apply to: display, visibility, off-screen, zero-size or ``""``."""
    plain = "".join(style.lower().split())
    if "display:none" in plain:
        return "display"
    if "visibility:hidden" in plain:
        return "visibility"
    if ("position:absolute" in plain or "position:fixed" in plain or "text-indent" in plain) and _FAR.search(plain):
        return "off-screen"
    if _TINY.search(plain) or _CLEAR.search(plain) or ("overflow:hidden" in plain and _FLAT.search(plain)):
        return "zero-size"
    return ""


def _vanishing(attributes: Attributes) -> bool:
    """Whether a marquee is too small or too fast to be read."""
    for name in ("height", "width"):
        if (attributes.get(name) or "").strip().removesuffix("px") in ("0", "1", "2", "3", "4", "5"):
            return True
    speed = (attributes.get("scrollamount") or "").strip()
    return speed.isascii() and speed.isdigit() and int(speed[:9]) >= 1000


def _by_colour(sketch: Sketch, index: int) -> str:
    """``colour`` where a link's words have the colour of the nearest ground, both written in style attributes."""
    colour = ground = ""
    for each in (index, *sketch.ancestors(index)):
        style = sketch.attrs[each].get("style")
        plain = "".join(style.lower().split()) if style else ""
        if plain and not colour and (match := _COLOUR.search(plain)):
            colour = _WHITE.get(match[1], match[1])
        if plain and (match := _GROUND.search(plain)):
            ground = _WHITE.get(match[1], match[1])
            break
        if bgcolor := sketch.attribute(each, "bgcolor").lower():
            ground = _WHITE.get(bgcolor, bgcolor)
            break
    return "colour" if colour and colour == ground else ""


def _hiding_names(styles: list[str]) -> dict[str, str]:
    """Classes and ids that the page's own style sheets hide by a rule for just that name."""
    found: dict[str, str] = {}
    for style in styles:
        for match in _RULE.finditer(style):
            if way := way_of_style(match[2]):
                for selector in match[1].split(","):
                    if _NAME.fullmatch(selector.strip()):
                        found[selector.strip()] = way
    return found


def _written_links(sketch: Sketch, resolve: Resolver, url: str) -> Iterator[Unseen]:
    """Links that a script writes into the page inside something hidden."""
    for script in sketch.scripts:
        if not _WRITE.search(script):
            continue
        written = _ESCAPE.sub(_unescaped, script)
        start = min(
            (at for at in map(written.find, ("<div", "<span", "<marquee", "<ul", "<p ")) if at >= 0), default=-1
        )
        plain = "".join(written[start:].lower().split()) if start >= 0 else ""
        if not plain or not any(mark in plain for mark in ("display:none", "visibility:hidden", "<marquee", ":-")):
            continue
        for match in _WRITTEN_LINK.finditer(written):
            target = resolve(match[1])
            if target is not None and _foreign(target, url):
                yield Unseen("script", " ".join(_TAG.sub("", match[2]).split())[:MAX_TEXT], target)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3] or match[4]
    return chr(int(code, 16)) if code else match[5]
