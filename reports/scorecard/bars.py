"""Measuring the charts: stacked bars of points, in user units of a 720 wide drawing, with their text alternative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from records.scores import Mode, Scorecard, ScoredItem
from reports.scorecard.wording import points
from reports.shared.safe_text import clip

WIDTH = 720
BLOCK_WIDTH = 520
LEAST_LABELLED = 34
"""Segments narrower than this carry no number of their own; the legend and the text alternative do."""

NAMES = {
    "kept": "机评得分",
    "doubt": "机评待核",
    "lost": "机评扣分",
    "open": "待人工评定",
    "open-doubt": "人工项中待核",
    "open-lost": "人工项中已查实应扣",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: ``kind`` chooses colour and hatching; ``label`` is empty where it would not fit."""

    kind: str
    name: str
    points: str
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar; ``text`` says in words all that it shows."""

    title: str
    total: str
    segments: tuple[Segment, ...]
    text: str


def total_bar(card: Scorecard) -> Bar:
    """All points of the set: judged and kept, pending, lost; open, and lost within what is open."""
    amounts = {
        "kept": card.score_low,
        "doubt": card.score_high - card.score_low,
        "lost": card.judged - card.score_high,
        "open": card.open - card.open_lost_if_review,
        "open-doubt": card.open_lost_if_review - card.open_lost,
        "open-lost": card.open_lost,
    }
    return _bar("全部分值", amounts, Decimal(card.total), WIDTH)


def block_bars(card: Scorecard) -> tuple[Bar, ...]:
    """One bar a block of deducting items, all to the scale of the largest block."""
    blocks: dict[str, list[ScoredItem]] = {}
    for item in card.part(Mode.DEDUCT):
        blocks.setdefault(item.block, []).append(item)
    sums = {title: _sums(items, Fraction(card.factor)) for title, items in blocks.items()}
    largest = max((sum(amounts.values(), Decimal()) for amounts in sums.values()), default=Decimal())
    return tuple(_bar(clip(title, 10), amounts, largest, BLOCK_WIDTH) for title, amounts in sums.items() if largest)


def _sums(items: Iterable[ScoredItem], factor: Fraction) -> dict[str, Decimal]:
    sums = dict.fromkeys(NAMES, Fraction())
    for item in items:
        first, prefix = ("kept", "") if item.judged else ("open", "open-")
        sums[first] += Fraction(item.points - item.deducted_if_review)
        sums[f"{prefix}doubt"] += Fraction(item.deducted_if_review - item.deducted)
        sums[f"{prefix}lost"] += Fraction(item.deducted)
    return {kind: round(Decimal(float(amount * factor)), 2) for kind, amount in sums.items()}


def _bar(title: str, amounts: dict[str, Decimal], scale: Decimal, width: int) -> Bar:
    segments: list[Segment] = []
    x = 0.0
    for kind, amount in amounts.items():
        if amount <= 0:
            continue
        wide = float(amount / scale) * width
        label = points(amount) if wide >= LEAST_LABELLED else ""
        segments.append(Segment(kind, NAMES[kind], points(amount), round(x, 1), round(wide, 1), label))
        x += wide
    total = points(sum(amounts.values(), Decimal()))
    told = "，".join(f"{segment.name} {segment.points} 分" for segment in segments)
    return Bar(title, total, tuple(segments), f"{title}共 {total} 分：{told}。")
