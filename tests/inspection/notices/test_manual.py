"""The manual for officials tells the table of states, the reply columns and the commands as they are."""

from __future__ import annotations

import re
from pathlib import Path

import click

from inspection.cli import main
from records.ledger import state_table
from records.ledger.states import ROLES
from reports.ledger_xlsx import PROBLEM_COLUMNS, REPLY_STATES

ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / "docs" / "rectification.md").read_text(encoding="utf-8")
NEEDS = {"note": "说明", "until": "日期"}


def test_the_table_of_states_is_the_one_in_force() -> None:
    table = state_table()
    expected = ["| 从 | 变为 | 由谁办理 | 必须写明 |", "|---|---|---|---|"]
    for state, title in table.titles.items():
        for to, move in table.moves[state].items():
            by = "、".join(ROLES[role] for role in move.by)
            needs = "、".join(NEEDS[need] for need in move.needs) or "—"
            expected.append(f"| {title} `{state}` | {table.titles[to]} `{to}` | {by} | {needs} |")
    assert MANUAL[MANUAL.index(expected[0]) :].strip().splitlines() == expected
    assert (
        f"办结的状态是：{'、'.join(table.titles[state] for state in table.titles if state in table.final)}。" in MANUAL
    )
    assert f"销号后 {table.reopen_within_days} 天内" in MANUAL


def test_every_reply_column_is_explained() -> None:
    for column in PROBLEM_COLUMNS:
        assert (f"| {column.title} | " in MANUAL) == column.reply, column.title
    assert "、".join(REPLY_STATES) in MANUAL


def test_every_command_and_option_in_the_manual_exists() -> None:
    told = re.findall(r"wangcha ([a-z]+)(?: ([a-z]+))?([^`\n]*)", MANUAL)
    assert len(told) > 15
    for name, second, rest in told:
        command = main.commands[name]
        if isinstance(command, click.Group) and second:
            command = command.commands[second]
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, (name, second, rest)
        if match := re.search(r"--to ([a-z]+)", rest):
            assert match[1] in state_table().titles
    for path in re.findall(r"\]\(([^)]+)\)", MANUAL):
        assert (ROOT / "docs" / path).is_file(), path
