"""What the documents on a finished round are given, and the bulletin's content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.audit import Answer, AuditItem, AuditRound, AuditTarget, AuditVerdict, HandFinding, PackReturn
from reports.model import OfficeInfo


@dataclass(frozen=True, slots=True)
class RoundReport:
    """One round with all that came back, as of the day ``as_of``.

    ``notes`` must be said about the draw (uneven loads, relaxed rules); ``repeatable`` tells whether drawing again from
    what is recorded gave the same pairs.
    """

    office: OfficeInfo
    round: AuditRound
    targets: Sequence[AuditTarget]
    items: Sequence[AuditItem]
    returns: Sequence[PackReturn]
    notes: Sequence[str]
    repeatable: bool
    as_of: date

    def answers(self) -> Mapping[tuple[str, str], Answer]:
        """Every answer by checker and finding."""
        return {(one.checker, one.finding): one for each in self.returns for one in each.answers}

    def by_hand(self) -> list[HandFinding]:
        """Every problem found by hand."""
        return [one for each in self.returns for one in each.hand_findings]

    def target_name(self, checked: str, site: str) -> str:
        """The name of a site or account as handed out, its id where it was not."""
        return next((one.name for one in self.targets if (one.checked, one.site) == (checked, site)), site)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the checkers of one finding make of it together. ``verdict`` is None where nobody answered.

    Checkers who disagree make it unclear (``divided``).
    """

    item: AuditItem
    answers: tuple[Answer, ...]
    verdict: AuditVerdict | None
    divided: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Who checked whom, and how far it came."""

    checker: str
    checked: str
    returned: str
    verified: str
    by_hand: int


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Counts for one checked department. ``unclear`` includes findings on which checkers disagree."""

    name: str
    given: int
    confirmed: int
    refused: int
    unclear: int
    unanswered: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class TypicalRow:
    """A problem told as an example of its kind."""

    kind: str
    name: str
    text: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A machine finding that the checkers call wrong, with their reasons."""

    id: str
    name: str
    text: str
    url: str
    reason: str
    checker: str


@dataclass(frozen=True, slots=True)
class AuditBulletin:
    """The bulletin as it is printed: every text is clean and final."""

    office: str
    code: str
    title: str
    addressee: str
    opening: str
    draw_words: tuple[str, ...]
    overview: tuple[str, ...]
    coverage: tuple[CoverageRow, ...]
    tallies: tuple[TallyRow, ...]
    total: TallyRow
    typical_intro: str
    typical: tuple[TypicalRow, ...]
    refused_intro: str
    refused: tuple[RefusedRow, ...]
    requirements: tuple[str, ...]
    annex: str
    signature: str
    date: str
    contact: str
