"""What several commands share: options, the console on stderr, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from inspection.language import CHINESE, in_language
from records.clock import parse_as_of, today_in_china

FINDINGS_LEFT = 1
INCOMPLETE = 3

LANGUAGE = "inspection.language"
"""Where click keeps what ``--lang`` chose, for every command below."""
LANGUAGE_VARIABLE = "WANGCHA_LANG"

errors = Console(stderr=True)
"""Progress and errors go to stderr, so that results on stdout can be piped."""


def language(context: click.Context | None = None) -> str:
    """What ``--lang`` chose for the run of this context (as a rule the one under way)."""
    context = context or click.get_current_context(silent=True)
    return context.meta.get(LANGUAGE, CHINESE) if context else CHINESE


def spoken(sentence: str) -> str:
    """The sentence in the language of this run."""
    return in_language(sentence, language())


def tell(sentence: str) -> None:
    """A sentence that is itself the result, on stdout."""
    click.echo(spoken(sentence))


def say(sentence: str) -> None:
    """A sentence to the person at the terminal: no markup, and one line where nobody watches."""
    errors.print(spoken(sentence), highlight=False, markup=False, soft_wrap=True)


class Day(click.ParamType[date]):
    """A day such as 2026-11-20."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return parse_as_of(value) if isinstance(value, str) else value


def office_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--office DIR``."""
    return click.option(
        "--office",
        type=click.Path(path_type=Path),
        envvar="WANGCHA_OFFICE",
        help="登记册所在目录（内有 office.toml）；台账也存在这里。",
    )(command)


def out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--out DIR``."""
    return click.option(
        "--out", type=click.Path(path_type=Path), default=Path("inspections"), show_default=True,
        help="结果写到哪个目录。",
    )(command)  # fmt: skip


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of DATE``: the one place where a command learns what day it is."""
    return click.option(
        "--as-of", type=Day(), default=today_in_china, metavar="日期", help="按这一天判断（如 2026-11-20），默认今天。"
    )(command)


def unused(folder: Path) -> Path:
    """The folder, or the first of ``…-2``, ``…-3`` that is not there: two inspections may begin in one second."""
    numbered = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return folder if not folder.exists() else next(each for each in numbered if not each.exists())
