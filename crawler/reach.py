"""How far a gathering goes from what it reads: everywhere, to columns only (patrol), or to what a recheck names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from crawler.reading.reading import FoundLink, PageReading
from crawler.reading.resolving import path_of
from crawler.reading.vocabulary import words

MOST_FOLLOWED = 100
"""How many addresses are asked of what one page lists and links to, when only some pages are to be rechecked."""

LONGEST_COLUMN_NAME = 16
_ARTICLE = re.compile(
    r"/(?:19|20)\d\d(?:[-_/]?\d\d?){1,2}/|/\d{4}-\d\d?/|/(?:t|art|content|detail|info|show|view|article|doc|c|P0)[_\-]?\d{4,}[\w\-]*(?:\.\w{2,5})?$"
    r"|/(?:art|article|content|detail|info|show|view|doc)/[\w/\-]*\d[\w\-]*(?:\.\w{2,5})?$|[?&](?:article|doc|content|info|news|aid)_?(?:id)?=\w+",
    re.IGNORECASE,
)
_LIST_NAME = re.compile(
    r"/(?:(?:index|list|default|more|node|col|channel|column|lm|zl)[\w\-]*(?:\.\w{2,5})?)?$", re.IGNORECASE
)
_SHORT_NAME = re.compile(r"/[a-z][a-z\-_]{0,30}\d{0,3}(?:\.\w{2,5})?$", re.IGNORECASE)
_MORE = ("更多", "more", ">>", "》", "+", "查看全部", "全部")


class Reach(Protocol):
    """``everything``: all that is found is asked; otherwise only what :meth:`beyond` names of a page.

    :meth:`reads_pictures` says whether the pictures in a page's text are to be read, not only asked for.
    """

    @property
    def everything(self) -> bool: ...

    def reads_pictures(self, page: int) -> bool: ...
    def beyond(self, page: int, reading: PageReading) -> list[tuple[str, str]]: ...


class Everywhere:
    """A whole inspection."""

    everything = True

    def reads_pictures(self, page: int) -> bool:
        """All of them."""
        return True

    def beyond(self, page: int, reading: PageReading) -> list[tuple[str, str]]:
        """Nothing besides."""
        return []


class Patrol:
    """Home page, columns and the interfaces of their lists: first pages only, no articles, no files, no other sites.

    ``is_internal`` says whether an address belongs to the site.
    """

    everything = False

    def __init__(self, is_internal: Callable[[str], bool]) -> None:
        self._is_internal = is_internal

    def reads_pictures(self, page: int) -> bool:
        """None."""
        return False

    def beyond(self, page: int, reading: PageReading) -> list[tuple[str, str]]:
        """What leads to columns: menus, the path of the page, and links that look like those to lists."""
        if reading.kind == "article":
            return []
        found = dict.fromkeys((url, "data") for url in reading.interfaces if self._is_internal(url))
        not_columns = {item.url for item in reading.items if item.date} | set(reading.paging)
        pages = [entry.url for entry in reading.menu]
        pages += [url for _, url in reading.breadcrumb if url]
        pages += [link.url for link in reading.links if leads_to_column(link)]
        for url in pages:
            if url not in not_columns and not is_article(url) and self._is_internal(url):
                found[url, "page"] = None
        return list(found)


def leads_to_column(link: FoundLink) -> bool:
    """Whether a link, by its words and address, leads to a list rather than to an article."""
    if link.kind != "page" or link.tag not in ("a", "area", "onclick") or is_article(link.url):
        return False
    name = "".join(link.anchor.split())
    if name.isdigit() or name in words("paging", "words"):  # a further page of a list, in whatever address
        return False
    if link.region == "nav":
        return True
    path = path_of(link.url)
    if any(name.lower().startswith(word) or name.lower().endswith(word) for word in _MORE):
        return True
    return len(name) <= LONGEST_COLUMN_NAME and bool(_LIST_NAME.search(path) or _SHORT_NAME.search(path))


def is_article(url: str) -> bool:
    """Whether an address looks like an article's: a date in its path, or a long number in its name."""
    return bool(_ARTICLE.search(url.partition("://")[2])) and not _LIST_NAME.search(path_of(url))


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a recheck needs beyond the pages it names (see ``GatherSpec.only_urls``)."""

    lists: frozenset[int]
    followed: Mapping[int, str]
    everything: bool = False

    def reads_pictures(self, page: int) -> bool:
        """Those of pages on which a picture was accused: it may have been replaced by another."""
        return self.followed.get(page) == "picture"

    def beyond(self, page: int, reading: PageReading) -> list[tuple[str, str]]:
        """What is to be asked of the addresses that this page lists and links to."""
        found: list[tuple[str, str]] = []
        if page in self.lists:
            found += [(url, "data") for url in reading.interfaces]
            found += [(item.url, "page") for item in reading.items if item.date is None or not item.date.sure]
        kind = "attachment" if self.reads_pictures(page) else self.followed.get(page)
        if kind == "page":
            found += [(item.url, kind) for item in reading.items]
        found += [(link.url, link.kind) for link in reading.links if link.kind == kind and link.region == "main"]
        return list(dict.fromkeys(found))[:MOST_FOLLOWED]
