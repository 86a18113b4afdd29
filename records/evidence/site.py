"""A whole site or account, as the rules on it see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from records.evidence.columns import Column
from records.evidence.documents import Attachment, Page, Post
from records.evidence.links import (
    Attempt,
    HeadTags,
    LostFragment,
    OutgoingLink,
    Stray,
    Target,
)
from records.landing import Baseline, HostSeen, TlsFault
from records.model import Reason
from records.past import SitePast


@dataclass(frozen=True, slots=True)
class AccountEvidence:
    """A new-media account (政务新媒体账号) and what its source (feed or table) told of it.

    ``site`` is the account's id, ``url`` its home page or else its source, ``source`` the source's address (or file
    name). ``limit_days`` is its own update limit, None where none is registered. ``reason`` is why the source could or
    could not be read (``parse_failed``: it was no feed), ``attempts`` every try, ``problem`` one sentence where
    something of it could not be read. ``complete``: all that the source offered was read. ``reaches`` is the day up to
    which the source knows (None: unknown); ``reaches_stated``: somebody said so, it is not just the date of a file or
    of the visit. ``built`` is the day on which a feed says it was made. ``collected``: a collecting tool stands between
    the account and the source.
    """

    site: str
    name: str
    platform: str
    url: str
    source: str
    limit_days: int | None
    posts: tuple[Post, ...]
    reason: Reason
    attempts: tuple[Attempt, ...]
    problem: str
    complete: bool
    reaches: date | None
    reaches_stated: bool = False
    built: date | None = None
    collected: bool = False

    @property
    def newest(self) -> Post | None:
        """The post with the newest date; None where no date is known."""
        dated = [post for post in self.posts if post.published]
        return max(dated, key=lambda post: post.published.value if post.published else date.min, default=None)

    @property
    def undated(self) -> int:
        """How many posts have no date that can be believed."""
        return sum(1 for post in self.posts if post.published is None)


@dataclass(frozen=True, slots=True)
class GatherResult:
    """How the gathering of one site ended. ``limits`` names the limits that were reached (``max_pages`` …)."""

    site: str
    start_url: str
    started: str
    finished: str
    complete: bool
    limits: tuple[str, ...]
    interrupted: bool
    home_reason: Reason
    counts: Mapping[str, int]


class SiteEvidence(Protocol):
    """Everything gathered from one site. Iterators read lazily; a rule may walk them several times."""

    @property
    def site(self) -> str: ...
    @property
    def start_url(self) -> str: ...
    @property
    def gather(self) -> GatherResult: ...
    @property
    def home(self) -> Page | None: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...
    @property
    def dns_proven(self) -> bool:
        """Whether some outside host name was resolved in this inspection, so that a DNS failure means something."""
        ...

    @property
    def column_urls(self) -> tuple[str, ...]:
        """Addresses of the registered columns, asked even where nothing links to them."""
        ...

    def pages(self) -> Iterator[Page]: ...
    def attachments(self) -> Iterator[Attachment]: ...
    def failed_targets(self) -> Iterator[Target]:
        """Targets whose last attempt was not ``ok``, however often tried."""
        ...

    def shown_targets(self) -> Iterator[Target]:
        """Targets that opened and of which it was kept what they showed: some of them may be wrong ones."""
        ...

    def baseline(self, host: str) -> Baseline | None:
        """How a host answers for an address that cannot exist; None where nobody asked."""
        ...

    def tls_faults(self) -> tuple[TlsFault, ...]:
        """Every fault of TLS behind which a page was read, by host and time."""
        ...

    def hosts(self) -> Mapping[str, HostSeen]:
        """How the addresses of each host fared."""
        ...

    @property
    def past(self) -> SitePast:
        """What the office remembers of the site from earlier inspections and probes."""
        ...

    def pages_titled(self, title: str) -> Sequence[str]:
        """Addresses of the pages with this title; blanks do not count."""
        ...

    def other_spelling(self, url: str) -> str:
        """The page that opens under another spelling of the address (case, final slash, ``.htm(l)``), ``""``: none."""
        ...

    def is_page(self, url: str) -> bool:
        """Whether a page of the site, and none that may be another than the one meant, was read under this address."""
        ...

    def sitemap_naming(self, url: str) -> str:
        """The sitemap of the site that an address was first found in; ``""`` where it was found on a page."""
        ...

    def inner_targets(self) -> Iterator[Target]:
        """Targets of other sites whose host is plainly of an inner network, asked or not."""
        ...

    def strays(self) -> Iterator[Stray]: ...
    def lost_fragments(self) -> Iterator[LostFragment]: ...
    def home_targets(self) -> Iterator[Target]:
        """Attempts on the start address itself."""
        ...

    def target_count(self) -> int: ...
    def pages_linking_to(self, url: str) -> Iterable[str]: ...
    def outgoing_links(self) -> Iterator[OutgoingLink]:
        """Links to other sites, shown and hidden."""
        ...

    @property
    def search_engine_home(self) -> HeadTags | None:
        """The head tags of the home page as a search engine is shown it; None where that was not asked."""
        ...
