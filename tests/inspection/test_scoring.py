"""Scoring: what the machine may say, and what it must leave open; scores never rise with a further finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictionaries.indicator_set import Condition, CountTerm, Frame, IndicatorItem, IndicatorSet
from dictionaries.indicators import load_indicator_sets
from inspection.scoring import score
from records.errors import BadInputError
from records.model import Baseline, Certainty, Finding, Locus, Outcome, Reason, Severity, Unverified, Verdict
from records.score_store import read_scorecard
from records.scores import CardVerdict, FigureCertainty, Gap, ItemState, Mode, Scorecard, Subject, SubjectKind
from rules.link.places import PLACE_TITLES, UNLINKED

RULES = ("link-broken", "column-stale", "word-severe")
PORTAL = Subject("yunxi", "云溪区人民政府门户网站", SubjectKind.PORTAL, date(2026, 11, 22))
LOOKED = tuple(Outcome(rule, "yunxi", Verdict.PASS, 10) for rule in RULES)


def finding(ident: str, rule: str = "link-broken", **changes) -> Finding:
    made = Finding(
        id=ident,
        rule=rule,
        family="link",
        title="",
        severity=Severity.MINOR,
        certainty=Certainty.CONFIRMED,
        site="yunxi",
        department="",
        lead="",
        url="http://www.yunxi.example/",
        locus=Locus(),
        message="",
        evidence={},
        suggestion="",
        measure="",
        basis=(),
        first_seen=PORTAL.as_of,
        last_seen=PORTAL.as_of,
        baseline=Baseline.NEW,
        deadline=None,
    )
    return replace(made, **changes)


def item(ident: str, mode: Mode = Mode.DEDUCT, **changes) -> IndicatorItem:
    made = IndicatorItem(
        id=ident,
        block="块",
        title=ident,
        text="标准",
        mode=mode,
        part=mode,
        points=Decimal(10) if mode is not Mode.VETO else Decimal(0),
        per_finding=Decimal(2) if mode is not Mode.VETO else Decimal(0),
        cap=Decimal(10) if mode is not Mode.VETO else Decimal(0),
        at_least=1,
        count=(CountTerm(("link-broken",)),),
        skip_counted=False,
        needs_service=False,
        applies=(SubjectKind.PORTAL,),
        clause="",
        certainty=FigureCertainty.OWN,
        note="",
    )
    return replace(made, **changes)


PERSON = item("person", Mode.PERSON, part=Mode.DEDUCT, per_finding=Decimal(0), cap=Decimal(0), count=())


def made_set(*items: IndicatorItem, **frame) -> IndicatorSet:
    total = sum((one.points for one in items if one.part is Mode.DEDUCT), Decimal(0))
    values = {"total": total, "pass_mark": total * 6 / 10, "bonus": Decimal(5), "bonus_above": total * 8 / 10}
    return IndicatorSet(
        "our-set",
        "指标",
        "本办",
        "",
        False,
        Frame(**values | {"stop_on_veto": True} | frame),
        items,
        "d" * 64,
        "own.toml",
    )


def card_of(items, findings=(), outcomes=LOOKED, unverified=(), previous=None, subject=PORTAL) -> Scorecard:
    return score(made_set(*items), subject, findings, outcomes, unverified, previous=previous)


def broken(count: int, **changes) -> list[Finding]:
    return [finding(f"f{number:03}", **changes) for number in range(count)]


def test_confirmed_findings_deduct_up_to_the_cap():
    assert card_of([item("a")], broken(2)).score_high == 6
    assert card_of([item("a", cap=Decimal(5))], broken(20)).score_high == 5


def test_pending_findings_make_a_range_and_are_not_deducted():
    card = card_of([item("a")], broken(2, certainty=Certainty.REVIEW))
    assert (card.score_low, card.score_high) == (6, 10)
    assert card.items[0].state is ItemState.REVIEW
    assert card.items[0].reviews == ("f000", "f001")


@pytest.mark.parametrize(
    ("changes", "confirmed", "pending"),
    [
        ({"state": "dismissed"}, 0, 0),
        ({"state": "withdrawn"}, 0, 0),
        ({"baseline": Baseline.ABSENT}, 0, 0),
        ({"state": "contested"}, 0, 1),
        ({"certainty": Certainty.REVIEW, "state": "notified"}, 1, 0),
        ({"certainty": Certainty.REVIEW, "state": "reopened"}, 0, 1),
        ({"state": "reopened"}, 1, 0),
    ],
)
def test_what_people_said_about_a_finding_counts(changes, confirmed, pending):
    scored = card_of([item("a")], [finding("f", **changes)]).items[0]
    assert (len(scored.findings), len(scored.reviews)) == (confirmed, pending)


def test_points_only_a_person_can_judge_stay_open_and_no_total_is_guessed():
    card = card_of([item("a"), PERSON])
    assert (card.total, card.judged, card.score_high, card.open) == (20, 10, 10, 10)
    assert card.completion == Decimal("0.5")
    assert (card.final_low, card.final_high) == (None, None)
    assert card.verdict is CardVerdict.OPEN


def test_a_rule_that_did_not_look_leaves_its_item_to_a_person():
    card = card_of([item("a")], outcomes=())
    assert card.items[0].state is ItemState.UNCHECKED
    assert card.items[0].gaps == (("link-broken", Gap.NOT_RUN),)
    assert (card.judged, card.open, card.verdict) == (0, 10, CardVerdict.NOT_INSPECTED)
    assert card.coverage.rules_missing == ("link-broken",)


def test_a_rule_that_failed_somewhere_does_not_settle_its_item():
    card = card_of([item("a")], outcomes=(*LOOKED, Outcome("link-broken", "yunxi", Verdict.ERROR, 1)))
    assert card.items[0].gaps == (("link-broken", Gap.ERROR),)
    assert not card.items[0].judged


def test_not_applicable_is_not_a_pass():
    card = card_of([item("a")], outcomes=(Outcome("link-broken", "yunxi", Verdict.NOT_APPLICABLE, 5),))
    assert card.judged == 0


def test_what_is_proven_lost_in_open_items_is_told_and_not_scored():
    partly = replace(PERSON, count=(CountTerm(("link-broken",)),), per_finding=Decimal(4), cap=Decimal(10))
    card = card_of([partly, item("b", count=(CountTerm(("column-stale",)),))], broken(1))
    assert (card.judged, card.score_high, card.open, card.open_lost, card.ceiling) == (10, 10, 10, 4, 16)


def test_below_the_pass_mark_only_when_even_full_open_points_cannot_reach_it():
    items = [item("a", per_finding=Decimal(10)), PERSON]
    assert card_of(items, broken(1)).verdict is CardVerdict.BELOW
    assert card_of([*items, replace(PERSON, id="p2")], broken(1)).verdict is CardVerdict.OPEN


def test_everything_judged_and_enough_even_with_pending_findings_passes():
    assert card_of([item("a")], broken(2)).verdict is CardVerdict.PASSED
    pending = broken(3, certainty=Certainty.REVIEW)
    assert card_of([item("a")], pending).verdict is CardVerdict.OPEN


def test_veto_needs_enough_confirmed_findings():
    veto = item("v", Mode.VETO, at_least=3)
    assert card_of([veto, item("a")], broken(2)).verdict is CardVerdict.PASSED
    hit = card_of([veto, item("a")], broken(3))
    assert hit.verdict is CardVerdict.VETO
    assert hit.stopped


def test_pending_findings_never_veto_and_are_announced():
    veto = item("v", Mode.VETO, at_least=3)
    card = card_of([veto, item("a")], [*broken(2), finding("z", certainty=Certainty.REVIEW)])
    assert card.verdict is CardVerdict.OPEN
    assert card.items[0].might_veto


def test_where_filters_by_value_range_and_severity():
    where = (Condition("kind", values=("动态要闻",)), Condition("age_days", least=Decimal(15)))
    picky = item("a", count=(CountTerm(("link-broken",), (Severity.SERIOUS,), where),))
    right = {"kind": "动态要闻", "age_days": 15}

    def counted(evidence, severity=Severity.SERIOUS):
        return card_of([picky], [finding("f", evidence=evidence, severity=severity)]).items[0].findings

    assert counted(right) == ("f",)
    assert counted(right, Severity.MINOR) == ()
    assert counted(right | {"age_days": 14}) == ()
    assert counted(right | {"kind": "通知公告"}) == ()


def test_missing_evidence_makes_a_finding_pending_not_confirmed():
    needs = item("v", Mode.VETO, count=(CountTerm(("link-broken",), (), (Condition("level", values=(1,)),)),))
    scored = card_of([needs], broken(1)).items[0]
    assert (scored.findings, scored.reviews, scored.vetoes) == ((), ("f000",), False)
    assert scored.gaps == (("link-broken", Gap.EVIDENCE),)


def test_one_term_that_surely_counts_is_enough():
    terms = (CountTerm(("link-broken",), (), (Condition("age_days", least=Decimal(1)),)), CountTerm(("link-broken",)))
    assert card_of([item("a", count=terms)], broken(1)).items[0].findings == ("f000",)


def test_true_is_not_one():
    needs = item("a", count=(CountTerm(("link-broken",), (), (Condition("level", values=(1,)),)),))
    assert card_of([needs], [finding("f", evidence={"level": True})]).items[0].findings == ()


def test_findings_counted_before_are_not_counted_again():
    again = item("b", skip_counted=True)
    assert [one.deducted for one in card_of([item("a"), again], broken(2)).items] == [4, 0]
    assert [one.deducted for one in card_of([item("a"), item("b")], broken(2)).items] == [4, 4]
    pending = broken(2, certainty=Certainty.REVIEW)
    assert [one.deducted_if_review for one in card_of([item("a"), again], pending).items] == [4, 0]


def test_an_item_left_to_a_person_takes_no_finding_from_the_next():
    first = item("a", count=(CountTerm(("link-broken", "word-severe")),))
    card = card_of([first, item("b", skip_counted=True)], broken(2), outcomes=LOOKED[:1])
    assert [(one.judged, one.deducted) for one in card.items] == [(False, 4), (True, 4)]


def test_portal_without_service_duty_is_scored_out_of_the_same_total():
    items = [item("a", points=Decimal(75), cap=Decimal(75)), item("s", points=Decimal(25), needs_service=True)]
    card = card_of(items, broken(3), subject=replace(PORTAL, has_service=False))
    assert (card.factor, card.total, card.score_high) == ("4/3", 100, 92)


def test_bonus_counts_only_over_its_threshold_and_with_nothing_open():
    bonus = item("b", Mode.BONUS, points=Decimal(3), cap=Decimal(3), count=(CountTerm(("column-stale",)),))
    assert card_of([item("a"), bonus]).final_high == 13
    assert card_of([item("a"), bonus], broken(1)).final_high == 8
    assert card_of([item("a"), replace(bonus, mode=Mode.PERSON)]).final_high is None
    rich = replace(bonus, points=Decimal(50), cap=Decimal(50))
    assert card_of([item("a"), rich]).final_high == 15


def test_coverage_counts_addresses_once_and_says_why():
    unverified = [
        Unverified("yunxi", "http://a.example/", Reason.TIMEOUT, ""),
        Unverified("yunxi", "http://a.example/", Reason.TIMEOUT, "elsewhere"),
        Unverified("yunxi", "http://b.example/", Reason.BLOCKED, ""),
    ]
    coverage = card_of([item("a")], unverified=unverified).coverage
    assert (coverage.checked, coverage.unverified) == (10, 2)
    assert coverage.reasons == (("blocked", 1), ("timeout", 1))
    assert coverage.share == Decimal("0.8333")


def test_comparison_tells_new_kept_and_gone_and_changed_items():
    before = card_of([item("a"), item("v", Mode.VETO, at_least=3)], broken(3))
    now = card_of([item("a"), item("v", Mode.VETO, at_least=3)], [*broken(1), finding("x")], previous=before)
    then = now.comparison
    assert (then.new, then.kept, then.gone, then.obstacle) == (1, 1, 2, "")
    assert [(change.item, change.before, change.now) for change in then.changes] == [("a", 6, 4), ("v", 1, 0)]


def test_cards_of_another_set_or_subject_are_not_compared_and_changed_sets_are_named():
    before = card_of([item("a")])
    assert card_of([item("a")], previous=replace(before, set_id="other")).comparison is None
    elsewhere = replace(before, subject=replace(PORTAL, id="other"))
    assert card_of([item("a")], previous=elsewhere).comparison is None
    assert "内容不同" in card_of([item("a")], previous=replace(before, set_digest="e")).comparison.obstacle
    assert "项目不同" in card_of([item("a")], outcomes=(), previous=before).comparison.obstacle


def test_card_survives_json():
    before = card_of([item("a"), item("v", Mode.VETO), PERSON], broken(3))
    card = card_of([item("a"), item("v", Mode.VETO), PERSON], broken(2), outcomes=(), previous=before)
    assert read_scorecard(card.as_dict()) == card
    with pytest.raises(BadInputError, match="不能与上次比较"):
        read_scorecard({"set_id": "our-set"})
    with pytest.raises(BadInputError):
        read_scorecard({**card.as_dict(), "total": "many"})


# ---------- properties ----------

evidences = st.fixed_dictionaries({}, optional={"level": st.sampled_from([1, 2]), "age_days": st.integers(0, 40)})
conditions = st.sampled_from([(), (Condition("level", values=(1,)),), (Condition("age_days", least=Decimal(15)),)])
terms = st.lists(
    st.builds(CountTerm, st.sampled_from([RULES[:1], RULES[1:2], RULES[:2]]), st.just(()), conditions),
    min_size=1,
    max_size=2,
).map(tuple)
findings_lists = st.lists(
    st.builds(
        lambda number, rule, certainty, state, evidence: finding(
            f"f{number}", rule, certainty=certainty, state=state, evidence=evidence
        ),
        st.integers(0, 40),
        st.sampled_from(RULES),
        st.sampled_from(Certainty),
        st.sampled_from(["open", "confirmed", "contested", "dismissed"]),
        evidences,
    ),
    max_size=25,
    unique_by=lambda one: one.id,
)
amounts = st.integers(1, 2000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def sets(draw) -> IndicatorSet:
    """Sets of every mode, with caps, thresholds and items that skip what was counted."""
    items = []
    for number in range(draw(st.integers(1, 5))):
        mode = draw(st.sampled_from(Mode))
        part = draw(st.sampled_from([Mode.VETO, Mode.DEDUCT, Mode.BONUS])) if mode is Mode.PERSON else mode
        points = draw(amounts) if part is not Mode.VETO else Decimal(0)
        share = Decimal(draw(st.integers(1, 100))) / 100
        cap = points if draw(st.booleans()) else points * share
        items.append(
            item(
                f"i{number}",
                mode,
                part=part,
                points=points,
                per_finding=draw(amounts) if part is not Mode.VETO else Decimal(0),
                cap=cap,
                at_least=draw(st.integers(1, 4)),
                count=draw(terms),
                skip_counted=draw(st.booleans()),
                needs_service=draw(st.booleans()),
            )
        )
    return made_set(*items)


outcome_lists = st.lists(
    st.builds(Outcome, st.sampled_from(RULES), st.just("yunxi"), st.sampled_from(Verdict), st.integers(0, 9)),
    max_size=6,
)
subjects = st.sampled_from([PORTAL, replace(PORTAL, has_service=False)])


@settings(deadline=None)
@given(sets(), subjects, findings_lists, outcome_lists)
def test_scores_stay_within_their_bounds(chosen, subject, findings, outcomes):
    card = score(chosen, subject, findings, outcomes, ())
    assert 0 <= card.score_low <= card.score_high <= card.judged <= card.total
    assert abs(card.judged + card.open - card.total) <= Decimal("0.02")
    assert 0 <= card.open_lost <= card.open_lost_if_review <= card.open
    assert 0 <= card.bonus_low <= card.bonus_high <= chosen.frame.bonus
    for one in card.items:
        assert 0 <= one.deducted <= one.deducted_if_review <= one.cap <= one.points
    if card.final_low is not None and card.final_high is not None:
        assert 0 <= card.final_low <= card.final_high <= card.total + chosen.frame.bonus


@settings(deadline=None)
@given(sets(), subjects, findings_lists, outcome_lists, st.randoms())
def test_order_of_findings_and_outcomes_does_not_matter(chosen, subject, findings, outcomes, random):
    shuffled, mixed = list(findings), list(outcomes)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    assert score(chosen, subject, shuffled, mixed, ()) == score(chosen, subject, findings, outcomes, ())


@settings(deadline=None)
@given(sets(), subjects, findings_lists.filter(bool), outcome_lists)
def test_a_further_finding_never_raises_a_score(chosen, subject, findings, outcomes):
    fewer = score(chosen, subject, findings[:-1], outcomes, ())
    more = score(chosen, subject, findings, outcomes, ())
    assert more.judged == fewer.judged
    assert more.score_high <= fewer.score_high
    assert more.score_low <= fewer.score_low
    assert more.ceiling <= fewer.ceiling
    assert more.bonus_high <= fewer.bonus_high
    if more.final_high is not None and fewer.final_high is not None:
        assert more.final_high <= fewer.final_high
    assert not (fewer.verdict is CardVerdict.VETO and more.verdict is not CardVerdict.VETO)


@settings(deadline=None)
@given(sets(), subjects)
def test_the_same_total_with_and_without_service_duty(chosen, subject):
    if any(one.part is Mode.DEDUCT for one in chosen.items_for(subject.kind, subject.has_service)):
        card = score(chosen, subject, (), LOOKED, ())
        assert abs(card.total - chosen.frame.total) <= Decimal("0.01")
        assert Fraction(card.factor) >= 1


@pytest.mark.parametrize("set_id", ["state-council-2019-sites", "assessor-example"])
def test_a_link_counts_by_where_it_stands_in_the_home_item_or_in_the_other(set_id):
    """国办秘函〔2019〕19号: a bad link on the home page 1 point, on any other page 0.1; whatever it weighs."""
    made = next(one for one in load_indicator_sets(None, RULES) if one.id == set_id)
    home, other = (
        one for one in made.items if one.id in ("d-links-home", "d-links-other", "links-home", "links-other")
    )
    if set_id.startswith("state-council"):
        assert (home.per_finding, other.per_finding) == (Decimal(1), Decimal("0.1"))
    counted = {}
    for place in (*PLACE_TITLES.values(), UNLINKED):
        for severity in Severity:
            found = finding("a", severity=severity, evidence={"place": place})
            card = score(made, PORTAL, [found], LOOKED, ())
            taken = {one.id for one in card.items if "a" in one.findings and one.id in (home.id, other.id)}
            assert counted.setdefault(place, taken) == taken, "its severity decides nothing here"
    assert counted == {
        "首页": {home.id},
        **{place: {other.id} for place in ("栏目页", "内容页", "附件里", "其他页面", "登记地址")},
    }
