"""Starts a reader process. Loads nothing: the gatherer starts one before its own libraries, and both load at once."""

from __future__ import annotations

import subprocess
import sys

Reader = subprocess.Popen[bytes]


def start_reader() -> Reader:
    """A reader (:mod:`crawler.reader_process`), which ends by itself once its stdin is closed."""
    command = [sys.executable, "-m", "crawler.reader_process"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603 - ours
