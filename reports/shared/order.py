"""One order of findings for every document: worst first, then by rule and place, so that two runs read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from records.model import FAMILIES, Finding, Severity

_SEVERITIES = list(Severity)
_FAMILIES = list(FAMILIES)


def severity_rank(severity: Severity) -> int:
    """0 for the worst."""
    return _SEVERITIES.index(severity)


def family_rank(family: str) -> tuple[int, str]:
    """The house's order of families; unknown ones after them."""
    return (_FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES), family)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by site, family, severity, rule, address, id."""
    return sorted(
        findings,
        key=lambda f: (f.site, family_rank(f.family), severity_rank(f.severity), f.rule, _natural(f.url), f.id),
    )


def _natural(url: str) -> list[tuple[int, str]]:
    """Puts ``page_2`` before ``page_10``."""
    parts = re.split(r"(\d{1,9})", url)
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]
