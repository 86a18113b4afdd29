"""A notice as it is remembered, and how it stands on a given day. Nothing here reads a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from records.ledger.states import state_table
from records.model import Finding
from records.workdays import Calendar

DUE_SOON_WORKDAYS = 3
"""An item is due soon (即将到期) from this many working days before its deadline."""

WITH_DEPARTMENT = frozenset({"notified", "extended"})
"""States in which the department is to answer; only in these can a deadline be missed."""

_WITH_OFFICE = frozenset({"replied", "contested", "transferred"})


class Standing(StrEnum):
    """How an item of a notice stands, computed and never stored."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    WITH_OFFICE = "with_office"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One finding of a notice: ``finding`` as it was sent, ``state`` and ``deadline`` as they are now.

    ``round`` counts how often it had been sent, this time included. ``superseded``: a later notice sent it again.
    """

    position: int
    finding: Finding
    round: int
    state: str
    deadline: date
    provisional: bool
    superseded: bool

    def standing(self, today: date, calendar: Calendar) -> tuple[Standing, int]:
        """How it stands on ``today``, and the working days left to the deadline (negative: passed since).

        The days are 0 where the department need not act.
        """
        if self.superseded:
            return Standing.SUPERSEDED, 0
        if self.state in _WITH_OFFICE:
            return Standing.WITH_OFFICE, 0
        if self.state not in WITH_DEPARTMENT:
            # settled; open, confirmed or reopened mean that it came back and has not been sent again
            return Standing.CLOSED, 0
        left = calendar.workdays_between(today, self.deadline)
        if self.deadline < today:
            return Standing.OVERDUE, left
        return (Standing.DUE_SOON if left <= DUE_SOON_WORKDAYS else Standing.OPEN), left

    @property
    def state_title(self) -> str:
        """The state in Chinese."""
        return state_table().titles[self.state]


@dataclass(frozen=True, slots=True)
class Notice:
    """One issued notice.

    ``issued`` is the day deadlines are counted from, ``at`` the moment (UTC ISO text) it was entered, ``inspections``
    the ids of those it rests on, ``files`` the documents written, as paths below the output folder.
    """

    id: int
    number: str
    year: int
    serial: int
    department: str
    department_name: str
    issued: date
    at: str
    who: str
    inspections: tuple[int, ...]
    files: tuple[str, ...]
    items: tuple[NoticeItem, ...]

    def tally(self, today: date, calendar: Calendar) -> Mapping[Standing, int]:
        """How many items stand how."""
        return Counter(item.standing(today, calendar)[0] for item in self.items)
