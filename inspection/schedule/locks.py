"""Locks of the operating system on files of the office's folder: they end with the process that holds them."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from records.database import storage_faults
from records.errors import BadInputError


class FileLock:
    """One lock file. :meth:`take` says whether it is ours now; :meth:`release` (or the process' end) frees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def handle(self) -> int | None:
        """The file descriptor while the lock is held, to be passed on to a child that is to hold it as well."""
        return self._handle

    def take(self, words: str) -> bool:
        """Take the lock and leave ``words`` (who holds it) in the file; False where another process has it."""
        try:
            fcntl = importlib.import_module("fcntl")
        except ImportError as error:
            raise BadInputError("计划任务目前只能在 Linux 或 macOS 上运行。") from error
        with storage_faults(self.path):
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            os.ftruncate(handle, 0)
            os.write(handle, words.encode())
        self._handle = handle
        return True

    def holder(self) -> str:
        """What the holder left in the file."""
        with storage_faults(self.path):
            return self.path.read_text(encoding="utf-8").strip()

    def release(self) -> None:
        """Let go of it. A child to which the handle was passed on goes on holding it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
