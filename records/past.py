"""What the office remembers of a site from before: its links' history and the probes of its home page. Plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from records.model import Reason

FLAPPING = 2
"""From how many changes between good and broken an address flaps (时好时坏) rather than being dead."""


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """How an address fared in earlier inspections of the site, this one left out.

    ``last_good`` is the last day on which it opened, ``first_broken`` since when it does not (None: it was never
    broken, or has opened since), ``times_broken`` in how many inspections it did not, ``changes`` how often it went
    from one to the other. ``led_to`` is the page to which it was forwarded when it opened last (``""``: it was not,
    or so many others were that the page stands for none of them).
    """

    last_good: date | None = None
    first_broken: date | None = None
    times_broken: int = 0
    changes: int = 0
    led_to: str = ""


@dataclass(frozen=True, slots=True)
class ProbeSeen:
    """One stored probe of the home page: when (UTC ISO text), whether it opened in time, and why not.

    ``witnessed``: about the same time the home page of some other site opened, so that our own network was up.
    """

    at: str
    ok: bool
    seconds: float
    reason: Reason
    status: int | None
    witnessed: bool


@dataclass(frozen=True, slots=True)
class SitePast:
    """Everything remembered of one site. ``history`` looks an address up.

    ``standing`` are the ids of its findings in the ledger that nobody has found mended.
    """

    history: Callable[[str], LinkHistory] = lambda url: LinkHistory()
    probes: tuple[ProbeSeen, ...] = ()
    standing: frozenset[str] = frozenset()
