"""The commands' part of ``commands.md``: from click, with introductions from ``commands.toml`` where there are any."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click

from docs.writing import joined, table
from inspection.cli import main

INTRODUCTIONS = Path(__file__).with_name("commands.toml")


def commands(group: click.Group = main, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name (``register import``); a group comes before its own."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield above + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def introductions() -> dict[str, dict[str, str]]:
    """What is written by hand: ``text``, ``example``, ``exits`` of a command, each optional."""
    return tomllib.loads(INTRODUCTIONS.read_text(encoding="utf-8"))


def text() -> str:
    """All commands, one section each."""
    by_hand = introductions()
    return "\n\n".join("\n\n".join(_section(name, command, by_hand.get(name, {}))) for name, command in commands())


def _section(name: str, command: click.Command, by_hand: dict[str, str]) -> Iterator[str]:
    context = click.Context(command, info_name=f"wangcha {name}")
    yield f"{'###' if ' ' in name else '##'} wangcha {name}"
    # a form feed ends what click shows, \b only keeps click from joining lines
    yield joined(inspect.cleandoc(command.help or "").partition("\f")[0].replace("\b\n", ""))
    if words := by_hand.get("text"):
        yield joined(words)
    if isinstance(command, click.Group):
        return
    pieces = " ".join(command.collect_usage_pieces(context)).replace("[OPTIONS]", "[选项]")
    yield f"    wangcha {name} {pieces}".rstrip()
    if example := by_hand.get("example"):
        yield "例：\n\n" + "\n".join(f"    {line}".rstrip() for line in example.strip().splitlines())
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    if options:
        yield table(("选项", "含义"), (_row(option, context) for option in options))
    if exits := by_hand.get("exits"):
        yield f"退出码：{exits}"


def _row(option: click.Option, context: click.Context) -> tuple[str, str]:
    names = "、".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" {_value(option)}"
    meaning = [joined(option.help or "")]
    default = option.get_default(context, call=False)
    if isinstance(default, str | int | float | Path) and not isinstance(default, bool) and default != "":
        meaning.append(f"默认 `{getattr(default, 'value', default)}`。")
    if option.envvar:
        meaning.append(f"也可写在环境变量 `{option.envvar}` 里。")
    if option.required:
        meaning.append("必填。")
    return names + value, " ".join(each for each in meaning if each)


def _value(option: click.Option) -> str:
    kind = option.type
    if option.metavar:
        return option.metavar
    if isinstance(kind, click.Choice):
        return "、".join(f"`{getattr(choice, 'value', choice)}`" for choice in kind.choices)
    if isinstance(kind, click.Path):
        return {(False, True): "目录", (True, False): "文件"}.get((kind.file_okay, kind.dir_okay), "路径")
    if isinstance(kind, click.types.IntParamType):
        return "整数"
    if isinstance(kind, click.types.FloatParamType):
        return "数字"
    return "文字" if kind.name == "text" else kind.name
