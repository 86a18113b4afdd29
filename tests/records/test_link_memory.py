"""What the office remembers of links and probes from one inspection to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from ledger_examples import finding, inspection, looked
from sqlite_utils import Database

from records.bundle.known import KnownGood, read_known, write_known
from records.database import open_office, rows
from records.ledger import move, open_findings, take_in
from records.link_memory import CACHE_DAYS, FORWARDED, known_good, remember_good, remember_links, site_past
from records.past import FLAPPING, LinkHistory

DAY = date(2026, 11, 1)
A, B = "http://a.example/1", "http://a.example/2"
GOOD = KnownGood("2026-11-01T00:00:00.000+00:00", "HEAD", 200, "http://b.example/", "text/html")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_office(tmp_path)
    yield database
    database.close()


def inspected(
    db: Database,
    number: int,
    *,
    good: str = "",
    broken: str = "",
    faltered: str = "",
    moved: dict[str, str] | None = None,
) -> date:
    """The inspection of one day; addresses are named by their letters, ``moved`` by themselves."""
    day = DAY + timedelta(days=number)
    urls = {"a": A, "b": B}
    named = {name: [urls[one] for one in letters] for name, letters in (("good", good), ("broken", broken))}
    remember_links(
        db, "portal", day, f"bundle-{number}", **named, faltered=[urls[one] for one in faltered], moved=moved or {}
    )
    return day


def past(db: Database, day: date, url: str = A, bundle: str = "") -> LinkHistory:
    return site_past(db, "portal", day, bundle).history(url)


def test_what_was_never_seen_has_no_history(db: Database) -> None:
    assert past(db, DAY) == LinkHistory()


def test_last_good_first_broken_and_times(db: Database) -> None:
    inspected(db, 0, good="ab")
    inspected(db, 7, good="b", broken="a")
    day = inspected(db, 14, good="b", broken="a")
    assert past(db, day) == LinkHistory(DAY, DAY + timedelta(days=7), 2, 1)
    assert past(db, day, B) == LinkHistory(day)


def test_what_was_mended_begins_anew(db: Database) -> None:
    inspected(db, 0, broken="a")
    inspected(db, 1, good="a")
    assert past(db, DAY + timedelta(days=2)) == LinkHistory(DAY + timedelta(days=1), None, 1, 1)
    inspected(db, 2, broken="a")
    found = past(db, DAY + timedelta(days=3))
    assert (found.first_broken, found.times_broken) == (DAY + timedelta(days=2), 2)


def test_good_and_broken_by_turns_is_more_than_dead(db: Database) -> None:
    inspected(db, 0, good="ab")
    for number in range(1, 5):
        inspected(db, number, **({"broken": "ab"} if number % 2 else {"good": "a", "broken": "b"}))
    assert past(db, DAY + timedelta(days=9)).changes > FLAPPING
    assert past(db, DAY + timedelta(days=9), B).changes <= FLAPPING, "b is dead, and never came back"


def test_what_faltered_within_one_inspection_counts_as_there_and_back(db: Database) -> None:
    day = inspected(db, 0, good="a", faltered="a")
    assert past(db, day).changes == 2


def test_the_same_evidence_counts_once(db: Database) -> None:
    inspected(db, 0, good="a")
    inspected(db, 1, broken="a")
    day = inspected(db, 1, broken="a")
    assert past(db, day).times_broken == 1
    assert past(db, day, bundle="bundle-1").times_broken == 0, "judged again, this inspection itself is left out"


def test_where_an_address_led_when_it_opened_last(db: Database) -> None:
    inspected(db, 0, good="ab", moved={A: "http://a.example/new"})
    day = inspected(db, 7, good="b", broken="a", moved={A: "http://a.example/error"})
    assert past(db, day).led_to == "http://a.example/new", "what was found wrong led nowhere"
    assert past(db, day, B).led_to == ""
    inspected(db, 14, good="ab")
    day = inspected(db, 21, broken="a")
    assert past(db, day).led_to == "", "it had opened by itself since"


def test_where_many_addresses_lead_is_no_page_of_any_of_them(db: Database) -> None:
    several = {f"http://a.example/{number}": "http://a.example/notice" for number in range(FORWARDED + 1)}
    day = inspected(db, 0, good="ab", moved=several)
    remember_links(db, "portal", day, "next", good=[], broken=several, faltered=[], moved={})
    assert past(db, day, "http://a.example/2").led_to == ""


def test_findings_that_are_not_mended_stand(db: Database) -> None:
    take_in(db, inspection(), [finding("a"), finding("b")], looked(), [])
    found = {item.message: item.id for item in open_findings(db)}
    move(db, found["a 打不开"], "resolved", "网查", "复查通过", role="machine")
    assert site_past(db, "portal", DAY, "").standing == {found["b 打不开"]}
    assert site_past(db, "other", DAY, "").standing == frozenset()


def test_one_site_knows_nothing_of_another(db: Database) -> None:
    day = inspected(db, 0, broken="a")
    assert site_past(db, "other", day, "").history(A) == LinkHistory()


def test_what_opened_is_taken_as_good_for_some_days_and_failures_never(db: Database) -> None:
    remember_good(db, DAY, {A: GOOD, B: GOOD}, failed=[])
    assert set(known_good(db, DAY + timedelta(days=CACHE_DAYS))) == {A, B}
    assert known_good(db, DAY + timedelta(days=CACHE_DAYS + 1)) == {}
    assert known_good(db, DAY - timedelta(days=1)) == {}, "as of an earlier day nothing was known yet"
    remember_good(db, DAY, {}, failed=[A])
    assert set(known_good(db, DAY)) == {B}
    remember_good(db, DAY + timedelta(days=30), {}, failed=[])
    assert rows(db, "SELECT * FROM link_cache") == []


def test_known_links_travel_beside_the_order(tmp_path: Path) -> None:
    assert read_known(tmp_path) == {}
    write_known(tmp_path, {A: GOOD})
    assert read_known(tmp_path) == {A: GOOD}


def probed(db: Database, site: str, at: str, *, ok: bool) -> None:
    with db.conn:
        db.conn.execute(
            "INSERT INTO probes (site, at, ok, seconds, reason, status, detail) VALUES (?, ?, ?, 1, ?, NULL, '')",
            [site, at, ok, "ok" if ok else "timeout"],
        )


def test_probes_of_the_last_seven_days_by_chinese_time(db: Database) -> None:
    for at in ("2026-10-24T15:59:59.000+00:00", "2026-10-25T16:00:00.000+00:00", "2026-11-01T15:59:00.000+00:00"):
        probed(db, "portal", at, ok=True)
    probed(db, "portal", "2026-11-01T16:00:00.000+00:00", ok=True)
    found = site_past(db, "portal", DAY, "").probes
    assert [probe.at[:10] for probe in found] == ["2026-10-25", "2026-11-01"]


def test_a_failure_is_witnessed_by_another_site_that_opened(db: Database) -> None:
    probed(db, "portal", "2026-11-01T01:00:00.000+00:00", ok=False)
    probed(db, "portal", "2026-11-01T02:00:00.000+00:00", ok=False)
    probed(db, "other", "2026-11-01T01:02:00.000+00:00", ok=True)
    probed(db, "other", "2026-11-01T02:00:00.000+00:00", ok=False)
    assert [probe.witnessed for probe in site_past(db, "portal", DAY, "").probes] == [True, False]
