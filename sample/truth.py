"""The truth about the sample, as a careful official would tell it, and its comparison with an inspection's findings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from sample.content import HERE

PORTAL = "yunxi"
BASELINES = {"new": ("new",), "before": ("unchanged", "updated"), "mended": ("absent",)}


@dataclass(frozen=True)
class ExpectedFinding:
    """A planted problem. ``path`` is the page to mend; ``what`` stands in the finding's locus (a link's target, an
    attachment's name, a wrong word), ``""`` where the page itself is the fault. ``site`` is a site or an account.
    ``seen`` says whether it is new, was there at the earlier inspection already, or has been mended since."""

    rule: str
    path: str
    department: str
    why: str
    what: str = ""
    certainty: str = "confirmed"
    site: str = PORTAL
    seen: Literal["new", "before", "mended"] = "new"

    def tells(self, finding: Mapping[str, Any]) -> bool:
        """Whether this is the finding meant."""
        return (
            finding["rule"] == self.rule
            and finding["site"] == self.site
            and site_path(finding["url"]) == self.path
            and finding["department"] == self.department
            and finding["certainty"] == self.certainty
            and finding["baseline"] in BASELINES[self.seen]
            and any(self.what in str(value) for value in (*finding["locus"].values(), ""))
        )


@dataclass(frozen=True)
class LookAlike:
    """Something that resembles a problem and is none, and why."""

    rule: str
    path: str
    why: str
    what: str = ""
    site: str = PORTAL


@dataclass(frozen=True)
class Truth:
    """All that must be found, is proven to be mended, must not be found, and must be owned up to as not checked.

    ``unverified`` and ``tolerated`` are (site, path or its beginning, reason).
    """

    findings: tuple[ExpectedFinding, ...]
    mended: tuple[ExpectedFinding, ...]
    look_alikes: tuple[LookAlike, ...]
    unverified: frozenset[tuple[str, str, str]]
    tolerated: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Differences:
    """What an inspection missed and what it invented, in words for a failing test."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected)


def load_truth() -> Truth:
    """Read ``truth.toml``."""
    values = tomllib.loads((HERE / "truth.toml").read_text(encoding="utf-8"))
    return Truth(
        findings=tuple(ExpectedFinding(**entry) for entry in values["finding"]),
        mended=tuple(ExpectedFinding(**entry, seen="mended") for entry in values["mended"]),
        look_alikes=tuple(LookAlike(**entry) for entry in values["look_alike"]),
        unverified=frozenset(
            (entry.get("site", PORTAL), entry["path"], entry["reason"]) for entry in values["unverified"]
        ),
        tolerated=tuple((entry.get("site", PORTAL), entry["prefix"], entry["reason"]) for entry in values["tolerated"]),
    )


def site_path(url: str) -> str:
    """An address within the site, one spelling each: without host and without ``index.html``."""
    parts = urlsplit(url)
    path = parts.path.removesuffix("index.html") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def compare_findings(truth: Truth, findings: Iterable[Mapping[str, Any]]) -> Differences:
    """Match each expected finding with one that was made; what is left on either side differs."""
    left = list(findings)
    missing = []
    for expected in (*truth.findings, *truth.mended):
        match = next((finding for finding in left if expected.tells(finding)), None)
        if match is None:
            missing.append(
                f"{expected.rule} {expected.seen} {expected.certainty} {expected.department} "
                f"{expected.site} {expected.path} {expected.what}"
            )
        else:
            left.remove(match)
    return Differences(tuple(missing), tuple(_tell(truth, finding) for finding in left))


def compare_unverified(truth: Truth, unverified: Iterable[Mapping[str, Any]]) -> Differences:
    """The same for what could not be checked; tolerated entries may be there or not."""
    seen = {(entry["site"], site_path(entry["url"]), entry["reason"]) for entry in unverified}
    extra = {
        (site, path, reason)
        for site, path, reason in seen - truth.unverified
        if not any(
            site == there and path.startswith(prefix) and reason == allowed
            for there, prefix, allowed in truth.tolerated
        )
    }
    missing = truth.unverified - seen
    return Differences(tuple(map(" ".join, sorted(missing))), tuple(map(" ".join, sorted(extra))))


def _tell(truth: Truth, finding: Mapping[str, Any]) -> str:
    place = site_path(finding["url"])
    locus = " ".join(f"{name}={value}" for name, value in finding["locus"].items())
    named = ("rule", "baseline", "certainty", "department", "site")
    told = " ".join([*(finding[name] for name in named), place, locus])
    for look_alike in truth.look_alikes:
        if (look_alike.rule, look_alike.site, look_alike.path) == (
            finding["rule"],
            finding["site"],
            place,
        ) and look_alike.what in locus:
            return f"{told} [形似：{look_alike.why}]"
    return told
