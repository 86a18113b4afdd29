"""``wangcha dictionaries``: what is doubtful is refused, what is taken in judges, and Excel files go in and out."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

import dictionaries
from inspection.cli import main
from inspection.words import ordinary_text, remarks


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "office.toml").write_text('[office]\nname = "云溪区政务公开办"\n', encoding="utf-8")
    return tmp_path


def run(office: Path, command: str, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["dictionaries", command, *map(str, arguments), "--office", str(office)])


def test_the_built_in_words_leave_ordinary_text_alone() -> None:
    assert len(ordinary_text()) > 1500
    assert remarks(dictionaries.load()) == []


def test_check_tells_counts(office: Path) -> None:
    result = run(office, "check")
    assert result.exit_code == 0, result.output
    assert "misspelled" in result.output


def test_a_word_is_added_tried_and_exported(office: Path) -> None:
    assert run(office, "add", "云夕区", "云溪区", "--exception", "云夕区间").exit_code == 0
    assert "云溪区" in run(office, "try", "云夕区政府").output
    assert "没有命中" in run(office, "try", "云夕区间车").output
    out = office / "out.xlsx"
    assert run(office, "export", out, "--category", "misspelled").exit_code == 0
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][0] == "错误写法"
    assert "云夕区" in {row[0] for row in rows}


def test_a_workbook_goes_in_and_comes_out_the_same(office: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["错误写法", "类别", "正确写法", "例外", "不算的语境", "来源"],
        ["云[夕西]区", "misspelled", "云溪区", "", "更名|旧称", "本区地名"],
        ["区长办…例会", "misspelled", "区政府常务会议", "", "", ""],
    ):
        book.active.append(row)
    file = tmp_path / "地名.xlsx"
    book.save(file)
    result = run(office, "import", file)
    assert result.exit_code == 0, result.output
    assert "3 条" in result.output
    loaded = {word.word: word for word in dictionaries.load(office).words}
    assert loaded["云西区"].contexts == ("更名", "旧称")
    assert "云西区" in run(office, "try", "云西区召开区长办公室例会").output
    assert "区长办公室例会" in run(office, "try", "云溪区召开区长办公室例会").output
    assert "没有命中" in run(office, "try", "云西区为旧称").output
    exported = tmp_path / "all.csv"
    assert run(office, "export", exported).exit_code == 0
    with exported.open(encoding="utf-8-sig", newline="") as lines:
        again = {row[0] for row in csv.reader(lines)} - {"错误写法"}
    assert again == set(loaded)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("部署", "安排"), "平常文字"),
        (("云溪渠", "秸杆渠"), "又会被“秸杆”命中"),
        (("渠", "区"), "只有一个字"),
        (("云夕区",), "正确写法"),
        (("云夕区", "云溪区", "--exception", "别的词"), "不含“云夕区”"),
        (("云夕区", "云溪区", "--exception", "云夕区|间"), "例外里有“|”"),
        (("[云溪]溪渠", "云溪渠"), "正确写法与错误写法相同"),
        (("云…夕区", "云溪区"), "只有一个字"),
        (("··", "云溪区"), "里没有字"),
        (("#云夕区", "云溪区"), "不能以 # 开头"),
        (("云夕\n区", "云溪区"), "不能换行"),
    ],
)
def test_doubtful_words_are_refused(office: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run(office, "add", *arguments)
    assert result.exit_code == 2
    assert told in result.output.replace("\n", "")
    assert not (office / "dictionaries").exists()


def test_a_pattern_that_is_added_is_written_out_and_read_again(office: Path) -> None:
    assert run(office, "add", " 云[夕西]渠 ", "云溪渠").exit_code == 0
    assert {"云夕渠", "云西渠"} <= {word.word for word in dictionaries.load(office).words}


def test_dates_that_excel_made_of_what_was_typed(office: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["错误写法", "类别", "正确写法", "起用日期"])
    book.active.append(["云夕区", "misspelled", "云溪区", date(2026, 1, 31)])
    book.save(tmp_path / "地名.xlsx")
    assert run(office, "import", tmp_path / "地名.xlsx").exit_code == 0
    loaded = {word.word: word for word in dictionaries.load(office).words}
    assert loaded["云夕区"].valid_from == date(2026, 1, 31)


def test_a_word_stands_in_one_file_only(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "甲.csv"
    file.write_text("错误写法,类别,正确写法\n云夕区,misspelled,云溪区\n", encoding="utf-8")
    assert run(office, "import", file).exit_code == 0
    assert "甲.csv" in run(office, "add", "云夕区", "云溪区").output


def test_an_exported_list_comes_back_with_what_was_changed_alone(office: Path, tmp_path: Path) -> None:
    whole = tmp_path / "全部.csv"
    assert run(office, "add", "云夕区", "云溪区").exit_code == 0
    assert run(office, "export", whole).exit_code == 0
    assert "没有改动" in run(office, "import", whole).output
    listed = whole.read_text(encoding="utf-8-sig").replace("布署,misspelled,minor", "布署,misspelled,serious")
    whole.write_text(listed, encoding="utf-8")
    assert "已导入 全部.csv：1 条" in run(office, "import", whole).output
    (changed,) = (word for word in dictionaries.load(office).words if word.word == "布署")
    assert changed.severity == "serious"


def test_files_that_contradict_each_other_are_refused(office: Path) -> None:
    folder = office / "dictionaries" / "words"
    folder.mkdir(parents=True)
    for name, right in (("a.csv", "云溪区"), ("b.csv", "云西区")):
        (folder / name).write_text(f"错误写法,类别,正确写法\n云夕区,misspelled,{right}\n", encoding="utf-8")
    result = run(office, "check")
    assert result.exit_code == 2
    assert "冲突" in result.output
