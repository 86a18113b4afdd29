"""Most links of a page stand on every page of its site: the reader sends each once, afterwards its number.

What begins anew on one side must begin anew on the other: with every reader process, and after every refusal.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.reading.reading import FoundLink

MOST_REMEMBERED = 20_000
"""How many links are remembered. Those of menus come with the first pages, and memory stays bounded."""

Sent = FoundLink | int


class LinkSender:
    """The reader's side: links that were sent before become their number."""

    def __init__(self) -> None:
        self._numbers: dict[FoundLink, int] = {}

    def pack(self, links: Iterable[FoundLink]) -> list[Sent]:
        """The links, those that the other side remembers as numbers."""
        numbers = self._numbers
        packed: list[Sent] = []
        for link in links:
            number = numbers.get(link)
            packed.append(link if number is None else number)
            if number is None and len(numbers) < MOST_REMEMBERED:
                numbers[link] = len(numbers)
        return packed


class LinkReceiver:
    """The gatherer's side of one reader process: numbers become the very links they stand for."""

    def __init__(self) -> None:
        self._links: list[FoundLink] = []

    def unpack(self, packed: Iterable[Sent]) -> tuple[FoundLink, ...]:
        """The links as they were found, in their order."""
        links = []
        for sent in packed:
            link = self._links[sent] if isinstance(sent, int) else sent
            if link is sent and len(self._links) < MOST_REMEMBERED:
                self._links.append(link)
            links.append(link)
        return tuple(links)
