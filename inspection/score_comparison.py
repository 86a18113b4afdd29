"""A scorecard beside the previous one of the same subject, saying where scores must not be compared and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from records.scores import Comparison, ItemChange, Mode, Scorecard, ScoredItem


def compare(card: Scorecard, previous: Scorecard | None) -> Scorecard:
    """``card`` with its comparison; unchanged where there is no previous card of this subject and set."""
    if previous is None or (previous.set_id, previous.subject.id) != (card.set_id, card.subject.id):
        return card
    before, now = _ids(previous), _ids(card)
    return replace(
        card,
        comparison=Comparison(
            as_of=previous.subject.as_of,
            verdict=previous.verdict,
            judged=previous.judged,
            score_low=previous.score_low,
            score_high=previous.score_high,
            obstacle=_obstacle(card, previous),
            new=len(now - before),
            kept=len(now & before),
            gone=len(before - now),
            changes=_changes(card, previous),
        ),
    )


def _ids(card: Scorecard) -> set[str]:
    return {ident for item in card.items for ident in (*item.findings, *item.reviews)}


def _obstacle(card: Scorecard, previous: Scorecard) -> str:
    if card.set_digest != previous.set_digest:
        return "两次所用的指标文件内容不同，得分不可直接比较"
    if card.factor != previous.factor or card.subject.kind is not previous.subject.kind:
        return "两次的评定类别不同（网站类别或对外服务职能有变化），得分不可直接比较"
    if {i.id for i in card.items if i.judged} != {i.id for i in previous.items if i.judged}:
        return "两次机器评定的项目不同，得分不可直接比较，请逐项对照"
    return ""


def _changes(card: Scorecard, previous: Scorecard) -> tuple[ItemChange, ...]:
    """Items met both times, with the same worth, whose result is no longer the same."""
    older = {item.id: item for item in previous.items}
    pairs = ((older[item.id], item) for item in card.items if item.id in older)
    same_worth = ((old, new) for old, new in pairs if (old.points, old.judged) == (new.points, new.judged))
    changes = (ItemChange(new.id, new.title, _weight(old), _weight(new)) for old, new in same_worth)
    return tuple(change for change in changes if change.before != change.now)


def _weight(item: ScoredItem) -> Decimal:
    return Decimal(item.vetoes) if item.mode is Mode.VETO else item.deducted
