"""What an address promises to be, by its extension and the tag that names it."""

from __future__ import annotations

from functools import lru_cache

from crawler.reading.resolving import path_of
from crawler.reading.vocabulary import words


@lru_cache(maxsize=16384)
def kind_of(url: str, tag: str, named: bool = False) -> str:
    """page | attachment | resource, by the extension first and the tag second.

    A picture that words link to (``named``) is a document offered to the reader, most often a scan: an attachment.
    Remembered, because most links of a page stand on every page of the site.
    """
    name = path_of(url).rsplit("/", 1)[-1]
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in words("attachments", "extensions"):
        return "attachment"
    if named and tag == "a" and extension in words("attachments", "pictures"):
        return "attachment"
    if extension in words("attachments", "resources") or tag in (
        "img",
        "script",
        "link",
        "video",
        "audio",
        "source",
        "track",
    ):
        return "resource"
    return "page"
