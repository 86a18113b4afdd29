"""What an address showed when it opened, and what its host shows for an address that cannot exist. Plain values.

Whether a page that opens is the page that was meant cannot be told from its status: these views hold the shape of what
was shown, so that it can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.model import Reason

MAX_LANDING_TEXT = 2000
"""Characters of visible text that a landing keeps."""


TLS_MARK = "tls-"
"""Stands in the detail of an attempt that failed for its TLS, before the fault: ``tls-expired: …``."""


@dataclass(frozen=True, slots=True)
class Landing:
    """The shape of a page as it was shown.

    ``text`` is the beginning of the visible text, block by block on lines of its own; ``length`` counts all its
    characters without blanks. ``links`` counts links with an address, ``things`` whatever shows something without
    words (pictures, frames, objects, canvases), ``scripts`` scripts and refreshes. ``password``: it asks for one.
    """

    title: str
    text: str
    length: int
    links: int
    things: int
    scripts: int
    password: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """How a host answers for an address that cannot exist (``url``): the yardstick for soft 404.

    ``reason`` is what came back, ``final_url`` where it ended after redirects, ``landing`` what was shown where it
    opened (None: it did not, or it was no page).
    """

    host: str
    url: str
    at: str
    status: int | None
    reason: Reason
    final_url: str
    landing: Landing | None


@dataclass(frozen=True, slots=True)
class TlsFault:
    """A fault of a host's TLS that did not keep the page from being read: ``incomplete`` | ``untrusted`` | ``weak``.

    ``at`` is when it was met (UTC ISO text), ``detail`` what the TLS library said.
    """

    host: str
    at: str
    fault: str
    detail: str


@dataclass(frozen=True, slots=True)
class HostSeen:
    """How many addresses of one host were asked in this inspection, and how many of them opened."""

    asked: int
    opened: int
