"""Firewalls' challenge and refusal pages, told by their traits (``dictionaries/challenges.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scrapy.http import Headers

LOOKED_AT = 65_536
"""Bytes of a body in which traits are looked for: challenge pages are small, or begin with their script."""

_FEW_LINKS = 3


@dataclass(frozen=True, slots=True)
class _Traits:
    name: str
    headers: tuple[tuple[str, str], ...]
    body: tuple[tuple[bytes, ...], ...]


@cache
def _told_by_header() -> dict[bytes, list[tuple[str, str]]]:
    """What of each header tells a firewall, and which."""
    found: dict[bytes, list[tuple[str, str]]] = {}
    for traits in _known():
        for header, wanted in traits.headers:
            found.setdefault(header.title().encode(), []).append((wanted, traits.name))
    return found


@cache
def _known() -> tuple[_Traits, ...]:
    tables = tomllib.loads(files("dictionaries").joinpath("challenges.toml").read_text(encoding="utf-8"))
    return tuple(
        _Traits(
            name,
            tuple(
                (head.strip(), value.strip()) for head, _, value in (line.partition(":") for line in table["headers"])
            ),
            tuple(tuple(word.encode() for word in group) for group in table["body"]),
        )
        for name, table in tables.items()
    )


def challenge(status: int, headers: Headers, body: bytes) -> str:
    """The name of the firewall whose challenge or refusal this answer is; ``""`` where it is none.

    A page with links of its own is a page, whatever it writes about.
    """
    telling = _told_by_header()
    for header in headers.keys() & telling.keys():
        values = [value.decode("latin-1").lower() for value in headers.getlist(header)]
        for wanted, name in telling[header]:
            if any(wanted in value for value in values):
                return name
    start = body[:LOOKED_AT]
    if not start or _has_links(start):
        return ""
    if len(body) > LOOKED_AT and status < 400:
        return ""
    lowered = _lowered(start)
    for traits in _known():
        if any(all(word in lowered for word in group) for group in traits.body):
            return traits.name
    return ""


def _has_links(start: bytes) -> bool:
    for mark in (b"<a ", b"<A "):
        place = -1
        for _ in range(_FEW_LINKS):
            place = start.find(mark, place + 1)
            if place < 0:
                break
        else:
            return True
    return False


def _lowered(start: bytes) -> bytes:
    """In lower case, and in UTF-8 where it is GBK, as old firewalls write."""
    try:
        start.decode("utf-8")
    except UnicodeDecodeError:
        return start.decode("gb18030", "replace").encode().lower()
    return start.lower()
