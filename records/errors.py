"""Errors made for people: what happened, where, what to do."""

from __future__ import annotations


class WangchaError(Exception):
    """Something a person must put right; its text is shown as it is, without a traceback.

    ``exit_code`` follows the table of the command line: 2 usage or bad input, 3 the inspection could not be
    completed.
    """

    exit_code = 2


class BadInputError(WangchaError):
    """A file, key or argument is wrong. Refused whole; what was stored before stays."""


class IncompleteError(WangchaError):
    """The inspection could not be completed; what was gathered before is kept."""

    exit_code = 3


class StorageError(IncompleteError):
    """A folder or database cannot be written: full disk, read-only folder, locked database."""
