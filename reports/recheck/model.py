"""What a recheck report is made of, and what it says as plain strings: the words that templates may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.model import Finding
from reports.model import ReportData
from reports.shared.evidence_text import Line


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One finding as it was before the recheck, and what the recheck saw.

    ``result`` is mended | still | unsure, ``note`` the reason in one sentence, ``evidence`` what was seen (masked),
    ``state`` the state after, ``round`` how often it has been rechecked by now.
    """

    finding: Finding
    result: str
    note: str
    evidence: Mapping[str, Any]
    state: str
    round: int


@dataclass(frozen=True, slots=True)
class RecheckData:
    """Everything a recheck report tells. ``data`` gives names and titles; its ``inspection`` is the recheck itself.

    ``selection`` says in words what was to be rechecked; ``at`` is UTC ISO text.
    """

    data: ReportData
    selection: str
    at: str
    results: tuple[Rechecked, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: where it stands, what was seen before and now, and what follows."""

    number: str
    id: str
    message: str
    place: tuple[Line, ...]
    before: tuple[Line, ...]
    note: str
    now: tuple[Line, ...]
    result: str
    state: str


@dataclass(frozen=True, slots=True)
class Section:
    """The findings with one result."""

    title: str
    count: int
    intro: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """One department's counts (or the sum). ``rate`` is mended of what could be told, in words."""

    title: str
    total: int
    mended: int
    still: int
    unsure: int
    rate: str


@dataclass(frozen=True, slots=True)
class RecheckReport:
    """One report, ready for a template."""

    office: str
    title: str
    opening: str
    tallies: tuple[Tally, ...]
    total: Tally
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: str
    date: str
    contact: str
