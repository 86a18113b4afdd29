"""The tables of states and moves in ``register.md`` and ``links.md``, from the program's own tables."""

from __future__ import annotations

from dictionaries import load
from dictionaries.link_weights import PLACES
from docs.writing import table
from records.ledger.states import ROLES, state_table
from reports.shared.labels import label
from rules.link.places import PLACE_TITLES
from rules.link.verdict import CONCLUSIONS, MOVES, SIGHT_TITLES, TITLES, LinkState, Sight

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


def sights() -> str:
    """What one look at an address can show."""
    return table(("看到", "含义"), ((f"`{sight}`", SIGHT_TITLES[sight]) for sight in Sight))


def link_states() -> str:
    """The state machine of the verdict on an address."""
    seen = [sight for sight in Sight if sight is not Sight.NOTHING]
    return table(
        ("原来", *(f"`{sight}`" for sight in seen)),
        ((TITLES[state], *(TITLES[MOVES[state, sight]] for sight in seen)) for state in LinkState),
    )


def link_conclusions() -> str:
    """What becomes of an address."""
    return table(
        ("最后知道的", "状态", "处理"),
        ((TITLES[state], f"`{state}`", CONCLUSIONS.get(state, "未能核实")) for state in LinkState),
    )


def link_weights() -> str:
    """What a wrong link weighs by where it stands."""
    weights = load().link_weights
    return table(
        ("链接在", "所指的是站内", "所指的是站外"),
        (
            (PLACE_TITLES[place], *(label("severity", weights.at(place, internal=own)) for own in (True, False)))
            for place in PLACES
        ),
    )
