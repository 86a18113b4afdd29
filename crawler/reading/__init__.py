"""Reading pages: bytes in, :class:`~crawler.reading.reading.PageReading` out."""

from crawler.reading.page import read_page

__all__ = ["read_page"]
