"""The pages a site names itself (sitemaps.org): some of them no page links to."""

from __future__ import annotations

import gzip
import html
import io
import re
from collections.abc import Awaitable, Callable, Iterable

from crawler.fetching import Answer
from records.model import Reason

MAX_FILES = 10
MAX_ADDRESSES = 50_000
_MAX_BYTES = 50 * 1024 * 1024
_LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<>\]]{1,2000}?)\s*(?:\]\]>)?\s*</loc>", re.IGNORECASE)


async def named_addresses(get: Callable[[str], Awaitable[Answer]], files: Iterable[str]) -> dict[str, list[str]]:
    """Sitemaps, and those that they name, with their addresses as they are written; nothing where there is none.

    At most :data:`MAX_FILES` files are asked and :data:`MAX_ADDRESSES` addresses taken, each once. The files are
    no XML to us: whatever they declare, only what stands in ``<loc>`` is read.
    """
    waiting = list(dict.fromkeys(files))
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    asked = 0
    while waiting and asked < MAX_FILES and len(taken) < MAX_ADDRESSES:
        file = waiting.pop(0)
        answer = await get(file)
        asked += 1
        if answer.reason is not Reason.OK:
            continue
        body = _unpacked(answer.body)
        locations = [html.unescape(raw.decode("utf-8", "replace")) for raw in _LOCATION.findall(body)]
        if b"<sitemapindex" in body[:2000].lower():
            waiting += [one for one in locations if one not in waiting]
        else:
            found[file] = [one for one in dict.fromkeys(locations) if one not in taken][: MAX_ADDRESSES - len(taken)]
            taken.update(found[file])
    return found


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(body)).read(_MAX_BYTES)
    except (OSError, EOFError):
        return b""
