"""The tables of states and moves in ``register.md``, from the program's own table."""

from __future__ import annotations

from docs.writing import table
from records.ledger.states import ROLES, state_table

_NEEDS = {"note": "原因", "until": "日期"}


def states() -> str:
    """Every state with its Chinese name and whether it ends the matter."""
    known = state_table()
    return table(
        ("状态", "含义", "办结"),
        ((f"`{state}`", title, "是" if state in known.final else "") for state, title in known.titles.items()),
    )


def moves() -> str:
    """Every allowed move."""
    known = state_table()
    return table(
        ("从", "可以变为", "谁可以办", "必须写明"),
        (
            (
                known.titles[state],
                known.titles[move.to],
                "、".join(ROLES[role] for role in move.by),
                "、".join(_NEEDS.get(need, need) for need in move.needs),
            )
            for state, allowed in known.moves.items()
            for move in allowed.values()
        ),
    )
