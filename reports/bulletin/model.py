"""What a bulletin is given. Every number is a count of rows of the ledger; the document adds nothing to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.model import Finding
from reports.model import OfficeInfo, PageInfo


@dataclass(frozen=True, slots=True)
class Covered:
    """One site or account that was inspected.

    ``targets`` are addresses known of it (None where that was not counted), ``unverified`` those listed as not
    checkable, of which a site lists at most 1000. ``whole``: nothing was cut short.
    """

    name: str
    department: str
    inspected: date
    whole: bool
    pages: int
    attachments: int
    targets: int | None
    unverified: int
    is_account: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Problems of this round of one family, one department, or all.

    ``found`` are confirmed problems, without those withdrawn or dismissed since; ``resolved`` of them have passed their
    check; the four severities count those that have not. ``overdue``: sent, unanswered, and past their deadline.
    ``review`` are matters to verify, which are no problems.
    """

    name: str
    found: int
    resolved: int
    critical: int
    serious: int
    minor: int
    info: int
    overdue: int
    review: int

    @property
    def left(self) -> int:
        """Problems that have not passed their check."""
        return self.critical + self.serious + self.minor + self.info

    @property
    def rank_key(self) -> tuple[int, int, int, int]:
        """What departments are ranked by: overdue first, then the severities."""
        return self.overdue, self.critical, self.serious, self.minor


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the problems of the round before. The five after ``total`` add up to it.

    ``resolved`` passed their check, ``cleared`` were withdrawn or dismissed as false; of the others ``seen_again`` are
    there in this round, ``not_seen`` are no longer seen and wait for their check, ``unchecked`` could not be told.
    ``overdue`` are those of the last three that are past their deadline unanswered.
    """

    name: str
    total: int
    resolved: int
    cleared: int
    seen_again: int
    not_seen: int
    unchecked: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Typical:
    """One problem worth showing to everybody."""

    finding: Finding
    site: str
    department: str
    page: PageInfo


@dataclass(frozen=True, slots=True)
class BulletinData:
    """Everything a bulletin tells.

    ``departments`` are ordered worst first (:attr:`Count.rank_key`); ``blameless`` are departments of inspected sites
    without a problem. ``fates`` are the problems of the round before by department, empty where there was none;
    ``reopened`` counts problems that had passed their check and came back in this round. ``uninspected`` names what is
    registered and was never inspected.

    What is overdue in the whole ledger is ``total.overdue``, which this round found, with ``overdue_gone``, problems
    that it did not find, and ``overdue_review``, matters to verify; ``late`` names the departments of all these.
    """

    office: OfficeInfo
    title: str
    as_of: date
    started: str
    finished: str
    covered: tuple[Covered, ...]
    uninspected: tuple[str, ...]
    families: tuple[Count, ...]
    departments: tuple[Count, ...]
    total: Count
    blameless: tuple[str, ...]
    typical: tuple[Typical, ...]
    fates: tuple[Fate, ...]
    fate: Fate | None
    reopened: int
    overdue_gone: int
    overdue_review: int
    late: tuple[str, ...]

    @property
    def overdue(self) -> int:
        """Everything that is overdue in the ledger."""
        return self.total.overdue + self.overdue_gone + self.overdue_review
