"""A link's history and what may stand in its place, as facts and words of a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from records.evidence import LinkUse, SiteEvidence, Target
from records.past import FLAPPING
from rules.context import Context

_HEADLINE = 6
"""Characters from which the words of a link name one page and no other."""


def history_facts(evidence: SiteEvidence, url: str, ctx: Context) -> dict[str, Any]:
    """Since when it is broken, when it was good last, how often it was found broken, and whether it flaps."""
    past = evidence.past.history(url)
    first = past.first_broken or ctx.today
    changes = past.changes + (past.first_broken is None and past.last_good is not None)
    facts: dict[str, Any] = {
        "first_broken": first.isoformat(),
        "times_broken": past.times_broken + 1,
        "flapping": changes > FLAPPING,
    }
    if past.last_good is not None:
        facts["last_good"] = past.last_good.isoformat()
    return facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page of the site that the link may have meant, and why it is offered: a half-sentence about it."""

    url: str
    why: str

    @property
    def advice(self) -> str:
        """The sentence for the suggestion."""
        return f"{self.why} {self.url}，请核对后改链到那里。"


def proposal(evidence: SiteEvidence, target: Target, uses: Sequence[LinkUse]) -> Proposal | None:
    """The one page of the site that the link may have meant; None where the evidence has none.

    What the address (or that to which it is still forwarded) shows in another spelling; the page to which it was
    forwarded while it opened, if that is there today; else the only page whose title is the words of the link. Never
    the home page: whoever is sent there has lost what was meant.
    """
    if not target.internal or target.kind == "resource":
        return None
    last = target.attempts[-1].final_url if target.attempts else ""
    for address in dict.fromkeys(filter(None, (target.url, last))):
        if other := evidence.other_spelling(address):
            return _proposed(evidence, target, other, "同一地址的另一种写法能打开，是")
    led_to = evidence.past.history(target.url).led_to
    if led_to and evidence.is_page(led_to):
        return _proposed(evidence, target, led_to, "这个地址能打开的时候，跳转到的网页现在还在，是")
    for anchor in dict.fromkeys("".join(use.anchor.split()) for use in uses):
        if len(anchor) >= _HEADLINE:
            titled = [url for url in evidence.pages_titled(anchor) if url != target.url]
            if len(titled) == 1:
                return Proposal(titled[0], "站内有同名的网页，是")
    return None


def _proposed(evidence: SiteEvidence, target: Target, url: str, why: str) -> Proposal | None:
    home = evidence.home.url if evidence.home else evidence.start_url
    return None if url in (home, evidence.start_url, target.url) else Proposal(url, why)
