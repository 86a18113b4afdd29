"""What the page shows of each card: every text made harmless, findings looked up, bars measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.model import Finding
from records.scores import CardVerdict, ItemState, Mode, Scorecard, ScoredItem
from reports.model import ReportData
from reports.scorecard import wording
from reports.scorecard.bars import Bar, block_bars, total_bar
from reports.shared.dates import chinese_date
from reports.shared.labels import label
from reports.shared.order import in_order
from reports.shared.safe_text import clean, clip, printable_url, safe_href

LISTED = 8
"""Findings printed behind one item; the rest stand in the workbook."""

MAX_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Proof:
    """A finding behind a point. ``href`` is None where a click would not be harmless."""

    id: str
    message: str
    url: str
    href: str | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One item as printed. ``tone`` (bad | doubt | open | good) colours what the words already say."""

    number: str
    title: str
    text: str
    clause: str
    certainty: str
    unsure: bool
    points: str
    rule: str
    state: str
    tone: str
    loss: str
    proofs: tuple[Proof, ...]
    left_out: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The items of one block (一级指标) of one part."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the set: veto, deducting, or bonus items."""

    part: str
    title: str
    blocks: tuple[Block, ...]
    points: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One scorecard as printed."""

    anchor: str
    name: str
    kind: str
    department: str
    as_of: str
    set_title: str
    set_note: str
    set_id: str
    digest: str
    verdict: str
    tone: str
    reasons: tuple[str, ...]
    score: str
    stopped: bool
    notes: tuple[str, ...]
    open: str
    completion: str
    completion_words: str
    coverage: str
    coverage_words: str
    bar: Bar | None
    blocks: tuple[Bar, ...]
    sections: tuple[Section, ...]
    to_judge: tuple[Row, ...]
    comparison: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    reasons_unverified: tuple[tuple[str, int], ...]
    rules_missing: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    office: str
    title: str
    date: str
    inspection: str
    partial: bool
    cards: tuple[Card, ...]


_TONES = {
    CardVerdict.VETO: "bad",
    CardVerdict.BELOW: "bad",
    CardVerdict.PASSED: "good",
    CardVerdict.OPEN: "open",
    CardVerdict.NOT_INSPECTED: "open",
}
_STATE_TONES = {
    ItemState.HIT: "bad",
    ItemState.REVIEW: "doubt",
    ItemState.OPEN: "open",
    ItemState.UNCHECKED: "open",
    ItemState.CLEAR: "good",
}
_SURE_FIGURES = ("seen", "memory", "own")


def build(cards: Sequence[Scorecard], data: ReportData) -> Sheet:
    """Everything the template prints."""
    findings = {finding.id: finding for finding in data.findings}
    return Sheet(
        office=clean(data.office.name),
        title="政府网站与政务新媒体检查评分表",
        date=chinese_date(data.inspection.as_of),
        inspection=clean(data.inspection.id),
        partial=not data.inspection.complete,
        cards=tuple(_card(number, card, findings, data) for number, card in enumerate(cards, start=1)),
    )


def _card(number: int, card: Scorecard, findings: Mapping[str, Finding], data: ReportData) -> Card:
    rows = {item.id: _row(str(place), item, findings, data) for place, item in enumerate(card.items, start=1)}
    judgeable = (
        f"机器评定 {wording.points(card.judged)} 分，共 {wording.points(card.total)} 分" if card.total else "不计分"
    )
    subject = card.subject
    return Card(
        anchor=f"card-{number}",
        name=clean(subject.name or subject.id),
        kind=label("subject_kind", subject.kind),
        department=data.department(subject.department).name if subject.department else "",
        as_of=chinese_date(subject.as_of),
        set_title=clean(card.set_title),
        set_note=clean(card.set_note),
        set_id=clean(card.set_id),
        digest=clean(card.set_digest),
        verdict=label("card_verdict", card.verdict),
        tone=_TONES[card.verdict],
        reasons=tuple(wording.verdict_reasons(card)),
        score=wording.score_words(card),
        stopped=card.stopped,
        notes=tuple(wording.score_notes(card)),
        open=wording.points(card.open),
        completion=wording.percent(card.completion),
        completion_words=judgeable,
        coverage=wording.percent(card.coverage.share),
        coverage_words=wording.coverage_words(card),
        bar=total_bar(card) if card.total else None,
        blocks=block_bars(card),
        sections=tuple(
            section for part in (Mode.VETO, Mode.DEDUCT, Mode.BONUS) if (section := _section(card, part, rows))
        ),
        to_judge=tuple(rows[item.id] for item in card.items if item.state in (ItemState.OPEN, ItemState.UNCHECKED)),
        comparison=tuple(wording.comparison_words(card)),
        changes=tuple(wording.change_words(card, one) for one in (card.comparison.changes if card.comparison else ())),
        reasons_unverified=tuple((label("reason", reason), count) for reason, count in card.coverage.reasons),
        rules_missing="、".join(data.rule(rule).title for rule in card.coverage.rules_missing),
    )


def _section(card: Scorecard, part: Mode, rows: Mapping[str, Row]) -> Section | None:
    blocks: dict[str, list[Row]] = {}
    for item in card.part(part):
        blocks.setdefault(clean(item.block), []).append(rows[item.id])
    made = tuple(Block(title, tuple(listed)) for title, listed in blocks.items())
    return Section(part.value, label("part", part), made, part is not Mode.VETO) if made else None


def _row(number: str, item: ScoredItem, findings: Mapping[str, Finding], data: ReportData) -> Row:
    shown = (*_proofs(item.findings, False, findings), *_proofs(item.reviews, True, findings))
    tone = _STATE_TONES[item.state]
    return Row(
        number=number,
        title=clean(item.title),
        text=clean(item.text),
        clause=clean(item.clause),
        certainty=label("figure_certainty", item.certainty),
        unsure=item.certainty not in _SURE_FIGURES,
        points=wording.points(item.points),
        rule=wording.rule_words(item),
        state=wording.state_words(item),
        tone="doubt" if tone == "good" and shown else tone,
        loss=wording.loss_words(item),
        proofs=shown[:LISTED],
        left_out=max(0, len(shown) - LISTED),
        notes=tuple(wording.note_words(item, data)),
    )


def _proofs(idents: Iterable[str], pending: bool, findings: Mapping[str, Finding]) -> Iterable[Proof]:
    """The findings in the order of every document, then those whose details are not at hand."""
    idents = tuple(idents)
    for found in in_order(findings[ident] for ident in idents if ident in findings):
        message = clip(found.message, MAX_MESSAGE)
        yield Proof(clean(found.id), message, printable_url(found.url), safe_href(found.url), pending)
    for ident in idents:
        if ident not in findings:
            yield Proof(clean(ident), "（本次检查结果中没有这条问题的详情）", "", None, pending)
