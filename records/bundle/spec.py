"""The order to the gatherer: what to inspect and how politely. Kept in the bundle, which so explains itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

DEFAULT_RATE = 2.0
DEFAULT_OTHERS_RATE = 1.0
DEFAULT_MAX_PAGES = 5000
DEFAULT_MAX_MINUTES = 240.0
DEFAULT_MAX_DEPTH = 20
DEFAULT_SECOND_LOOK_SECONDS = 30.0


LINKS_ONLY = "links_only"
"""The limit that says that nothing but links was looked at."""


@dataclass(frozen=True, slots=True)
class GatherSpec:
    """One site to gather, or one new-media account.

    ``site`` is the register's site id (or the host name for a bare address). ``column_urls`` are the registered
    columns, fetched even when nothing links to them. ``owned``: the office says it owns the site, so robots.txt is not
    asked. ``rate`` is requests per second and host, ``others_rate`` the same for hosts of other sites (never more than
    ``rate``). ``max_pages`` counts HTML pages of the site itself.
    ``second_look_seconds`` is the least time between two looks at a failing address. ``as_of`` (ISO date) bounds
    plausible dates ("no later than"). ``contact`` goes into the User-Agent. ``allowed_hosts`` are further hosts of the
    same site.

    ``account`` makes it an account: ``name``, ``platform``, ``limit_days`` (or None), ``adapter`` and ``settings``.
    ``site`` is then the account's id, ``start_url`` the feed's address (``account:<id>`` for a file, whose whole path
    is ``settings["file"]``), ``max_pages`` counts posts, ``allowed_hosts`` are hosts of the inner network that links
    may lead to.
    ``render`` is ``all`` (every page is shown in Chromium and read as its scripts make it), ``empty`` (pages without
    text or links are) or ``""``; ``render_urls`` are columns that are in any case. ``screenshots``: in the end pictures
    are taken of the pages with failed links.
    ``only_urls`` (address to kind: page, attachment or resource) makes it a recheck: besides the start address only
    these are asked, and links are recorded without being followed. Two exceptions, one step each: the undated entries
    of ``column_urls``, whose dates stand in the articles; and what the pages of ``follow_urls`` lead to (address to
    kind: ``page`` for entries and main links, ``attachment`` for attachments, ``picture`` for these and the pictures
    in its text).
    ``patrol`` looks at the home page and the columns only: first pages of lists, no articles, no files; it also visits
    ``known_urls``, the columns known from earlier inspections. ``links_only`` looks at every page for what it refers to
    and at nothing else: no texts, dates, entries of lists or attachments. What opened well is not stored then.
    ``wrong_target_words`` are the office's own words by which pages that are not the ones meant are told, by the names
    of their lists (``wrong-targets.toml``).
    """

    site: str
    start_url: str
    bundle: str
    as_of: str
    column_urls: tuple[str, ...] = ()
    owned: bool = False
    rate: float = DEFAULT_RATE
    others_rate: float = DEFAULT_OTHERS_RATE
    max_pages: int = DEFAULT_MAX_PAGES
    max_minutes: float = DEFAULT_MAX_MINUTES
    max_depth: int = DEFAULT_MAX_DEPTH
    second_look_seconds: float = DEFAULT_SECOND_LOOK_SECONDS
    contact: str = ""
    allowed_hosts: tuple[str, ...] = ()
    account: Mapping[str, Any] | None = None
    only_urls: Mapping[str, str] = field(default_factory=dict)
    follow_urls: Mapping[str, str] = field(default_factory=dict)
    patrol: bool = False
    links_only: bool = False
    known_urls: tuple[str, ...] = ()
    render: str = ""
    render_urls: tuple[str, ...] = ()
    screenshots: bool = False
    wrong_target_words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def needs_browser(self) -> bool:
        """Whether Chromium is needed."""
        return bool(self.render or self.render_urls or self.screenshots)

    def to_json(self) -> str:
        """As JSON text, for the gatherer's order file and for the bundle."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> GatherSpec:
        """Read what :meth:`to_json` wrote."""
        values = json.loads(text)
        for name in ("column_urls", "allowed_hosts", "known_urls", "render_urls"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)

    def write(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> GatherSpec:
        """Read what :meth:`write` wrote."""
        return cls.from_json(path.read_text(encoding="utf-8"))
