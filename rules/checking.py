"""Checking one document before it is published: every rule on documents, no site, no register, nothing kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import dictionaries as word_lists
from dictionaries import Dictionaries
from dictionaries.model import WORD_CATEGORIES
from records.evidence import Document, Page, SourcedText, TextPart
from records.model import Baseline, Certainty, Finding, Problem, Scope, Severity, fingerprint
from rules.context import Context
from rules.privacy.detection import detector
from rules.registry import Rule, all_rules
from rules.scanning import scanner
from rules.word.matching import matcher

NO_DAY = date(2099, 12, 31)
"""What day it is where nobody says: rules read no clock, and dates of birth up to here count as such."""

_ORDER = (Certainty.CONFIRMED, Certainty.REVIEW)
_SEVERITIES = tuple(Severity)
_GAP = r"[\s\u200b-\u200f\ufeff]{0,3}"
_TOKEN = re.compile(r"\S{1,40}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands in the text: part (index into the document's), span, and what may be shown of it.

    ``shown`` is the masked value of personal data, None where the text itself may be shown.
    """

    part: int
    start: int
    end: int
    finding: Finding
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one document, the surest first, and where."""

    findings: tuple[Finding, ...]
    places: tuple[Place, ...]


def check_text(
    text: str, *, title: str = "", today: date = NO_DAY, dictionaries: Dictionaries | None = None
) -> list[Finding]:
    """What the rules on documents find in a text that is to be published; the surest first.

    ``title`` is its headline: whether it is a list of persons is read from it. ``today`` is the day as of which is
    judged, ``dictionaries`` an office's own (:func:`dictionaries.load`; default: the built-in ones). Findings have no
    site, department or deadline; personal data in them is masked, and hashes compare within this process alone.
    Raises :class:`records.errors.WangchaError` for faulty rules or dictionaries of add-ons.
    """
    headline = SourcedText(title, "given") if title else None
    page = Page("", "article", headline, None, None, (), None, None, None, text, "given")
    return list(check_document(page, today=today, dictionaries=dictionaries).findings)


def check_document(document: Document, *, today: date = NO_DAY, dictionaries: Dictionaries | None = None) -> Checked:
    """As :func:`check_text` for a page or file that was read; with every place where something was found."""
    known = dictionaries or _built_in()
    ctx = Context(today, "", "", known, _key(), _weekdays_between)
    asleep = scanner(known).asleep(document)
    found = [
        (problem, _finding(rule, problem, today))
        for rule in all_rules()
        if rule.meta.scope is Scope.DOCUMENT
        and rule.meta.id not in asleep
        and (document.parts or "text" not in rule.meta.needs)
        for problem in rule.check(document, rule.meta.options, ctx)
    ]
    found.sort(key=lambda pair: (_ORDER.index(pair[1].certainty), _SEVERITIES.index(pair[1].severity)))
    parts = document.parts
    places = [place for problem, finding in found for place in _places(document, parts, problem, finding, ctx)]
    return Checked(tuple(finding for _, finding in found), tuple(places))


def _finding(rule: Rule, problem: Problem, today: date) -> Finding:
    meta = rule.meta
    return Finding(
        id=fingerprint(meta.id, "", problem.target or problem.url, problem.discriminator),
        rule=meta.id,
        family=meta.family,
        title=meta.title,
        severity=problem.severity or meta.severity,
        certainty=problem.certainty,
        site="",
        department="",
        lead="",
        url=problem.url,
        locus=problem.locus,
        message=problem.message,
        evidence=problem.evidence,
        suggestion=problem.suggestion,
        measure=meta.measure,
        basis=meta.basis,
        first_seen=today,
        last_seen=today,
        baseline=Baseline.NEW,
        deadline=None,
    )


def _places(
    document: Document, parts: Sequence[TextPart], problem: Problem, finding: Finding, ctx: Context
) -> Iterator[Place]:
    """Every place of a personal value or a word; where only one is known (a mark), that one."""
    evidence: Mapping[str, Any] = problem.evidence
    if finding.family == "privacy" and "values" in evidence:
        accused = {value["hash"] for value in evidence["values"]}
        for value in detector.look(document, ctx).values:
            if value.kind.rule == finding.rule and (value.hash in accused or value.kind.id == problem.discriminator):
                yield Place(parts.index(value.part), value.start, value.end, finding, value.masked)
        return
    if word := evidence.get("word"):
        reader = matcher(ctx.dictionaries)
        hits = [hit for key in WORD_CATEGORIES for hit in reader.hits(document, key) if hit.word.word == word]
        for hit in hits:  # the same characters may stand elsewhere in a right word
            yield Place(parts.index(hit.part), hit.start, hit.end, finding)
        if hits:
            return
        pattern = re.compile(_GAP.join(map(re.escape, word)), re.IGNORECASE)
        for number, part in enumerate(parts):
            for match in pattern.finditer(part.text):
                yield Place(number, *match.span(), finding)
        return
    locus = problem.locus
    for number, part in enumerate(parts):
        place = (part.page, part.sheet, part.cell)
        token = _TOKEN.match(part.text, locus.offset or 0)
        if place == (locus.page, locus.sheet, locus.cell) and token:
            yield Place(number, *token.span(), finding, "＊" * 4 if finding.family == "privacy" else None)
            return


@lru_cache(maxsize=1)
def _built_in() -> Dictionaries:
    return word_lists.load()


@lru_cache(maxsize=1)
def _key() -> bytes:
    return secrets.token_bytes(32)


def _weekdays_between(start: date, end: date) -> int:
    """Working days without holidays; rules on documents ask for none."""
    return sum(1 for day in range(start.toordinal() + 1, end.toordinal() + 1) if date.fromordinal(day).weekday() < 5)
