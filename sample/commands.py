"""Runs the command line ``wangcha`` in this process."""

from __future__ import annotations

import contextlib
import io
import os
import sys

import click

from inspection.cli import main as wangcha

FOUND = 1


def run(*arguments: object) -> int:
    """Run one command and return its exit code (see docs/commands.md); its faults have been told then."""
    try:
        code = wangcha([str(argument) for argument in arguments], standalone_mode=False)
    except SystemExit as leaving:
        code = leaving.code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    return code if isinstance(code, int) else 0


def run_quietly(*arguments: object) -> int:
    """The same for a step on the way: what it writes to standard output goes to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        return run(*arguments)


def told_by(*arguments: object, columns: int) -> str:
    """What a command writes to standard output, in lines of ``columns`` characters."""
    told, before = io.StringIO(), os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(columns)
    try:
        with contextlib.redirect_stdout(told):
            run(*arguments)
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return told.getvalue()
