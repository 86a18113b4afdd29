"""``--lang en``: every sentence has its counterpart, and what is unknown stays as it is."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.cli import main
from inspection.language import CLICK, HELP, SENTENCES, help_in_language, in_language, pairs
from tests.support.web import ROOT

HAN = re.compile(r"[\u4e00-\u9fff，。：；（）“”、]")
STEMS = sorted({path.stem for path in SENTENCES.glob("*.toml")} - {CLICK, HELP})
OURS = [pair for stem in STEMS for pair in pairs(stem)]
HELPS = [(chinese, english) for chinese, english in pairs(HELP) if chinese != english]
CLICKS = pairs(CLICK)
HOLE = "\0"


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def plain(template: str) -> str:
    """The template with a hole for every placeholder."""
    return "".join(text + (HOLE if name is not None else "") for text, name, _, _ in Formatter().parse(template))


@cache
def said_in_source() -> frozenset[str]:
    """Every line that the packages say, and the end of each after a blank, with a hole for every value in it."""
    lines = {
        line.strip()
        for room in ("inspection", "records", "dictionaries", "crawler", "reports", "rules")
        for path in (ROOT / room).rglob("*.py")
        for said in _strings(ast.parse(path.read_text(encoding="utf-8")))
        for line in said.split("\n")
    }
    ends = {line.rpartition(" ")[2] for line in lines}
    return frozenset(lines | ends | {line.strip("，；。\0") for line in lines} | words_of_tables())


def words_of_tables() -> set[str]:
    """What the data files of labels and states call things."""
    files = (ROOT / "reports/shared/labels.toml", ROOT / "records/ledger/states.toml")
    labels, states = (tomllib.loads(path.read_text(encoding="utf-8")) for path in files)
    words = {word for table in labels.values() for word in table.values()}
    return words | {state["title"] for state in states["state"].values()}


def _strings(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
        yield re.sub(r"\{\w+\}", HOLE, node.value)  # filled by str.format
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield "".join(next(_strings(side), HOLE) for side in (node.left, node.right))
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


@pytest.mark.parametrize("chinese", [chinese for chinese, _ in OURS + HELPS])
def test_every_template_stands_in_the_source(chinese: str) -> None:
    wanted = plain(chinese)
    if any(map(str.isalpha, wanted.replace(HOLE, ""))):
        assert {wanted, wanted.strip(HOLE)} & said_in_source(), "no such sentence any more: correct inspection/english/"


@pytest.mark.parametrize(("chinese", "english"), OURS + HELPS + CLICKS)
def test_both_sides_hold_the_same(chinese: str, english: str) -> None:
    assert holes(chinese) == holes(english)
    assert not HAN.search(english)


@pytest.mark.parametrize(("chinese", "english"), OURS)
def test_a_filled_template_is_found_again(chinese: str, english: str) -> None:
    values = {name: f"v{number}" for number, name in enumerate(sorted(holes(chinese)))}
    if any(map(str.isalpha, plain(chinese))):
        assert in_language(plainly(chinese).format(**values), "en") == plainly(english).format(**values).strip()


def plainly(template: str) -> str:
    """The template without what its placeholders may hold and how they are told."""
    return re.sub(r"(?<=\w):[\w>]+(?=\})", "", template)


def test_a_template_has_one_counterpart() -> None:
    for all_pairs in (OURS, HELPS):
        assert len({chinese for chinese, _ in all_pairs}) == len(all_pairs)


def test_kinds_of_placeholders() -> None:
    assert in_language("逾期 3 个工作日", "en") == "3 working days overdue"
    assert in_language("第 2 次下发，已下发，还有 3 个工作日", "en") == "issued 2 times, notified, 3 working days left"
    assert in_language("没有名为“x”的采集方式。可以写：feed、table。", "en").endswith("Possible: feed, table.")
    assert in_language("“网站”出现了不止一次，请只留一列。", "en").startswith('"网站" is there')  # a column of theirs


def test_sentences_inside_sentences() -> None:
    said = in_language(
        "office.toml 有 2 处需要改正，改好之前不会采用其中任何内容：\n"
        "1. office.toml：[[column]] 第1个 → nam：没有“nam”这个名字。您是否想写“name”？\n"
        "2. office.toml：[[site]] 第2个 → name：缺少这一项（网站名称）。",
        "en",
    )
    assert said == (
        "office.toml: corrections needed: 2. Nothing of it is used until they are made:\n"
        '1. office.toml: [[column]] no. 1 → nam: there is no name "nam". Did you mean "name"?\n'
        "2. office.toml: [[site]] no. 2 → name: this key is missing (site name)."
    )


@pytest.mark.parametrize("sentence", ["这一句没有人译过。", "甲、乙：丙。", "", "  1. 某处：某事。\n\n", "/tmp/结果"])
def test_an_unknown_sentence_stays(sentence: str) -> None:
    assert in_language(sentence, "en") == sentence


@settings(deadline=None)
@given(
    st.text() | st.lists(st.sampled_from([*"：。、，.→ {}x问题页", *(c for c, _ in OURS)]), max_size=60).map("".join)
)
def test_it_never_fails_and_leaves_chinese_alone(sentence: str) -> None:
    assert in_language(sentence, "zh") == sentence
    assert isinstance(in_language(sentence, "en"), str)
    assert isinstance(help_in_language(sentence, "zh"), str)
    assert isinstance(help_in_language(sentence, "en"), str)


# -- the real command line --------------------------------------------------------------------------------------------


def names_aside(text: str, *names: object) -> str:
    for name in names:
        text = text.replace(str(name), "")
    return text


def test_an_inspection_in_english(desk) -> None:
    run = desk.wangcha(
        "--lang", "en", "inspect", "--office", desk.office, "--out", desk.out, "--as-of", "2026-11-20"
    )  # fmt: skip
    assert run.code == 1, run.err
    assert "shiyan: inspection finished; " in run.err
    assert "Problems found: 1 " in run.err
    assert not HAN.search(names_aside(run.err, desk.out, "云溪试验站")), run.err


def test_doctor_in_english(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("WANGCHA_LANG", "en")
    doctor = CliRunner().invoke(main, ["doctor", "--out", str(tmp_path)])
    assert "Ready to inspect." in doctor.stdout
    assert not HAN.search(doctor.stdout), doctor.stdout


def in_english(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])


def test_bad_input_in_english(desk, tmp_path) -> None:
    for arguments in (
        ("inspect", "nowhere", "--office", desk.office),
        ("inspect", "--office", tmp_path),
        ("inspect", "--as-of", "2026-13-40", "--office", desk.office),
        ("findings", "--out", tmp_path / "nothing"),
        ("judge", tmp_path, "--office", desk.office, "--out", desk.out),
        ("rules", "no-such-rule"),
    ):
        run = in_english(*arguments)
        assert run.exit_code == 2
        assert not HAN.search(run.stderr), run.stderr
    (desk.office / "office.toml").write_text("[office\nname = 1\n", encoding="utf-8")
    assert "office.toml: line 1, column 8: the heading's square brackets" in (
        in_english("inspect", "--office", desk.office).stderr
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("--foo", "没有“--foo”这个选项。"),
        ("--lang xx doctor", "“--lang”写得不对：“xx”不能用，可以写：'zh', 'en'。"),
        ("inspct", "没有“inspct”这个命令。您是否想写“inspect”？"),
        ("judge", "缺少“证据包 ...”。"),
        ("audit draw", "缺少选项“--title”。"),
        ("inspect --rate x", "“--rate”写得不对：“x”不是数字。"),
        ("inspect --rate 0", "“--rate”写得不对：0.0 超出范围，应满足 x>0。"),
        ("inspect --rate", "选项“--rate”后面要写一个值。"),
        ("findings a", "多出了参数：a。"),
        ("findings a b", "多出了这些参数：a b。"),
        ("register import /none.csv", "找不到文件 /none.csv。请核对路径。"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(written: str, said: str) -> None:
    run = CliRunner().invoke(main, written.split())
    assert run.exit_code == 2
    assert said in run.stderr
    assert not re.search(r"Usage|Error|Try", run.stderr)


def test_a_wrong_command_line_in_english() -> None:
    run = in_english("judge")
    assert run.exit_code == 2
    assert "Missing argument" in run.stderr
