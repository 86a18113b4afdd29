import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.audit.assignment import NEAR
from inspection.audit.draw import MAX_SEED, draw, draw_notes, repeats
from records.audit import Relaxation
from records.errors import BadInputError

names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=4)
many = st.lists(names, min_size=5, max_size=14, unique=True)
seeds = st.integers(0, MAX_SEED)


def keeps_the_rules(drawn, load: int) -> None:
    pairs = set(drawn.pairs)
    assert len(pairs) == len(drawn.pairs)
    assert not any(checker == checked for checker, checked in pairs)
    assert not any((checked, checker) in pairs for checker, checked in pairs)
    assert not pairs & set(drawn.previous)
    for side in (0, 1):
        assert Counter(pair[side] for pair in pairs) == dict.fromkeys(drawn.teams, load)


@given(many, seeds, seeds, st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_every_rule_is_kept_over_two_rounds(teams, first_seed, second_seed, load):
    first = draw(teams, first_seed, (), load)
    keeps_the_rules(first, load)
    try:
        second = draw(teams, second_seed, first.pairs, load)
    except BadInputError:
        assert len(teams) < 4 * load + 1  # with this many teams there is always room beside the first round
        return
    assert second.previous == first.pairs
    if not draw_notes(second, {}):
        keeps_the_rules(second, load)


@given(many, seeds, st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_same_seed_gives_the_same_draw_in_any_order(teams, seed, random):
    shuffled = random.sample(teams, len(teams))
    assert draw(teams, seed, ()) == draw(shuffled, seed, ())
    assert repeats(draw(teams, seed, ()))


def test_another_seed_gives_another_draw_and_no_pair_is_favoured():
    teams = [f"单位{number}" for number in range(6)]
    met = Counter(pair for seed in range(300) for pair in draw(teams, seed, ()).pairs)
    assert len(met) == 30
    assert min(met.values()) > 30  # expected 60 each; 30 is four standard deviations below
    assert max(met.values()) < 90


def test_a_record_that_was_changed_no_longer_repeats():
    drawn = draw(list("abcde"), 7, ())
    assert not repeats(replace(drawn, pairs=drawn.pairs[::-1]))
    assert not repeats(replace(drawn, seed=8))


@given(st.lists(names, min_size=2, max_size=5, unique=True), seeds, st.data())
@settings(max_examples=60, deadline=None)
def test_a_refusal_is_a_proof(teams, seed, data):
    """Against trying everything: with one check each, a draw is refused only when no draw keeps the rules."""
    possible = [(a, b) for a in teams for b in teams if a != b]
    previous = data.draw(st.sets(st.sampled_from(possible)))
    try:
        drawn = draw(teams, seed, previous)
    except BadInputError:
        assert not any_even_draw(sorted(teams), previous)
        return
    if draw_notes(drawn, {}):
        assert not any_even_draw(sorted(teams), previous)
    else:
        keeps_the_rules(drawn, 1)


def any_even_draw(teams: list[str], previous: set[tuple[str, str]]) -> bool:
    def place(number: int, taken: dict[str, str]) -> bool:
        if number == len(teams):
            return True
        checker = teams[number]
        free = (
            one
            for one in teams
            if one != checker
            and one not in taken.values()
            and taken.get(one) != checker
            and (checker, one) not in previous
        )
        return any(place(number + 1, {**taken, checker: one}) for one in free)

    return place(0, {})


def test_two_departments_cannot_avoid_checking_each_other():
    with pytest.raises(BadInputError, match="“不互查”不能与其他规则同时满足，没有抽签，也没有擅自放宽") as told:
        draw(["教育局", "民政局"], 1, ())
    assert "增加参查单位到3个以上" in str(told.value)
    assert "--relax mutual" in str(told.value)
    allowed = draw(["教育局", "民政局"], 1, (), relax=[Relaxation.MUTUAL])
    assert allowed.pairs == (("教育局", "民政局"), ("民政局", "教育局"))
    assert draw_notes(allowed, {}) == ["经同意放宽“不互查”，互相检查的有：教育局 与 民政局。"]


def test_three_departments_run_out_of_pairs_after_two_rounds():
    first = draw(list("abc"), 1, ())
    second = draw(list("abc"), 1, first.pairs)
    with pytest.raises(BadInputError, match="“不与上一轮重复”不能与其他规则同时满足") as told:
        draw(list("abc"), 1, first.pairs + second.pairs)
    assert "至少有3对与上一轮相同" in str(told.value)
    again = draw(list("abc"), 1, first.pairs + second.pairs, relax=["previous"])
    assert len(draw_notes(again, {})) == 1


def test_a_relaxed_rule_is_broken_no_oftener_than_needed():
    teams = [f"t{number}" for number in range(8)]
    previous = [("t0", one) for one in teams[1:]]
    drawn = draw(teams, 3, previous, relax=[Relaxation.PREVIOUS])
    assert len(set(drawn.pairs) & set(previous)) == 1


def test_an_uneven_load_is_said():
    teams = list("abcdef")
    previous = [(one, other) for one in "ab" for other in "abdef" if one != other]  # a and b can only check c
    drawn = draw(teams, 5, previous)
    notes = draw_notes(drawn, {"c": "丙局"})
    assert len(notes) == 1
    assert "负担相差一家" in notes[0]
    assert "丙局检查2家、被2家检查" in notes[0]
    counts = Counter(checker for checker, _ in drawn.pairs)
    assert set(counts) == set(teams)
    assert max(counts.values()) <= 2


def test_too_great_a_load_is_refused_with_what_would_do():
    with pytest.raises(BadInputError, match="改为每家检查1家"):
        draw(list("abcd"), 1, (), load=2)
    with pytest.raises(BadInputError, match="每家至多检查3家"):
        draw(list("abcd"), 1, (), load=4)


@pytest.mark.parametrize(
    ("teams", "seed", "load", "words"),
    [
        (["a"], 1, 1, "不自查"),
        ([], 1, 1, "不自查"),
        (["a", "b", "a"], 1, 1, "重复：a"),
        (["a", " ", "c"], 1, 1, "空的单位编号"),
        (["a", "b", "c"], -1, 1, "种子"),
        (["a", "b", "c"], MAX_SEED + 1, 1, "种子"),
        (["a", "b", "c"], 1, 0, "正整数"),
    ],
)
def test_wrong_input_is_told(teams, seed, load, words):
    with pytest.raises(BadInputError, match=words):
        draw(teams, seed, (), load)


def test_the_shortcut_does_not_hide_a_draw():
    """Pairs beyond each team's cheapest few are tried too, before the rules are given up."""
    teams = [f"t{number:02}" for number in range(3 * NEAR)]
    previous = [(one, other) for one in teams[:2] for other in teams[2:-2]]
    keeps_the_rules(draw(teams, 11, previous), 1)


def test_two_hundred_teams_take_a_few_seconds():
    teams = [f"单位{number}" for number in range(200)]
    first = draw(teams, 1, ())
    begun = time.perf_counter()
    keeps_the_rules(draw(teams, 2, first.pairs, 3), 3)
    assert time.perf_counter() - begun < 20  # measured under 1 s; room for a busy machine
