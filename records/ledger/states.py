"""The states of a finding and the moves between them, as told by ``states.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from records.errors import BadInputError

STATES_FILE = Path(__file__).with_name("states.toml")

ROLES: Mapping[str, str] = {
    "office": "政务公开办",
    "department": "责任单位",
    "assessor": "评估人员",
    "machine": "网查",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: to which state, by which roles, and what must be given with it (``note``, ``until``)."""

    to: str
    by: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateTable:
    """``titles`` are the states with their Chinese names; ``final`` ones need nothing more to be done."""

    titles: Mapping[str, str]
    final: frozenset[str]
    moves: Mapping[str, Mapping[str, Move]]
    reopen_within_days: int

    @property
    def unfinished(self) -> tuple[str, ...]:
        """States in which something is still to be done."""
        return tuple(state for state in self.titles if state not in self.final)

    def check(self, state: str, to: str, role: str) -> Move:
        """The move from ``state`` to ``to``. Raises :class:`BadInputError` when it is not allowed to ``role``."""
        if to not in self.titles:
            raise BadInputError(f"没有“{to}”这个状态。可用的状态：{'、'.join(self.titles)}。")
        if role not in ROLES:
            raise BadInputError(f"没有“{role}”这个角色。可用的角色：{'、'.join(ROLES)}。")
        allowed = self.moves.get(state, {})
        move = allowed.get(to)
        if move is None:
            choices = "、".join(f"{self.titles[name]}（{name}）" for name in allowed) or "无"
            raise BadInputError(f"问题现为“{self.titles[state]}”，不能变为“{self.titles[to]}”。可以变为：{choices}。")
        if role not in move.by:
            names = "、".join(ROLES[name] for name in move.by)
            raise BadInputError(f"变为“{self.titles[to]}”应由{names}办理，{ROLES[role]}不能办理。")
        return move


@functools.cache
def state_table() -> StateTable:
    """The table of the program, read once."""
    return read_states(STATES_FILE)


def read_states(path: Path) -> StateTable:
    """Read a table of states. Raises :class:`BadInputError` for states or roles that do not exist."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    titles = {name: state["title"] for name, state in table["state"].items()}
    moves: dict[str, dict[str, Move]] = {name: {} for name in titles}
    for number, entry in enumerate(table["move"], 1):
        move = Move(entry["to"], tuple(entry["by"]), tuple(entry.get("needs", ())))
        strange = [*({*entry["from"], move.to} - titles.keys()), *(set(move.by) - ROLES.keys())]
        if strange:
            raise BadInputError(f"{path.name}：[[move]] 第{number}个：没有“{'、'.join(sorted(strange))}”。")
        for state in entry["from"]:
            moves[state][move.to] = move
    final = frozenset(name for name, state in table["state"].items() if state.get("final", False))
    return StateTable(titles, final, moves, table["reopen_within_days"])
