"""Measuring the small charts: entries published in each of the last 24 months, and the same told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MONTHS = 24
WIDTH, HEIGHT = 192, 34
STEP = WIDTH // MONTHS
LEAST = 3
"""A month with anything in it is at least this high, so that one entry beside fifty can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: where it stands, how high it is, and what it says."""

    x: int
    y: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars of one column; ``text`` says in words what they show, ``years`` where a year begins."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, str], ...]
    text: str


def histogram(months: Mapping[str, int], today: date) -> Histogram:
    """``months`` counts entries by month (``2026-11``); months before the last 24 are only told."""
    last = today.year * 12 + today.month - 1
    shown = [f"{number // 12}-{number % 12 + 1:02}" for number in range(last - MONTHS + 1, last + 1)]
    counts = [months.get(month, 0) for month in shown]
    most = max(counts, default=0)
    bars = tuple(
        Bar(place * STEP, HEIGHT - high, high, f"{month}：{count} 条")
        for place, (month, count) in enumerate(zip(shown, counts, strict=True))
        if count and (high := round(max(LEAST, count / most * HEIGHT), 1))
    )
    years = tuple((place * STEP, month[:4]) for place, month in enumerate(shown) if month.endswith("-01"))
    return Histogram(bars, years, _told(shown, counts, sum(months.values())))


def _told(shown: list[str], counts: list[int], total: int) -> str:
    within, most = sum(counts), max(counts, default=0)
    if not within:
        return f"近两年没有读到有日期的条目，更早的有 {total} 条。" if total else "没有读到有日期的条目。"
    busiest = shown[counts.index(most)]
    active = sum(1 for count in counts if count)
    newest = next(month for month, count in zip(reversed(shown), reversed(counts), strict=True) if count)
    return f"近两年 {within} 条，{active} 个月有发布，最多的是 {busiest}（{most} 条），最近的是 {newest}。"
