"""A page read for what it refers to, and for nothing else: a third of the work of reading it whole."""

from __future__ import annotations

from crawler.reading.encoding import decode
from crawler.reading.fields import clean_head_title
from crawler.reading.fragments import find_fragments, find_marks
from crawler.reading.links import base_of, find_links, find_redirect
from crawler.reading.main_text import visible_text
from crawler.reading.page import MAX_BYTES
from crawler.reading.reading import PageReading
from crawler.reading.resolving import Resolver
from crawler.reading.sketch import Sketch
from records.evidence import SourcedText

MOST_TEXT = 2_000
"""How much text is told: enough to see whether a page says that it is not there."""


def read_references(body: bytes, url: str, content_type: str = "") -> PageReading:
    """Everything a page refers to, its head title and the beginning of its text. Never raises, whatever the bytes.

    Arguments as of :func:`crawler.reading.page.read_page`; ``kind`` is always ``other``.
    """
    html, encoding = decode(body[:MAX_BYTES], content_type)
    sketch = Sketch(html)
    resolve = Resolver(base_of(sketch, url), encoding)
    title = clean_head_title(sketch.head_title, ()) if sketch.head_title else None
    references = find_links(sketch, resolve)
    return PageReading(
        kind="other",
        encoding=encoding,
        title=SourcedText(title, "title") if title else None,
        published=None,
        column_name=None,
        breadcrumb=(),
        source=None,
        doc_no=None,
        index_no=None,
        text=visible_text(sketch)[:MOST_TEXT],
        text_source="body",
        links=references.links,
        redirect=find_redirect(sketch, resolve, url),
        strays=references.strays,
        fragments=find_fragments(sketch, resolve, url),
        marks=find_marks(sketch),
    )
