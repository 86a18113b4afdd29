"""Starts the gatherer of one site as a process of its own and watches it.

A process a site, because Twisted's reactor cannot start twice in one process, and because its memory ends with it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from records.bundle.known import KnownGood, write_known
from records.bundle.schema import DATABASE_NAME
from records.bundle.spec import GatherSpec

SPEC_NAME = "spec.json"
LOG_NAME = "gather.log"
PATIENCE_SECONDS = 20.0
"""How long a gatherer that was asked to stop may take to write down what it has."""


class GatherProcess:
    """One site being gathered. The bundle's folder holds the order (``spec.json``) and the gatherer's log.

    ``known`` are addresses of other sites that need not be asked again.
    """

    def __init__(self, spec: GatherSpec, known: Mapping[str, KnownGood] | None = None) -> None:
        self.spec = spec
        self.folder = Path(spec.bundle)
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        for name in (SPEC_NAME, LOG_NAME):  # for their owner alone: a log may quote what a site answered
            (self.folder / name).touch(mode=0o600)
        spec.write(self.folder / SPEC_NAME)
        if known:
            write_known(self.folder, known)
        # a session of its own: Ctrl-C in the terminal reaches us first, and we ask the gatherer to end
        self._log = (self.folder / LOG_NAME).open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "crawler.run", str(self.folder / SPEC_NAME)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    @property
    def has_bundle(self) -> bool:
        """Whether the gatherer has opened its bundle yet."""
        return (self.folder / DATABASE_NAME).is_file()

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        code = self._process.poll()
        if code is not None and not self._log.closed:
            self._log.close()
        return code

    def ask_to_stop(self) -> None:
        """Let it finish cleanly with what it has."""
        if self.exit_code is None:
            self._process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """Ask, wait a little, then end it."""
        self.ask_to_stop()
        end = time.monotonic() + PATIENCE_SECONDS
        while self.exit_code is None and time.monotonic() < end:
            time.sleep(0.05)
        if self.exit_code is None:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The last line the gatherer wrote: what a plain sentence about a failure can be made of."""
        lines = (self.folder / LOG_NAME).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else ""
