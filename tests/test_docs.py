"""The manuals say what the program is: what can be compared with the code is compared."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dictionaries.model import WORD_CATEGORIES, Clause, ColumnKind, PolicyWords, PrivacyWords, TamperWords, Word
from dictionaries.wrong_targets import WrongTargetWords
from docs import command_pages, generate, writing
from records.bundle.schema import ADDED, SCHEMA
from records.ledger.states import state_table
from records.model import (
    FAMILIES,
    Baseline,
    Certainty,
    Finding,
    Locus,
    Outcome,
    Reason,
    RuleMeta,
    Scope,
    Severity,
    Unverified,
    Verdict,
)
from reports.findings_json import report_object
from reports.model import InspectionInfo, OfficeInfo, ReportData, SiteInfo
from reports.notice.model import FamilyGroup, Item, Notice, RuleGroup, Tally
from reports.shared.evidence_text import Line
from rules.context import Context
from rules.registry import all_rules, read_rule

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MANUALS = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
EXTENSIONS = {"wangcha.rules", "wangcha.platforms", "wangcha.reports", "wangcha.dictionaries"}


def manual(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """The text under a heading (or a paragraph that begins like it) up to the next heading."""
    found = re.search(rf"^(?:#+ )?{re.escape(heading)}(?![\w.]).*?\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def first_cells(text: str) -> list[str]:
    """The names in the first cells of the first table, without its heading; a cell may hold several."""
    lines = text[text.index("| ") :].partition("\n\n")[0].splitlines()[2:]
    return [name for line in lines for name in re.findall(r"`([^`]+)`", line.partition(" | ")[0])]


# -- what is generated ------------------------------------------------------------------------------------------------


def test_generated_parts_are_up_to_date() -> None:
    assert generate.main(["--check"]) == 0, "run: python -m docs.generate"


def test_a_changed_page_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in DOCS.rglob("*.md"):
        copy = tmp_path / page.relative_to(DOCS)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    monkeypatch.setattr(generate, "RULES", tmp_path / "rules")
    assert list(generate.stale()) == []
    edited, gone, left_over = (
        tmp_path / "commands.md",
        tmp_path / "rules/link-broken.md",
        tmp_path / "rules/old-rule.md",
    )
    edited.write_text(edited.read_text(encoding="utf-8").replace("--max-pages", "--most-pages"), encoding="utf-8")
    gone.unlink()
    left_over.write_text("# gone\n", encoding="utf-8")
    assert set(generate.stale()) == {edited, gone, left_over}
    generate.write()
    assert list(generate.stale()) == []
    assert not left_over.exists()


def test_introductions_belong_to_commands() -> None:
    by_hand = command_pages.introductions()
    assert set(by_hand) <= {name for name, _ in command_pages.commands()}
    assert {key for words in by_hand.values() for key in words} <= {"text", "example", "exits"}


def test_examples_use_options_there_are() -> None:
    known = dict(command_pages.commands())
    for name, words in command_pages.introductions().items():
        options = {option for param in known[name].params for option in param.opts}
        for line in words.get("example", "").splitlines():
            assert line.startswith(f"wangcha {name}"), line
            assert set(re.findall(r"--[a-z-]+", line.partition("#")[0])) <= options, line


def test_lines_of_chinese_join_without_a_blank() -> None:
    assert writing.joined("一二\n  三\n\na b\nc") == "一二三\n\na b c"


# -- everything is told -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _ in command_pages.commands()])
def test_every_command_is_told(name: str) -> None:
    assert re.search(rf"^##+ wangcha {re.escape(name)}$", manual("commands.md"), re.MULTILINE)


def test_every_rule_is_told() -> None:
    for rule in all_rules():
        if rule.check.__module__.startswith("rules."):
            assert f"(rules/{rule.meta.id}.md)" in manual("rules.md")
            assert (DOCS / "rules" / f"{rule.meta.id}.md").is_file()


def test_every_state_is_told() -> None:
    assert first_cells(section(manual("register.md"), "整改状态")) == list(state_table().titles)


def test_every_way_to_extend_is_told() -> None:
    in_code = {
        name
        for room in ("crawler", "dictionaries", "inspection", "records", "reports", "rules")
        for path in (ROOT / room).rglob("*.py")
        for name in re.findall(r"\"(wangcha\.[a-z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert {"wangcha.rules", "wangcha.reports", "wangcha.dictionaries"} <= in_code
    told = "\n".join(page.read_text(encoding="utf-8") for page in MANUALS)
    for name in in_code | EXTENSIONS:
        assert f"`{name}`" in told or f'"{name}"' in told, name


def test_rule_metadata_is_told() -> None:
    text = manual("rules.md")
    assert set(first_cells(section(text, "一、规则文件"))) == {field.name for field in fields(RuleMeta)}
    for name in (*FAMILIES, *(scope.name for scope in Scope), *Severity, *Certainty):
        assert f"`{name}`" in text, name


def test_dictionaries_are_told() -> None:
    text = manual("dictionaries.md")
    words = section(text, "词库 words")
    assert first_cells(words) == [
        field.name for field in sorted(fields(Word), key=lambda f: words.index(f"`{f.name}`"))
    ]
    for category in WORD_CATEGORIES:
        assert f"| `{category}` |" in words
    for heading, shape in (
        ("栏目类型", ColumnKind),
        ("依据条款", Clause),
        ("个人信息", PrivacyWords),
        ("政策解读", PolicyWords),
        ("错链", WrongTargetWords),
        ("可疑链接", TamperWords),
    ):
        assert set(first_cells(section(text, heading))) == {field.name for field in fields(shape)} - {"id"}, heading


def test_tables_of_a_bundle_are_told() -> None:
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA + "".join(ADDED.values()))
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    text = manual("evidence.md")
    assert re.findall(r"^### (\w+) ", text, re.MULTILINE) == tables
    for table in tables:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        assert first_cells(section(text, table)) == columns, table


def _report() -> ReportData:
    day = date(2026, 11, 20)
    finding = Finding(
        *(
            "0123456789abcdef",
            "link-broken",
            "link",
            "链接无法打开",
            Severity.MINOR,
            Certainty.CONFIRMED,
            "yunxi",
            "zfb",
            "",
        ),
        *("http://www.yunxi.example/", Locus(text="下载"), "断链。", {}, "", "", ("check-2019-links",), day, day),
        *(Baseline.NEW, day),
    )
    return ReportData(
        OfficeInfo(),
        (),
        (SiteInfo("yunxi", "云溪区人民政府", "http://www.yunxi.example/"),),
        InspectionInfo("1", "", "", day),
        findings=(finding,),
        unverified=(Unverified("yunxi", "http://www.yunxi.example/a", Reason.TIMEOUT, ""),),
        outcomes=(Outcome("link-broken", "yunxi", Verdict.FAIL, 1),),
    )


def test_fields_of_findings_json_are_told() -> None:
    told, text = report_object(_report()), manual("reports.md")
    assert first_cells(section(text, "findings.json")) == list(told)
    assert first_cells(section(text, "inspection")) == list(told["inspection"])
    for name in ("sites", "findings", "unverified", "outcomes"):
        assert first_cells(section(text, name)) == list(told[name][0]), name
    for name in (*Reason, *Baseline, *Verdict, *Severity, *Certainty, *(field.name for field in fields(Locus))):
        assert f"`{name}`" in text, name


def test_variables_of_the_notice_template_are_told() -> None:
    text = manual("reports.md")
    shapes = {"`notice` 的变量": Notice, "FamilyGroup": FamilyGroup, "RuleGroup": RuleGroup}
    for heading, shape in (shapes | {"Item": Item, "Line": Line, "Tally": Tally}).items():
        assert first_cells(section(text, heading)) == [field.name for field in fields(shape)], heading


# -- the worked example works -----------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[str]:
    for block in re.findall(r"(?:^(?: {4}.*)?\n)+", text, re.MULTILINE):
        yield re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip("\n")


def test_the_example_of_a_rule_is_a_good_rule(tmp_path: Path) -> None:
    blocks = list(_blocks(manual("rules.md")))
    (tmp_path / "test_page.py").write_text(next(b for b in blocks if "META = RuleMeta(" in b), encoding="utf-8")
    rule = read_rule(_module("test_page", tmp_path / "test_page.py"))
    cases = tomllib.loads(next(b for b in blocks if b.startswith("[[case]]")))["case"]
    assert sorted(len(case["expected"]) for case in cases) == [0, 1]
    building = _module("rule_evidence_for_docs", ROOT / "tests" / "rules" / "rule_evidence.py")
    context: Context = building.context()
    assert set(rule.meta.basis) <= set(context.dictionaries.clauses)
    for case in cases:
        problems = list(rule.check(building.document(case["document"]), rule.meta.options, context))
        assert [problem.certainty for problem in problems] == [wanted["certainty"] for wanted in case["expected"]]
        assert all(
            wanted["message"] in problem.message for problem, wanted in zip(problems, case["expected"], strict=True)
        )


def _module(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module


# -- form -------------------------------------------------------------------------------------------------------------


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", MANUALS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "]（" not in text, "a link's brackets must be ASCII"
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name}: {target}"
        assert there.is_relative_to(ROOT.resolve()), f"{page.name}: {target}"
        assert not anchor or anchor in _anchors(there.read_text(encoding="utf-8")), f"{page.name}: {target}"


@pytest.mark.parametrize("page", MANUALS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_nothing_of_one_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.:/])/(?:home|root|work|opt|usr|Users|mnt|srv)/|[A-Z]:\\", text)


def test_the_first_page_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
    assert len(manual("design.md").splitlines()) <= 150


def test_every_manual_can_be_found() -> None:
    """Each page is linked from the README or from a page that is."""
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        for target in re.findall(r"\]\(([^)\s#]+\.md)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            there = (page.parent / target).resolve()
            if "://" not in target and there not in seen and there.is_file():
                waiting.append(there)
    assert {page.resolve() for page in MANUALS} <= {page.resolve() for page in seen}
