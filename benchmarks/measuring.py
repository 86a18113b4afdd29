"""Running one contestant in a process of its own and measuring it; printing what came out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Measured:
    """One run: wall and CPU seconds, peak resident megabytes, exit code and output."""

    wall: float
    cpu: float
    peak_mb: float
    exit_code: int
    output: str = field(repr=False)


def run(command: Sequence[str]) -> Measured:
    """Run a command to its end; its own resources only, not those of other children."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode, output.read())


@contextmanager
def served(pages: int) -> Iterator[str]:
    """Serve a generated portal in its own process; its origin."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server", str(pages)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait()


def target(what: str, value: float, aim: float, *, at_least: bool) -> None:
    """Say whether an aim is met."""
    met = value >= aim if at_least else value <= aim
    print(f"  {'met' if met else 'NOT met':8} {what}: {value:.2f} (aim: {'>=' if at_least else '<='} {aim:.2f})")
