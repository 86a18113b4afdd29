"""Files that a page needs and that refer to further addresses: stylesheets and list feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crawler.reading.encoding import decode
from crawler.reading.feeds import Found, links_in_json
from crawler.reading.links import collect
from crawler.reading.reading import SOURCE_TYPES, SourceReading
from crawler.reading.resolving import Resolver, path_of
from crawler.reading.stylesheets import addresses_in

MAX_BYTES = 4_000_000
_Reader = Callable[[str], Iterable[Found]]
_BY_TYPE: dict[str, _Reader] = {
    "text/css": lambda text: ((written, "css", "") for written in addresses_in(text)),
    "application/json": links_in_json,
}


def read_source(body: bytes, url: str, content_type: str = "") -> SourceReading:
    """What a stylesheet or a list feed refers to, resolved against its own address. Never raises.

    What it is says its type, else the extension of its address.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in _BY_TYPE:
        media_type = next((kind for kind, end in SOURCE_TYPES.items() if path_of(url).lower().endswith(end)), "")
    if media_type not in _BY_TYPE:
        return SourceReading((), ())
    text, encoding = decode(body[:MAX_BYTES], content_type)
    found = ((written, tag, words, None) for written, tag, words in _BY_TYPE[media_type](text))
    return collect(found, Resolver(url, encoding))
