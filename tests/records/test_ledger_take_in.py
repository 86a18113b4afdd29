import dataclasses
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_examples import RULE, SITE, day, finding, inspection, looked, moment
from sqlite_utils import Database

from records.database import open_office
from records.errors import BadInputError
from records.evidence import GatherResult
from records.ledger import (
    Filters,
    Inspection,
    findings_of,
    inspection_by_bundle,
    inspections,
    move,
    moves_of,
    open_findings,
    outcomes_of,
    take_in,
    unverified_of,
)
from records.model import Baseline, Certainty, Finding, Locus, Outcome, Reason, Severity, Unverified, Verdict

TOLD_APART = {
    "message": "打不开了",
    "severity": Severity.SERIOUS,
    "certainty": Certainty.REVIEW,
    "url": "https://portal.example/moved.html",
}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_office(tmp_path)


def baselines(found: tuple[Finding, ...]) -> dict[str, str]:
    return {item.url.rpartition("/")[2].removesuffix(".html"): item.baseline.value for item in found}


def stored(db: Database) -> list[str]:
    return list(db.conn.iterdump())


# ---- new, unchanged, updated ----


def test_a_first_inspection_opens_what_it_sees(db: Database) -> None:
    drafts = [finding("a"), finding("b", locus=Locus(sheet="表1", cell="B7"), deadline=None, deadline_provisional=True)]
    assert take_in(db, inspection(), drafts, looked(), []) == tuple(drafts)
    assert open_findings(db) == tuple(drafts)


def test_a_second_inspection_of_an_unchanged_site_opens_nothing_new(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0), finding("b", 0)], looked(), [])
    found = take_in(db, inspection(1), [finding("a", 1), finding("b", 1)], looked(), [])
    assert baselines(found) == {"a": "unchanged", "b": "unchanged"}
    for item in found:
        assert (item.first_seen, item.last_seen, item.deadline) == (day(0), day(1), day(0) + timedelta(days=3))
        assert item.evidence["seen"] == str(day(1))
    assert len(open_findings(db)) == 2
    assert [item.evidence["seen"] for item in findings_of(db, 1)] == [str(day(0))] * 2  # what was seen then, is kept


@pytest.mark.parametrize("name", TOLD_APART)
def test_what_a_clerk_would_read_differently_makes_a_finding_updated(db: Database, name: str) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    changed = dataclasses.replace(finding("a", 1), **{name: TOLD_APART[name]})
    (found,) = take_in(db, inspection(1), [changed], looked(), [])
    assert found.baseline is Baseline.UPDATED
    assert getattr(found, name) == TOLD_APART[name]
    assert (found.first_seen, found.deadline) == (day(0), day(0) + timedelta(days=3))
    (again,) = take_in(db, inspection(2), [dataclasses.replace(changed, last_seen=day(2))], looked(), [])
    assert again.baseline is Baseline.UNCHANGED


def test_two_findings_with_one_fingerprint_are_one(db: Database) -> None:
    found = take_in(db, inspection(), [finding("a"), finding("a", message="乙")], looked(), [])
    assert [item.message for item in found] == ["a 打不开"]


def test_the_department_follows_the_register_until_it_has_been_notified(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    (found,) = take_in(db, inspection(1), [finding("a", 1, department="mzj")], looked(), [])
    assert found.department == "mzj"
    move(db, found.id, "confirmed", "王某")
    move(db, found.id, "notified", "王某")
    (found,) = take_in(db, inspection(2), [finding("a", 2, department="wjw")], looked(), [])
    assert (found.department, found.state) == ("mzj", "notified")


# ---- absent ----


def test_what_is_not_seen_any_more_is_absent_and_keeps_its_state(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0), finding("b", 0)], looked(), [])
    found = take_in(db, inspection(1), [finding("a", 1)], looked(), [])
    assert baselines(found) == {"a": "unchanged", "b": "absent"}
    assert (found[1].state, found[1].last_seen, found[1].first_seen) == ("open", day(0), day(0))
    assert baselines(take_in(db, inspection(2), [], looked(), [])) == {"a": "absent", "b": "absent"}
    found = take_in(db, inspection(3), [finding("b", 3)], looked(), [])
    assert baselines(found) == {"b": "unchanged", "a": "absent"}  # seen again, it is the known one
    assert found[0].first_seen == day(0)


@pytest.mark.parametrize(
    "changes",
    [{"complete": False}, {"interrupted": True}, {"limits": ("max_pages",)}],
    ids=["incomplete", "interrupted", "limited"],
)
def test_nothing_is_absent_when_not_everything_was_gathered(db: Database, changes: dict) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    assert take_in(db, inspection(1, **changes), [], looked(), []) == ()
    assert len(open_findings(db)) == 1


@pytest.mark.parametrize(
    "outcomes",
    [
        (),
        looked("another-rule"),
        looked(count=0),
        looked(verdict=Verdict.NOT_APPLICABLE),
        looked(verdict=Verdict.ERROR),
        (*looked(), *looked(verdict=Verdict.ERROR, count=1)),
    ],
    ids=["not run", "another", "looked at nothing", "not applicable", "error", "error beside passes"],
)
def test_nothing_is_absent_when_its_rule_did_not_look(db: Database, outcomes: tuple[Outcome, ...]) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    assert take_in(db, inspection(1), [], outcomes, []) == ()


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.FAIL, Verdict.REVIEW])
def test_a_rule_that_looked_proves_absence(db: Database, verdict: Verdict) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    assert baselines(take_in(db, inspection(1), [], looked(verdict=verdict, count=1), [])) == {"a": "absent"}


@pytest.mark.parametrize(
    ("url", "found_on", "still_unknown"),
    [
        ("https://portal.example/a.html", "https://portal.example/", True),  # its page
        ("https://portal.example/a.html?x=1", "https://portal.example/z.html", True),  # its target
        ("https://portal.example/compared.html", "https://portal.example/z.html", True),  # in its evidence
        ("https://portal.example/table.xls", "https://portal.example/a.html", True),  # an attachment of its page
        ("https://portal.example/z.html", "https://portal.example/", False),
    ],
)
def test_what_could_not_be_checked_is_not_absent(db: Database, url: str, found_on: str, still_unknown: bool) -> None:
    locus = Locus(target="https://portal.example/a.html?x=1", attachment="名单.xls")
    evidence = {"pair": [{"with": "https://portal.example/compared.html"}]}
    take_in(db, inspection(0), [finding("a", 0, locus=locus, evidence=evidence)], looked(), [])
    unsure = [Unverified(SITE, url, Reason.TIMEOUT, found_on)]
    assert (take_in(db, inspection(1), [], looked(), unsure) == ()) is still_unknown


def test_other_sites_and_finished_findings_are_left_alone(db: Database) -> None:
    take_in(db, inspection(0), [finding("a"), finding("b")], looked(), [])
    move(db, finding("b").id, "dismissed", "王某", "误报")
    take_in(db, inspection(0, "other"), [finding("c", site="other")], looked(site="other"), [])
    assert baselines(take_in(db, inspection(1), [], looked(), [])) == {"a": "absent"}


# ---- the same evidence again ----


def test_taking_a_bundle_in_twice_changes_nothing(db: Database) -> None:
    unsure = [Unverified(SITE, "https://portal.example/z", Reason.DNS, "https://portal.example/", "NXDOMAIN")]
    take_in(db, inspection(0), [finding("z", 0)], looked(), [])
    first = take_in(db, inspection(1), [finding("a", 1)], looked(), unsure)
    before = stored(db)
    assert take_in(db, inspection(1), [], [], []) == first
    assert stored(db) == before
    assert outcomes_of(db, 2) == looked()
    assert unverified_of(db, 2) == tuple(unsure)


def test_judging_the_newest_evidence_again_replaces_its_result(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0), finding("b", 0)], looked(), [])
    take_in(db, inspection(1), [finding("a", 1, message="新词典之前"), finding("c", 1)], looked(), [])
    again = take_in(db, inspection(1), [finding("b", 1)], looked("word-wrong", RULE), [], rejudge=True)
    assert baselines(again) == {"b": "unchanged", "a": "absent"}
    assert {item.url[-6]: item.message for item in open_findings(db)} == {"a": "a 打不开", "b": "b 打不开"}
    assert again[1].last_seen == day(0)
    assert [outcome.rule for outcome in outcomes_of(db, 2)] == ["word-wrong", RULE]
    assert len(inspections(db)) == 2
    once = stored(db)
    take_in(db, inspection(1), [finding("b", 1)], looked("word-wrong", RULE), [], rejudge=True)
    assert stored(db) == once


def test_judging_again_keeps_what_somebody_has_decided_about(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    move(db, finding("a").id, "confirmed", "王某")
    (found,) = take_in(db, inspection(0), [], looked(), [], rejudge=True)
    assert (found.baseline, found.state) == (Baseline.ABSENT, "confirmed")
    (found,) = take_in(db, inspection(0), [finding("a", 0)], looked(), [], rejudge=True)
    assert (found.baseline, found.state, found.first_seen) == (Baseline.NEW, "confirmed", day(0))


def test_judging_older_evidence_again_does_not_touch_the_ledger(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    take_in(db, inspection(1), [finding("a", 1)], looked(), [])
    before = stored(db)
    with pytest.raises(BadInputError, match="不是网站“portal”最近一次巡检的"):
        take_in(db, inspection(0), [], looked(), [], rejudge=True)
    assert stored(db) == before


def test_evidence_that_arrives_late_does_not_overwrite_what_is_newer(db: Database) -> None:
    take_in(db, inspection(2), [finding("a", 2, message="新")], looked(), [])
    found = take_in(db, inspection(1), [finding("a", 1, message="旧")], looked(), [])
    assert [(item.message, item.baseline, item.last_seen) for item in found] == [("旧", Baseline.NEW, day(1))]
    (now,) = open_findings(db)
    assert (now.message, now.first_seen, now.last_seen) == ("新", day(1), day(2))
    assert take_in(db, inspection(0), [], looked(), []) == ()  # nor does it make anything absent
    assert [item.as_of for item in inspections(db, SITE)] == [day(2), day(1), day(0)]


def test_findings_of_another_site_are_a_fault_of_the_program(db: Database) -> None:
    with pytest.raises(ValueError, match="other"):
        take_in(db, inspection(), [finding("a", site="other")], looked(), [])
    take_in(db, inspection(), [], looked(), [])
    with pytest.raises(ValueError, match="belongs to portal"):
        take_in(db, inspection(0, "other", bundle_id="portal-0"), [], [], [])
    assert len(inspections(db)) == 1


# ---- problems that come back ----


def resolve(db: Database, number: int) -> None:
    """Notified and put right, in the week of the inspection with this number."""
    for to in ("confirmed", "notified", "replied", "resolved"):
        move(db, finding("a").id, to, "王某", at=moment(number, 9))


def test_a_resolved_problem_that_is_seen_again_soon_is_reopened(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    resolve(db, 0)
    (found,) = take_in(db, inspection(1), [finding("a", 1)], looked(), [])
    assert (found.state, found.baseline, found.first_seen) == ("reopened", Baseline.NEW, day(0))
    assert found.deadline == day(1) + timedelta(days=3)  # the old one has passed
    assert db.conn.execute("SELECT recurrence FROM findings").fetchone() == (1,)
    last = moves_of(db, found.id)[-1]
    assert (last.who, last.role, last.from_state, last.to_state) == ("网查", "machine", "resolved", "reopened")
    (again,) = take_in(db, inspection(1), [finding("a", 1)], looked(), [], rejudge=True)
    assert again.baseline is Baseline.NEW  # it had been mended: nobody may be told “至今未整改”
    (kept,) = take_in(db, inspection(2), [finding("a", 2)], looked(), [])
    assert kept.baseline is Baseline.UNCHANGED


def test_a_resolved_problem_that_is_seen_again_much_later_is_a_new_one(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    resolve(db, 0)
    later = 26  # weeks: 182 days
    (found,) = take_in(db, inspection(later), [finding("a", later)], looked(), [])
    assert (found.state, found.baseline, found.first_seen) == ("open", Baseline.NEW, day(later))
    assert found.deadline == day(later) + timedelta(days=3)
    assert db.conn.execute("SELECT recurrence FROM findings").fetchone() == (0,)


def test_evidence_from_before_the_recheck_does_not_reopen(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    resolve(db, 1)  # some hours after the inspection of that week
    (found,) = take_in(db, inspection(1), [finding("a", 1)], looked(), [])
    assert found.state == "resolved"


def test_a_dismissal_holds_until_its_day(db: Database) -> None:
    take_in(db, inspection(0), [finding("a", 0)], looked(), [])
    move(db, finding("a").id, "dismissed", "王某", "引文", until=day(2), at=moment(0, 9))
    for number, state in ((1, "dismissed"), (2, "dismissed"), (3, "open")):
        (found,) = take_in(db, inspection(number), [finding("a", number)], looked(), [])
        baseline = Baseline.NEW if state == "open" else Baseline.UNCHANGED
        assert (found.state, found.baseline) == (state, baseline)
    move(db, finding("a").id, "dismissed", "王某", "引文", at=moment(3, 9))
    (found,) = take_in(db, inspection(99), [finding("a", 99)], looked(), [])
    assert found.state == "dismissed"


# ---- asking ----


def test_findings_are_asked_for_by_what_they_are(db: Database) -> None:
    drafts = [
        finding("a", severity=Severity.INFO),
        finding("b", severity=Severity.CRITICAL, department="mzj"),
        finding("c", rule="word-wrong", family="word", certainty=Certainty.REVIEW),
    ]
    take_in(db, inspection(), drafts, looked(), [])
    move(db, drafts[0].id, "confirmed", "王某")

    def targets(**filters: tuple[str, ...]) -> str:
        return "".join(item.url[-6] for item in open_findings(db, Filters(**filters)))

    assert targets() == "bca"  # the worst first
    assert targets(department=("mzj",)) == "b"
    assert targets(rule=("word-wrong", RULE)) == "bca"
    assert targets(family=("word",), certainty=("review",)) == "c"
    assert targets(state=("confirmed",)) == "a"
    assert targets(severity=("critical", "info")) == "ba"
    assert targets(id=(drafts[2].id,)) == "c"
    assert targets(site=("other",)) == ""
    move(db, drafts[1].id, "dismissed", "王某", "误报")
    assert targets() == "ca"
    assert targets(state=("dismissed",)) == "b"


def test_an_inspection_is_made_from_the_end_of_gathering_and_kept(db: Database) -> None:
    gather = GatherResult(
        SITE,
        "https://portal.example/",
        "2026-03-01T18:00:00Z",
        "",
        False,
        ("max_pages",),
        True,
        Reason.OK,
        {"pages": 3},
    )
    take_in(db, Inspection.of(gather, "b1", day(0)), [], [], [])
    kept = inspection_by_bundle(db, "b1")
    assert kept is not None
    assert (kept.started, kept.finished) == ("2026-03-01T18:00:00.000+00:00", "")
    assert (kept.complete, kept.interrupted, kept.limits, kept.counts) == (False, True, ("max_pages",), {"pages": 3})
    assert not kept.whole
    assert inspection_by_bundle(db, "b2") is None


# ---- properties ----

WEEKS = st.lists(st.tuples(st.sets(st.sampled_from("abcd")), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=30, deadline=None)
@given(weeks=WEEKS, again=st.lists(st.integers(0, 4), max_size=4))
def test_any_history_taken_in_again_changes_nothing(weeks: list[tuple[set[str], bool]], again: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_office(Path(folder))
        results = {}
        for number, (targets, complete) in enumerate(weeks):
            drafts = [finding(target, number) for target in sorted(targets)]
            results[number] = take_in(db, inspection(number, complete=complete), drafts, looked(), [])
        before = stored(db)
        for number in again:
            if number in results:
                assert take_in(db, inspection(number), [], [], []) == results[number]
        assert stored(db) == before
        db.close()


@settings(max_examples=30, deadline=None)
@given(weeks=WEEKS)
def test_any_history_opens_each_problem_once_and_keeps_its_dates(weeks: list[tuple[set[str], bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_office(Path(folder))
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for number, (targets, complete) in enumerate(weeks):
            found = take_in(
                db, inspection(number, complete=complete), [finding(t, number) for t in sorted(targets)], looked(), []
            )
            new = {name for name, baseline in baselines(found).items() if baseline == "new"}
            absent = {name for name, baseline in baselines(found).items() if baseline == "absent"}
            assert new == targets - first.keys()
            assert absent == ((first.keys() - targets) if complete else set())
            first |= dict.fromkeys(new, number)
            last |= dict.fromkeys(targets, number)
        dates = {item.url[-6]: (item.first_seen, item.last_seen, item.deadline) for item in open_findings(db)}
        assert dates == {t: (day(first[t]), day(last[t]), day(first[t]) + timedelta(days=3)) for t in first}
        db.close()


def test_a_picture_s_problem_is_absent_only_where_pictures_were_read(db: Database) -> None:
    read = {"pages": 10, "pictures": 3}
    take_in(db, inspection(0, counts=read), [finding("a", locus=Locus(picture="W1.png"))], looked(), [])
    assert take_in(db, inspection(1), [], looked(), []) == ()
    assert baselines(take_in(db, inspection(2, counts=read), [], looked(), [])) == {"a": "absent"}
