"""One parse of one page, and everything the gatherer wants to know from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.reading.blank import find_blank_marker
from crawler.reading.breadcrumb import find_breadcrumb
from crawler.reading.data_lists import data_entries
from crawler.reading.encoding import decode
from crawler.reading.fields import (
    article_title,
    clean_head_title,
    column_of,
    doc_no_of,
    index_no_of,
    list_title,
    source_of,
)
from crawler.reading.fragments import find_fragments, find_marks
from crawler.reading.interfaces import find_interfaces
from crawler.reading.kind import kind_of_page
from crawler.reading.layout import Layout, lay_out
from crawler.reading.links import base_of, find_links, find_redirect
from crawler.reading.listing import Entry, as_items, count_unlinked, find_entries
from crawler.reading.main_text import ENOUGH, visible_text
from crawler.reading.menu import find_menu
from crawler.reading.other_dates import find_other_dates, find_to_come
from crawler.reading.paging import find_paging
from crawler.reading.pictures import find_pictures
from crawler.reading.publication import find_published, label_offset
from crawler.reading.reading import FoundItem, PageReading
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Sketch
from crawler.reading.unmasked import find_unmasked
from crawler.reading.unseen import find_unseen
from crawler.reading.vocabulary import ordered
from records.evidence import SourcedText

MAX_BYTES = 8_000_000
_SUBSTANTIAL = 400
MOST_FOR_TRAFILATURA = 8_000
"""How many elements a page may have to be shown to trafilatura: 20,000 of them in a row keep it busy for 20 seconds."""


def read_page(body: bytes, url: str, content_type: str = "", as_of: date | None = None) -> PageReading:
    """Read an HTML page: links, kind, title, dates, fields, list entries, text. Never raises, whatever the bytes.

    ``url`` is the page's own address (after redirects), ``content_type`` the header as received. Dates later than the
    day after ``as_of`` are not believed. Pages are cut at :data:`MAX_BYTES`.
    """
    html, encoding = decode(body[:MAX_BYTES], content_type)
    sketch = Sketch(html)
    resolve = Resolver(base_of(sketch, url), encoding)
    layout = lay_out(sketch)
    breadcrumb = find_breadcrumb(sketch, resolve)
    names = tuple(name for name, _ in breadcrumb)
    published = find_published(layout, html, url, as_of)
    entries = find_entries(sketch, layout.head, as_of)
    kind = kind_of_page(layout, url, label_offset(layout), published, entries)
    filled = _Filled()
    if kind != "article":
        filled = _filled(sketch, resolve, entries, as_of)
        kind = "list" if filled else kind
    marker = ""
    if kind != "article" and not (kind == "list" and (entries or filled)):
        marker = find_blank_marker(sketch, names[-1] if names else sketch.head_title)
        kind = "list" if marker else kind
    doc_no = index_no = source = None
    if kind == "article":
        zone = layout.zone
        title = article_title(layout.sketch, layout.meta, layout.head, zone, names)
        doc_no, index_no, source = doc_no_of(zone, _opening(layout)), index_no_of(zone), source_of(layout.meta, zone)
        text, text_source = _article_text(layout, html)
    else:
        title = list_title(sketch, layout.meta, breadcrumb) if kind == "list" else _other_title(layout, names)
        text, text_source = visible_text(sketch), "body"
    is_list = kind == "list"
    references = find_links(sketch, resolve)
    return PageReading(
        kind=kind,
        encoding=encoding,
        title=title,
        published=published if kind == "article" else None,
        column_name=column_of(layout.meta, breadcrumb, title if kind == "article" else None, url),
        breadcrumb=breadcrumb,
        source=source,
        doc_no=doc_no,
        index_no=index_no,
        text=text,
        text_source=text_source,
        meta=layout.meta,
        links=references.links,
        items=(filled.items or as_items(sketch, entries, resolve)) if is_list and not marker else (),
        paging=find_paging(sketch, resolve, url) if is_list else (),
        redirect=find_redirect(sketch, resolve, url),
        blank_marker=marker,
        other_dates=find_other_dates(layout) if kind == "article" else (),
        to_come=find_to_come(layout, published, as_of) if kind == "article" and as_of else (),
        unseen=(*find_unseen(sketch, resolve, url), *find_unmasked(html, text)),
        interfaces=filled.interfaces,
        unlinked=filled.unlinked,
        menu=find_menu(sketch, resolve) if kind != "article" else (),
        strays=references.strays,
        fragments=find_fragments(sketch, resolve, url),
        marks=find_marks(sketch),
        pictures=find_pictures(layout, resolve) if kind == "article" else (),
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a page without entries of its own has instead: entries in its scripts, interfaces, or dead entries."""

    items: tuple[FoundItem, ...] = ()
    interfaces: tuple[str, ...] = ()
    unlinked: int = 0

    def __bool__(self) -> bool:
        return bool(self.items or self.interfaces or self.unlinked)


def _filled(sketch: Sketch, resolve: Resolver, entries: list[Entry], as_of: date | None) -> _Filled:
    if entries:
        more = any(word in sketch.text for word in ordered("paging", "more"))
        return _Filled(interfaces=find_interfaces(sketch, resolve) if more else ())
    if items := data_entries(sketch, resolve, as_of):
        return _Filled(items=items)
    if interfaces := find_interfaces(sketch, resolve):
        return _Filled(interfaces=interfaces)
    return _Filled(unlinked=count_unlinked(sketch, as_of))


def _opening(layout: Layout) -> list[str]:
    return layout.sketch.lines(layout.content)[:8] if layout.content >= 0 else []


def _article_text(layout: Layout, html: str) -> tuple[str, str]:
    """The article's text by lines; trafilatura only where our own choice convinces nobody and there is much text."""
    sketch, content, source = layout.sketch, layout.content, layout.content_source
    own = "\n".join(sketch.lines(content)) if content >= 0 else ""
    if (source and source != "density") or len(own) >= ENOUGH:
        return own, source
    everything = visible_text(sketch)
    shown = len(everything) >= _SUBSTANTIAL and len(sketch.tags) <= MOST_FOR_TRAFILATURA
    if shown and (extracted := _extracted(html)):
        return extracted, "trafilatura"
    return (own, source) if own else (everything, "body")


def _extracted(html: str) -> str:
    import trafilatura  # noqa: PLC0415 - takes a third of a second to load, and most sites never need it

    try:
        return trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    except Exception:
        return ""


def _other_title(layout: Layout, names: tuple[str, ...]) -> SourcedText | None:
    sketch, head = layout.sketch, layout.head
    if cleaned := clean_head_title(sketch.head_title, names):
        return SourcedText(cleaned, "title")
    return SourcedText(" ".join(sketch.lines(head)), sketch.tags[head]) if head >= 0 else None
