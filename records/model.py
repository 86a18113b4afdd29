"""The shared vocabulary: problems, findings, rules' metadata, outcomes and reasons.

Every other module speaks in these words. Nothing here reads a clock, a file or a database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How bad a problem is (严重程度)."""

    CRITICAL = "critical"
    SERIOUS = "serious"
    MINOR = "minor"
    INFO = "info"


class Certainty(StrEnum):
    """How sure the machine is: ``confirmed`` is proven by the evidence, ``review`` wants a person (待核)."""

    CONFIRMED = "confirmed"
    REVIEW = "review"


class Reason(StrEnum):
    """Why something could, or could not, be had. ``OK`` is the only success."""

    OK = "ok"
    HTTP_ERROR = "http_error"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    LOGIN_REQUIRED = "login_required"
    RATE_LIMITED = "rate_limited"
    TIMEOUT = "timeout"
    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TLS = "tls"
    TOO_LARGE = "too_large"
    ROBOTS_DENIED = "robots_denied"
    SKIPPED_BUDGET = "skipped_budget"
    UNSUPPORTED_TYPE = "unsupported_type"
    PARSE_FAILED = "parse_failed"


class Baseline(StrEnum):
    """A finding compared with the previous inspection of the same site (SARIF ``baselineState``)."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    ABSENT = "absent"


class Verdict(StrEnum):
    """What a rule concluded about one thing it looked at; kept with counts as outcomes (检查结论)."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Scope(StrEnum):
    """What one call of a rule looks at. A document is a page, an attachment or a post: any published text."""

    DOCUMENT = "document"
    PAGE = "page"
    COLUMN = "column"
    SITE = "site"
    ACCOUNT = "account"
    PORTFOLIO = "portfolio"


FAMILIES: Mapping[str, str] = {
    "availability": "站点可用性",
    "link": "链接可用性",
    "column": "栏目更新",
    "content": "信息发布",
    "word": "错敏字词",
    "tamper": "页面篡改与暗链",
    "privacy": "个人隐私",
    "policy": "政策解读",
    "disclosure": "法定公开内容",
    "interaction": "互动交流",
    "account": "政务新媒体",
}
"""Rule families and their Chinese titles."""


@dataclass(frozen=True, slots=True)
class RuleMeta:
    """What a rule declares about itself as plain data (its ``META``).

    ``id`` is kebab-case and names the bad thing. ``needs`` lists the evidence that must exist for the rule to apply
    (``"text"``, ``"links"``, ``"dates"``, ``"columns"``, ``"documents"``, ``"probes"``). ``deadline_class`` and
    ``basis`` are keys of the register's deadline classes and of ``dictionaries/clauses.toml``. ``signs`` are texts, or
    names of groups of texts (:mod:`rules.scanning`), without any of which a document holds nothing for the rule: it is
    not asked then (empty: it is always asked). ``measure`` is the required measure (整改要求) printed in notices.
    ``options`` holds the defaults that an office may override.
    """

    id: str
    family: str
    title: str
    scope: Scope
    severity: Severity
    deadline_class: str
    needs: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    measure: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    status: str = "stable"
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Locus:
    """Where on the page a problem stands; only what applies is set.

    ``text`` is the sentence around it (already masked where personal), ``target`` the address pointed at,
    ``selector`` a CSS path, ``offset`` a character offset in the text part, ``attachment`` a file name, ``picture``
    that of a picture shown in the page,
    ``page`` a 1-based page, ``sheet`` and ``cell`` a spreadsheet place (``"Sheet1"``, ``"B7"``).
    """

    text: str | None = None
    target: str | None = None
    selector: str | None = None
    offset: int | None = None
    attachment: str | None = None
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    picture: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        """The set fields only, as JSON-ready values."""
        names = ("text", "target", "selector", "offset", "attachment", "page", "sheet", "cell", "picture")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields: one fault, in the rule's words, without the rule's metadata.

    ``url`` is the page a clerk must mend. ``target`` and ``discriminator`` make the fingerprint: the normalised address
    of the thing that is wrong (default: ``url``) and what tells two faults of one rule on one target apart (never the
    message, never the run). ``certainty`` and ``severity`` override the rule's defaults (``confirmed`` and
    ``META.severity``). ``evidence`` holds JSON-ready values, already masked. ``column`` is the address of the column
    (栏目) it belongs to, which decides the responsible department where the register knows one.
    """

    url: str
    message: str
    suggestion: str = ""
    locus: Locus = Locus()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    target: str | None = None
    discriminator: str = ""
    certainty: Certainty = Certainty.CONFIRMED
    severity: Severity | None = None
    column: str | None = None


def fingerprint(rule: str, site: str, target: str, discriminator: str) -> str:
    """The stable id of a finding: 16 hex digits of SHA-256 over what identifies it.

    The message, the run, the date and the department are not part of it, so that re-inspection meets the same finding.
    """
    joined = "\x1f".join((rule, site, target, discriminator))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem (问题) with all that makes it accountable: rule, site, department, dates, deadline and state.

    ``department`` and ``lead`` are department ids of the register (``""`` where none is registered). ``basis`` holds
    clause ids. ``deadline`` may be provisional (``deadline_provisional``) when it crosses into a year whose holidays
    are not yet known.
    """

    id: str
    rule: str
    family: str
    title: str
    severity: Severity
    certainty: Certainty
    site: str
    department: str
    lead: str
    url: str
    locus: Locus
    message: str
    evidence: Mapping[str, Any]
    suggestion: str
    measure: str
    basis: tuple[str, ...]
    first_seen: date
    last_seen: date
    baseline: Baseline
    deadline: date | None
    deadline_provisional: bool = False
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often a rule came to a verdict on one site, so that "nothing found" differs from "nothing looked at"."""

    rule: str
    site: str
    verdict: Verdict
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unverified:
    """Something that could not be checked, and why: neither a pass nor a finding (未能核实)."""

    site: str
    url: str
    reason: Reason
    found_on: str
    detail: str = ""
