"""The command line ``wangcha``: one module a group of commands, errors said in one plain sentence."""

from __future__ import annotations

import os
import sys
from collections import UserDict
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click
from rich.text import Text

from inspection.cli.common import LANGUAGE, LANGUAGE_VARIABLE, errors, language, say, spoken
from inspection.cli.help import SpokenContext, speaking
from inspection.language import CHINESE, LANGUAGES, help_in_language, in_language
from records.clock import CHINA, CLOCK_VARIABLE, now_utc
from records.errors import WangchaError

MODULES: Mapping[str, str] = {
    "inspect": "stages",
    "gather": "stages",
    "judge": "stages",
    "report": "stages",
    "recheck": "recheck",
    "check": "check",
    "schedule": "schedule",
    "probe": "schedule",
    "findings": "findings",
    "notice": "notices",
    "ledger": "ledger",
    "bulletin": "bulletin",
    "scorecard": "scorecard",
    "audit": "audit",
    "register": "register",
    "columns": "columns",
    "accounts": "accounts",
    "rules": "rulebook",
    "dictionaries": "dictionaries",
    "doctor": "doctor",
}
"""The module of every command, in the order of the manual."""


class OnDemand(UserDict[str, click.Command]):
    """Commands by name, each loaded when it is asked for: all together take longer than checking a page."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.data and name in MODULES:
            for command in import_module(f"inspection.cli.{MODULES[name]}").COMMANDS:
                self.data[command.name] = speaking(command)
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        return name in MODULES

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


class PlainErrors(click.Group):
    """Says errors in one plain sentence and ends with their exit code; no traceback for what a person can put right."""

    context_class = SpokenContext

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        try:
            return super().make_context(info_name, args, *rest, **more)
        except click.UsageError as error:
            raise _plain(error) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[LANGUAGE] = _wished_language(args)  # --help, and what is written wrong, is said before click is here
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _plain(error) from None
        except WangchaError as error:
            _refuse(spoken(str(error)))
            ctx.exit(error.exit_code)


def _wished_language(args: list[str]) -> str:
    """``--lang`` before the command's name, else the variable; Chinese where it is neither language."""
    wish = os.environ.get(LANGUAGE_VARIABLE, CHINESE)
    for place, word in enumerate(args):
        if word.startswith("--lang="):
            wish = word.partition("=")[2]
        elif word == "--lang":
            wish = "".join(args[place + 1 : place + 2])
        elif not word.startswith("-") and (place == 0 or args[place - 1] != "--lang"):
            break
    return wish if wish in LANGUAGES else CHINESE


def _plain(error: click.UsageError) -> click.exceptions.ClickException | click.exceptions.Exit:
    """Say what is wrong with the command line; what is left to raise ends the program."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    lang = language(error.ctx)
    _refuse(help_in_language(error.format_message(), lang))
    if error.ctx is not None:
        path = error.ctx.command_path
        pieces = help_in_language(" ".join(error.ctx.command.collect_usage_pieces(error.ctx)), lang)
        hint = f"用法：{path} {pieces}\n运行 {path} --help 可看到说明。"
        errors.print(in_language(hint, lang), highlight=False, markup=False, soft_wrap=True)
    return click.exceptions.Exit(error.exit_code)


def _refuse(sentence: str) -> None:
    # as text, not as markup: a key such as [office] would be taken for a colour
    errors.print(Text("✗ ", style="bold red").append(sentence, style="default"), soft_wrap=True)


@click.group(cls=PlainErrors, commands=OnDemand(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wangcha")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=CHINESE,
    envvar=LANGUAGE_VARIABLE,
    expose_value=False,
    help="终端上说中文（zh）还是英文（en）；写在命令名之前。",
)
def main() -> None:
    """网查：政府网站与政务新媒体巡检，从发现问题到整改销号。"""
    if os.environ.get(CLOCK_VARIABLE):
        say(f"注意：时钟由环境变量 {CLOCK_VARIABLE} 设为 {now_utc().astimezone(CHINA):%Y-%m-%d %H:%M}，只供演练。")


if __name__ == "__main__":
    sys.exit(main())
