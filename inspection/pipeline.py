"""Gathers and judges several sites side by side: a process a site gathers, this one judges as evidence arrives."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from inspection.accounts import account_ending
from inspection.columns import classifier
from inspection.gathering import GatherProcess
from inspection.judging import Bench, Judgement, SiteJudge
from inspection.progress import Watcher
from inspection.sentences import gather_ending
from records.bundle.known import KnownGood
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.bundle.writer import seal
from records.errors import BadInputError

POLL_SECONDS = 0.2
UPDATE_SECONDS = 1.0
GATHERERS_PER_CORE = 2
"""Gathering mostly waits for the network, so that more gatherers than cores keep the cores busy."""


@dataclass(slots=True)
class SiteRun:
    """One site on its way through the pipeline."""

    process: GatherProcess
    started: float = field(default_factory=time.monotonic)
    told: float = 0.0
    reader: BundleReader | None = None
    judge: SiteJudge | None = None


@dataclass(frozen=True, slots=True)
class SiteResult:
    """How a site came out: the judgement (None where there was no evidence at all) and one sentence on its ending."""

    spec: GatherSpec
    judgement: Judgement | None
    sentence: str
    complete: bool


class Pipeline:
    """Runs the sites of one inspection. Ctrl-C (or SIGTERM) ends it cleanly with what was found so far.

    ``known`` are addresses of other sites that need not be asked again (see :mod:`records.bundle.known`).
    """

    def __init__(
        self,
        bench: Bench,
        specs: Sequence[GatherSpec],
        watcher: Watcher,
        *,
        judging: bool = True,
        known: Mapping[str, KnownGood] | None = None,
    ) -> None:
        self._known = known
        self._bench = bench
        self._waiting = list(specs)
        self._watcher = watcher
        self._judging = judging
        self._running: list[SiteRun] = []
        self._stop = threading.Event()

    @property
    def interrupted(self) -> bool:
        """Whether somebody ended it before its time."""
        return self._stop.is_set()

    def run(self) -> Iterator[SiteResult]:
        """Yield each site's result as soon as it is done."""
        with self._ending_cleanly():
            try:
                while self._waiting or self._running:
                    self._start_more()
                    busy = False
                    for site_run in list(self._running):
                        busy |= self._look_at(site_run)
                        if site_run.process.exit_code is not None:
                            self._running.remove(site_run)
                            yield self._finish(site_run)
                    if not busy:
                        time.sleep(POLL_SECONDS)
            finally:
                for site_run in self._running:
                    site_run.process.stop()

    def _start_more(self) -> None:
        if self._stop.is_set():
            self._waiting.clear()
            return
        room = GATHERERS_PER_CORE * (os.cpu_count() or 1) - len(self._running)
        for spec in self._waiting[: max(room, 0)]:
            self._running.append(SiteRun(GatherProcess(spec, self._known)))
        del self._waiting[: max(room, 0)]

    def _look_at(self, site_run: SiteRun) -> bool:
        """Judge what has arrived; True if there was anything."""
        self._open(site_run)
        if site_run.reader is None or site_run.judge is None:
            return False
        judged = site_run.judge.documents() if self._judging else 0
        now = time.monotonic()
        if now - site_run.told >= UPDATE_SECONDS:
            site_run.told = now
            self._watcher.update(
                site_run.process.spec.site,
                site_run.reader.progress(),
                site_run.judge.problem_count,
                now - site_run.started,
                site_run.process.spec.rate,
            )
        return judged > 0

    def _open(self, site_run: SiteRun) -> None:
        if site_run.reader is not None or not site_run.process.has_bundle:
            return
        site = site_run.process.spec.site
        try:
            site_run.reader = BundleReader(
                site_run.process.folder, classifier(self._bench.register, self._bench.dictionaries, site)
            )
            site_run.judge = SiteJudge(self._bench, site_run.reader)
        except BadInputError:  # the gatherer is just laying out its tables
            site_run.reader = None

    def _finish(self, site_run: SiteRun) -> SiteResult:
        self._open(site_run)
        spec = site_run.process.spec
        if site_run.reader is None or site_run.judge is None:
            sentence = f"{spec.site}：取证没有开始。{site_run.process.last_words()}"
            self._watcher.finish(spec.site, sentence)
            return SiteResult(spec, None, sentence, complete=False)
        gather = site_run.reader.gather
        judgement = site_run.judge.finish() if self._judging else None
        problems, account = site_run.judge.problem_count, site_run.reader.account
        if account is None:
            sentence, complete = gather_ending(gather, site_run.process.last_words(), problems)
        else:
            sentence, complete = account_ending(account, gather.interrupted, problems)
        self._watcher.finish(spec.site, sentence)
        site_run.reader.close()
        seal(site_run.process.folder)
        return SiteResult(spec, judgement, sentence, complete)

    @contextmanager
    def _ending_cleanly(self) -> Iterator[None]:
        def end(number: int, frame: FrameType | None) -> None:
            if self._stop.is_set():
                raise KeyboardInterrupt
            self._stop.set()
            self._watcher.say("正在停止：等取证程序写完已有内容，再据此出具结果（再按一次 Ctrl-C 立即退出）……")
            for site_run in self._running:
                site_run.process.ask_to_stop()

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
