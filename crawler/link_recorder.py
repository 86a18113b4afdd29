"""Takes in the links of a page: new ones go to the frontier, all of them are recorded as standing on it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.frontier import Frontier
from crawler.reading.reading import FoundLink
from crawler.repeated_links import MOST_REMEMBERED
from records.bundle.writer import BundleWriter


class LinkRecorder:
    """Hands links on to the frontier and records on which page they stand.

    A link with the same words, place and target on many pages is one row of ``link_forms``, whatever their number.
    """

    def __init__(self, writer: BundleWriter, frontier: Frontier) -> None:
        self._writer = writer
        self._frontier = frontier
        self._forms: dict[FoundLink, int] = {}
        self._count = writer.last_link_form()

    def record(self, page: int, links: Sequence[FoundLink], depth: int, *, asked: bool = True) -> None:
        """Record the links of one page; what is new of them goes to the frontier as found at ``depth``."""
        known = self._forms
        forms = [form for link in links if (form := known.get(link)) is not None]
        fresh = [link for link in links if link not in known]
        targets = self._frontier.hand([(link.url, link.kind) for link in fresh], page, depth, asked=asked)
        rows = []
        for link, target in zip(fresh, targets, strict=True):
            self._count += 1
            forms.append(self._count)
            if len(known) < MOST_REMEMBERED:
                known[link] = self._count
            raw = "" if link.raw == link.url else link.raw
            rows.append((self._count, target, link.tag, link.region, link.anchor, raw))
        self._writer.add("link_forms", rows)
        self._writer.add("page_links", [(page, form) for form in forms])
