"""One parse of one page, and everything the gatherer wants to know from it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

import trafilatura

from crawler.reading.blank import find_blank_marker
from crawler.reading.breadcrumb import find_breadcrumb
from crawler.reading.encoding import decode
from crawler.reading.fields import (
    article_title,
    clean_head_title,
    column_of,
    doc_no_of,
    index_no_of,
    list_title,
    meta_of,
    source_of,
    title_element,
)
from crawler.reading.links import base_of, find_links, find_redirect
from crawler.reading.listing import Entry, as_items, find_entries
from crawler.reading.main_text import ENOUGH, find_content, known_containers, visible_text
from crawler.reading.paging import find_paging
from crawler.reading.publication import find_published, label_offset
from crawler.reading.reading import PageReading
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import ordered
from records.evidence import SourcedDate, SourcedText

MAX_BYTES = 8_000_000
_FRONT_BEHIND_TITLE = 500
_SUBSTANTIAL = 400
_SOME_PROSE = 100
_INDEX_NAME = re.compile(r"^(?:index|list|default|more)?(?:[_\-]?\d{1,4})?(?:\.\w{2,5})?$", re.IGNORECASE)


def read_page(body: bytes, url: str, content_type: str = "", as_of: date | None = None) -> PageReading:
    """Read an HTML page: links, kind, title, dates, fields, list entries, text. Never raises, whatever the bytes.

    ``url`` is the page's own address (after redirects), ``content_type`` the header as received. Dates later than the
    day after ``as_of`` are not believed. Pages are cut at :data:`MAX_BYTES`.
    """
    html, encoding = decode(body[:MAX_BYTES], content_type)
    sketch = Sketch(html)
    resolve = Resolver(base_of(sketch, url))
    meta = meta_of(sketch)
    breadcrumb = find_breadcrumb(sketch, resolve)
    head = title_element(sketch, sketch.head_title)
    content, content_source = find_content(sketch, head)
    front = _front(sketch, head, content)
    published = find_published(sketch, meta, front, content, html, as_of)
    entries = find_entries(sketch, head, as_of)
    kind = _kind(sketch, meta, url, content, label_offset(sketch, front), published, entries)
    marker = ""
    names = tuple(name for name, _ in breadcrumb)
    if kind != "article":
        shown = names[-1] if names else sketch.head_title
        marker = "" if kind == "list" else find_blank_marker(sketch, shown)
        if marker:
            kind, entries = "list", []
    if kind == "article":
        zone = _zone(sketch, content)
        title = article_title(sketch, meta, head, zone, names)
        opening = sketch.lines(content)[:8] if content >= 0 else []
        doc_no, index_no, source = doc_no_of(zone, opening), index_no_of(zone), source_of(meta, zone)
        text, text_source = _article_text(sketch, content, content_source, html)
    else:
        title = list_title(sketch, meta, breadcrumb) if kind == "list" else _other_title(sketch, head, names)
        doc_no = index_no = source = published = None
        text, text_source = visible_text(sketch), "body"
    return PageReading(
        kind=kind,
        encoding=encoding,
        title=title,
        published=published,
        column_name=column_of(meta, breadcrumb, title if kind == "article" else None, url),
        breadcrumb=breadcrumb,
        source=source,
        doc_no=doc_no,
        index_no=index_no,
        text=text,
        text_source=text_source,
        meta=meta,
        links=find_links(sketch, resolve),
        items=as_items(sketch, entries, resolve) if kind == "list" else (),
        paging=find_paging(sketch, resolve, url) if kind == "list" else (),
        redirect=find_redirect(sketch, resolve, url),
        blank_marker=marker,
    )


def _front(sketch: Sketch, head: int, content: int) -> tuple[int, int]:
    """The stretch of text in which a page presents itself: from its title to a little into its text."""
    start = sketch.starts[content] if content >= 0 else 0
    if head >= 0:
        return sketch.starts[head], max(sketch.stops[head] + _FRONT_BEHIND_TITLE, start)
    return max(0, start - _FRONT_BEHIND_TITLE), start + 200


def _zone(sketch: Sketch, content: int) -> str:
    """The text in which labelled fields are looked for: all but the inner part of the article's own text."""
    if content < 0:
        return sketch.text[:3000]
    inner = min(sketch.starts[content] + 400, sketch.stops[content])
    return sketch.text[:inner] + "\n" + sketch.text[sketch.stops[content] :]


def _kind(
    sketch: Sketch,
    meta: dict[str, str],
    url: str,
    content: int,
    label: int,
    published: SourcedDate | None,
    entries: list[Entry],
) -> str:
    """list | article | other: entries, their containers and the address against tags, labels and prose.

    ``label`` is the offset of a publication label by the title (-1: none); one that stands in an entry's block is the
    entry's own.
    """
    own_label = label >= 0 and not any(
        sketch.starts[entry.block] <= label < sketch.stops[entry.block] and entry.offset > label for entry in entries
    )
    prose = _prose(sketch, content)
    article = 4 if any(meta.get(name) for key in ("title", "published") for name in ordered("meta", key)) else 0
    article += 3 if own_label else 0
    article += 2 if published and not own_label and not any(entry.date == published.value for entry in entries) else 0
    article += (2 if prose < _SUBSTANTIAL else 3) if prose >= _SOME_PROSE else 0
    if entries:
        score = min(len(entries), 3) + (1 if any(entry.date for entry in entries) else 0)
        lists = known_containers(sketch, "list")
        score += 1 if any(block < entries[0].block < sketch.ends[block] for block in lists) else 0
        score += 1 if _INDEX_NAME.match(urlsplit(url).path.rsplit("/", 1)[-1]) else 0
        inside = sum(1 for entry in entries if content < entry.anchor < sketch.ends[content])
        if prose >= _SOME_PROSE and inside * 2 < len(entries):
            score -= 2  # a list beside an article's text
        if score >= article:
            return "list"
    return "article" if article >= 2 else "other"


def _prose(sketch: Sketch, content: int) -> int:
    """How many characters stand in lines of running text outside links."""
    if content < 0:
        return 0
    total = sum(len(line) for line in sketch.lines(content) if len(line) >= 20)
    return max(0, total - sketch.link_length(content))


def _article_text(sketch: Sketch, content: int, source: str, html: str) -> tuple[str, str]:
    """The article's text by lines; trafilatura only where our own choice convinces nobody and there is much text."""
    own = "\n".join(sketch.lines(content)) if content >= 0 else ""
    if (source and source != "density") or len(own) >= ENOUGH:
        return own, source
    everything = visible_text(sketch)
    if len(everything) >= _SUBSTANTIAL and (extracted := _extracted(html)):
        return extracted, "trafilatura"
    return (own, source) if own else (everything, "body")


def _extracted(html: str) -> str:
    try:
        return trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    except Exception:  # noqa: BLE001 - a foreign parser on hostile pages
        return ""


def _other_title(sketch: Sketch, head: int, names: tuple[str, ...]) -> SourcedText | None:
    cleaned = clean_head_title(sketch.head_title, names)
    if cleaned:
        return SourcedText(cleaned, "title")
    return SourcedText(" ".join(sketch.lines(head)), sketch.tags[head]) if head >= 0 else None
