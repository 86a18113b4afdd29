"""Counts, from the ledger and the register, what a bulletin tells. A round is the newest inspection of every site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from inspection.paperwork import document_data, newest_inspections
from inspection.workplace import Workplace
from records.database import rows
from records.errors import BadInputError
from records.ledger import Inspection, findings_of, inspections, open_findings, unverified_of
from records.model import Baseline, Finding, Severity
from records.notices import is_problem, sent_as_problem
from records.notices.model import WITH_DEPARTMENT
from reports.bulletin.model import BulletinData, Count, Covered, Fate, Typical
from reports.model import UNREGISTERED, ReportData
from reports.shared.labels import family_title
from reports.shared.order import family_rank, severity_rank

MAX_TYPICAL = 6

_CLEARED = frozenset({"dismissed", "withdrawn"})
_TOTAL = "合计"


def bulletin_data(place: Workplace, *, title: str, as_of: date, out: Path) -> BulletinData:
    """The bulletin on the newest inspections of everything registered (of everything inspected, without a register).

    What is overdue is told as of ``as_of``. Raises :class:`BadInputError` where nothing was inspected yet.
    """
    return _Round(place, as_of).bulletin(title, out)


class _Round:
    """The newest inspection of every site, the one before it, and what was found in both."""

    def __init__(self, place: Workplace, as_of: date) -> None:
        self.place, self.as_of = place, as_of
        self.accepted = sent_as_problem(place.database)
        self.newest = _newest(place)
        if not self.newest:
            raise BadInputError("还没有可以通报的检查结果。请先运行 wangcha inspect。")
        self.before = [before for each in self.newest if (before := _before(place, each))]
        self.seen_now = {
            finding.id: finding for each in self.newest for finding in findings_of(place.database, each.id)
        }
        found = [
            finding
            for finding in self.seen_now.values()
            if finding.baseline is not Baseline.ABSENT and finding.state not in _CLEARED
        ]
        self.problems = [finding for finding in found if is_problem(finding, self.accepted)]
        self.review = [finding for finding in found if not is_problem(finding, self.accepted)]

    def bulletin(self, title: str, out: Path) -> BulletinData:
        """Everything the bulletin tells."""
        data = document_data(self.place, [*self.problems, *self.review], self.as_of, out)
        covered = tuple(self._covered(each) for each in self.newest)
        fates = [self._fate(self._name(department), group) for department, group in self._earlier_by_department()]
        earlier = list(self._earlier())
        accounts = any(each.is_account for each in covered)
        return BulletinData(
            office=data.office,
            title=title or f"关于政府网站{'和政务新媒体' if accounts else ''}检查情况的通报",
            as_of=self.as_of,
            started=min(each.started for each in self.newest),
            finished=max(each.finished for each in self.newest),
            covered=covered,
            uninspected=self._uninspected(),
            families=self._families(),
            departments=self._departments(),
            total=self._count(_TOTAL, self.problems, self.review),
            blameless=self._blameless(),
            typical=self._typical(data),
            fates=tuple(fates),
            fate=self._fate(_TOTAL, earlier) if self.before else None,
            reopened=self._reopened(),
            **self._overdue(),
        )

    # -- this round ---------------------------------------------------------------------------------------------------

    def _found(self) -> Iterator[Finding]:
        return chain(self.problems, self.review)

    def _count(self, name: str, problems: Sequence[Finding], review: Sequence[Finding]) -> Count:
        left = [finding for finding in problems if finding.state != "resolved"]
        return Count(
            name=name,
            found=len(problems),
            resolved=len(problems) - len(left),
            **{severity.value: sum(finding.severity is severity for finding in left) for severity in Severity},
            overdue=sum(map(self._is_overdue, left)),
            review=len(review),
        )

    def _families(self) -> tuple[Count, ...]:
        found = sorted({finding.family for finding in self._found()}, key=family_rank)
        return tuple(
            self._count(
                family_title(family),
                [finding for finding in self.problems if finding.family == family],
                [finding for finding in self.review if finding.family == family],
            )
            for family in found
        )

    def _departments(self) -> tuple[Count, ...]:
        """Departments with a problem or a matter to verify, worst first; equals in the register's order."""
        order = [department.id for department in self.place.register.departments]
        there = {finding.department for finding in self._found()}
        counts = [
            self._count(
                self._name(department),
                [finding for finding in self.problems if finding.department == department],
                [finding for finding in self.review if finding.department == department],
            )
            for department in [*(name for name in order if name in there), *sorted(there - set(order))]
        ]
        return tuple(sorted(counts, key=lambda count: count.rank_key, reverse=True))

    def _blameless(self) -> tuple[str, ...]:
        """Departments that answer for something that was inspected, and of which nothing was found."""
        register, inspected = self.place.register, {each.site for each in self.newest}
        answering = {site.department for site in register.sites if site.id in inspected}
        answering |= {column.department for column in register.columns if column.site in inspected}
        answering |= {account.department for account in register.accounts if account.id in inspected}
        found = {finding.department for finding in self._found()}
        return tuple(item.name for item in register.departments if item.id in answering - found)

    def _typical(self, data: ReportData) -> tuple[Typical, ...]:
        """The worst problem of each rule, the worst rules first."""
        left = [finding for finding in self.problems if finding.state != "resolved"]
        left.sort(key=lambda f: (severity_rank(f.severity), family_rank(f.family), f.rule, f.site, f.url, f.id))
        by_rule: dict[str, Finding] = {}
        for finding in left:
            by_rule.setdefault(finding.rule, finding)
        return tuple(
            Typical(finding, data.site(finding.site).name, self._name(finding.department), data.page(finding.url))
            for finding in list(by_rule.values())[:MAX_TYPICAL]
        )

    def _reopened(self) -> int:
        """Problems of this round that had passed their check before it."""
        began = {each.site: each.started for each in self.newest}
        moved = rows(
            self.place.database, "SELECT finding, max(at) AS at FROM moves WHERE to_state = 'reopened' GROUP BY 1"
        )
        at = {row["finding"]: row["at"] for row in moved}
        return sum(at.get(finding.id, "") >= began[finding.site] for finding in self.problems)

    def _overdue(self) -> dict[str, Any]:
        """What is overdue in the ledger and no problem of this round, and the departments of everything overdue."""
        overdue = [finding for finding in open_findings(self.place.database) if self._is_overdue(finding)]
        problems = {finding.id for finding in self.problems}
        others = Counter(is_problem(each, self.accepted) for each in overdue if each.id not in problems)
        late = {finding.department for finding in overdue}
        order = [department.id for department in self.place.register.departments]
        named = [*(name for name in order if name in late), *sorted(late - set(order))]
        return {
            "overdue_gone": others[True],
            "overdue_review": others[False],
            "late": tuple(self._name(department) for department in named),
        }

    def _is_overdue(self, finding: Finding) -> bool:
        late = finding.deadline is not None and finding.deadline < self.as_of
        return late and finding.state in WITH_DEPARTMENT

    # -- the round before ---------------------------------------------------------------------------------------------

    def _earlier(self) -> Iterator[Finding]:
        """Problems that were seen in the round before, as they were seen then; their state is today's."""
        for each in self.before:
            for finding in findings_of(self.place.database, each.id):
                if finding.baseline is not Baseline.ABSENT and is_problem(finding, self.accepted):
                    yield finding

    def _earlier_by_department(self) -> Iterator[tuple[str, list[Finding]]]:
        groups: dict[str, list[Finding]] = {}
        for finding in self._earlier():
            groups.setdefault(finding.department, []).append(finding)
        order = [department.id for department in self.place.register.departments]
        for name in [*(name for name in order if name in groups), *sorted(groups.keys() - set(order))]:
            yield name, groups[name]

    def _fate(self, name: str, earlier: Sequence[Finding]) -> Fate:
        left = [finding for finding in earlier if finding.state not in _CLEARED and finding.state != "resolved"]
        now = [self.seen_now.get(finding.id) for finding in left]
        absent = sum(finding is not None and finding.baseline is Baseline.ABSENT for finding in now)
        unchecked = sum(finding is None for finding in now)
        return Fate(
            name=name,
            total=len(earlier),
            resolved=sum(finding.state == "resolved" for finding in earlier),
            cleared=sum(finding.state in _CLEARED for finding in earlier),
            seen_again=len(left) - absent - unchecked,
            not_seen=absent,
            unchecked=unchecked,
            overdue=sum(map(self._is_overdue, left)),
        )

    # -- what was inspected -------------------------------------------------------------------------------------------

    def _covered(self, inspection: Inspection) -> Covered:
        register, counts = self.place.register, inspection.counts
        site = register.site(inspection.site)
        return Covered(
            name=site.name if site else inspection.site,
            department=self._name(site.department) if site else UNREGISTERED,
            inspected=inspection.as_of,
            whole=inspection.whole,
            pages=counts.get("pages", 0),
            attachments=counts.get("attachments", 0),
            targets=counts.get("targets"),
            unverified=len(unverified_of(self.place.database, inspection.id)),
            is_account=register.account(inspection.site) is not None,
        )

    def _uninspected(self) -> tuple[str, ...]:
        inspected = {each.site for each in self.newest}
        register = self.place.register
        expected = (*register.sites, *(account.as_site() for account in register.accounts if account.has_source))
        return tuple(site.name for site in expected if site.id not in inspected)

    def _name(self, department: str) -> str:
        known = self.place.register.department(department)
        return known.name if known else department or UNREGISTERED


def _newest(place: Workplace) -> list[Inspection]:
    """In the register's order; addresses inspected in passing count only where nothing is registered."""
    newest = newest_inspections(place)
    registered = [item.id for item in chain[Any](place.register.sites, place.register.accounts)]
    return [newest[name] for name in registered if name in newest] if registered else list(newest.values())


def _before(place: Workplace, inspection: Inspection) -> Inspection | None:
    """The inspection of the same site before this one."""
    of_site = inspections(place.database, inspection.site)
    return next((each for each in of_site if (each.started, each.id) < (inspection.started, inspection.id)), None)
