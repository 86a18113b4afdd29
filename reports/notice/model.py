"""What a notice says, as plain strings: the words that templates (ours or an office's) may use."""

from __future__ import annotations

from dataclasses import dataclass

from reports.shared.evidence_text import Line


@dataclass(frozen=True, slots=True)
class Item:
    """One problem, or one matter to verify. ``number`` runs through the whole notice (``核1`` … for matters to verify).

    ``id`` is the 问题编号. ``place`` and ``evidence`` are labelled lines. ``deadline`` is in words, ``severity`` too
    (待核实 for a matter to verify).
    ``earlier`` names the notice that sent it before (empty: none) and how it stands; ``lead`` is empty where it is the
    one that the overview names for all.
    """

    number: str
    id: str
    site: str
    message: str
    place: tuple[Line, ...]
    evidence: tuple[Line, ...]
    suggestion: str
    severity: str
    baseline: str
    state: str
    deadline: str
    earlier: str
    responsible: str
    lead: str
    href: str | None


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The problems of one rule: what holds for all of them, the ``items`` shown, and a sentence on those left out."""

    number: str
    title: str
    count: int
    basis: str
    measure: str
    deadline_text: str
    items: tuple[Item, ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """The problems of one family (问题类别)."""

    number: str
    title: str
    count: int
    rules: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A row of the overview: a family, its confirmed problems, matters to verify, and first deadline."""

    title: str
    total: int
    severities: str
    review: int
    deadline: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Section titles carry their numbers and are empty where the section is left out.

    ``annexes`` are the lines of the 附件说明. ``annex_items`` is empty when the body lists everything;
    ``reply_items`` is empty when the reply form is to be left blank.
    """

    office: str
    code: str
    title: str
    addressee: str
    opening: str
    overview_title: str
    overview: tuple[str, ...]
    tallies: tuple[Tally, ...]
    total: Tally
    problems_title: str
    families: tuple[FamilyGroup, ...]
    requirements_title: str
    requirements: tuple[str, ...]
    review_title: str
    review_intro: str
    review: tuple[FamilyGroup, ...]
    unverified: str
    annexes: tuple[str, ...]
    annex_label: str
    annex_items: tuple[Item, ...]
    annex_note: str
    reply_label: str
    reply_items: tuple[Item, ...]
    reply_note: str
    signature: str
    date: str
    contact: str
