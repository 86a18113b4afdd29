"""Every number of a bulletin is a count of rows of the ledger, counted here once more by SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from two_rounds import FIRST, SECOND, inspect, links, problem

from inspection.bulletin import bulletin_data
from inspection.notices import choose, issue_one
from inspection.workplace import Workplace
from records.database import rows
from records.errors import BadInputError
from records.ledger import move
from records.model import Certainty
from reports.bulletin.model import BulletinData

AS_OF = date(2026, 4, 8)
NEWEST = "SELECT max(id) FROM inspections WHERE site IN ('portal', 'edu') GROUP BY site"
BEFORE = f"SELECT max(id) FROM inspections WHERE id NOT IN ({NEWEST}) GROUP BY site"
FOUND = f"""
    FROM sightings s JOIN findings f ON f.id = s.finding
    WHERE s.inspection IN ({NEWEST}) AND s.baseline <> 'absent' AND f.state NOT IN ('dismissed', 'withdrawn')
"""
SURE = """ AND (s.certainty = 'confirmed' OR f.state = 'confirmed'
    OR EXISTS (SELECT 1 FROM notice_items i WHERE i.finding = f.id AND i.certainty = 'confirmed'))
"""
OVERDUE = f" AND f.state IN ('notified', 'extended') AND f.deadline < '{AS_OF}'"


@pytest.fixture
def told(place: Workplace, tmp_path: Path) -> BulletinData:
    """Two rounds over two sites with every fate a problem can have."""
    portal = [
        *links("portal", "zfb", "resolved", "back", "still", "gone", "wrong", "late"),
        problem("privacy-resident-id", "portal", "wjw", "list"),
        problem("column-stale", "portal", "mzj", "column"),
        problem("word-severe", "portal", "wjw", "unsure", certainty=Certainty.REVIEW),
        problem("word-severe", "portal", "wjw", "verified", certainty=Certainty.REVIEW),
    ]
    inspect(place, "portal", FIRST, portal)
    inspect(place, "edu", FIRST, links("edu", "jyj", "x", "y", "z"))
    by_name = {draft.message.split("”")[0][1:]: draft.id for draft in portal}
    at = datetime(2026, 3, 3, tzinfo=UTC)
    move(place.database, by_name["verified"], "confirmed", "王岗", at=at)
    for department, findings in choose(place).by_department.items():
        issue_one(place, department, findings, today=date(2026, 3, 3), at=at, who="王岗")
    for name in ("resolved", "back"):
        move(place.database, by_name[name], "replied", "区政府办", "改了", role="department", at=at)
        move(place.database, by_name[name], "resolved", "王岗", at=at)
    move(place.database, by_name["wrong"], "contested", "区政府办", "误判", role="department", at=at)
    move(place.database, by_name["wrong"], "withdrawn", "王岗", "属实", at=at)
    seen = [portal[place_] for place_ in (1, 2, 5, 6, 8, 9)]
    fresh = [*links("portal", "wjw", "n1", "n2"), problem("word-severe", "portal", "mzj", "guide")]
    inspect(place, "portal", SECOND, [*seen, *fresh])
    inspect(place, "edu", SECOND, links("edu", "jyj", "x", "q"), complete=False, limits=("max_pages",))
    inspect(place, "passing.example", SECOND, [])  # not registered, so not part of the round
    return bulletin_data(place, title="", as_of=AS_OF, out=tmp_path)


def number(place: Workplace, sql: str) -> int:
    return int(rows(place.database, f"SELECT count(*) AS n {sql}")[0]["n"])


def count_of(place: Workplace, condition: str) -> dict[str, int]:
    found = FOUND + condition
    left = found + SURE + " AND f.state <> 'resolved'"
    return {
        "found": number(place, found + SURE),
        "resolved": number(place, found + SURE + " AND f.state = 'resolved'"),
        **{
            severity: number(place, f"{left} AND s.severity = '{severity}'")
            for severity in ("critical", "serious", "minor", "info")
        },
        "overdue": number(place, left + OVERDUE),
        "review": number(place, found) - number(place, found + SURE),
    }


def as_numbers(made: Any) -> dict[str, int]:
    return {name: getattr(made, name) for name in made.__slots__ if name != "name"}


def test_the_total_the_families_and_the_departments(place: Workplace, told: BulletinData) -> None:
    assert as_numbers(told.total) == count_of(place, "")
    assert told.total.found == 10
    titles = {"链接可用性": "link", "错敏字词": "word", "个人隐私": "privacy"}
    assert {count.name: as_numbers(count) for count in told.families} == {
        title: count_of(place, f" AND f.family = '{family}'") for title, family in titles.items()
    }
    names = {row["name"]: row["id"] for row in rows(place.database, "SELECT id, name FROM departments")}
    assert {count.name: as_numbers(count) for count in told.departments} == {
        name: count_of(place, f" AND f.department = '{department}'")
        for name, department in names.items()
        if number(place, f"{FOUND} AND f.department = '{department}'")
    }


def fate_of(place: Workplace, condition: str) -> dict[str, int]:
    earlier = (
        FOUND.replace(NEWEST, BEFORE).replace("AND f.state NOT IN ('dismissed', 'withdrawn')", "") + SURE + condition
    )
    left = f"{earlier} AND f.state NOT IN ('resolved', 'dismissed', 'withdrawn')"
    now = f"(SELECT n.baseline FROM sightings n WHERE n.finding = f.id AND n.inspection IN ({NEWEST}))"
    return {
        "total": number(place, earlier),
        "resolved": number(place, f"{earlier} AND f.state = 'resolved'"),
        "cleared": number(place, f"{earlier} AND f.state IN ('dismissed', 'withdrawn')"),
        "seen_again": number(place, f"{left} AND {now} <> 'absent'"),
        "not_seen": number(place, f"{left} AND {now} = 'absent'"),
        "unchecked": number(place, f"{left} AND {now} IS NULL"),
        "overdue": number(place, left + OVERDUE),
    }


def test_what_became_of_the_round_before(place: Workplace, told: BulletinData) -> None:
    assert told.fate is not None
    assert as_numbers(told.fate) == fate_of(place, "")
    names = {row["name"]: row["id"] for row in rows(place.database, "SELECT id, name FROM departments")}
    for fate in told.fates:
        assert as_numbers(fate) == fate_of(place, f" AND f.department = '{names[fate.name]}'"), fate.name
    for fate in (*told.fates, told.fate):
        parts = (fate.resolved, fate.cleared, fate.seen_again, fate.not_seen, fate.unchecked)
        assert sum(parts) == fate.total
    assert all(as_numbers(told.fate).values()), "the example holds every fate"
    assert sum(fate.total for fate in told.fates) == told.fate.total
    assert told.reopened == number(place, "FROM findings WHERE recurrence = 1") == 1


def test_everything_overdue_in_the_ledger_is_told(place: Workplace, told: BulletinData) -> None:
    sent = number(place, f"FROM findings f WHERE 1{OVERDUE}")
    assert told.overdue == sent
    assert told.total.overdue + told.overdue_gone == sent - told.overdue_review
    assert told.overdue_gone > 0, "the example holds one that this round did not see"
    late = "SELECT DISTINCT d.name FROM findings f JOIN departments d ON d.id = f.department WHERE 1"
    assert set(told.late) == {row["name"] for row in rows(place.database, late + OVERDUE)}


def test_departments_are_ranked_by_what_the_bulletin_says(told: BulletinData) -> None:
    keys = [(count.overdue, count.critical, count.serious, count.minor) for count in told.departments]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) > 2


def test_what_was_inspected_and_what_was_not(place: Workplace, told: BulletinData) -> None:
    stored = {
        row["site"]: row["id"] for row in rows(place.database, "SELECT site, max(id) AS id FROM inspections GROUP BY 1")
    }
    assert [covered.name for covered in told.covered] == ["云溪区人民政府门户网站", "云溪区教育局网站"]
    assert [covered.whole for covered in told.covered] == [True, False]
    for covered, site in zip(told.covered, ("portal", "edu"), strict=True):
        assert covered.unverified == number(place, f"FROM unverified WHERE inspection = {stored[site]}")
        assert (covered.pages, covered.attachments, covered.targets) == (120, 7, 900)
    assert told.uninspected == ("云溪区数据局网站",)


def test_typical_problems_are_open_ones_one_of_each_rule_the_worst_first(told: BulletinData) -> None:
    severities = [typical.finding.severity for typical in told.typical]
    assert severities == ["critical", "critical", "minor"]
    assert len({typical.finding.rule for typical in told.typical}) == len(told.typical)


def test_departments_without_a_problem_are_named(place: Workplace, tmp_path: Path) -> None:
    inspect(place, "portal", FIRST, links("portal", "zfb", "a"))
    data = bulletin_data(place, title="", as_of=FIRST, out=tmp_path)
    assert data.blameless == ("云溪区民政局",)
    assert data.fate is None


def test_nothing_inspected_is_said(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="wangcha inspect"):
        bulletin_data(place, title="", as_of=FIRST, out=tmp_path)
