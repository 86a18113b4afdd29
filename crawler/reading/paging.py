"""Further pages of a list: links, and scripts that write them."""

from __future__ import annotations

import re

from crawler.reading.links import opened_by
from crawler.reading.resolving import Resolver, path_of
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words

MAX_PAGES = 1000
_NUMBER = re.compile(r"\[?第?\s?\d{1,4}\s?页?\]?$")
_DIGITS = re.compile(r"\d+")
_CALL = re.compile(
    r"createPageHTML\w*\s*\(\s*(?P<box>[\"'][^\"',]*[\"']\s*,\s*)?(?P<count>\d{1,5})\s*,\s*(?P<current>\d{1,5})\s*,"
    r"\s*[\"'](?P<name>[\w\-./]{1,80})[\"']\s*,\s*[\"'](?P<extension>\w{2,6})[\"']",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,5})\s*[;/\n]")
_NAMED = re.compile(
    r"[\"'](?:<a href=\\?[\"'])?(\w{2,30})[\"']?\s*\+?\s*[\"']?_[\"']?\s*\+[^;]{0,80}?[\"']?\.(s?html?|jsp|aspx)\b"
)


def find_paging(sketch: Sketch, resolve: Resolver, url: str) -> tuple[str, ...]:
    """Addresses of the other pages of the list shown on this page, without the page itself."""
    found: dict[str, None] = {}
    numbered: list[str] = []
    for anchor in sketch.anchors:
        text = "".join(sketch.words(anchor).split()) or sketch.attribute(anchor, "title")
        if len(text) > 8:
            continue
        is_number = bool(_NUMBER.match(text))
        if not is_number and text not in words("paging", "words"):
            continue
        href = sketch.attribute(anchor, "href")
        opened = opened_by(href) if href[:11].lower() == "javascript:" else [href]
        target = resolve(opened[0]) if opened and opened[0] and opened[0][0] != "#" else None
        if target is None or target == url or not same_list(url, target):
            continue
        if is_number:
            numbered.append(target)
        elif text != "首页" or found:
            found[target] = None
    found.update(dict.fromkeys(numbered))
    for script in sketch.scripts:
        for target in _written_by(script, resolve):
            if target != url and len(found) < MAX_PAGES:
                found[target] = None
    return tuple(found)


def same_list(url: str, other: str) -> bool:
    """Whether two addresses differ only in a page number: in the file name (``index_2.html``) or in the query."""
    if url.split("/", 3)[:3] != other.split("/", 3)[:3]:
        return False
    path, other_path = path_of(url), path_of(other)
    folder, _, name = path.rpartition("/")
    other_folder, _, other_name = other_path.rpartition("/")
    if folder == other_folder:
        return _stem(name) == _stem(other_name)
    return _DIGITS.sub("0", path) == _DIGITS.sub("0", other_path)


def _stem(name: str) -> str:
    stem = re.sub(r"[_\-]?\d+(?=\.\w+$|$)", "", name)
    stem = stem.rsplit(".", 1)[0]
    return "" if stem.lower() in ("index", "default", "list") else stem


def _written_by(script: str, resolve: Resolver) -> list[str]:
    if call := _CALL.search(script):
        # With the box's name first pages count from 1 (index_2 is the second), without it from 0 (index_1 is).
        count, first = min(int(call["count"]), MAX_PAGES), 2 if call["box"] else 1
        names = [f"{call['name']}.{call['extension']}"]
        names += [f"{call['name']}_{number}.{call['extension']}" for number in range(first, first + count - 1)]
    elif (pages := _COUNT.search(script)) and (named := _NAMED.search(script)):
        names = [f"{named[1]}.{named[2]}"]
        names += [f"{named[1]}_{number}.{named[2]}" for number in range(1, min(int(pages[1]), MAX_PAGES))]
    else:
        return []
    return [target for name in names if (target := resolve(name))] if len(names) > 1 else []
