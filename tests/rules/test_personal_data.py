"""Personal data against a table of labelled texts: what must be found by which rule, and as much that must not be.

``personal_data.csv`` holds one text a row: the rule that must list it and how sure (both empty: nothing may be found),
the title, and the text with ``\\n`` and ``\\t`` written out. Numbers are valid and nobody's (see ``sample/people.py``).
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
import rule_evidence as building

import dictionaries
from records.errors import BadInputError
from records.evidence import Attachment, TextPart
from records.model import Reason
from rules.privacy.masks import masked_numbers, possible_numbers
from rules.privacy.tables import cells
from rules.registry import all_rules

TABLE = Path(__file__).with_name("personal_data.csv")
RULES = [rule for rule in all_rules() if rule.meta.family == "privacy"]
CTX = building.context()

with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def found(title: str, text: str, ctx=CTX) -> set[tuple[str, str]]:
    page = building.page({"title": title, "text": text})
    return {
        (rule.meta.id, str(problem.certainty)) for rule in RULES for problem in rule.check(page, rule.meta.options, ctx)
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"])
def test_row(row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n").replace("\\t", "\t")
    assert found(row["title"], text) == ({(row["rule"], row["certainty"])} if row["rule"] else set())


def test_the_table_is_large_and_even() -> None:
    positive = sum(1 for row in ROWS if row["rule"])
    assert len(ROWS) >= 400
    assert len(ROWS) - positive >= positive
    assert {row["rule"] for row in ROWS} - {""} == {rule.meta.id for rule in RULES if rule.meta.id != "privacy-photo"}


def test_rows_have_cells_below_a_heading_and_only_where_a_label_stands() -> None:
    part = TextPart("首页\t微信\n\n姓名\t微信号\n赵云一\t abc_123\n\n电话\t住址\n钱云四\t云溪区")
    found = [(cell.text, cell.header) for cell in cells((part,), {}, ("微信",))]
    assert found == [("赵云一", "姓名"), ("abc_123", "微信号")]
    assert all(part.text.startswith(cell.text, cell.start) for cell in cells((part,), {}, ("微信", "住址")))
    assert len(list(cells((part,), {}, ("微信", "住址")))) == 4
    assert not list(cells((part,), {}, ("首页",)))  # nothing heads a line by itself


@pytest.mark.parametrize(("heading", "listed"), [("准考证号", set()), ("电话", {("privacy-mobile-number", "review")})])
def test_the_heading_of_a_long_table_holds_to_its_end(heading: str, listed: set[tuple[str, str]]) -> None:
    rows = "".join(f"赵云一\t{13800000000 + number}\t云溪区东溪镇杏园村\n" for number in range(1000, 2000))
    assert found("考试成绩公示", f"姓名\t{heading}\t所在村\n{rows}") == listed


@pytest.mark.parametrize(
    ("masked", "possible"),
    [
        ("350102****06110018", 97 // 11),
        ("3501021985****0018", 366 // 11),
        ("350102********0018", 97 * 366 // 11),
        ("35010219850611***8", 1000 // 11),
        ("35010219850611****", 1000),
        ("35*************018", 10**4 * 97 * 366 * 10 // 11),
        ("138001***01", 1000),
        ("622848***0123456789", 1000 // 10),
    ],
)
def test_numbers_that_can_stand_behind_a_mask(masked: str, possible: int) -> None:
    (number,) = masked_numbers(masked, CTX.dictionaries.regions)
    assert possible_numbers(number, date(2026, 11, 20)) == possible


@pytest.mark.parametrize(
    "text",
    [
        "1500×600×20",
        "15000×60000",
        "1500*600*20",
        "2026**1120",
        "A****************B",
        "***********",
        "1234567****",
        "a/138****8001",
    ],
)
def test_what_is_no_masked_number(text: str) -> None:
    assert not list(masked_numbers(text, CTX.dictionaries.regions))


def test_the_place_of_a_value_inside_an_archive_and_out_of_sight() -> None:
    part = TextPart(building.numbers("<ID:11010119900307123>"), "cell", None, "明细", "B3", "名单.xlsx", "隐藏列")
    zipped = Attachment("u", "p", "附件.zip", "zip", Reason.OK, (part,))
    (rule,) = [rule for rule in RULES if rule.meta.id == "privacy-resident-id"]
    (problem,) = rule.check(zipped, rule.meta.options, CTX)
    assert "附件《附件.zip › 名单.xlsx》" in problem.message
    assert "工作表“明细”B3，隐藏列" in problem.message
    assert problem.locus.attachment == "附件.zip › 名单.xlsx"
    assert problem.evidence["values"][0]["hidden"] == "隐藏列"


def test_a_number_in_a_file_name_is_masked() -> None:
    number = building.resident_id("11010119900307123")
    file = Attachment("u", "p", f"甲某{number}.txt", "txt", Reason.OK, (TextPart(number),))
    (rule,) = [rule for rule in RULES if rule.meta.id == "privacy-resident-id"]
    (problem,) = rule.check(file, rule.meta.options, CTX)
    told = json.dumps(asdict(replace(problem, evidence={})), ensure_ascii=False, default=str)
    assert not re.search(r"\d{7}", told)


# -- what an office allows to stand ---------------------------------------------------------------------------------

LIST = "姓名\t手机号码\n甲某\t13800138001\n乙某\t13800138002\n丙某\t13800138003\n"


def allowing(folder: Path, *rows: str):
    (folder / "dictionaries").mkdir(exist_ok=True)
    (folder / "dictionaries" / "privacy-allowed.csv").write_text(
        "\n".join(("网址,种类,遮盖值,理由,有效期至", *rows)), encoding="utf-8"
    )
    return dictionaries.load(folder)


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("http://www.yunxi.example/a,,,本人书面同意,2026-12-31", set()),
        ("http://www.yunxi.example/a,个人手机号码,,本人书面同意,2026-11-20", set()),
        ("http://www.yunxi.example/a,,,已过期,2026-11-19", {("privacy-mobile-number", "confirmed")}),
        ("http://www.yunxi.example/b,,,别的网页,2026-12-31", {("privacy-mobile-number", "confirmed")}),
        (",居民身份证号,138****8001,别的种类,2026-12-31", {("privacy-mobile-number", "confirmed")}),
        (",,138****8001,只有一个允许,2026-12-31", {("privacy-mobile-number", "review")}),
    ],
)
def test_allowed(tmp_path: Path, row: str, left: set[tuple[str, str]]) -> None:
    ctx = replace(CTX, dictionaries=allowing(tmp_path, row))
    assert found("拟录用人员名单", LIST, ctx) == left


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",身份证,35*************018,不是通知书里的名称,2026-12-31", "“身份证”不认识"),
        (",,,理由,2026-12-31", "都没有填写"),
        ("http://a.example/,,,,2026-12-31", "没有填写"),
        ("http://a.example/,,,理由,", "须写明有效期"),
        (",,13800138001,理由,2026-12-31", "不是遮盖值"),
    ],
)
def test_an_allowance_must_say_what_why_and_how_long(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(BadInputError, match=fault):
        allowing(tmp_path, row)


def test_an_office_adds_words_and_kinds(tmp_path: Path) -> None:
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "personal-data.toml").write_text(
        '[passport]\nlabels = ["旅行证件"]\n'
        '[pass]\ntitle = "工作证号"\nrule = "privacy-document-number"\nlabels = ["工作证号"]\npattern = "YX\\\\d{6}"\n'
        'keep = [2, 1]\nalone = "review"\n',
        encoding="utf-8",
    )
    ctx = replace(CTX, dictionaries=dictionaries.load(tmp_path))
    assert found("公示", "旅行证件：E12345678", ctx) == {("privacy-document-number", "confirmed")}
    assert found("公示", "工作证号：YX123456", ctx) == {("privacy-document-number", "review")}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('[x]\ntitle = "甲"', "缺少“rule”"),
        ('[passport]\nalone = "yes"', "只能是"),
        ("[passport]\nkeep = [1]", "两个 0 到 6"),
        ('[passport]\npattern = "("', "不是正则表达式"),
        ("passport = 1", "应写成一节"),
    ],
)
def test_a_faulty_kind_is_refused(tmp_path: Path, table: str, fault: str) -> None:
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "personal-data.toml").write_text(table, encoding="utf-8")
    with pytest.raises(BadInputError, match=fault):
        dictionaries.load(tmp_path)
