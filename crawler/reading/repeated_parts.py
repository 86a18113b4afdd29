"""Parts that most pages of a site share: header, menu and footer are walked once and grafted onto the next sketch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.reading.reading import FoundLink

MOST_PARTS = 64
MOST_CHARS = 200_000
"""How many parts are remembered, and how long the markup of one may be."""

State = tuple[bool, str, bool, str]
"""What the walk through a part depends on besides its markup: whether there was text before, the blank that is pending,
whether a link just began or ended, the last character."""


LinkKey = tuple[str, str, str]
"""What makes a link of a page one: address, tag, region."""


@dataclass(slots=True)
class Part:
    """The lists of a part, elements and places counted from its own beginning, and how the walk was left behind it.

    ``last`` is where it stood last and its lists there: a header stands at the same place on most pages. ``links`` are
    those found in it, by what they depend on besides its markup.
    """

    numbers: Sequence[Sequence[int]]
    places: Sequence[Sequence[int]]
    things: Sequence[Sequence[Any]]
    length: int
    pending: str
    seam: bool
    last: tuple[int, int, Sequence[Sequence[int]], Sequence[Sequence[int]]] | None = None
    links: dict[tuple[str, str, bytes, bytes], Mapping[LinkKey, FoundLink]] = field(default_factory=dict)

    @property
    def elements(self) -> int:
        """How many elements it has."""
        return len(self.numbers[0])


_parts: dict[tuple[str, State], Part] = {}


class Trunk:
    """The growing lists of one sketch: ``numbers`` of elements (parents first), ``places`` in the text, and ``things``
    that are the same wherever they stand; ``most`` bounds elements and characters of text. ``watched`` is the element
    whose part is being walked for the first time (-1:
    none).
    """

    def __init__(
        self,
        numbers: Sequence[list[int]],
        places: Sequence[list[int]],
        things: Sequence[list[Any]],
        most: tuple[int, int],
    ) -> None:
        self._numbers = numbers
        self._places = places
        self._things = things
        self._most_elements, self._most_text = most
        self.watched = -1
        self._key: tuple[str, State] | None = None
        self._position = 0
        self._lengths: list[int] = []

    def graft(self, node: LexborNode, state: State, parent: int, index: int, position: int) -> Part | None:
        """Add the part below ``node`` as it was walked before.

        None where it was not met before: then it is watched, unless one around it already is.
        """
        if self._key is not None or node.child is None:
            return None
        markup = node.html or ""
        if len(markup) > MOST_CHARS:
            return None
        part = _parts.get((markup, state))
        if part is None:
            self.watched, self._key, self._position = index, (markup, state), position
            self._lengths = [len(each) for each in (*self._numbers, *self._places, *self._things)]
            return None
        if index + part.elements >= self._most_elements or position + part.length >= self._most_text:
            return None  # the walk would have broken off within it
        if part.last is None or part.last[:2] != (index, position):
            moved = [[number + index for number in kept] for kept in part.numbers]
            part.last = (index, position, moved, [[place + position for place in kept] for kept in part.places])
        for numbers, kept in zip(self._numbers, part.last[2], strict=True):
            numbers.extend(kept)
        self._numbers[0][index] = parent
        for places, kept in zip(self._places, part.last[3], strict=True):
            places.extend(kept)
        for things, same in zip(self._things, part.things, strict=True):
            things.extend(same)
        return part

    def keep(self, position: int, pending: str, *, seam: bool) -> None:
        """Remember the part that was watched, now that it has ended."""
        assert self._key is not None  # noqa: S101 - for the type checker
        lengths = iter(self._lengths)
        numbers = [[number - self.watched for number in each[next(lengths) :]] for each in self._numbers]
        places = [[place - self._position for place in each[next(lengths) :]] for each in self._places]
        things = [each[next(lengths) :] for each in self._things]
        if position >= self._most_text:  # some of its text was left out
            self.watched, self._key = -1, None
            return
        if len(_parts) >= MOST_PARTS:
            del _parts[next(iter(_parts))]
        _parts[self._key] = Part(numbers, places, things, position - self._position, pending, seam)
        self.watched, self._key = -1, None
