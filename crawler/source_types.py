"""Which files of a site are read because they refer to more: stylesheets and list feeds."""

from __future__ import annotations

from crawler.reading.reading import SOURCE_TYPES
from crawler.reading.resolving import path_of


def is_source(url: str) -> bool:
    """Whether the address promises a file that a page needs and that refers to more: a stylesheet or a list feed."""
    return path_of(url).lower().endswith(tuple(SOURCE_TYPES.values()))


def is_source_type(media_type: str) -> bool:
    """Whether an answer of this type is such a file."""
    return media_type in SOURCE_TYPES
