"""A scorecard (测评结果): what one indicator set says about one site or account, and what it leaves to a person.

Points are :class:`decimal.Decimal` with at most two places. The machine never guesses: an item is either judged by it
or open (待人工评定), and the score is always "so many points of those the machine can judge". Scorecards are made by
``inspection.scoring``, told by ``reports.scorecard`` and kept as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any


class SubjectKind(StrEnum):
    """What is scored: a government portal (政府门户网站), another site (部门网站), a new-media account (政务新媒体)."""

    PORTAL = "portal"
    SITE = "site"
    ACCOUNT = "account"


class Mode(StrEnum):
    """How an item works: it vetoes, deducts, adds, or is for a person to judge."""

    VETO = "veto"
    DEDUCT = "deduct"
    BONUS = "bonus"
    PERSON = "person"


class FigureCertainty(StrEnum):
    """Where a figure of an indicator set comes from, from read-in-a-document to made-up-by-the-office."""

    SEEN = "seen"
    MEMORY = "memory"
    MEMORY_WEAK = "memory-weak"
    INFERRED = "inferred"
    ADVICE = "advice"
    OWN = "own"


class ItemState(StrEnum):
    """How an item came out.

    ``clear``: looked at, nothing confirmed or pending. ``hit``: confirmed findings take points, or veto. ``review``:
    only findings a person must still verify (待核). ``open``: for a person to judge. ``unchecked``: a rule of it
    did not run or had nothing to look at, so a person must judge.
    """

    CLEAR = "clear"
    HIT = "hit"
    REVIEW = "review"
    OPEN = "open"
    UNCHECKED = "unchecked"


class Gap(StrEnum):
    """Why a rule did not do all that an item needs. ``evidence``: findings lack what the item asks, so they pend."""

    ERROR = "error"
    NOT_RUN = "not_run"
    EVIDENCE = "evidence"


class CardVerdict(StrEnum):
    """What the machine may say about the whole; a person confirms it in every case.

    ``veto``: a veto is proven. ``below``: even with every open point earned the pass mark is out of reach. ``passed``:
    everything was judged by machine, nothing vetoes, the pass mark is reached even if every pending finding is true.
    ``open``: no veto found, a person has items to judge. ``not_inspected``: the machine could judge nothing.
    """

    VETO = "veto"
    BELOW = "below"
    PASSED = "passed"
    OPEN = "open"
    NOT_INSPECTED = "not_inspected"


@dataclass(frozen=True, slots=True)
class Subject:
    """The site or account that is scored, as of a day. ``has_service``: it has 对外服务职能."""

    id: str
    name: str
    kind: SubjectKind
    as_of: date
    has_service: bool = True
    department: str = ""


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One item with its result.

    ``part`` is the part of the set it belongs to (veto | deduct | bonus), also for items a person judges. ``judged``
    says that the machine settled it. ``deducted`` is what confirmed findings take (in an open item: what is already
    proven), ``deducted_if_review`` what they would take if every pending finding were true; both lie in
    ``0 <= deducted <= deducted_if_review <= cap <= points``. A bonus item earns ``points - deducted``. ``findings``
    and ``reviews`` are ids of findings; in an open item without ``per_finding`` they are clues (线索) only. ``gaps``
    says which rules did not do all that the item needs.
    """

    id: str
    block: str
    title: str
    text: str
    mode: Mode
    part: Mode
    state: ItemState
    judged: bool
    points: Decimal
    per_finding: Decimal
    cap: Decimal
    at_least: int
    deducted: Decimal
    deducted_if_review: Decimal
    findings: tuple[str, ...]
    reviews: tuple[str, ...]
    gaps: tuple[tuple[str, Gap], ...]
    note: str
    clause: str
    certainty: FigureCertainty

    @property
    def vetoes(self) -> bool:
        """Whether confirmed findings veto."""
        return self.mode is Mode.VETO and self.state is ItemState.HIT

    @property
    def might_veto(self) -> bool:
        """Whether it would veto if the pending findings were true."""
        enough = len(self.findings) + len(self.reviews) >= self.at_least
        return self.mode is Mode.VETO and not self.vetoes and enough


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much could be looked at: ``checked`` things against ``unverified`` addresses, with the reasons.

    ``checked`` is the number of things the widest-looking rule came to a verdict on. ``rules_missing`` are rules of the
    indicator set that came to no verdict at all.
    """

    checked: int
    unverified: int
    reasons: tuple[tuple[str, int], ...] = ()
    rules_missing: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """Checked of all, 0 to 1 with four places, rounded down; None where nothing was met."""
        every = self.checked + self.unverified
        return (Decimal(self.checked) / every).quantize(Decimal("0.0001"), ROUND_DOWN) if every else None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What confirmed findings took from an item before and take now (for a veto item: 1 means it vetoed)."""

    item: str
    title: str
    before: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """The card beside the previous one of the same subject and set.

    ``obstacle`` says in Chinese why scores must not be compared (``""``: they may). ``new``, ``kept`` and ``gone``
    count findings behind the items; ``gone`` means "not met this time", which is not yet "put right".
    """

    as_of: date
    verdict: CardVerdict
    judged: Decimal
    score_low: Decimal
    score_high: Decimal
    obstacle: str
    new: int
    kept: int
    gone: int
    changes: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one indicator set for one subject. Sums are already multiplied by ``factor``.

    ``factor`` is a fraction as text (``"4/3"`` for a portal without 对外服务职能, else ``"1"``). ``total`` is what all
    items are worth, ``judged`` what the machine settled, ``score_high`` what is left of that after confirmed findings
    and ``score_low`` after pending ones too. ``open`` is for a person, of which ``open_lost`` (``open_lost_if_review``)
    is already proven lost. ``final_low`` and ``final_high`` include the bonus and exist only where a person has nothing
    left to judge. ``stopped``: a veto ends the scoring by the set's procedure, points are for information only.
    """

    set_id: str
    set_title: str
    set_note: str
    set_digest: str
    subject: Subject
    verdict: CardVerdict
    stopped: bool
    factor: str
    total: Decimal
    judged: Decimal
    score_low: Decimal
    score_high: Decimal
    open: Decimal
    open_lost: Decimal
    open_lost_if_review: Decimal
    pass_mark: Decimal
    bonus_above: Decimal
    bonus_total: Decimal
    bonus_low: Decimal
    bonus_high: Decimal
    bonus_open: Decimal
    final_low: Decimal | None
    final_high: Decimal | None
    items: tuple[ScoredItem, ...]
    coverage: Coverage
    comparison: Comparison | None = None

    @property
    def completion(self) -> Decimal | None:
        """Share of the points that the machine settled, 0 to 1, four places, rounded down; None without points."""
        return (self.judged / self.total).quantize(Decimal("0.0001"), ROUND_DOWN) if self.total else None

    @property
    def ceiling(self) -> Decimal:
        """The most that can still be reached without the bonus: every open point earned, no pending finding true."""
        return self.score_high + self.open - self.open_lost

    def part(self, part: Mode) -> tuple[ScoredItem, ...]:
        """The items of one part (veto, deduct or bonus), in the set's order."""
        return tuple(item for item in self.items if item.part is part)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, as in ``scores`` of findings.json: points as numbers, dates as ISO text."""
        plain: dict[str, Any] = _plain(self)
        plain["completion"] = _plain(self.completion)
        plain["ceiling"] = _plain(self.ceiling)
        plain["coverage"]["share"] = _plain(self.coverage.share)
        return plain


def _plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as arrays, points as numbers (whole ones without a fraction)."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.value if isinstance(value, StrEnum) else value
