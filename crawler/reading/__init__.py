"""Reading pages: bytes in, :class:`~crawler.reading.reading.PageReading` out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.reading.page import read_page as read_page

__all__ = ["read_page"]


def __getattr__(name: str) -> Any:
    """``read_page``, loaded when it is wanted: the gatherer handles readings and never loads the parsers itself."""
    if name == "read_page":
        from crawler.reading.page import read_page  # noqa: PLC0415

        return read_page
    raise AttributeError(name)
