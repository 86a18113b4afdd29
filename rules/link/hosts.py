"""Hosts that are down as a whole: one fault, however many links lead there. And a site that is failing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.evidence import SiteEvidence, Target
from records.model import Certainty, Reason, fingerprint
from records.urls import host_of, same_site
from rules.context import Context
from rules.link.verdict import LinkState, verdict_on

_LEAST_ERRORS = 3
"""How many addresses of a host must answer with nothing but errors, before it can be spoken of the host."""

OUTAGE_REASONS = frozenset({Reason.DNS, Reason.REFUSED, Reason.RESET, Reason.TLS, Reason.HTTP_ERROR})
"""How a host fails as a whole."""

_OUTAGE_LEAST = 10
_OUTAGE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class HostDown:
    """A host none of whose addresses opened, with the broken ones among its targets.

    ``origin`` stands for it in the ledger. A link of which the ledger has a finding of its own keeps that, and is not
    among the ``targets``: whoever was told of it must not see it vanish into another.
    """

    host: str
    origin: str
    targets: tuple[Target, ...]
    certainty: Certainty


def hosts_down(evidence: SiteEvidence, ctx: Context) -> Mapping[str, HostDown]:
    """Other sites' hosts of which nothing opened and which failed as hosts do: no name, no connection, errors only."""
    failing: dict[str, list[Target]] = {}
    for target in evidence.failed_targets():
        host = host_of(target.url)
        if host and not target.internal and not same_site(target.url, evidence.start_url):
            failing.setdefault(host, []).append(target)
    if not failing:
        return {}
    seen = evidence.hosts()
    down = {}
    for host, targets in failing.items():
        if host not in seen or seen[host].opened:
            continue
        found = _down(host, targets, evidence, ctx)
        if found is not None:
            down[host] = found
    return down


def _down(host: str, targets: list[Target], evidence: SiteEvidence, ctx: Context) -> HostDown | None:
    broken, certainties, errors = [], set(), 0
    for target in targets:
        if not target.attempts:
            continue
        verdict = verdict_on(target, ctx.dictionaries.wrong_targets, None, dns_proven=evidence.dns_proven)
        if host_of(target.attempts[-1].final_url or target.url) != host:
            return None  # it answered with a redirect: what failed is another host
        if verdict.state is not LinkState.BROKEN or target.reason not in OUTAGE_REASONS:
            if verdict.state in (LinkState.TIMED_OUT, LinkState.ONCE_DEAD):
                continue  # as silent as a host that is down; but it proves nothing by itself
            return None  # an answer of any other kind: somebody is there
        errors += target.reason is Reason.HTTP_ERROR
        broken.append(target)
        certainties.add(verdict.certainty)
    standing = evidence.past.standing
    origins = [f"{scheme}://{host}/" for scheme in ("http", "https")]
    known = [origin for origin in origins if fingerprint("host-unreachable", evidence.site, origin, "") in standing]
    if errors and len(broken) < _LEAST_ERRORS and not known:
        return None
    rest = [one for one in broken if fingerprint("link-broken", evidence.site, one.url, "") not in standing]
    if not rest:
        return None
    origin = known[0] if known else min(f"{one.url.partition('://')[0]}://{host}/" for one in rest)
    certainty = Certainty.REVIEW if Certainty.REVIEW in certainties else Certainty.CONFIRMED
    return HostDown(host, origin, tuple(rest), certainty)


def site_failing(evidence: SiteEvidence) -> bool:
    """Whether so many of the site's own addresses gave no answer that the site was down, not its links wrong."""
    if evidence.gather.home_reason is not Reason.OK:
        return True
    silent = sum(1 for target in evidence.failed_targets() if target.internal and _is_silent(target))
    return silent > max(_OUTAGE_LEAST, evidence.target_count() * _OUTAGE_SHARE)


def _is_silent(target: Target) -> bool:
    """Whether the server could not answer, as far as the last attempt tells (a refusal or a loop is an answer)."""
    if target.reason is Reason.HTTP_ERROR:
        status = target.attempts[-1].status if target.attempts else None
        return status is not None and status >= 500
    return target.reason in OUTAGE_REASONS
