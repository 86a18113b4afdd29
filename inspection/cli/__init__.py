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
from inspection.cli.columns import COMMANDS as COLUMNS
from inspection.cli.common import LANGUAGE, errors, language, say, spoken
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
from inspection.language import CHINESE, LANGUAGES, click_in_chinese
from records.clock import CHINA, CLOCK_VARIABLE, now_utc
from records.errors import WangchaError


class PlainErrors(click.Group):
    """Says errors in one plain sentence and ends with their exit code; no traceback for what a person can put right."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        try:
            return super().make_context(info_name, args, *rest, **more)
        except click.UsageError as error:  # before --lang is known
            raise _plain(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if language() == CHINESE:
                raise _plain(error) from None
            raise
        except WangchaError as error:
            _refuse(spoken(str(error)))
            ctx.exit(error.exit_code)


def _plain(error: click.UsageError) -> click.exceptions.ClickException | click.exceptions.Exit:
    """Say in Chinese what is wrong with the command line; what is left to raise ends the program."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    _refuse(click_in_chinese(error.format_message()))
    if error.ctx is not None:
        pieces = " ".join(error.ctx.command.collect_usage_pieces(error.ctx)).replace("[OPTIONS]", "[选项]")
        path = error.ctx.command_path
        say(f"用法：{path} {pieces.replace('COMMAND [ARGS]...', '命令 …')}\n运行 {path} --help 可看到说明。")
    return click.exceptions.Exit(error.exit_code)


def _refuse(sentence: str) -> None:
    # as text, not as markup: a key such as [office] would be taken for a colour
    errors.print(Text("✗ ", style="bold red").append(sentence, style="default"), soft_wrap=True)


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wangcha")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=CHINESE,
    envvar="WANGCHA_LANG",
    expose_value=False,
    callback=lambda ctx, param, chosen: ctx.meta.update({LANGUAGE: chosen}),
    help="报错和进度用中文（zh）还是英文（en）；写在命令名之前。",
)
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
    *COLUMNS,
    *ACCOUNTS,
    *RULEBOOK,
    *DOCTOR,
):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
