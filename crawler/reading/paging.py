"""Further pages of a list: links, buttons, drop-downs, and scripts that write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.links import opened_by
from crawler.reading.resolving import Resolver, path_of
from crawler.reading.script_values import assigned
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import words

MAX_PAGES = 1000
_LONGEST_LABEL = 8
_ADDRESSES = ("data-url", "data-href", "data-link", "data-page-url")
_NUMBER = re.compile(r"\[?第?\s?\d{1,4}\s?页?\]?$")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:[_\-]?(?:p|page)?\d{1,4}|[_\-](?:p|page)\d{1,4})$", re.IGNORECASE)
_PLAIN_NAMES = ("", "index", "default", "list")
_CALL = re.compile(
    r"createPage\w*\s*\(\s*(?P<box>[\"'][^\"',]*[\"']\s*,\s*)?(?P<count>\d{1,5})\s*,\s*(?P<current>\d{1,5})\s*,"
    r"\s*[\"'](?P<name>[\w\-./]{1,80})[\"']\s*,\s*[\"'](?P<extension>\w{2,6})[\"']",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\b(?:new\s+)?(?:Pager|Paging|pagination|laypage|page)\w*(?:\.render)?\s*\(\s*(?:(\d{1,6})\s*,\s*)?\{(.{5,600}?)\}\s*\)",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(r"""["']?(\w{2,20})["']?\s*:\s*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(\d{1,6})\b)""")
_COUNTS = (
    "countpage", "pagecount", "page_count", "totalpage", "totalpages", "total_page", "maxpage", "pages", "npages",
    "pagetotal", "allpage",
)  # fmt: skip
_PER_PAGE = ("limit", "items_per_page", "pagesize", "perpage")
_TEMPLATE = re.compile(r"__id__|__page__|\{\{?\s*(?:page|n|id|0|p|curr|num)\s*\}?\}|%d|\$\{\s*(?:page|n|i|p)\s*\}")
_WRITTEN = re.compile(
    r"""["'](?:<a\s[^"'<>]{0,60}?href=\\?["'])?(?P<head>[\w\-./?=&%]{0,120}?[_\-=/])(?:\\?["'])?\s*["']?\s*\+\s*\(?\s*"""
    r"""(?:[A-Za-z_$][\w$.]{0,40})(?:\s*[+-]\s*1)?\s*\)?\s*(?:\+\s*\\?["'](?P<tail>[\w\-./&=%]{0,60}))?"""
)
_NAMED = re.compile(
    r"[\"'](?:<a href=\\?[\"'])?(\w{2,30})[\"']?\s*\+?\s*[\"']?_[\"']?\s*\+[^;]{0,80}?[\"']?\.(s?html?|jsp|aspx)\b"
)
_QUERY_PAGE = re.compile(r"[?&](?:p|page|page_?no|page_?num|page_?index|cur\w{0,6}page|pn)=$", re.IGNORECASE)


def find_paging(sketch: Sketch, resolve: Resolver, url: str) -> tuple[str, ...]:
    """Addresses of the other pages of the list shown on this page, without the page itself."""
    found: dict[str, None] = {}
    numbered: list[str] = []
    for anchor in sketch.anchors:
        text = "".join(sketch.words(anchor).split()) or sketch.attribute(anchor, "title")
        if len(text) > _LONGEST_LABEL:
            continue
        is_number = bool(_NUMBER.match(text))
        if not is_number and text not in words("paging", "words"):
            continue
        target = _target(sketch, anchor, resolve)
        if target is None or target == url or not same_list(url, target):
            continue
        if is_number:
            numbered.append(target)
        elif text != "首页" or found:
            found[target] = None
    found.update(dict.fromkeys(numbered))
    for target in (*_chosen(sketch, resolve, url), *_by_scripts(sketch.scripts, resolve)):
        if target != url and len(found) < MAX_PAGES:
            found[target] = None
    return tuple(found)


def _target(sketch: Sketch, anchor: int, resolve: Resolver) -> str | None:
    href = sketch.attribute(anchor, "href")
    opened = opened_by(href) if href[:11].lower() == "javascript:" else [href]
    if not opened or not opened[0] or opened[0][0] == "#":
        opened = [value for name in _ADDRESSES if (value := sketch.attribute(anchor, name))]
    return resolve(opened[0]) if opened else None


def _chosen(sketch: Sketch, resolve: Resolver, url: str) -> Iterator[str]:
    """Addresses of pages in a drop-down (``<option value="index_3.html">``)."""
    for option in sketch.options:
        if any(mark in option for mark in "./?") and (target := resolve(option)) and same_list(url, target):
            yield target


def same_list(url: str, other: str) -> bool:
    """Whether two addresses differ only in a page number: in the file name (``index_2.html``), in the query, or in a
    folder of the list's own name (``tzgg.htm``, ``tzgg/5.htm``).
    """
    if url.split("/", 3)[:3] != other.split("/", 3)[:3]:
        return False
    path, other_path = path_of(url), path_of(other)
    folder, _, name = path.rpartition("/")
    other_folder, _, other_name = other_path.rpartition("/")
    if folder == other_folder:
        return _stem(name) == _stem(other_name) or _is_page_of(name, other_name) or _is_page_of(other_name, name)
    if _DIGITS.sub("0", path) == _DIGITS.sub("0", other_path):
        return True
    return any(_in_own_folder(first, second) for first, second in ((path, other_path), (other_path, path)))


def _stem(name: str) -> str:
    stem = re.sub(r"[_\-]?\d+(?=\.\w+$|$)", "", name)
    stem = stem.rsplit(".", 1)[0]
    return "" if stem.lower() in _PLAIN_NAMES else stem


def _is_page_of(name: str, other: str) -> bool:
    """Whether ``other`` is ``name`` with a page number behind (``node_41.htm``, ``node_41_2.htm``)."""
    first, second = name.rsplit(".", 1)[0], other.rsplit(".", 1)[0]
    return len(first) > 1 and second.startswith(first) and bool(_PAGE_NUMBER.fullmatch(second[len(first) :]))


def _in_own_folder(path: str, other: str) -> bool:
    own = path.rsplit(".", 1)[0] if "." in path.rsplit("/", 1)[-1] else path.rstrip("/")
    rest = other[len(own) :].strip("/") if len(own) > 1 and other.startswith(own + "/") else ""
    return bool(re.fullmatch(r"(?:p|page|list)?/?(?:index_?)?\d{1,4}(?:\.\w{2,5})?", rest))


def _by_scripts(scripts: list[str], resolve: Resolver) -> list[str]:
    """Pages that scripts write; a count may stand in another script than the address."""
    known: dict[str, str] | None = None
    for script in scripts:
        names = _called(script)
        if not names and ("+" in script or "{" in script):
            known = known or {name.lower(): value for each in scripts for name, value in assigned(each).items()}
            names = _configured(script, known) or _counted(script, known)
        if len(names) > 1:
            return [target for name in names if (target := resolve(name))]
    return []


def _called(script: str) -> list[str]:
    call = _CALL.search(script)
    if call is None:
        return []
    # With the box's name first pages count from 1 (index_2 is the second), without it from 0 (index_1 is).
    return _names(f"{call['name']}", call["extension"], int(call["count"]), 2 if call["box"] else 1)


def _names(name: str, extension: str, count: int, first: int) -> list[str]:
    count = min(count, MAX_PAGES)
    return [f"{name}.{extension}", *(f"{name}_{number}.{extension}" for number in range(first, first + count - 1))]


def _configured(script: str, known: dict[str, str]) -> list[str]:
    """``Pager({size: 5, prefix: 'index', suffix: 'html'})``, ``pagination(90, {link_to: '?page=__id__'})``."""
    options = _OPTIONS.search(script)
    if options is None:
        return []
    given = {
        match[1].lower(): next(value for value in match.groups()[1:] if value is not None)
        for match in _OPTION.finditer(options[2])
    }
    count = _count(given) or _pages_of_items(options[1] or given.get("count", ""), given) or _count(known)
    if not count and given.get("size", "").isdigit():
        count = int(given["size"])
    prefix, suffix = given.get("prefix") or given.get("name"), given.get("suffix") or given.get("ext")
    if prefix and suffix:
        return _names(prefix, suffix.lstrip("."), count, 2 if given.get("current") == "1" else 1)
    for value in given.values():
        if _TEMPLATE.search(value):
            return [_TEMPLATE.sub(str(number), value) for number in range(1, min(count, MAX_PAGES) + 1)]
    return []


def _counted(script: str, known: dict[str, str]) -> list[str]:
    """A counted number of pages whose addresses are put together from a name and the number."""
    count = _count(known)
    if count < 2:
        return []
    if named := _NAMED.search(script):
        return _names(named[1], named[2], count, 1)
    for written in _WRITTEN.finditer(script):
        head, tail = written["head"], written["tail"] or ""
        if _QUERY_PAGE.search(head) or (head.endswith("/") and re.match(r"\.\w{2,5}$|/?$", tail)):
            return [f"{head}{number}{tail}" for number in range(1, min(count, MAX_PAGES) + 1)]
    return []


def _count(known: dict[str, str]) -> int:
    return next((int(known[name]) for name in _COUNTS if known.get(name, "").isdigit()), 0)


def _pages_of_items(items: str, given: dict[str, str]) -> int:
    """How many pages so many entries take, where it is said how many stand on one."""
    per_page = next((given[name] for name in _PER_PAGE if given.get(name, "").isdigit()), "")
    return -(-int(items) // int(per_page)) if items.isdigit() and per_page and int(per_page) else 0
