"""The draw: who checks whom, at random but repeatable, within rules that are kept exactly or refused plainly.

Rules: nobody checks itself; no two check each other (不互查); no pair of the last round comes again (不与上一轮重复);
everybody checks, and is checked by, the same number (负担相等; one more or less where that cannot be, which is said).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from records.audit import Draw, Relaxation, draw_digest
from records.errors import BadInputError
from reports.audit.layout import RULE_WORDS

if TYPE_CHECKING:
    from inspection.audit.assignment import Pair

MAX_SEED = 2**63 - 1


def draw(
    teams: Sequence[str],
    seed: int,
    previous: Collection[Pair],
    load: int = 1,
    relax: Collection[Relaxation] = (),
) -> Draw:
    """Let every team check ``load`` others. The same seed gives the same draw, in whatever order the teams are named.

    Each possible pair gets a price: the first three bytes, as a big-endian number, of the SHA-256 of
    ``seed, checker, checked`` in UTF-8, joined by line ends. Of all assignments that keep the rules the cheapest one is
    the draw; so anybody can draw again with a tool of their own. ``previous`` are the last round's pairs; ``relax``
    names rules that may be broken, as rarely as possible.

    Raises :class:`BadInputError` when the teams, the seed or the load are wrong, or when the rules cannot all be met:
    then it names the rules in conflict and what can be done.
    """
    names = _checked_teams(teams, seed, load)
    known = frozenset(names)
    avoid = tuple(sorted({(a, b) for a, b in previous if a in known and b in known}))
    relaxed = tuple(sorted(set(relax)))
    pairs = _assignment(names, seed, avoid, load, relaxed)
    if pairs is None:
        raise BadInputError(_conflict(names, seed, avoid, load, relaxed))
    drawn = Draw(seed, names, load, avoid, relaxed, tuple(pairs), digest="")
    return replace(drawn, digest=draw_digest(drawn))


def repeats(drawn: Draw) -> bool:
    """Whether drawing again from what is recorded gives the same pairs and the same digest."""
    return draw(drawn.teams, drawn.seed, drawn.previous, drawn.load, drawn.relaxed) == drawn


def draw_notes(drawn: Draw, names: Mapping[str, str]) -> list[str]:
    """What must be said about a draw, in Chinese: uneven loads, and every pair for which a relaxed rule was broken."""
    notes = []
    checks = Counter(checker for checker, _ in drawn.pairs)
    checked = Counter(one for _, one in drawn.pairs)
    uneven = [
        f"{names.get(team, team)}检查{checks[team]}家、被{checked[team]}家检查"
        for team in drawn.teams
        if (checks[team], checked[team]) != (drawn.load, drawn.load)
    ]
    if uneven:
        notes.append(f"每家都检查{drawn.load}家无法做到，负担相差一家：{'；'.join(uneven)}。")
    pairs = set(drawn.pairs)
    mutual = [(a, b) for a, b in drawn.pairs if a < b and (b, a) in pairs]
    if mutual:
        listed = _listed(mutual, "{one} 与 {other}", names)
        notes.append(f"经同意放宽“{RULE_WORDS[Relaxation.MUTUAL]}”，互相检查的有：{listed}。")
    again = sorted(pairs & set(drawn.previous))
    if again:
        listed = _listed(again, "{one} 查 {other}", names)
        notes.append(f"经同意放宽“{RULE_WORDS[Relaxation.PREVIOUS]}”，与上一轮相同的有：{listed}。")
    return notes


def _checked_teams(teams: Sequence[str], seed: int, load: int) -> tuple[str, ...]:
    if not 0 <= seed <= MAX_SEED:
        raise BadInputError(f"抽签种子应为 0 到 {MAX_SEED} 之间的整数，现为 {seed}。请换一个。")
    blank = [team for team in teams if not team.strip()]
    double = sorted(team for team, count in Counter(teams).items() if count > 1)
    if blank or double:
        what = f"重复：{'、'.join(double)}" if double else "有空的单位编号"
        raise BadInputError(f"参查单位名单有误（{what}）。请改正名单后重新抽签。")
    if load < 1:
        raise BadInputError(f"每家检查的家数应为正整数，现为 {load}。请改正后重新抽签。")
    if len(teams) < 2:
        raise BadInputError(
            f"参查单位只有{len(teams)}个，而规则“不自查”要求至少有另一个单位。请增加参查单位后重新抽签。"
        )
    if load > len(teams) - 1:
        raise BadInputError(
            f"参查单位共{len(teams)}个，每家检查{load}家：按规则“不自查”，每家至多检查{len(teams) - 1}家。"
            "请减少每家检查的家数，或增加参查单位，然后重新抽签。"
        )
    return tuple(sorted(teams))


def _assignment(
    teams: tuple[str, ...], seed: int, avoid: tuple[Pair, ...], load: int, relaxed: Collection[Relaxation]
) -> list[Pair] | None:
    from inspection.audit.assignment import Wish, assign  # noqa: PLC0415 - the solver takes a second to load

    def cost(checker: str, checked: str) -> int:
        return int.from_bytes(sha256(f"{seed}\n{checker}\n{checked}".encode()).digest()[:3], "big")

    # With fewer teams than this, one check less for all of them would pass for unevenness.
    enough = len(teams) > 2 * load or Relaxation.MUTUAL in relaxed
    for uneven in (False, True) if enough else (False,):
        wish = Wish(
            teams,
            load,
            avoid,
            uneven=uneven,
            mutual_ok=Relaxation.MUTUAL in relaxed,
            avoid_ok=Relaxation.PREVIOUS in relaxed,
        )
        if pairs := assign(wish, cost):
            return pairs
    return None


def _conflict(
    teams: tuple[str, ...], seed: int, avoid: tuple[Pair, ...], load: int, relaxed: tuple[Relaxation, ...]
) -> str:
    """The sentence for rules that cannot all be met: which, and every single step that would help."""
    ways, culprits = [], []
    if len(teams) < 2 * load + 1:
        ways.append(f"增加参查单位到{2 * load + 1}个以上")
    fewer = next((less for less in range(load - 1, 0, -1) if _assignment(teams, seed, avoid, less, relaxed)), None)
    if fewer:
        ways.append(f"改为每家检查{fewer}家")
    for rule in Relaxation:
        if rule in relaxed:
            continue
        pairs = _assignment(teams, seed, avoid, load, (*relaxed, rule))
        if pairs:
            culprits.append(rule)
            ways.append(_relaxing(rule, pairs, avoid))
    if not culprits:
        culprits = [rule for rule in Relaxation if rule not in relaxed]
        ways.append("同时放宽这两条规则（--relax mutual --relax previous）")
    conflict = "、".join(f"“{RULE_WORDS[rule]}”" for rule in culprits)
    return (
        f"参查单位共{len(teams)}个，每家检查{load}家：规则{conflict}不能与其他规则同时满足，没有抽签，也没有擅自放宽。"
        f"请由政务公开办决定后重新抽签，可以：{'；或者'.join(ways)}。"
    )


def _relaxing(rule: Relaxation, pairs: Collection[Pair], avoid: Collection[Pair]) -> str:
    chosen = set(pairs)
    if rule is Relaxation.MUTUAL:
        count = sum(a < b and (b, a) in chosen for a, b in chosen)
        return f"同意放宽“{RULE_WORDS[rule]}”（--relax mutual），至少有{count}组单位互相检查"
    return f"同意放宽“{RULE_WORDS[rule]}”（--relax previous），至少有{len(chosen & set(avoid))}对与上一轮相同"


def _listed(pairs: Collection[Pair], words: str, names: Mapping[str, str]) -> str:
    return "、".join(words.format(one=names.get(a, a), other=names.get(b, b)) for a, b in pairs)
