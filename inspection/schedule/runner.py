"""The scheduler: looks at the plans again and again, starts what is due as child processes, ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

import schedule
from sqlite_utils import Database

from inspection.schedule.due import latest_due
from inspection.schedule.locks import FileLock
from inspection.schedule.store import PlanRun, claim, close_superseded, finish, holds_since
from records.clock import CHINA, now_utc
from records.database import storage_faults
from records.errors import IncompleteError, StorageError
from records.register.model import Plan
from records.register.quiet import is_quiet
from records.workdays import Calendar

LOCK_NAME = "schedule.lock"
PATIENCE_SECONDS = 40.0
"""How long a run that was asked to stop may take to write down what it has (a gatherer has 20 of them)."""


@dataclass(slots=True)
class Running:
    """A run under way."""

    plan: Plan
    run: PlanRun
    process: subprocess.Popen[bytes]


class Runner:
    """Runs the plans of one office. At most one run of a lane (:func:`lane_of`) at a time.

    ``now`` gives the time (aware); ``say`` is told a sentence about every start and end.
    """

    def __init__(
        self,
        office: Path,
        out: Path,
        database: Database,
        plans: tuple[Plan, ...],
        calendar: Calendar,
        *,
        say: Callable[[str], None],
        now: Callable[[], datetime] = now_utc,
        poll_seconds: float = 5.0,
    ) -> None:
        self._office = office.absolute()
        self._out = out.absolute()
        self._database = database
        self._plans = plans
        self._calendar = calendar
        self._say = say
        self._now = now
        self._poll = poll_seconds
        self._running: list[Running] = []
        self._stop = threading.Event()

    def run(self, *, once: bool = False) -> None:
        """Work until Ctrl-C or SIGTERM; with ``once`` until nothing is due and nothing runs any more.

        Raises :class:`IncompleteError` where another scheduler works for this office.
        """
        timer = schedule.Scheduler()
        timer.every(max(1, round(self._poll))).seconds.do(self._look_on)
        with self._alone(), self._ending_cleanly():
            try:
                self.look()
                while not self._stop.is_set() and not (once and not self._running):
                    self._stop.wait(min(self._poll, 0.2) if self._running else min(self._poll, 1.0))
                    if self._note_ended():
                        self._look_on()
                    timer.run_pending()
            finally:
                self._stop_running()

    def look(self) -> None:
        """Start what is due by now and was not started yet; of several missed dues of a plan the newest alone."""
        now = self._now()
        for plan in self._plans:
            since = holds_since(self._database, plan, now)
            due = latest_due(plan, self._calendar, now)
            busy = any(lane_of(running.plan) == lane_of(plan) for running in self._running)
            if due <= since or busy or self._stop.is_set() or is_quiet(plan.quiet, now.astimezone(CHINA).time()):
                continue
            close_superseded(self._database, plan.id, due, now)
            self._start(plan, due, now)

    def _look_on(self) -> None:
        try:
            self.look()
        except StorageError as fault:  # a busy database must not end the service; the run is still due next time
            self._say(str(fault))

    # -- one run --------------------------------------------------------------------------------------------------

    def _start(self, plan: Plan, due: datetime, now: datetime) -> None:
        lock = FileLock(self._office / f"schedule-{lane_of(plan)}.lock")
        if not lock.take(plan.id):
            return  # a run whose scheduler was killed still goes on; it will note its own end
        try:
            log = f"{now.astimezone(CHINA):%Y%m%d-%H%M%S}-{plan.id}.log"
            run = claim(self._database, plan.id, due, now, log)
            if run is None:
                return
            self._say(f"开始“{plan.id}”({self._local(due)} 的一次{',上次中断,重新运行' if run.tries > 1 else ''})。")
            self._running.append(Running(plan, run, self._child(plan, run, lock.handle or 0)))
        finally:
            lock.release()

    def _child(self, plan: Plan, run: PlanRun, lock: int) -> subprocess.Popen[bytes]:
        with storage_faults(self._out):
            (self._out / "schedule").mkdir(parents=True, exist_ok=True)
            with (self._out / "schedule" / run.log).open("ab") as log:
                # a session of its own: Ctrl-C reaches us first, and we ask the run to end
                return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                    [
                        *(sys.executable, "-m", "inspection.schedule.child", str(self._office), str(run.id)),
                        *command_of(plan, self._office, self._out),
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=(lock,),
                )

    def _note_ended(self, *, interrupted: bool = False) -> bool:
        ended = False
        for running in list(self._running):
            code = running.process.poll()
            if code is None:
                continue
            ended = True
            self._running.remove(running)
            finish(self._database, running.run.id, code, self._now(), interrupted=interrupted)
            how = (
                "已按要求停止" if interrupted else {0: "完成", 1: "完成,发现问题", 3: "未能全部完成"}.get(code, "失败")
            )
            self._say(f"“{running.plan.id}”{how};记录见 {self._out / 'schedule' / running.run.log}")
        return ended

    def _stop_running(self) -> None:
        self._note_ended()
        for running in self._running:
            running.process.send_signal(signal.SIGINT)
        for running in self._running:
            try:
                running.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                running.process.kill()
                running.process.wait()
        self._note_ended(interrupted=True)

    # -- being alone, ending cleanly ------------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._office / LOCK_NAME)
        if not lock.take(f"进程 {os.getpid()},自 {self._local(self._now())} 起"):
            raise IncompleteError(f"本单位的计划任务已在运行({lock.holder()})。请不要重复启动;要重启,请先停止它。")
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _ending_cleanly(self) -> Iterator[None]:
        def end(number: int, frame: FrameType | None) -> None:
            self._say("正在停止:等运行中的任务写完已有内容……")
            self._stop.set()

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @staticmethod
    def _local(moment: datetime) -> str:
        return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def command_of(plan: Plan, office: Path, out: Path) -> list[str]:
    """The arguments of ``wangcha`` that do what the plan says."""
    if plan.what == "probe":
        return ["probe", "--office", str(office), "--", *plan.sites]
    where = ["--office", str(office), "--out", str(out)]
    if plan.what == "recheck":
        return ["recheck", *where, *(part for site in plan.sites for part in ("--site", site))]
    patrol = ["--patrol"] if plan.what == "patrol" else []
    return ["inspect", *patrol, *where, "--", *plan.sites]


def lane_of(plan: Plan) -> str:
    """Runs of one lane wait for each other: a patrol and a whole inspection would ask the same hosts at once."""
    return "inspect" if plan.what == "patrol" else plan.what
