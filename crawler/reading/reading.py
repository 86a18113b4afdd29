"""What reading a page yields: the contract between the page readers and the gatherer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from records.evidence import SourcedDate, SourcedText

MAX_ANCHOR = 300
MAX_RAW = 1000
"""How many characters are kept of a link's words, and of what was written."""


class FoundLink(NamedTuple):
    """A reference found on a page. ``url`` is absolute and normalised; ``kind`` is page | attachment | resource.

    ``tag`` is where it stood (``a``, ``img``, ``iframe``, ``meta-refresh``, ``script-redirect``, ``onclick`` …),
    ``region`` is nav | main, ``raw`` the attribute as written. ``page``, ``sheet`` and ``cell`` are the place within a
    document, where one was read.
    """

    url: str
    anchor: str
    tag: str
    region: str
    kind: str
    raw: str
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None


class FoundStray(NamedTuple):
    """A reference that there is nothing to ask for over HTTP (``mailto:``, ``file:``, a host that cannot be), as
    written; the other fields are those of :class:`FoundLink`. Also where a form is posted to: never asked.
    """

    raw: str
    anchor: str
    tag: str
    region: str
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None


class FoundFragment(NamedTuple):
    """A plain link to a place within a page (``url#fragment``), ``fragment`` decoded."""

    url: str
    fragment: str
    anchor: str
    region: str


SOURCE_TYPES = {"text/css": ".css", "application/json": ".json"}
"""Files that a page needs and that refer to further addresses: their media types and extensions."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What a stylesheet or a list feed (JSON) refers to."""

    links: tuple[FoundLink, ...]
    strays: tuple[FoundStray, ...]


class FoundItem(NamedTuple):
    """An entry of a list: title, absolute normalised address, date shown beside it.

    ``to_come``: a date is shown that lies in the future, so it is not believed.
    """

    title: str
    url: str
    date: SourcedDate | None
    to_come: SourcedDate | None = None


class Unseen(NamedTuple):
    """What a page holds that its readers do not see: ``how`` it escapes them, its words, where it leads.

    ``how`` is ``title`` (the title tag, without address), ``source`` (a whole number in the source that the text shows
    masked) or the way a link to another site is hidden: display, visibility, off-screen, zero-size, colour, marquee,
    script.
    """

    how: str
    text: str
    url: str


class MenuEntry(NamedTuple):
    """An entry of a navigation menu or directory tree; ``parent`` is the place of the entry above, -1 at the top."""

    name: str
    url: str
    parent: int


class PageReading(NamedTuple):
    """Everything read from one HTML page with one parse.

    ``kind`` is home | list | article | other (the gatherer sets ``home``). ``redirect`` is where a meta refresh or a
    simple script redirect leads, if the page is nothing but that. ``paging`` are the addresses of further pages of the
    same list, ``interfaces`` those from which scripts fetch its entries. ``unlinked`` counts dated entries that lead
    nowhere (``href="#"``). ``menu`` is read on pages that are no articles. ``encoding`` is the one actually used.
    ``other_dates`` are dates that say what else they are (their source is the label), ``to_come`` such that are shown
    as the day of publication but lie in the future. ``marks`` are the places within the page that a fragment can name
    (ids and names of anchors); None where scripts answer for fragments, or there are too many. ``pictures`` are the
    addresses of pictures in an article's text that may hold words.
    """

    kind: str
    encoding: str
    title: SourcedText | None
    published: SourcedDate | None
    column_name: SourcedText | None
    breadcrumb: tuple[tuple[str, str | None], ...]
    source: SourcedText | None
    doc_no: SourcedText | None
    index_no: SourcedText | None
    text: str
    text_source: str
    meta: Mapping[str, str] = {}
    links: tuple[FoundLink, ...] = ()
    items: tuple[FoundItem, ...] = ()
    paging: tuple[str, ...] = ()
    redirect: str | None = None
    blank_marker: str = ""
    other_dates: tuple[SourcedDate, ...] = ()
    to_come: tuple[SourcedDate, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    interfaces: tuple[str, ...] = ()
    unlinked: int = 0
    menu: tuple[MenuEntry, ...] = ()
    strays: tuple[FoundStray, ...] = ()
    fragments: tuple[FoundFragment, ...] = ()
    marks: tuple[str, ...] | None = None
    pictures: tuple[str, ...] = ()
