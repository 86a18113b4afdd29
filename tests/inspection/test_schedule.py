"""The scheduler as real processes: caught up once, killed and started again, stopped cleanly, one at a time."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspection.schedule.runner import Runner
from inspection.schedule.store import holds_since
from inspection.workplace import open_workplace
from records.clock import CHINA, now_utc
from tests.inspection.conftest import COMMAND, HEALTHY
from tests.support.web import ROOT

PLAN = """
[[plan]]
id = "tance"
what = "{what}"
every = "day"
at = "{at}"
"""


class Station:
    """The office with one plan, and the scheduler working for it."""

    def __init__(self, desk, site) -> None:
        self.desk, self.site = desk, site
        self.go_on = threading.Event()
        self.started: list[subprocess.Popen[str]] = []

    def plan(self, what: str = "probe", at: str = "00:00", days_ago: int = 3, more: str = "") -> None:
        """Write the plan, as it has held for some days."""
        with (self.desk.office / "office.toml").open("a", encoding="utf-8") as register:
            register.write(PLAN.format(what=what, at=at) + more)
        place = open_workplace(self.desk.office, self.desk.out)
        with closing(place.database):
            for plan in place.register.plans:
                holds_since(place.database, plan, now_utc() - timedelta(days=days_ago))

    def home_waits(self) -> None:
        """The home page is not answered until ``go_on`` is set."""

        def wait(ask) -> None:
            self.go_on.wait(20)
            ask.reply(200, HEALTHY["/"])

        self.site.routes = HEALTHY | {"/": wait}

    def arguments(self, *more: str) -> list[str]:
        return ["schedule", "--office", str(self.desk.office), "--out", str(self.desk.out), *more]

    def once(self):
        return self.desk.wangcha(*self.arguments("--once"))

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen([*COMMAND, *self.arguments()], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def runs(self) -> list[tuple[str, int]]:
        """(result, tries) of every run."""
        with closing(sqlite3.connect(self.desk.office / "office.sqlite")) as db:
            return db.execute("SELECT result, tries FROM plan_runs ORDER BY due").fetchall()

    def probes(self) -> list[tuple[int, str]]:
        with closing(sqlite3.connect(self.desk.office / "office.sqlite")) as db:
            return db.execute("SELECT ok, reason FROM probes ORDER BY id").fetchall()

    def asked(self) -> int:
        """How often the home page was asked for, not counting the look with a search engine's eyes."""
        return sum(one.path == "/" and "spider" not in one.headers["User-Agent"] for one in self.site.asked)

    @staticmethod
    def child_of(process: subprocess.Popen[str]) -> int:
        (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return int(child)


@pytest.fixture
def station(desk, site):
    station = Station(desk, site)
    site.routes = dict(HEALTHY)
    yield station
    station.go_on.set()
    for process in station.started:
        process.kill()
        process.wait()


def until(condition, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.03)


def test_missed_runs_are_caught_up_once_and_a_restart_runs_nothing_again(station):
    station.plan(days_ago=3)
    first = station.once()
    assert first.code == 0, first.err
    assert (station.asked(), station.runs(), station.probes()) == (1, [("done", 1)], [(1, "ok")])
    assert station.once().code == 0
    assert (station.asked(), station.runs()) == (1, [("done", 1)])


def test_a_plan_that_is_new_does_not_catch_up_what_was_due_before_it_was_written(station):
    station.plan(days_ago=0)
    assert station.once().code == 0
    assert (station.asked(), station.runs()) == (0, [])


def test_a_run_cut_off_by_a_kill_is_run_again_once(station):
    station.plan()
    station.home_waits()
    scheduler = station.start()
    until(lambda: station.asked() == 1)
    child = station.child_of(scheduler)
    for victim in (scheduler.pid, child):
        os.kill(victim, signal.SIGKILL)
    scheduler.wait()
    assert station.runs() == [("", 1)]
    station.go_on.set()
    assert station.once().code == 0
    assert (station.asked(), station.runs()) == (2, [("done", 2)])
    station.once()
    assert (station.asked(), station.runs()) == (2, [("done", 2)])


def test_a_run_that_outlives_its_scheduler_ends_by_itself_and_is_not_run_twice(station):
    station.plan()
    station.home_waits()
    scheduler = station.start()
    until(lambda: station.asked() == 1)
    scheduler.kill()
    scheduler.wait()
    assert station.once().code == 0  # the run still goes on: it is left alone
    assert (station.asked(), station.runs()) == (1, [("", 1)])
    station.go_on.set()
    until(lambda: station.runs() == [("done", 1)])
    station.once()
    assert (station.asked(), station.runs()) == (1, [("done", 1)])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_marks_the_run_it_stopped(station, number):
    station.plan("inspect" if number == signal.SIGTERM else "probe")
    station.home_waits()
    scheduler = station.start()
    until(lambda: station.asked() == 1)
    child = station.child_of(scheduler)
    scheduler.send_signal(number)
    _, said = scheduler.communicate(timeout=40)
    assert scheduler.returncode == 0
    assert "正在停止" in said
    assert not Path(f"/proc/{child}").exists()
    assert station.runs() == [("interrupted", 1)]
    station.go_on.set()
    station.once()
    assert station.runs() == [("interrupted", 1)]


def test_a_second_scheduler_is_refused_and_told_who_is_at_work(station):
    station.plan(days_ago=0)
    scheduler = station.start()
    lock = station.desk.office / "schedule.lock"
    until(lambda: lock.is_file() and lock.read_text(encoding="utf-8"))
    second = station.once()
    assert second.code == 3
    assert f"进程 {scheduler.pid}" in second.err
    scheduler.terminate()
    scheduler.wait(20)
    assert station.once().code == 0  # the lock went with its holder


def test_the_next_runs_are_shown(station):
    station.plan(at="08:30", more='weekday = 1\nquiet = ["22:00-06:00"]\n')
    run = station.desk.wangcha(*station.arguments("--list"), COLUMNS="160")
    assert run.code == 0
    today = datetime.now(CHINA)
    due = today.replace(hour=8, minute=30)
    day = (due if due > today else due + timedelta(days=1)).date()
    assert f"{day} 08:30" in run.out
    assert "首页探测" in run.out
    assert station.runs() == []


def test_days_go_by_and_quiet_hours_are_kept(station):
    station.plan(at="23:00", more='quiet = ["22:00-06:00"]\n')
    place = open_workplace(station.desk.office, station.desk.out)
    told: list[str] = []

    def at(moment: str) -> None:
        now = datetime.fromisoformat(moment).replace(tzinfo=CHINA)
        Runner(
            station.desk.office,
            station.desk.out,
            place.database,
            place.register.plans,
            place.calendar,
            say=told.append,
            now=lambda: now,
            poll_seconds=0.1,
        ).run(once=True)

    with closing(place.database):
        place.database.conn.execute("UPDATE plan_terms SET since = '2030-01-01T00:00:00.000+00:00'")
        place.database.conn.commit()
        asked = []
        for moment in (
            "2030-01-02 23:30",
            "2030-01-03 05:59",
            "2030-01-03 06:00",
            "2030-01-03 23:30",
            "2030-01-04 07:00",
        ):
            at(moment)
            asked.append(station.asked())
    # the run of the 1st at 23:00 moved to the 2nd at 06:00, but at 23:30 it is quiet again
    assert asked == [0, 0, 1, 1, 2]


def test_a_probe_tells_why_a_home_page_does_not_open(station):
    station.site.routes = {"/": lambda ask: ask.reply(503)}
    run = station.desk.wangcha("probe", "--office", station.desk.office)
    assert run.code == 1
    assert "打不开：服务器返回错误" in run.out
    assert station.probes() == [(0, "http_error")]


ACCOUNT = """
[[account]]
id = "weixin"
name = "云溪发布"
platform = "微信公众号"
department = "zfb"
settings = {{ url = "{origin}/feed.xml" }}
"""


def test_accounts_have_no_home_page_to_probe(station):
    with (station.desk.office / "office.toml").open("a", encoding="utf-8") as register:
        register.write(ACCOUNT.format(origin=station.site.origin))
    run = station.desk.wangcha("probe", "--office", station.desk.office)
    assert run.code == 0, run.err
    assert station.probes() == [(1, "ok")]
    refused = station.desk.wangcha("probe", "weixin", "--office", station.desk.office)
    assert (refused.code, "是新媒体账号，没有首页可探测" in refused.err) == (2, True)
    assert station.probes() == [(1, "ok")]
