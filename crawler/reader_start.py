"""Starts a reader process. Loads nothing: the gatherer starts one before its own libraries, and both load at once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

try:
    import fcntl
except ImportError:  # not on Windows, whose pipes are what they are
    fcntl = None  # type: ignore[assignment]

PIPE_BYTES = 1024 * 1024
"""How much may lie between the two: some dozens of pages, so that neither waits while the other is busy."""

Reader = subprocess.Popen[bytes]


def start_reader() -> Reader:
    """A reader (:mod:`crawler.reader_process`), which ends by itself once its stdin is closed."""
    command = [sys.executable, "-m", "crawler.reader_process"]
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603 - ours
    for pipe in (reader.stdin, reader.stdout):
        if pipe is not None:
            with suppress(AttributeError, OSError):  # other systems and small limits: they are slower, no more
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reader
