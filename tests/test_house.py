"""The house stays as ``docs/design.md`` draws it: who imports whom, who reads the clock, where rules live."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from inspection import cli
from records.model import FAMILIES
from rules.registry import all_rules

ROOT = Path(__file__).parents[1]
ROOMS = ("records", "dictionaries", "crawler", "rules", "reports", "inspection")
CLOCK = "records/clock.py"
PACING = {"crawler/frontier.py", "crawler/gatherer.py", "crawler/pacing.py"}
"""When an address may be asked again is a matter of seconds by the wall clock, not of the day that is judged."""

READINGS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
}
MEASURING = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep", "process_time"}


def modules(*rooms: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def clock_readings(source: str) -> Iterator[str]:
    """Names such as ``datetime.now``, called or handed on, however they were imported."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if node.attr in READINGS.get(name, set()):
                yield f"{name}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"time.{alias.name}" for alias in node.names if alias.name not in MEASURING)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("from datetime import datetime\nx = datetime.now()", ["datetime.now"]),
        ("import datetime\nx = datetime.date.today()", ["date.today"]),
        ("import time\nfield(default_factory=time.time)", ["time.time"]),
        ("from time import time, monotonic", ["time.time"]),
        ("import time\nx = time.monotonic()\ny = day.today", []),
    ],
)
def test_clock_readings_are_recognised(source: str, seen: list[str]) -> None:
    assert list(clock_readings(source)) == seen


def test_imports_follow_the_table() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_only_the_clock_reads_the_clock() -> None:
    readers = {
        name: found
        for name in modules(*ROOMS)
        if (found := list(clock_readings((ROOT / name).read_text(encoding="utf-8"))))
    }
    assert readers.pop(CLOCK), "the clock itself must be found, or this test sees nothing"
    assert set(readers) <= PACING, readers


def test_rules_do_not_even_measure_time() -> None:
    for name in modules("rules"):
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        imported = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & {"time", "asyncio", "subprocess", "os"}, name


def test_a_rule_is_a_file_and_a_folder() -> None:
    files = {
        Path(name).stem.replace("_", "-")
        for family in FAMILIES
        for name in modules(f"rules/{family}")
        if "\nMETA = " in (ROOT / name).read_text(encoding="utf-8")
    }
    folders = {path.parent.name for path in (ROOT / "tests" / "rules").glob("*/expected.toml")}
    known = {rule.meta.id for rule in all_rules() if rule.check.__module__.startswith("rules.")}
    assert files == folders == known


def test_commands_are_listed_where_they_are() -> None:
    listed: dict[str, list[str]] = {}
    for name, module in cli.MODULES.items():
        listed.setdefault(module, []).append(name)
    folder = ROOT / "inspection" / "cli"
    modules = {path.stem for path in folder.glob("*.py") if "\nCOMMANDS = " in path.read_text(encoding="utf-8")}
    assert listed.keys() == modules
    for module, names in listed.items():
        assert [command.name for command in import_module(f"inspection.cli.{module}").COMMANDS] == names


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("inspection.cli", ("dictionaries", "rules", "reports", "crawler", "sqlite_utils", "openpyxl", "numpy")),
        ("inspection.cli.check", ("numpy", "sqlite_utils", "openpyxl", "asyncio", "urllib.request", "selectolax")),
        ("inspection.cli.stages", ("scrapy", "aiohttp", "scipy", "docx", "selectolax", "trafilatura", "playwright")),
    ],
)
def test_commands_start_without_what_few_of_them_need(module: str, heavy: tuple[str, ...]) -> None:
    """An office runs dozens of commands a day, and somebody waits for the answer of ``check``."""
    program = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
