"""Scores what was inspected by every indicator set that applies, and keeps the cards for comparison next time."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from dictionaries.indicator_set import IndicatorSet
from dictionaries.indicators import load_indicator_sets
from inspection.scoring import score
from inspection.workplace import Workplace
from records.database import rows, transaction
from records.ledger import Inspection, findings_of, inspections, outcomes_of, unverified_of
from records.register.model import Register
from records.score_store import read_scorecard
from records.scores import Scorecard, Subject, SubjectKind


def score_inspections(
    place: Workplace, register: Register, taken: Sequence[Inspection], named: Sequence[str] = ()
) -> tuple[Scorecard, ...]:
    """The scorecards of the inspections, in their order, by the automatic sets or by those with the ids ``named``.

    Each is compared with the card of the same site's inspection before. Raises :class:`BadInputError` for faulty
    indicator files.
    """
    sets = [each for each in indicator_sets(place) if _wanted(each, named)]
    cards: list[Scorecard] = []
    for inspection in taken:
        subject = _subject(register, inspection)
        for indicator_set in sets:
            if subject is None or not indicator_set.items_for(subject.kind, subject.has_service):
                continue
            card = score(
                indicator_set,
                subject,
                findings_of(place.database, inspection.id),
                outcomes_of(place.database, inspection.id),
                unverified_of(place.database, inspection.id),
                previous=_previous(place.database, inspection, indicator_set.id),
            )
            _keep(place.database, inspection, indicator_set.id, card)
            cards.append(card)
    return tuple(cards)


def indicator_sets(place: Workplace) -> tuple[IndicatorSet, ...]:
    """All sets of the program and of the office. Asked for before anything is gathered, so that a misspelt set does not
    cost the documents of a long inspection. Raises :class:`BadInputError` for faulty files."""
    return load_indicator_sets(place.folder, {rule.meta.id for rule in place.rules})


def _wanted(indicator_set: IndicatorSet, named: Sequence[str]) -> bool:
    return indicator_set.id in named if named else indicator_set.automatic


def _subject(register: Register, inspection: Inspection) -> Subject | None:
    site = register.site(inspection.site)
    if site is None:
        return None
    if register.account(site.id) is not None:
        return Subject(site.id, site.name, SubjectKind.ACCOUNT, inspection.as_of, department=site.department)
    kind = SubjectKind.PORTAL if site.portal else SubjectKind.SITE
    return Subject(site.id, site.name, kind, inspection.as_of, site.has_service, site.department)


def _previous(database: Database, inspection: Inspection, indicator_set: str) -> Scorecard | None:
    earlier = [each.id for each in inspections(database, inspection.site) if each.started < inspection.started]
    for inspection_id in earlier:
        sql = "SELECT card FROM scorecards WHERE inspection = ? AND indicator_set = ?"
        if found := rows(database, sql, [inspection_id, indicator_set]):
            return read_scorecard(json.loads(found[0]["card"]))
    return None


def _keep(database: Database, inspection: Inspection, indicator_set: str, card: Scorecard) -> None:
    with transaction(database):
        database.conn.execute(
            "INSERT OR REPLACE INTO scorecards VALUES (?, ?, ?)",
            (inspection.id, indicator_set, json.dumps(card.as_dict(), ensure_ascii=False)),
        )
