"""Judges one bundle: asks every rule about every document, column and site, and makes findings of the problems.

Documents are judged as they arrive, beside the gatherer; columns and the site once gathering has ended, since only then
is it known what links where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from dictionaries import Dictionaries
from inspection.column_tree import seen_columns
from records.bundle.reader import BundleReader
from records.evidence import Column, GatherResult
from records.model import (
    Baseline,
    Certainty,
    Finding,
    Outcome,
    Problem,
    Reason,
    Scope,
    Unverified,
    Verdict,
    fingerprint,
)
from records.past import SitePast
from records.register.model import Register
from records.seen_columns import SeenColumn
from records.urls import host_of
from records.workdays import Calendar
from rules.context import Context
from rules.registry import Rule
from rules.scanning import scanner

MAX_UNVERIFIED = 1000
"""How many addresses that could not be checked are listed a site; the counts say how many there were in all."""

_PICTURES_SOUGHT = 20


@dataclass(frozen=True, slots=True)
class Bench:
    """What every judgement of one run shares: the office's register and calendar, the dictionaries, rules and day.

    ``past`` looks up what the office remembers of a site, by the site and the evidence that is judged.
    """

    register: Register
    calendar: Calendar
    dictionaries: Dictionaries
    rules: tuple[Rule, ...]
    today: date
    hash_key: bytes
    past: Callable[[str, str], SitePast] = lambda site, bundle: SitePast()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result for one site: findings (not yet compared with last time), outcomes, and what could not be checked."""

    site: str
    bundle_id: str
    gather: GatherResult
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    unverified: tuple[Unverified, ...]
    columns: tuple[SeenColumn, ...] = ()


ON_LINKS = frozenset(("link", "availability"))
"""Families of the rules that a gathering of links alone is evidence for."""

_MEETS: Mapping[tuple[Scope, str], Callable[[Any], bool]] = {
    (Scope.DOCUMENT, "text"): lambda document: bool(document.parts),
    (Scope.PAGE, "text"): lambda page: bool(page.parts),
    (Scope.COLUMN, "limit"): lambda column: column.limit_days is not None,
    (Scope.COLUMN, "items"): lambda column: bool(column.items),
    (Scope.COLUMN, "asked"): lambda column: bool(column.unlinked) or any(item.reason for item in column.items),
    (Scope.COLUMN, "sources"): lambda column: any(item.source for item in column.items),
    (Scope.SITE, "links"): lambda site: site.target_count() > 0,
    (Scope.SITE, "columns"): lambda site: bool(site.columns),
    (Scope.SITE, "probes"): lambda site: bool(site.past.probes),
    (Scope.ACCOUNT, "dates"): lambda account: account.newest is not None,
}
"""What a rule may need of its evidence (``META.needs``), where evidence of its scope may lack it."""


def lacking(scope: Scope, needs: Iterable[str], evidence: object) -> frozenset[str]:
    """Which of the needs of rules of a scope the evidence does not meet."""
    return frozenset(need for need in needs if (meets := _MEETS.get((scope, need))) is not None and not meets(evidence))


def applies(rule: Rule, evidence: object) -> bool:
    """Whether the evidence holds what the rule needs."""
    return not lacking(rule.meta.scope, rule.meta.needs, evidence)


class SiteJudge:
    """Judges one bundle step by step: :meth:`documents` as often as wanted, then :meth:`finish` once."""

    def __init__(self, bench: Bench, reader: BundleReader) -> None:
        self._bench = bench
        self._reader = reader
        self._drafts: dict[str, tuple[Rule, Problem]] = {}
        self._verdicts: Counter[tuple[str, Verdict]] = Counter()
        self._notes: dict[tuple[str, Verdict], str] = {}
        self._judged_pages: set[int] = set()
        self._judged_attachments: set[int] = set()
        self._rules: dict[Scope, list[Rule]] = {scope: [] for scope in Scope}
        for rule in bench.rules:
            setting = bench.register.rules.get(rule.meta.id)
            if setting is not None and setting.off:
                self._count(rule, Verdict.NOT_APPLICABLE, f"本单位停用：{setting.reason}")
            elif reader.spec.links_only and rule.meta.family not in ON_LINKS:
                self._count(rule, Verdict.NOT_APPLICABLE, "本次只检查链接")
            else:
                self._rules[rule.meta.scope].append(rule)
        self._account = reader.spec.account
        site = bench.register.site(reader.site)
        self._scanner = scanner(bench.dictionaries)
        self._context = Context(
            today=bench.today,
            site=reader.site,
            site_name=site.name if site else reader.site,
            dictionaries=bench.dictionaries,
            hash_key=bench.hash_key,
            workdays_between=bench.calendar.workdays_between,
        )

    @property
    def problem_count(self) -> int:
        """Distinct problems found so far."""
        return len(self._drafts)

    def documents(self, at_most: int = 200) -> int:
        """Judge documents that have arrived since the last call; returns how many were judged (0: none waiting)."""
        page_ids = sorted(self._reader.page_ids() - self._judged_pages)[:at_most]
        for page_id in page_ids:
            page = self._reader.page(page_id)
            if self._account is None:
                self._ask(Scope.PAGE, page)
            self._ask(Scope.DOCUMENT, page)
        self._judged_pages.update(page_ids)
        attachment_ids = sorted(self._reader.attachment_ids() - self._judged_attachments)[: at_most - len(page_ids)]
        for attachment_id in attachment_ids:
            self._ask(Scope.DOCUMENT, self._reader.attachment(attachment_id))
        self._judged_attachments.update(attachment_ids)
        return len(page_ids) + len(attachment_ids)

    def finish(self) -> Judgement:
        """Judge what is left, then columns and the site; returns everything."""
        while self.documents():
            pass
        self._reader.past = self._bench.past(self._reader.site, self._reader.bundle_id)
        if self._account is None:
            for column in self._reader.columns:
                self._ask(Scope.COLUMN, column)
            self._ask(Scope.SITE, self._reader)
        else:
            self._finish_account()
        findings = tuple(self._finding(key, rule, problem) for key, (rule, problem) in sorted(self._drafts.items()))
        return Judgement(
            site=self._reader.site,
            bundle_id=self._reader.bundle_id,
            gather=self._reader.gather,
            findings=findings,
            outcomes=tuple(
                Outcome(rule, self._reader.site, verdict, count, self._notes.get((rule, verdict), ""))
                for (rule, verdict), count in sorted(self._verdicts.items())
            ),
            unverified=tuple(self._unverified(findings)),
            columns=()
            if self._account is not None or self._reader.spec.links_only
            else seen_columns(self._reader, self._bench.register, self._bench.dictionaries, self._bench.today),
        )

    def _finish_account(self) -> None:
        """Of the rules on sites only those on links can be asked about the links in posts."""
        self._rules[Scope.SITE] = [rule for rule in self._rules[Scope.SITE] if rule.meta.family == "link"]
        self._ask(Scope.SITE, self._reader)
        account = self._reader.account
        registered = self._bench.register.account(self._reader.site)
        if account is not None and registered is not None:  # the limit may have changed since it was gathered
            account = replace(account, limit_days=registered.limit_days)
        self._ask(Scope.ACCOUNT, account)

    # -- asking the rules -----------------------------------------------------------------------------------------

    def _ask(self, scope: Scope, evidence: Any) -> None:
        lacks = lacking(scope, {need for rule in self._rules[scope] for need in rule.meta.needs}, evidence)
        asleep = self._scanner.asleep(evidence) if scope is Scope.DOCUMENT else frozenset()
        for rule in self._rules[scope]:
            if not lacks.isdisjoint(rule.meta.needs):
                self._count(rule, Verdict.NOT_APPLICABLE)
                continue
            if rule.meta.id in asleep:
                self._count(rule, Verdict.PASS)
                continue
            try:
                problems = list(rule.check(evidence, self._options(rule), self._context))
            except Exception as error:  # a rule that raises must not end the inspection; it is counted and said
                where = getattr(evidence, "url", None) or evidence.site
                self._count(rule, Verdict.ERROR, f"{type(error).__name__}：{where}")
                continue
            self._keep(rule, problems, evidence)

    def _keep(self, rule: Rule, problems: Iterable[Problem], evidence: object) -> None:
        verdict = Verdict.PASS
        for problem in problems:
            if isinstance(evidence, Column) and problem.column is None:
                problem = replace(problem, column=evidence.url)  # noqa: PLW2901
            key = fingerprint(rule.meta.id, self._reader.site, problem.target or problem.url, problem.discriminator)
            self._drafts.setdefault(key, (rule, problem))
            if problem.certainty is Certainty.CONFIRMED:
                verdict = Verdict.FAIL
            elif verdict is Verdict.PASS:
                verdict = Verdict.REVIEW
        self._count(rule, verdict)

    def _count(self, rule: Rule, verdict: Verdict, note: str = "") -> None:
        self._verdicts[(rule.meta.id, verdict)] += 1
        if note:
            self._notes.setdefault((rule.meta.id, verdict), note)

    def _options(self, rule: Rule) -> Mapping[str, Any]:
        setting = self._bench.register.rules.get(rule.meta.id)
        return {**rule.meta.options, **(setting.options if setting else {})}

    # -- making findings ------------------------------------------------------------------------------------------

    def _finding(self, key: str, rule: Rule, problem: Problem) -> Finding:
        meta, today, register = rule.meta, self._bench.today, self._bench.register
        column = problem.column or self._reader.column_of(problem.url)
        site = register.site(self._reader.site)
        deadline, provisional = None, False
        if problem.certainty is Certainty.CONFIRMED:
            due = self._bench.calendar.add_workdays(today, register.deadline_class(meta.deadline_class).working_days)
            deadline, provisional = due.date, due.provisional
        return Finding(
            id=key,
            rule=meta.id,
            family=meta.family,
            title=meta.title,
            severity=problem.severity or meta.severity,
            certainty=problem.certainty,
            site=self._reader.site,
            department=self._responsible(problem.url, column),
            lead=site.lead if site else "",
            url=problem.url,
            locus=problem.locus,
            message=problem.message,
            evidence={
                **problem.evidence,
                **self._browser_facts(problem),
                "target": problem.target or problem.url,  # what a recheck must look at again
                "bundle": self._reader.bundle_id,
            },
            suggestion=problem.suggestion,
            measure=meta.measure,
            basis=meta.basis,
            first_seen=today,
            last_seen=today,
            baseline=Baseline.NEW,
            deadline=deadline,
            deadline_provisional=provisional,
        )

    def _browser_facts(self, problem: Problem) -> Mapping[str, Any]:
        """What a browser had to do with the page; with the picture of the fault, or of the first of its links."""
        listed = list(problem.evidence.get("links", ()))[:_PICTURES_SOUGHT]
        found = [self._reader.browser_facts(problem.url, url) for url in (problem.target or problem.url, *listed)]
        return next((facts for facts in found if "screenshot" in facts), found[0])

    def _responsible(self, url: str, column: str | None) -> str:
        """The department that answers for a page: by its own address, else by its column's, else the site's."""
        register, site = self._bench.register, self._reader.site
        department = register.department_for(site, url)
        registered = register.site(site)
        if column and (department is None or (registered and department.id == registered.department)):
            department = register.department_for(site, column) or department
        return department.id if department else ""

    def _unverified(self, findings: tuple[Finding, ...]) -> Iterable[Unverified]:
        """What could not be had and is not itself a finding, with its reason; at most :data:`MAX_UNVERIFIED`."""
        accused = {finding.locus.target for finding in findings} | {finding.url for finding in findings}
        accused |= {url for finding in findings for url in finding.evidence.get("links", ())}
        down = {finding.evidence.get("host") for finding in findings}
        left = MAX_UNVERIFIED
        for target in self._reader.failed_targets():
            if target.url in accused or target.reason is Reason.OK or host_of(target.url) in down:
                continue
            if left == 0:
                return
            left -= 1
            detail = target.attempts[-1].detail if target.attempts else ""
            yield Unverified(
                self._reader.site, target.url, target.reason, self._reader.first_page_linking_to(target.url), detail
            )
        for attachment in chain(self._reader.unread_attachments(), self._reader.partly_read_attachments()):
            if left == 0:
                return
            left -= 1
            reason = attachment.unread or attachment.reason
            yield Unverified(self._reader.site, attachment.url, reason, attachment.mend_url, attachment.detail)
