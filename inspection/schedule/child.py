"""``python -m inspection.schedule.child OFFICE RUN COMMAND …``: runs one command of ``wangcha`` for a plan.

It notes the end in the office's database itself, so that a run whose scheduler was killed is not run twice.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from inspection.cli import main as wangcha
from inspection.schedule.store import finish
from records.clock import now_utc
from records.database import open_office


def main(arguments: list[str]) -> int:
    """Run the command in this process; returns its exit code."""
    office, run, *command = arguments
    try:
        wangcha(command, prog_name="wangcha")
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 2
    except KeyboardInterrupt:
        code = 3
    with closing(open_office(Path(office))) as database:
        finish(database, int(run), code, now_utc())
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
