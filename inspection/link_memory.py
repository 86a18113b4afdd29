"""Links from one inspection to the next: what opened is not asked again too soon, what broke is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from inspection.judging import Judgement
from inspection.workplace import Workplace
from records.bundle.reader import BundleReader
from records.link_memory import remember_good, remember_links
from records.register.model import Register
from records.urls import host_of

_RULES = ("link-broken", "link-wrong-target", "host-unreachable")


def remember(place: Workplace, register: Register, judgement: Judgement, bundle: Path, as_of: date) -> None:
    """Add what an inspection saw of its links to the office's memory. Raises :class:`StorageError`."""
    with closing(BundleReader(bundle)) as reader:
        seen = reader.opened()
    broken = set(_broken(judgement))
    remember_links(
        *(place.database, judgement.site, as_of, judgement.bundle_id),
        good=seen.good,
        broken=broken,
        faltered=seen.faltered,
        moved=seen.moved,
    )
    ours = {host_of(site.url) for site in register.sites}  # our own sites are looked at each time
    good = {url: one for url, one in seen.fresh.items() if url not in broken and host_of(url) not in ours}
    remember_good(place.database, as_of, good, [*seen.failed, *broken])


def _broken(judgement: Judgement) -> Iterator[str]:
    for finding in judgement.findings:
        if finding.rule in _RULES:
            yield finding.locus.target or finding.url
            yield from finding.evidence.get("links", ())
