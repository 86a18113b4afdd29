"""Text and links of a post's content."""

from __future__ import annotations

import re

from crawler.accounts.posts import FoundPost
from crawler.reading.reading import FoundLink
from crawler.reading.resolving import Resolver
from records.urls import normalise

MAX_LINKS = 300
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|&#?\w{1,30};")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?\[\]@!$&'*+,;=%#]{4,1000}")
_TRAILING = ".,;:!?'*]"
_CLICKED = frozenset(("a", "area", "text"))


def plain_line(text: str) -> str:
    """A title as people see it: one line, without markup."""
    if _MARKUP.search(text):
        from crawler.reading.sketch import Sketch  # noqa: PLC0415 - most commands read no posts, and all load adapters

        text = Sketch(text).text
    return " ".join(text.split())


def read_content(post: FoundPost, base: str) -> tuple[str, tuple[FoundLink, ...]]:
    """The text of a post and the links a reader can click; ``base`` is what relative addresses are resolved against.

    Pictures are left out: the platforms keep them for their own pages and refuse everybody else. In plain text an
    address that is cut short (``…``) is none.
    """
    if not post.is_html or not _MARKUP.search(post.content):
        return post.content.strip(), tuple(_written_addresses(post.content))[:MAX_LINKS]
    from crawler.reading.links import base_of, find_links  # noqa: PLC0415 - as above
    from crawler.reading.sketch import Sketch  # noqa: PLC0415 - as above

    sketch = Sketch(post.content)
    text = "\n".join(line.strip() for line in sketch.text.split("\n") if line.strip())
    links = find_links(sketch, Resolver(base_of(sketch, base))).links
    clicked = {link.url: link for link in links if link.tag in _CLICKED}
    return text, tuple(clicked.values())[:MAX_LINKS]


def _written_addresses(text: str) -> list[FoundLink]:
    found: dict[str, FoundLink] = {}
    for match in _ADDRESS.finditer(text):
        cut_short = match[0].endswith("..") or text[match.end() : match.end() + 1] == "…"
        raw = match[0].rstrip(_TRAILING)
        url = normalise(raw, raw)
        if url and not cut_short:
            found.setdefault(url, FoundLink(url, "", "text", "main", "page", raw))
    return list(found.values())
