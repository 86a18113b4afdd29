"""The state machine of the verdict: complete, and nothing is bad after one look, in whatever order looks come."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rule_evidence as building
from hypothesis import given, settings
from hypothesis import strategies as st

from records.evidence import Attempt
from records.model import Certainty, Reason
from rules.link.verdict import CONCLUSIONS, MOVES, SIGHT_TITLES, TITLES, LinkState, Sight, verdict_on

JUDGE = building.DICTIONARIES.wrong_targets
URL = building.SITE + "x.html"
BAD = {LinkState.BROKEN, LinkState.ODD, LinkState.WRONG_TARGET}
LOOKS = st.lists(
    st.tuples(
        st.sampled_from(list(Reason)), st.sampled_from([200, 404, 405, 503, None]), st.sampled_from(["HEAD", "GET"])
    ),
    max_size=5,
)


def looked(*looks: tuple[Reason, int | None, str], internal: bool = True):
    attempts = tuple(
        Attempt(f"2026-11-20T0{hour}:00:00", method, status, reason, URL, 5)
        for hour, (reason, status, method) in enumerate(looks)
    )
    target = building.target({"url": URL, "attempts": [], "internal": internal})
    return replace(target, attempts=attempts)


def state(*looks: tuple[Reason, int | None, str], dns_proven: bool = True) -> LinkState:
    return verdict_on(looked(*looks), JUDGE, None, dns_proven=dns_proven).state


def test_every_state_and_sight_has_its_move_and_its_name() -> None:
    assert set(MOVES) == {(one, sight) for one in LinkState for sight in Sight}
    assert (set(TITLES), set(SIGHT_TITLES)) == (set(LinkState), set(Sight))
    assert set(CONCLUSIONS) >= BAD


def test_what_a_finding_rests_on_is_reached_by_a_second_look_alone() -> None:
    for (before, sight), after in MOVES.items():
        if after in BAD:
            assert before in BAD | {LinkState.ONCE_DEAD, LinkState.ONCE_ODD, LinkState.ONCE_WRONG}, (before, sight)


@settings(deadline=None)
@given(LOOKS)
def test_a_verdict_always_comes_and_is_bad_only_after_two_looks_and_a_get(
    looks: list[tuple[Reason, int | None, str]],
) -> None:
    found = verdict_on(looked(*looks), JUDGE, None, dns_proven=True)
    assert (found.certainty is not None) == (found.state in BAD)
    if found.state in BAD:
        assert len(looks) >= 2
        assert any(method == "GET" for _, _, method in looks)


@settings(deadline=None)
@given(LOOKS, st.sampled_from([Reason.BLOCKED, Reason.RATE_LIMITED, Reason.TIMEOUT, Reason.ROBOTS_DENIED, Reason.OK]))
def test_whoever_is_refused_or_waits_in_the_end_proves_nothing(
    looks: list[tuple[Reason, int | None, str]], last: Reason
) -> None:
    assert state(*looks, (last, None, "GET")) not in BAD


@pytest.mark.parametrize(
    ("looks", "wanted"),
    [
        ([], "unseen"),
        ([(Reason.OK, 200, "GET")], "ok"),
        ([(Reason.NOT_FOUND, 404, "GET")], "once_dead"),
        ([(Reason.NOT_FOUND, 404, "HEAD"), (Reason.NOT_FOUND, 404, "HEAD")], "once_dead"),
        ([(Reason.NOT_FOUND, 404, "HEAD"), (Reason.NOT_FOUND, 404, "GET")], "broken"),
        ([(Reason.HTTP_ERROR, 503, "GET"), (Reason.RESET, None, "GET")], "broken"),
        ([(Reason.HTTP_ERROR, 405, "GET"), (Reason.HTTP_ERROR, 405, "GET")], "odd"),
        ([(Reason.NOT_FOUND, 404, "GET"), (Reason.OK, 200, "GET")], "ok"),
        ([(Reason.NOT_FOUND, 404, "GET"), (Reason.BLOCKED, 403, "GET")], "blocked"),
        ([(Reason.TIMEOUT, None, "GET"), (Reason.NOT_FOUND, 404, "GET")], "once_dead"),
        ([(Reason.TOO_LARGE, None, "GET")], "ok"),
        ([(Reason.ROBOTS_DENIED, None, "GET")], "robots"),
    ],
)
def test_examples(looks: list[tuple[Reason, int | None, str]], wanted: str) -> None:
    assert state(*looks) == wanted


def test_a_name_counts_as_gone_only_while_others_are_found() -> None:
    looks = [(Reason.DNS, None, "GET")] * 2
    assert state(*looks) is LinkState.BROKEN
    assert state(*looks, dns_proven=False) is LinkState.UNSEEN


def test_two_attempts_of_one_moment_are_one_look() -> None:
    once = Attempt("2026-11-20T01:00:00", "GET", 404, Reason.NOT_FOUND, URL, 5)
    target = replace(looked(), attempts=(once, once))
    assert verdict_on(target, JUDGE, None, dns_proven=True).state is LinkState.ONCE_DEAD


@pytest.mark.parametrize(
    ("detail", "internal", "certainty"),
    [
        ("tls-expired: x", False, Certainty.CONFIRMED),
        ("HEAD tls; tls-mismatch: x", False, Certainty.CONFIRMED),
        ("tls-self-signed: x", False, Certainty.REVIEW),
        ("tls-other: x", True, Certainty.CONFIRMED),
    ],
)
def test_faulty_certificates(detail: str, internal: bool, certainty: Certainty) -> None:
    target = looked((Reason.TLS, None, "GET"), (Reason.TLS, None, "GET"), internal=internal)
    target = replace(target, attempts=tuple(replace(one, detail=detail) for one in target.attempts))
    assert verdict_on(target, JUDGE, None, dns_proven=True).certainty is certainty
