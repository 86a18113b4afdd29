"""``--help`` of every command in the language of the run: translated before it is wrapped."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from functools import partial

import click

from inspection.cli.common import language
from inspection.language import help_in_language


class SpokenHelp(click.HelpFormatter):
    """Help, word by word in the language ``lang``."""

    def __init__(self, lang: str, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._spoken = partial(help_in_language, lang=lang)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(self._spoken(f"Usage: {prog}"), self._spoken(args), prefix or "")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{self._spoken(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        super().write_text(self._spoken(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(self._spoken(one), self._spoken(other)) for one, other in rows], col_max, col_spacing)


class SpokenContext(click.Context):
    """What runs a command; its help speaks the language of the run."""

    def make_formatter(self) -> click.HelpFormatter:
        return SpokenHelp(language(self), self.terminal_width, self.max_content_width)


def speaking(command: click.Command) -> click.Command:
    """The command, and every one below it, with help in the language of the run."""
    for each in _with_all_below(command):
        each.context_class = SpokenContext
        if each.help and not each.short_help:  # else a narrow terminal cuts it, and half a sentence has no translation
            each.short_help = inspect.cleandoc(each.help).partition("\n\n")[0]
    return command


def _with_all_below(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _with_all_below(each)
