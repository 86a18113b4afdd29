"""``--lang en`` leaves nothing out: a new sentence, heading, option or error without English fails here."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from inspection.cli import main
from inspection.language import help_in_language, in_language
from records.ledger import state_table
from reports.shared import labels
from tests.support.web import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHINESE_MARKS = re.compile(r"[\u4e00-\u9fff，。：；（）“”、]")

ROOMS = ("inspection", "records", "dictionaries", "crawler", "reports", "rules")

SPEAKING = (
    *("inspection", "records", "dictionaries", "crawler/accounts", "crawler/spiders"),
    *("crawler/account_content.py", "crawler/account_gatherer.py", "crawler/run.py"),
    *("reports/findings_table.py", "reports/registry.py", "rules/registry.py"),
)
"""Where every Chinese text may reach the terminal. Everywhere else errors and what ``say`` is given may."""

WRITTEN = {
    # names and texts of documents, which are always Chinese
    "dictionaries/model.py": {"_PAST_YEAR", "Dictionaries"},
    "dictionaries/words_file.py": {"_write_workbook"},
    "dictionaries/wrong_targets.py": {"WrongTargets"},
    "inspection/audit/result.py": {"write_result"},
    "inspection/audit/rounds.py": {"draw_round", "write_packs"},
    "inspection/bulletin.py": {"_Round"},
    "inspection/columns.py": {"REGISTERED"},
    "inspection/judging.py": {"SiteJudge"},
    "inspection/recheck/addresses.py": {"_LINK_KINDS"},
    "inspection/recheck/reporting.py": {"TITLE"},
    "inspection/recheck/running.py": {"_INTERPRETATIONS", "_concluded"},
    "inspection/recheck/verdicts.py": {"Verdicts"},
    "inspection/reporting.py": {"report_data", "_department"},
    "inspection/schedule/probing.py": {"_open"},
    "inspection/words.py": {"OWN_FILE"},
    "inspection/score_comparison.py": {"_obstacle"},
    "records/document_numbers.py": {"DEFAULT_PATTERN"},
    "records/ledger/rechecks.py": {"_WORDS"},
    "records/ledger/take_in.py": {"_Intake"},
    "records/notices/issuing.py": {"CONFIRM_NOTE", "VERIFY_NOTE", "_send"},
    "records/notices/replies.py": {"Reply", "_finding"},
    "reports/findings_table.py": {"CSV_COLUMNS"},
    # what is looked for in files of others
    "crawler/accounts/table.py": {"HEADERS", "NAMES", "SETTINGS"},
    "dictionaries/confusions.py": {"confusions"},
    "dictionaries/personal.py": {"_COLUMNS"},
    "inspection/replies.py": {"_NO", "_BARE_YES", "_File"},
    "records/bundle/columns.py": {"_HOME"},
    "records/bundle/schema.py": {"SCHEMA"},
    "records/clock.py": {"_DAY"},
    "records/evidence/parts.py": {"_GUESSES"},
    "records/masking.py": {"_OTHERS"},
    "records/urls.py": {"_WRAPPED"},
    "records/register/fields.py": {"_DAYS"},
    "records/register/account_import.py": {"HEADERS", "_Import"},
    "records/register/column_import.py": {"HEADERS", "_Import"},
    "records/register/table_import.py": {"HEADERS"},
    # told in the manuals alone
    "crawler/accounts/registry.py": {"COMMON_SETTINGS"},
    "rules/registry.py": {"read_manual"},
}
"""Names of a module whose texts stay Chinese; errors raised in them are looked at all the same."""

SAYING = {"say", "tell", "spoken", "add"}
"""Functions that hand on what is said at the terminal, besides the errors."""


# -- the source -------------------------------------------------------------------------------------------------------


@cache
def trees() -> dict[str, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def kinds_of_error() -> frozenset[str]:
    """The names of WangchaError and of every class below it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    kinds = {"WangchaError"}
    while more := {name for name, above in bases.items() if above & kinds} - kinds:
        kinds |= more
    return frozenset(kinds)


def texts(node: ast.AST) -> Iterator[str]:
    """Every text that the node makes, ``v7`` in the place of each value; docstrings are none."""
    made = _text(node)
    if made is not None:
        yield made
    if made is None or isinstance(node, ast.JoinedStr):
        parts = ast.iter_child_nodes(node)
        if isinstance(node, ast.JoinedStr):
            parts = (part.value for part in node.values if isinstance(part, ast.FormattedValue))
        for part in parts:
            if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
                yield from texts(part)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "v7" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = _text(node.left), _text(node.right)
        return sides[0] + sides[1] if sides[0] is not None and sides[1] is not None else None
    return None


def said_in(name: str) -> Iterator[str]:
    """The texts of a module that may be read at the terminal."""
    tree = trees()[name]
    if name.startswith(SPEAKING):
        for node in tree.body:
            if not _names(node) & WRITTEN.get(name, set()):
                yield from texts(ast.Module([node], []))
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        if getattr(called, "id", getattr(called, "attr", "")) in kinds_of_error() | SAYING:
            yield from texts(node)


def _names(node: ast.stmt) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {getattr(node, "name", "")} | {target.id for target in targets if isinstance(target, ast.Name)}


def has_english(text: str) -> bool:
    filled = re.sub(r"\{\w+\}", "v7", text)  # for str.format
    spoken = (say(each, "en") for each in (text, filled) for say in (in_language, help_in_language))
    return any(not CHINESE_MARKS.search(each) for each in spoken)


@pytest.mark.parametrize("name", sorted(trees()))
def test_every_sentence_of_the_source_has_its_english(name: str) -> None:
    missing = [text for text in said_in(name) if CHINESE.search(text) and not has_english(text)]
    assert not missing, f"write these into inspection/english/: {missing}"


def test_errors_are_known_and_exemptions_exist() -> None:
    assert {"BadInputError", "StorageError", "RuleError", "AdapterError"} <= kinds_of_error()
    for name, written in WRITTEN.items():
        assert written <= {each for node in trees()[name].body for each in _names(node)}, name


def test_a_new_sentence_would_be_noticed() -> None:
    fresh = ast.parse("def f(x):\n    '''说明。'''\n    raise BadInputError(f'{x}：这是新的一句。请补上英文。')")
    assert [text for text in texts(fresh) if not has_english(text)] == ["v7：这是新的一句。请补上英文。"]


def test_every_word_of_the_tables_has_its_english() -> None:
    words = [labels.label(table, word) for table in ("severity", "certainty", "state", "reason")
             for word in labels.words(table)]  # fmt: skip
    for word in [*words, *state_table().titles.values()]:
        assert has_english(word), word


# -- the command line -------------------------------------------------------------------------------------------------


def commands(command: click.Command = main, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, the program's own being empty."""
    yield above.strip(), command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{above} {name}")


@pytest.mark.parametrize("width", ["80", "40"])
@pytest.mark.parametrize("path", [path for path, _ in commands()])
def test_every_help_is_english(path: str, width: str) -> None:
    run = CliRunner(env={"COLUMNS": width}).invoke(main, ["--lang", "en", *path.split(), "--help"])
    assert run.exit_code == 0
    assert run.output.startswith("Usage: ")
    assert not CHINESE_MARKS.search(run.output), run.output


@pytest.mark.parametrize("path", [path for path, _ in commands()])
def test_every_help_is_chinese(path: str) -> None:
    run = CliRunner().invoke(main, [*path.split(), "--help"])
    assert run.output.startswith("用法：")
    assert not re.search(r"Usage|Options|Commands|default|required|message", run.output), run.output


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_every_option_says_something(path: str, command: click.Command) -> None:
    assert command.help, path
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert not silent


def test_a_missing_or_wrong_word_is_told_in_english() -> None:
    for written in (
        ("judge",),
        ("--foo",),
        ("inspct",),
        ("audit", "draw"),
        ("audit", "draw", "--title", "x", "--deadline", "soon"),
        ("audit", "import"),
        ("register", "import", "/none.csv"),
        ("inspect", "--rate", "x"),
        ("findings", "--family", "x"),
        ("ledger", "move"),
    ):
        for run in (
            CliRunner().invoke(main, ["--lang", "en", *written]),
            CliRunner(env={"WANGCHA_LANG": "en"}).invoke(main, written),
        ):
            assert run.exit_code == 2
            assert not CHINESE_MARKS.search(run.output), run.output


def test_the_language_is_known_before_anything_is_said() -> None:
    for written in (("--lang", "en"), ("--lang=en", "--help"), ("--help", "--lang", "en")):
        assert "Usage: " in CliRunner().invoke(main, written).output
    assert "Usage: " in CliRunner(env={"WANGCHA_LANG": "en"}).invoke(main).output
    assert "用法：" in CliRunner(env={"WANGCHA_LANG": "en"}).invoke(main, ["--lang", "zh", "--help"]).output


def test_english_is_read_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda text: pytest.fail("a language file was read"))
    monkeypatch.setattr(Path, "read_text", lambda self, **how: pytest.fail("a file was read"))
    assert in_language("台账里还没有检查记录。", "zh") == "台账里还没有检查记录。"
