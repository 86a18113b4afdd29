"""The command line from a finding to its reply, on a real office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook
from two_rounds import FIRST, inspect, links, make_office, problem

from inspection.cli import main
from records.database import open_office
from records.ledger import open_findings
from records.model import Certainty
from records.notices import notices
from reports.ledger_xlsx import PROBLEM_COLUMNS

TITLES = [column.title for column in PROBLEM_COLUMNS]
UNSURE = problem("word-severe", "portal", "zfb", "unsure", certainty=Certainty.REVIEW)
ORPHAN = problem("link-broken", "portal", "", "orphan")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A folder with an inspected office in ``office``; documents go to ``out``."""
    place = make_office(tmp_path / "office")
    inspect(place, "portal", FIRST, [*links("portal", "zfb", *"abc"), UNSURE, ORPHAN])
    inspect(place, "edu", FIRST, links("edu", "jyj", "x"))
    place.database.close()
    yield tmp_path


def wangcha(desk: Path, *arguments: str, day: str | None = "2026-03-03") -> Result:
    as_of = ["--as-of", day] if day else []
    where = ["--office", str(desk / "office"), "--out", str(desk / "out"), *as_of]
    return CliRunner().invoke(main, [*arguments, *where], env={"COLUMNS": "200"})


def states(desk: Path) -> dict[str, str]:
    db = open_office(desk / "office")
    try:
        return {finding.message.split("”")[0][1:]: finding.state for finding in open_findings(db)}
    finally:
        db.close()


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_issue_numbers_one_notice_a_department_and_prints_the_files(desk: Path) -> None:
    result = wangcha(desk, "notice", "issue", "--who", "王岗")
    assert result.exit_code == 0, result.output
    folder = desk / "out" / "notices-issued"
    assert sorted(path.name for path in folder.iterdir()) == ["云政办督〔2026〕1号", "云政办督〔2026〕2号"]
    second = folder / "云政办督〔2026〕2号"
    assert sorted(path.name for path in second.iterdir()) == [
        "ledger.xlsx",
        "整改通知书-云溪区人民政府办公室.docx",
        "整改通知书-云溪区人民政府办公室.html",
    ]
    assert [str(path) in result.stdout for path in second.iterdir()] == [True] * 3
    text = text_of(second / "整改通知书-云溪区人民政府办公室.docx")
    assert "云政办督〔2026〕2号" in text
    assert "2026年3月3日" in text
    assert "unsure" not in text
    assert "1 个问题待核实，没有下发" in result.stderr
    assert "责任单位未登记，没有下发" in result.stderr
    assert states(desk) == {
        "a": "notified", "b": "notified", "c": "notified", "x": "notified", "unsure": "open", "orphan": "open",
    }  # fmt: skip


def test_only_what_is_named_is_sent(desk: Path) -> None:
    assert wangcha(desk, "notice", "issue", "--site", "edu").exit_code == 0
    assert wangcha(desk, "notice", "issue", "--finding", UNSURE.id).exit_code == 2
    assert wangcha(desk, "notice", "issue", "--finding", UNSURE.id, "--include-review").exit_code == 0
    assert {name for name, state in states(desk).items() if state == "notified"} == {"x", "unsure"}
    docx = next((desk / "out" / "notices-issued" / "云政办督〔2026〕2号").glob("*.docx"))
    assert "需核实事项" in text_of(docx)


@pytest.mark.parametrize("option", [("--department", "nobody"), ("--site", "nowhere"), ("--finding", "ffff")])
def test_what_does_not_exist_is_told(desk: Path, option: tuple[str, str]) -> None:
    result = wangcha(desk, "notice", "issue", *option)
    assert result.exit_code == 2
    assert option[1] in result.stderr
    assert "已登记的编号" in result.stderr or "wangcha findings" in result.stderr


def test_list_tells_due_and_overdue(desk: Path) -> None:
    wangcha(desk, "notice", "issue")
    early = wangcha(desk, "notice", "list")
    assert early.exit_code == 1
    assert "还有 3 个工作日" in early.stdout
    assert "逾期 0 个" in early.stdout
    late = wangcha(desk, "notice", "list", day="2026-03-10")
    assert "逾期 2 个工作日" in late.stdout
    assert "逾期 4 个" in late.stdout


def test_documents_are_written_again_as_they_were(desk: Path) -> None:
    wangcha(desk, "notice", "issue")
    folder = desk / "out" / "notices-issued" / "云政办督〔2026〕2号"
    before = text_of(next(folder.glob("*.docx")))
    shutil.rmtree(folder)  # what an office that was interrupted lacks
    place = make_office(desk / "office")
    inspect(place, "portal", date(2026, 4, 7), links("portal", "zfb", "a"), counts={"pages": 999})
    place.database.close()
    shown = wangcha(desk, "notice", "show", "云政办督〔2026〕2号", day="2026-05-01")
    assert shown.exit_code == 0, shown.output
    assert text_of(next(folder.glob("*.docx"))) == before
    db = open_office(desk / "office")
    assert all((desk / "out" / name).is_file() for name in notices(db)[1].files)
    db.close()


def test_replies_come_back_and_only_once(desk: Path) -> None:
    wangcha(desk, "notice", "issue")
    path = desk / "out" / "notices-issued" / "云政办督〔2026〕2号" / "ledger.xlsx"
    book = load_workbook(path)
    sheet = book["整改台账"]
    values = {"整改情况": "已整改", "整改措施": "改了", "完成时间": datetime(2026, 3, 5), "整改人": "信息岗"}
    for title, value in values.items():
        sheet.cell(3, TITLES.index(title) + 1).value = value
    sheet.cell(4, TITLES.index("是否申诉及理由") + 1).value = "不是我单位的页面"
    book.save(path)
    first = wangcha(desk, "ledger", "import", str(path), day="2026-03-06")
    assert first.exit_code == 0, first.output
    assert "已反馈 1 个，申诉 1 个，以前收过 0 个；没有填写的 1 行" in first.stdout
    assert sorted(states(desk).values()) == ["contested", "notified", "notified", "open", "open", "replied"]
    again = wangcha(desk, "ledger", "import", str(path), day="2026-03-06")
    assert "已反馈 0 个，申诉 0 个，以前收过 2 个" in again.stdout
    sheet.cell(3, TITLES.index("完成时间") + 1).value = "不久"
    book.save(path)
    wrong = wangcha(desk, "ledger", "import", str(path), day="2026-03-06")
    assert wrong.exit_code == 2
    assert "“不久”不是日期" in wrong.stderr


def test_the_ledger_holds_everything_that_is_not_settled(desk: Path) -> None:
    for arguments in (("ledger", "export"), ("ledger",)):
        result = wangcha(desk, *arguments, day=None)
        assert result.exit_code == 0, result.output
        sheet = load_workbook(desk / "out" / "ledger.xlsx")["整改台账"]
        assert sheet.max_row == 2 + len(states(desk))
    wangcha(desk, "ledger", "export", "--department", "jyj", day=None)
    assert load_workbook(desk / "out" / "ledger.xlsx")["整改台账"].max_row == 3


def test_a_single_move(desk: Path) -> None:
    refused = wangcha(desk, "ledger", "move", UNSURE.id, "--to", "resolved", "--who", "王岗", day=None)
    assert refused.exit_code == 2
    moved = wangcha(desk, "ledger", "move", UNSURE.id, "--to", "confirmed", "--who", "王岗", day=None)
    assert "发现 → 已核实" in moved.stdout
    wangcha(desk, "notice", "issue", "--department", "zfb")
    assert states(desk)["unsure"] == "notified"


def test_the_bulletin_is_written(desk: Path) -> None:
    result = wangcha(desk, "bulletin", "--title", "关于一季度检查情况的通报")
    assert result.exit_code == 0, result.output
    text = text_of(desk / "out" / "bulletin.docx")
    assert "关于一季度检查情况的通报" in text
    assert "共发现问题5个" in text
    assert "另有需核实事项1个" in text


def test_what_was_transferred_goes_to_its_new_department(desk: Path) -> None:
    wangcha(desk, "notice", "issue")
    finding = links("portal", "zfb", "a")[0].id
    assert wangcha(desk, "notice", "issue", "--finding", finding, "--department", "mzj").exit_code == 2
    wangcha(desk, "ledger", "move", finding, "--to", "transferred", "--who", "王岗", "--note", "属民政局", day=None)
    unsaid = wangcha(desk, "notice", "issue", "--finding", finding)
    assert "--department 写明转给哪一个单位" in unsaid.stderr
    sent = wangcha(desk, "notice", "issue", "--finding", finding, "--department", "mzj")
    assert "云政办督〔2026〕3号 云溪区民政局：1 个问题" in sent.stderr
    docx = desk / "out" / "notices-issued" / "云政办督〔2026〕3号" / "整改通知书-云溪区民政局.docx"
    assert finding in "".join(Document(str(docx)).element.body.itertext())
    listed = wangcha(desk, "notice", "list")
    assert "已另行下发 1" in listed.stdout
