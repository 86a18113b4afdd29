"""References of one page made absolute, with the cheap cases done cheaply."""

from __future__ import annotations

import re
from functools import lru_cache

from records.urls import is_miswritten, normalise

_PLAIN_NAME = re.compile(r"(?:[\w\-]+/)*[\w\-]+(?:\.\w+)?", re.ASCII)
_NOTHING_MEANT = re.compile(r"\s*(?:#|\Z|(?:javascript|vbscript|data|about|blob):)", re.IGNORECASE)
_PLACEHOLDERS = ("{{", "${", "{$", "#{", "{%", "<%", "[[")


def is_placeholder(reference: str) -> bool:
    """Whether a template's placeholder stands in it: a script fills it in before anybody can click."""
    return any(mark in reference for mark in _PLACEHOLDERS)


def is_stray(raw: str) -> bool:
    """Whether a reference that cannot be asked is meant to lead somewhere: no placeholder, handler or inline data."""
    return not _NOTHING_MEANT.match(raw) and not is_placeholder(raw)


class Resolver:
    """Turns references into absolute normalised addresses, or None where they are none.

    Most references of a portal begin with ``/`` or ``http`` and return on every page, so these are remembered across
    pages; a plain name is joined to the folder by string. ``encoding`` is the page's, in which queries are encoded.
    """

    def __init__(self, base: str, encoding: str = "utf-8") -> None:
        self.base = base
        self._encoding = encoding
        folder = normalise(base, "x")
        self._folder = folder[:-1] if folder else ""
        self._origin = (normalise(base, "/") or "") if folder else ""
        self._known: dict[str, str | None] = {}

    @property
    def depends_on(self) -> tuple[str, str]:
        """What an address depends on besides the reference, unless that begins with a question mark."""
        return self._folder, self._encoding

    def __call__(self, reference: str) -> str | None:
        href = reference.strip()
        if href in self._known:
            return self._known[href]
        if not href or href[0] == "#":
            url = None
        elif href[0] == "/" or (href[:4].lower() == "http" and "://" in href[4:8]):
            url = _resolve_rooted(self._origin, href, self._encoding)
        elif self._folder and _PLAIN_NAME.fullmatch(href):
            url = self._folder + href
        else:
            url = _resolve(self.base, href, self._encoding)
        self._known[href] = url
        return url


@lru_cache(maxsize=16384)
def _resolve_rooted(origin: str, href: str, encoding: str) -> str | None:
    return _resolve(origin, href, encoding)


def _resolve(base: str, href: str, encoding: str) -> str | None:
    if ("{" in href or "<" in href or "[" in href) and is_placeholder(href):
        return None
    return None if href[0] != "." and is_miswritten(href) else normalise(base, href, encoding)


def path_of(url: str) -> str:
    """The path of an absolute address, without query; never raises."""
    parts = url.partition("#")[0].partition("?")[0].split("/", 3)
    return "/" + parts[3] if len(parts) > 3 else "/"
