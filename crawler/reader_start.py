"""Starts a reader process. Loads nothing: the gatherer starts one before its own libraries, and both load at once."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

try:
    import fcntl
except ImportError:  # not on Windows, whose pipes are what they are
    fcntl = None  # type: ignore[assignment]

_KEEP = {"MALLOC_TRIM_THRESHOLD_": str(1 << 28), "MALLOC_MMAP_THRESHOLD_": str(1 << 28)}
"""glibc is not to hand the memory of every page back to the system: to get it anew costs a tenth of the reading."""

PIPE_BYTES = 1024 * 1024
"""How much may lie between the two: some dozens of pages, so that neither waits while the other is busy."""

Reader = subprocess.Popen[bytes]


def start_reader(*loaded: str) -> Reader:
    """A reader (:mod:`crawler.reader_process`), which ends by itself once its stdin is closed.

    ``loaded`` are names of its readers that are loaded at once, the others when they are first asked for.
    """
    command = [sys.executable, "-m", "crawler.reader_process", *loaded]
    environment = {**_KEEP, **os.environ}
    pipe = subprocess.PIPE
    reader = subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0, env=environment)  # noqa: S603 - ours
    for end in (reader.stdin, reader.stdout):
        if end is not None:
            with suppress(AttributeError, OSError):  # other systems and small limits: they are slower, no more
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reader
