"""Takes in the links of a page: new ones go to the frontier, all of them are recorded as standing on it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crawler.frontier import Frontier
from crawler.reading.reading import FoundLink
from crawler.repeated_links import MOST_REMEMBERED
from records.bundle.writer import BundleWriter

MOST_GROUPS = 2_000
"""How many groups of links are remembered: a site has one menu, or a few a column."""


class LinkRecorder:
    """Hands links on to the frontier and records on which page they stand.

    A link with the same words, place and target on many pages is one row of ``link_forms``, whatever their number; and
    links in headers, menus and footers that stand together on many pages are one group.
    """

    def __init__(self, writer: BundleWriter, frontier: Frontier) -> None:
        self._writer = writer
        self._frontier = frontier
        self._forms: dict[FoundLink, int] = {}
        self._groups: dict[tuple[int, ...], int] = {}
        self._count, self._group_count = writer.last_links()

    def record(self, page: int, links: Sequence[FoundLink], depth: int, *, asked: bool = True) -> None:
        """Record the links of one page; what is new of them goes to the frontier as found at ``depth``."""
        known = self._forms
        around: list[int] = []
        own: list[int] = []
        fresh: list[FoundLink] = []
        for link, form in zip(links, map(known.get, links), strict=True):
            if form is None:
                fresh.append(link)
            elif link.region == "nav":
                around.append(form)
            else:
                own.append(form)
        targets = self._frontier.hand([(link.url, link.kind) for link in fresh], page, depth, asked=asked)
        rows = []
        for link, target in zip(fresh, targets, strict=True):
            self._count += 1
            (around if link.region == "nav" else own).append(self._count)
            if len(known) < MOST_REMEMBERED:
                known[link] = self._count
            raw = "" if link.raw == link.url else link.raw
            rows.append((self._count, target, link.tag, link.region, link.anchor, raw))
        self._writer.add("link_forms", rows)
        self._writer.add("page_groups", [(page, self._group(forms)) for forms in (around, own) if forms])

    def _group(self, forms: Sequence[int]) -> int:
        """The number of these links together."""
        key = tuple(forms)
        group = self._groups.get(key)
        if group is None:
            self._group_count = group = self._group_count + 1
            if len(self._groups) < MOST_GROUPS:
                self._groups[key] = group
            self._writer.add("link_groups", [(group, json.dumps(key))])
        return group
