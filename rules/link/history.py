"""A link's history and what may stand in its place, as facts and words of a finding."""

from __future__ import annotations

from collections.abc import Sequence
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


def proposal(evidence: SiteEvidence, target: Target, uses: Sequence[LinkUse]) -> str:
    """The address of the one page of the site that the link may have meant; ``""`` where the evidence has none.

    Either the same address in another spelling, or the only page whose title is the words of the link.
    """
    if not target.internal or target.kind == "resource":
        return ""
    if other := evidence.other_spelling(target.url):
        return other
    for anchor in dict.fromkeys("".join(use.anchor.split()) for use in uses):
        if len(anchor) >= _HEADLINE:
            titled = [url for url in evidence.pages_titled(anchor) if url != target.url]
            if len(titled) == 1:
                return titled[0]
    return ""
