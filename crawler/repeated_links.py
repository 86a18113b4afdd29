"""Most links of a page stand on every page of its site: the reader sends each once, afterwards its number.

What begins anew on one side must begin anew on the other: with every reader process, and after every refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from crawler.reading.reading import FoundLink

MOST_REMEMBERED = 20_000
"""How many links are remembered. Those of menus come with the first pages, and memory stays bounded."""

Packed = tuple[list[FoundLink], list[int]]
"""Links that the other side does not know yet, and the numbers of all, in the order in which they were found."""


class LinkSender:
    """The reader's side: links become their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[FoundLink, int] = {}

    def pack(self, links: Sequence[FoundLink]) -> Packed:
        """The links as they travel; what is not remembered any more is numbered from :data:`MOST_REMEMBERED` on."""
        known = self._numbers
        numbers = list(map(known.get, links))
        fresh: list[FoundLink] = []
        beyond = 0
        for place, link in enumerate(links) if None in numbers else ():
            if numbers[place] is not None:
                continue
            number = known.get(link)  # it may stand twice on this page
            if number is None:
                fresh.append(link)
                number = len(known)
                if number < MOST_REMEMBERED:
                    known[link] = number
                else:
                    number += beyond
                    beyond += 1
            numbers[place] = number
        return fresh, cast("list[int]", numbers)


class LinkReceiver:
    """The gatherer's side of one reader process: numbers become the very links they stand for."""

    def __init__(self) -> None:
        self._links: list[FoundLink] = []

    def unpack(self, packed: Packed) -> tuple[FoundLink, ...]:
        """The links as they were found, in their order."""
        fresh, numbers = packed
        room = MOST_REMEMBERED - len(self._links)
        self._links += fresh[:room]
        if len(fresh) <= room:
            return tuple(map(self._links.__getitem__, numbers))
        beyond = fresh[room:]
        return tuple(self._links[n] if n < MOST_REMEMBERED else beyond[n - MOST_REMEMBERED] for n in numbers)
