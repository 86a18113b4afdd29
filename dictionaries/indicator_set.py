"""An indicator set (指标体系) once read: items, what they count, and the frame that makes one result of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from records.model import Severity
from records.scores import FigureCertainty, Mode, SubjectKind


@dataclass(frozen=True, slots=True)
class Condition:
    """What one evidence key must hold: one of ``values``, or a number from ``least`` to ``most`` (both included)."""

    key: str
    values: tuple[str | int | bool, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CountTerm:
    """Which findings an item counts: those of ``rules``, of one of ``severity`` (empty: any), that meet ``where``."""

    rules: tuple[str, ...]
    severity: tuple[Severity, ...] = ()
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorItem:
    """One item. Amounts are points; ``at_least`` is how many findings must come together before it works at all.

    ``part`` is veto, deduct or bonus; it differs from ``mode`` for person items only. ``skip_counted``: findings that
    an earlier item has counted are not counted again (不重复扣分). ``needs_service``: only for subjects with
    对外服务职能.
    """

    id: str
    block: str
    title: str
    text: str
    mode: Mode
    part: Mode
    points: Decimal
    per_finding: Decimal
    cap: Decimal
    at_least: int
    count: tuple[CountTerm, ...]
    skip_counted: bool
    needs_service: bool
    applies: tuple[SubjectKind, ...]
    clause: str
    certainty: FigureCertainty
    note: str

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule it counts findings of, each once."""
        return tuple(dict.fromkeys(rule for term in self.count for rule in term.rules))

    def concerns(self, kind: SubjectKind, has_service: bool) -> bool:
        """Whether the item is checked for such a subject."""
        return kind in self.applies and (has_service or not self.needs_service)


@dataclass(frozen=True, slots=True)
class Frame:
    """How the parts become one result; see ``records.scores.Scorecard`` for the sums.

    ``total`` is the value of all deducting items together, ``bonus`` the most that the bonus adds, counted only when
    the score is over ``bonus_above``. ``stop_on_veto``: a veto ends the scoring.
    """

    total: Decimal
    pass_mark: Decimal
    bonus: Decimal
    bonus_above: Decimal
    stop_on_veto: bool


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """One set. ``digest`` is the SHA-256 of the file's bytes, ``automatic`` says that it is scored without being asked
    for (the built-in example is not)."""

    id: str
    title: str
    source: str
    note: str
    automatic: bool
    frame: Frame
    items: tuple[IndicatorItem, ...]
    digest: str
    file: str

    def items_for(self, kind: SubjectKind, has_service: bool = True) -> tuple[IndicatorItem, ...]:
        """The items checked for such a subject, in the file's order."""
        return tuple(item for item in self.items if item.concerns(kind, has_service))

    def factor(self, kind: SubjectKind, has_service: bool) -> Fraction:
        """By what points are multiplied so that a subject without 对外服务职能 is scored out of the same total."""
        full = sum((item.points for item in self.items_for(kind) if item.part is Mode.DEDUCT), Decimal())
        left = sum((i.points for i in self.items_for(kind, has_service) if i.part is Mode.DEDUCT), Decimal())
        return Fraction(full) / Fraction(left) if left else Fraction(1)
