"""One recheck from start to end: gather, judge, conclude, move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from dictionaries import Dictionaries
from inspection.columns import classifier
from inspection.judging import Bench
from inspection.pipeline import Pipeline, SiteResult
from inspection.progress import Watcher
from inspection.recheck.addresses import addresses_of
from inspection.recheck.selection import Selection
from inspection.recheck.verdicts import Verdicts
from inspection.workplace import Workplace, gather_spec, need_browser, with_browser, with_site
from records.bundle.columns import ColumnFacts
from records.bundle.lookup import BundleLookup
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.clock import now_utc
from records.database import rows
from records.errors import BadInputError
from records.ledger.rechecks import Recheck, RecheckResult, take_in_recheck
from records.model import Finding
from records.register.model import Register, RegisteredSite
from rules.registry import Rule

_INTERPRETATIONS = "政策解读"


@dataclass(frozen=True, slots=True)
class RecheckRun:
    """A recheck that was taken into the ledger. ``before`` are the findings as they were; ``complete`` says whether
    every site could be gathered to its end."""

    id: int
    at: datetime
    before: tuple[Finding, ...]
    bundles: tuple[Path, ...]
    complete: bool


def recheck(
    place: Workplace, selection: Selection, evidence: Path, as_of: date, watcher: Watcher, **limits: float | None
) -> RecheckRun:
    """Recheck the selected findings; bundles are written below ``evidence``, one a site.

    Raises :class:`StorageError` where the ledger cannot be written.
    """
    rules = _rules_in_use(place.rules, place.register)
    register, specs = place.register, list[GatherSpec]()
    for site_id, findings in _by_site(selection.findings).items():
        site = register.site(site_id) or _bare_site(site_id, findings[0])
        if site is None:
            continue
        if register.site(site_id) is None:
            register = with_site(register, site)
        specs.append(
            _spec(place, register, site, findings=findings, rules=rules, evidence=evidence, as_of=as_of, limits=limits)
        )
    need_browser(specs)
    bench = place.bench(as_of, register)
    named = {finding.rule for finding in selection.findings}
    bench = replace(bench, rules=tuple(rule for name, rule in rules.items() if name in named))
    done = {result.spec.site: result for result in Pipeline(bench, specs, watcher).run()}
    results: list[RecheckResult] = []
    for site_id, findings in _by_site(selection.findings).items():
        results += _concluded(place, bench, rules, done.get(site_id), findings)
    at = now_utc()
    number = take_in_recheck(
        place.database,
        results,
        at=at,
        as_of=as_of,
        selection=selection.words,
        bundles={site: _bundle_id(result) for site, result in done.items()},
    )
    complete = len(done) == len(_by_site(selection.findings)) and all(result.complete for result in done.values())
    return RecheckRun(number, at, selection.findings, tuple(Path(spec.bundle) for spec in specs), complete)


def _concluded(
    place: Workplace,
    bench: Bench,
    rules: Mapping[str, Rule],
    result: SiteResult | None,
    findings: Sequence[Finding],
) -> list[RecheckResult]:
    if result is None or result.judgement is None:
        why = result.sentence if result else "网站已不在登记册里，或复查中途停止"
        return [RecheckResult(finding.id, Recheck.UNSURE, why, {}) for finding in findings]
    site = result.spec.site
    settings = bench.register.rules
    options = {
        name: {**rule.meta.options, **(settings[name].options if name in settings else {})}
        for name, rule in rules.items()
    }
    known = {row["id"] for row in rows(place.database, "SELECT id FROM findings WHERE site = ?", [site])}
    classify = classifier(bench.register, bench.dictionaries, site)
    with closing(BundleLookup(Path(result.spec.bundle), classify)) as bundle:
        verdicts = Verdicts(bundle, result.judgement, rules=rules, options=options, today=bench.today, known=known)
        seen = [(finding, verdicts.on(finding)) for finding in findings]
    return [RecheckResult(finding.id, each.result, each.note, each.evidence) for finding, each in seen]


def _spec(
    place: Workplace,
    register: Register,
    site: RegisteredSite,
    *,
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],
    evidence: Path,
    as_of: date,
    limits: Mapping[str, float | None],
) -> GatherSpec:
    columns: tuple[str, ...] = ()
    if any(finding.family == "policy" for finding in findings):
        columns = tuple(_interpretation_columns(register, place.dictionaries, site.id, evidence.parent))
    addresses = addresses_of(findings, rules, columns)
    folder = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in site.id)
    rendered = any(finding.evidence.get("rendered") for finding in findings)
    ordered = gather_spec(
        register, place.dictionaries, site, evidence / folder, as_of, patrol=None, links_only=False, **limits
    )
    whole = with_browser(ordered, render=rendered)
    if register.account(site.id) is not None:
        return whole  # an account's posts come in one answer
    return replace(
        whole,
        column_urls=tuple(addresses.lists),
        only_urls={site.url: "page", **addresses.only},
        follow_urls=addresses.follow,
    )


def _interpretation_columns(register: Register, dictionaries: Dictionaries, site: str, evidence: Path) -> Iterable[str]:
    """The registered columns 政策解读, and those of the site's newest bundle that is still there."""
    classify = classifier(register, dictionaries, site)
    found = [
        column.url
        for column in register.columns_of(site)
        if classify(ColumnFacts(column.url, column.name)).kind == _INTERPRETATIONS
    ]
    for folder in sorted(evidence.glob("*/*"), reverse=True):
        try:
            reader = BundleReader(folder, classify)
        except BadInputError:
            continue
        with closing(reader):
            if reader.site == site and not reader.spec.only_urls:
                found += [column.url for column in reader.columns if column.kind == _INTERPRETATIONS]
                break
    return dict.fromkeys(found)


def _rules_in_use(rules: Iterable[Rule], register: Register) -> dict[str, Rule]:
    settings = register.rules
    return {rule.meta.id: rule for rule in rules if not (rule.meta.id in settings and settings[rule.meta.id].off)}


def _by_site(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    sites: dict[str, list[Finding]] = {}
    for finding in findings:
        sites.setdefault(finding.site, []).append(finding)
    return sites


def _bare_site(site: str, finding: Finding) -> RegisteredSite | None:
    """The site of a bare address, which is known by its host; None for one that has left the register."""
    parts = urlsplit(finding.url)
    if parts.netloc.removeprefix("www.") != site.removeprefix("www."):
        return None
    return RegisteredSite(id=site, name=site, url=f"{parts.scheme}://{site}/")


def _bundle_id(result: SiteResult) -> str:
    return result.judgement.bundle_id if result.judgement else ""
