"""The command line ``wangcha``: one module a group of commands, errors said in one plain sentence."""

from __future__ import annotations

import os
import sys
from typing import Any

import click
from rich.text import Text

from inspection.cli.accounts import COMMANDS as ACCOUNTS
from inspection.cli.audit import COMMANDS as AUDIT
from inspection.cli.bulletin import COMMANDS as BULLETIN
from inspection.cli.common import errors, say
from inspection.cli.doctor import COMMANDS as DOCTOR
from inspection.cli.findings import COMMANDS as FINDINGS
from inspection.cli.ledger import COMMANDS as LEDGER
from inspection.cli.notices import COMMANDS as NOTICES
from inspection.cli.recheck import COMMANDS as RECHECK
from inspection.cli.register import COMMANDS as REGISTER
from inspection.cli.rulebook import COMMANDS as RULEBOOK
from inspection.cli.schedule import COMMANDS as SCHEDULE
from inspection.cli.scorecard import COMMANDS as SCORECARD
from inspection.cli.stages import COMMANDS as STAGES
from records.clock import CHINA, CLOCK_VARIABLE, now_utc
from records.errors import WangchaError


class PlainErrors(click.Group):
    """Says our own errors as they are and ends with their exit code; no traceback for what a person can put right."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WangchaError as error:
            # as text, not as markup: a key such as [office] would be taken for a colour
            errors.print(Text("✗ ", style="bold red").append(str(error), style="default"), soft_wrap=True)
            ctx.exit(error.exit_code)


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wangcha")
def main() -> None:
    """网查：政府网站与政务新媒体巡检，从发现问题到整改销号。"""
    if os.environ.get(CLOCK_VARIABLE):
        say(f"注意：时钟由环境变量 {CLOCK_VARIABLE} 设为 {now_utc().astimezone(CHINA):%Y-%m-%d %H:%M}，只供演练。")


for command in (
    *STAGES,
    *RECHECK,
    *SCHEDULE,
    *FINDINGS,
    *NOTICES,
    *LEDGER,
    *BULLETIN,
    *SCORECARD,
    *AUDIT,
    *REGISTER,
    *ACCOUNTS,
    *RULEBOOK,
    *DOCTOR,
):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
