"""The integer programme behind a draw: a cheapest assignment that keeps every rule, or the proof that there is none.

Solved exactly by HiGHS through :func:`scipy.optimize.milp` (Huangfu & Hall, Math. Prog. Comp. 10, 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from records.errors import IncompleteError

Pair = tuple[str, str]

NEAR = 8
"""How many of the cheapest pairs of each team, for each check, are tried first; then all. Many times faster."""

_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of an assignment.

    Every team checks ``load`` others and is checked by ``load``. ``avoid`` are pairs that must not come. ``uneven``
    lets a team have one more or one less (never none), ``mutual_ok`` and ``avoid_ok`` allow mutual pairs and those of
    ``avoid``; all three are used as rarely as possible.
    """

    teams: Sequence[str]
    load: int
    avoid: Collection[Pair]
    uneven: bool = False
    mutual_ok: bool = False
    avoid_ok: bool = False


def assign(wish: Wish, cost: Callable[[str, str], int]) -> list[Pair] | None:
    """The cheapest assignment by ``cost`` of its pairs, sorted; None when it is proven that there is none.

    Raises :class:`IncompleteError` when the solver gives up.
    """
    avoid = frozenset(wish.avoid)
    possible = [
        (checker, checked)
        for checker in wish.teams
        for checked in wish.teams
        if checker != checked and (wish.avoid_ok or (checker, checked) not in avoid)
    ]
    prices = {pair: cost(*pair) for pair in possible}
    if not (wish.uneven or wish.mutual_ok or wish.avoid_ok):
        near = _near(possible, prices, NEAR * wish.load)
        if len(near) < len(possible) and (found := _Programme(wish, near, prices).solve()):
            return found
    return _Programme(wish, possible, prices).solve()


def _near(possible: Iterable[Pair], prices: dict[Pair, int], width: int) -> list[Pair]:
    by_team: dict[tuple[str, int], list[Pair]] = {}
    for pair in sorted(possible, key=lambda pair: (prices[pair], pair)):
        for side in (0, 1):
            by_team.setdefault((pair[side], side), []).append(pair)
    return sorted({pair for pairs in by_team.values() for pair in pairs[:width]})


class _Programme:
    """One binary variable a pair, then slack variables that count how often a relaxed rule is used."""

    def __init__(self, wish: Wish, pairs: Sequence[Pair], prices: dict[Pair, int]) -> None:
        self.pairs = pairs
        self.prices = np.array([prices[pair] for pair in pairs], dtype=float)
        self.rows: list[tuple[list[tuple[int, int]], float, float]] = []
        avoid = frozenset(wish.avoid)
        self.breaches = [number for number, pair in enumerate(pairs) if pair in avoid]
        self.width = len(pairs)
        self._loads(wish)
        self._mutuals(wish)

    def _loads(self, wish: Wish) -> None:
        members: dict[tuple[str, int], list[int]] = {(team, side): [] for team in wish.teams for side in (0, 1)}
        for number, pair in enumerate(self.pairs):
            for side in (0, 1):
                members[pair[side], side].append(number)
        for numbers in members.values():
            entries = [(number, 1) for number in numbers]
            if wish.uneven:
                entries += [(self._slack(), -1)]
                if wish.load > 1:  # with one check each, one less would leave a team out
                    entries += [(self._slack(), 1)]
            self.rows.append((entries, wish.load, wish.load))

    def _mutuals(self, wish: Wish) -> None:
        number_of = {pair: number for number, pair in enumerate(self.pairs)}
        for (checker, checked), number in number_of.items():
            back = number_of.get((checked, checker))
            if back is None or checker > checked:
                continue
            entries = [(number, 1), (back, 1)]
            if wish.mutual_ok:
                entries.append((self._slack(), -1))
            self.rows.append((entries, 0, 1))

    def _slack(self) -> int:
        self.breaches.append(self.width)
        self.width += 1
        return self.width - 1

    def solve(self) -> list[Pair] | None:
        """Fewest breaches first, then the cheapest of those."""
        rows = list(self.rows)
        if self.breaches:
            price = np.zeros(self.width)
            price[self.breaches] = 1
            fewest = self._run(price, rows)
            if fewest is None:
                return None
            count = round(float(price @ fewest))
            rows.append(([(number, 1) for number in self.breaches], 0, count))
        chosen = self._run(np.concatenate([self.prices, np.zeros(self.width - len(self.pairs))]), rows)
        if chosen is None:
            return None
        return sorted(pair for pair, used in zip(self.pairs, chosen, strict=False) if used)

    def _run(
        self, price: npt.NDArray[np.float64], rows: Sequence[tuple[list[tuple[int, int]], float, float]]
    ) -> npt.NDArray[np.float64] | None:
        if any(not entries and low > 0 for entries, low, _ in rows):
            return None
        across = [number for entries, _, _ in rows for number, _ in entries]
        factors = [factor for entries, _, _ in rows for _, factor in entries]
        down = [row for row, (entries, _, _) in enumerate(rows) for _ in entries]
        matrix = csc_array((np.array(factors, dtype=float), (down, across)), shape=(len(rows), self.width))
        result = milp(
            price,
            constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
            integrality=np.ones(self.width),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        if result.status == _INFEASIBLE:
            return None
        if result.status != _OPTIMAL:
            raise IncompleteError(
                f"互查分组没有算完（求解程序返回：{result.message}）。请减少参查单位或分批抽签后重试。"
            )
        return np.asarray(np.round(result.x), dtype=np.float64)
