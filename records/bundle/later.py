"""A sequence that is read only when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, overload

Value = TypeVar("Value")


class Later(Sequence[Value]):
    """Behaves as the tuple of what ``read`` yields, which is called at the first look and never again.

    Most rules look at a page's text alone, and a page has some eighty links: reading them all would be half the work.
    """

    __slots__ = ("_read", "_values")

    def __init__(self, read: Callable[[], Iterable[Value]]) -> None:
        self._read = read
        self._values: tuple[Value, ...] | None = None

    def _known(self) -> tuple[Value, ...]:
        if self._values is None:
            self._values = tuple(self._read())
        return self._values

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, index: int | slice) -> Value | tuple[Value, ...]:
        return self._known()[index]

    def __len__(self) -> int:
        return len(self._known())
