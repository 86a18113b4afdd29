"""The view of a new-media account in a bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from records.bundle.spec import GatherSpec
from records.evidence import AccountEvidence, GatherResult, Page, Post, Target
from records.model import Reason


def account_view(
    spec: GatherSpec, gather: GatherResult, source: Target | None, pages: Iterable[Page], notes: str
) -> AccountEvidence:
    """``source`` is the address (or file) the posts were read from (None: nothing was asked yet), ``notes`` what the
    gatherer wrote about them.
    """
    account = spec.account or {}
    settings, told = account.get("settings", {}), json.loads(notes or "{}")
    reaches, built, file = told.get("reaches"), told.get("built"), settings.get("file", "")
    # a feed was asked live: it may know all up to the day of the inspection, but it does not prove that it does
    reached = date.fromisoformat(reaches) if reaches else None if file else date.fromisoformat(spec.as_of)
    attempts = source.attempts if source else ()
    failed = attempts[-1].detail if attempts else ""
    return AccountEvidence(
        site=spec.site,
        name=account.get("name", spec.site),
        platform=account.get("platform", ""),
        url=settings.get("home") or spec.start_url,
        source=Path(file).name if file else spec.start_url,
        limit_days=account.get("limit_days"),
        posts=tuple(Post(page.url, page.title, page.published, page.text) for page in pages),
        reason=source.reason if source else Reason.SKIPPED_BUDGET,
        attempts=attempts,
        problem=told.get("problem", failed),
        complete=bool(told) and not told.get("problem") and not gather.interrupted and "max_pages" not in gather.limits,
        reaches=reached,
        reaches_stated=bool(reaches and told.get("reaches_stated")),
        built=date.fromisoformat(built) if built else None,
        collected=bool(settings.get("collected") or told.get("tool")),
    )
