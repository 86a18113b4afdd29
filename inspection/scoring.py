"""Scoring: an indicator set applied to the findings of one site or account. Pure: no clock, no file, no database.

Findings only lower what a subject gets. What the machine settled is decided by outcomes (did every rule of the item
look?), never by findings, so that a further finding cannot raise a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dictionaries.indicator_set import Condition, CountTerm, IndicatorItem, IndicatorSet
from inspection.score_comparison import compare
from records.model import Baseline, Certainty, Finding, Outcome, Unverified, Verdict
from records.scores import CardVerdict, Coverage, Gap, ItemState, Mode, Scorecard, ScoredItem, Subject

LOOKED = (Verdict.PASS, Verdict.FAIL, Verdict.REVIEW)
VOID_STATES = ("dismissed", "withdrawn")
UNSETTLED_STATES = ("open", "reopened")
CENT = Decimal("0.01")
ZERO = Decimal(0)


def score(
    indicator_set: IndicatorSet,
    subject: Subject,
    findings: Iterable[Finding],
    outcomes: Iterable[Outcome],
    unverified: Iterable[Unverified],
    *,
    previous: Scorecard | None = None,
) -> Scorecard:
    """The scorecard of ``subject``. Findings, outcomes and unverified must be those of this subject alone.

    Findings absent this time, dismissed or withdrawn do not count. A finding counts as confirmed when the machine
    proved it or a person confirmed it, and as pending (待核) when neither did, or while its department contests it.
    """
    counted = sorted((f for f in findings if _counts(f)), key=lambda finding: finding.id)
    outcomes = tuple(outcomes)
    looked = {o.rule for o in outcomes if o.verdict in LOOKED and o.count > 0}
    failed = {o.rule for o in outcomes if o.verdict is Verdict.ERROR and o.count > 0}
    taken: set[str] = set()
    items = tuple(
        _score_item(item, counted, _gaps(item, looked, failed), taken)
        for item in indicator_set.items_for(subject.kind, subject.has_service)
    )
    coverage = _coverage(items, indicator_set, subject, outcomes, tuple(unverified))
    card = _sum_up(indicator_set, subject, items, coverage)
    return compare(card, previous)


def _counts(finding: Finding) -> bool:
    return finding.baseline is not Baseline.ABSENT and finding.state not in VOID_STATES


def _settled(finding: Finding) -> bool:
    """Whether the finding is confirmed, by proof or by a person, and not disputed."""
    if finding.state == "contested":
        return False
    return finding.certainty is Certainty.CONFIRMED or finding.state not in UNSETTLED_STATES


def _gaps(item: IndicatorItem, looked: set[str], failed: set[str]) -> list[tuple[str, Gap]]:
    """Why the machine cannot settle the item: every rule of it that did not look everywhere it should."""
    return [
        (rule, Gap.ERROR if rule in failed else Gap.NOT_RUN)
        for rule in item.rules
        if rule in failed or rule not in looked
    ]


def _score_item(
    item: IndicatorItem, findings: Sequence[Finding], gaps: list[tuple[str, Gap]], taken: set[str]
) -> ScoredItem:
    """One item's result; findings that surely are its own, confirmed or pending, are added to ``taken``."""
    confirmed: list[str] = []
    pending: list[str] = []
    unsure: set[str] = set()
    judged = item.mode is not Mode.PERSON and not gaps
    takes = bool(item.per_finding) and (judged or item.mode is Mode.PERSON)
    for finding in findings:
        if item.skip_counted and finding.id in taken:
            continue
        match = _matches(item.count, finding)
        if match is False:
            continue
        if match is None:
            unsure.add(finding.rule)
        elif takes:
            taken.add(finding.id)
        (confirmed if match and _settled(finding) else pending).append(finding.id)
    deducted = _deduction(item, len(confirmed))
    worst = _deduction(item, len(confirmed) + len(pending))
    return ScoredItem(
        id=item.id,
        block=item.block,
        title=item.title,
        text=item.text,
        mode=item.mode,
        part=item.part,
        state=_state(item, judged, len(confirmed), len(pending)),
        judged=judged,
        points=item.points,
        per_finding=item.per_finding,
        cap=item.cap,
        at_least=item.at_least,
        deducted=deducted,
        deducted_if_review=worst,
        findings=tuple(confirmed),
        reviews=tuple(pending),
        gaps=(*gaps, *((rule, Gap.EVIDENCE) for rule in sorted(unsure))),
        note=item.note,
        clause=item.clause,
        certainty=item.certainty,
    )


def _matches(terms: Sequence[CountTerm], finding: Finding) -> bool | None:
    """Whether some term counts the finding; None: it might, but its evidence does not say."""
    answers = [
        _meets_all(term.where, finding)
        for term in terms
        if finding.rule in term.rules and (not term.severity or finding.severity in term.severity)
    ]
    return True if True in answers else None if None in answers else False


def _meets_all(conditions: Sequence[Condition], finding: Finding) -> bool | None:
    answers = [_meets(condition, finding) for condition in conditions]
    return False if False in answers else None if None in answers else True


def _meets(condition: Condition, finding: Finding) -> bool | None:
    value = finding.evidence.get(condition.key)
    if value is None:
        return None
    if condition.values:
        return any(type(value) is type(allowed) and value == allowed for allowed in condition.values)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return not (
        (condition.least is not None and value < condition.least)
        or (condition.most is not None and value > condition.most)
    )


def _deduction(item: IndicatorItem, count: int) -> Decimal:
    return min(item.cap, item.per_finding * count) if count >= item.at_least else ZERO


def _state(item: IndicatorItem, judged: bool, confirmed: int, pending: int) -> ItemState:
    if item.mode is Mode.PERSON:
        return ItemState.OPEN
    if confirmed >= item.at_least and (judged or item.mode is Mode.VETO):
        return ItemState.HIT
    if not judged:
        return ItemState.UNCHECKED
    return ItemState.REVIEW if confirmed + pending >= item.at_least and pending else ItemState.CLEAR


def _coverage(
    items: Sequence[ScoredItem],
    indicator_set: IndicatorSet,
    subject: Subject,
    outcomes: Sequence[Outcome],
    unverified: Sequence[Unverified],
) -> Coverage:
    seen: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.verdict in LOOKED:
            seen[outcome.rule] += outcome.count
    reasons = Counter({one.url: one.reason.value for one in unverified}.values())
    shown = {item.id for item in items}
    wanted = {rule for item in indicator_set.items if item.id in shown for rule in item.rules}
    missing = tuple(sorted(rule for rule in wanted if not seen[rule]))
    return Coverage(
        checked=max(seen.values(), default=0),
        unverified=sum(reasons.values()),
        reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        rules_missing=missing,
    )


def _sum_up(
    indicator_set: IndicatorSet, subject: Subject, items: tuple[ScoredItem, ...], coverage: Coverage
) -> Scorecard:
    frame = indicator_set.frame
    factor = indicator_set.factor(subject.kind, subject.has_service)
    deduct = [item for item in items if item.part is Mode.DEDUCT]
    settled = [item for item in deduct if item.judged]
    left = [item for item in deduct if not item.judged]

    def scaled(amounts: Iterable[Decimal]) -> Decimal:
        exact = sum((Fraction(amount) for amount in amounts), Fraction()) * factor
        return (Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP)

    total, judged = scaled(i.points for i in deduct), scaled(i.points for i in settled)
    high = scaled(i.points - i.deducted for i in settled)
    low = scaled(i.points - i.deducted_if_review for i in settled)
    still_open, lost = scaled(i.points for i in left), scaled(i.deducted for i in left)
    bonus = [item for item in items if item.part is Mode.BONUS]
    earned = [item for item in bonus if item.judged]
    bonus_high = min(frame.bonus, sum((i.points - i.deducted for i in earned), ZERO))
    bonus_low = min(frame.bonus, sum((i.points - i.deducted_if_review for i in earned), ZERO))
    bonus_open = sum((i.points for i in bonus if not i.judged), ZERO)
    vetoed = any(item.vetoes for item in items)
    done = not still_open and bool(total)
    return Scorecard(
        set_id=indicator_set.id,
        set_title=indicator_set.title,
        set_note=indicator_set.note,
        set_digest=indicator_set.digest,
        subject=subject,
        verdict=_verdict(items, vetoed, high + still_open - lost, low, frame.pass_mark if total else ZERO),
        stopped=vetoed and frame.stop_on_veto,
        factor=str(factor),
        total=total,
        judged=judged,
        score_low=low,
        score_high=high,
        open=still_open,
        open_lost=lost,
        open_lost_if_review=scaled(i.deducted_if_review for i in left),
        pass_mark=frame.pass_mark if total else ZERO,
        bonus_above=frame.bonus_above,
        bonus_total=frame.bonus if bonus else ZERO,
        bonus_low=bonus_low,
        bonus_high=bonus_high,
        bonus_open=bonus_open,
        final_low=_final(low, bonus_low, bonus_open, frame.bonus_above) if done else None,
        final_high=_final(high, bonus_high, bonus_open, frame.bonus_above) if done else None,
        items=items,
        coverage=coverage,
    )


def _final(reached: Decimal, bonus: Decimal, bonus_open: Decimal, above: Decimal) -> Decimal | None:
    """The score with its bonus; None where a person has a bonus to judge that would count."""
    if reached <= above:
        return reached
    return None if bonus_open else reached + bonus


def _verdict(
    items: Sequence[ScoredItem], vetoed: bool, ceiling: Decimal, low: Decimal, pass_mark: Decimal
) -> CardVerdict:
    counting = [item for item in items if item.part is not Mode.BONUS]
    if vetoed:
        return CardVerdict.VETO
    if ceiling < pass_mark:
        return CardVerdict.BELOW
    if not any(item.judged or item.deducted for item in items):
        return CardVerdict.NOT_INSPECTED
    if all(item.judged and not item.might_veto for item in counting) and low >= pass_mark:
        return CardVerdict.PASSED
    return CardVerdict.OPEN
