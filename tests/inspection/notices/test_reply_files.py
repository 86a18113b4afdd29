"""Ledgers that came back: filled in by hand, shuffled, damaged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from two_rounds import FIRST, inspect, links

from inspection.paperwork import document_data
from inspection.replies import Replies, read_replies
from inspection.workplace import Workplace
from records.errors import BadInputError
from records.ledger import open_findings
from reports.ledger_xlsx import PROBLEM_COLUMNS, to_xlsx

TITLES = [column.title for column in PROBLEM_COLUMNS]
TODAY = date(2026, 3, 20)
IDS = {draft.message[1]: draft.id for draft in links("portal", "zfb", *"abc")}

Edit = Callable[[Worksheet], None]


@pytest.fixture
def ledger(place: Workplace, tmp_path: Path) -> Callable[..., Replies]:
    """Export the ledger of three problems, edit it, and read it back."""
    inspect(place, "portal", FIRST, links("portal", "zfb", *"abc"))
    findings = open_findings(place.database)
    exported = to_xlsx(document_data(place, findings, FIRST, tmp_path))

    def read(*edits: Edit, today: date = TODAY) -> Replies:
        paths = []
        for number, edit in enumerate(edits):
            path = tmp_path / f"回{number}.xlsx"
            path.write_bytes(exported)
            book = load_workbook(path)
            edit(book["整改台账"])
            book.save(path)
            paths.append(path)
        return read_replies(paths, {finding.id: finding for finding in findings}, today)

    return read


def fill(sheet: Worksheet, name: str, **values: object) -> None:
    """Fill reply columns of the problem on page ``name``."""
    column = [cell.value for cell in sheet[2]].index("问题编号") + 1
    row = next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, column).value == IDS[name])
    for title, value in values.items():
        sheet.cell(row, [cell.value for cell in sheet[2]].index(title) + 1).value = value  # type: ignore[assignment]


def done(name: str = "a", **more: object) -> Edit:
    values = {"整改情况": "已整改", "整改措施": "已改链接", "完成时间": datetime(2026, 3, 18), "整改人": "信息岗"}
    return lambda sheet: fill(sheet, name, **values | more)


def test_what_was_filled_in_is_read_and_the_rest_is_counted(ledger: Callable[..., Replies]) -> None:
    found = ledger(done())
    assert found.empty == 2
    assert found.remarks == []
    (reply,) = found.replies
    assert (reply.finding, reply.outcome, reply.measures, reply.finished, reply.person, reply.contested) == (
        IDS["a"],
        "已整改",
        "已改链接",
        date(2026, 3, 18),
        "信息岗",
        "",
    )


def test_columns_may_move_and_rows_may_be_sorted_or_added(ledger: Callable[..., Replies]) -> None:
    def edit(sheet: Worksheet) -> None:
        done("b")(sheet)
        sheet.unmerge_cells("A1:L1")
        sheet.insert_cols(1, 2)
        sheet.insert_rows(3, 2)
        sheet["A3"] = "区教育局汇总"

    assert [reply.finding for reply in ledger(edit).replies] == [IDS["b"]]


@pytest.mark.parametrize("written", [46_099, "2026-03-18", "2026/3/18", "2026.3.18", "2026年3月18日", "20260318"])
def test_dates_as_people_write_them(ledger: Callable[..., Replies], written: object) -> None:
    assert ledger(done(完成时间=written)).replies[0].finished == date(2026, 3, 18)


@pytest.mark.parametrize("no", ["否", "无", "不申诉", "/", " "])
def test_a_no_is_no_objection(ledger: Callable[..., Replies], no: str) -> None:
    assert ledger(done(是否申诉及理由=no)).replies[0].contested == ""


def test_an_objection_needs_no_other_column(ledger: Callable[..., Replies]) -> None:
    (reply,) = ledger(lambda sheet: fill(sheet, "c", 是否申诉及理由="页面已移交")).replies
    assert (reply.outcome, reply.contested) == ("申诉", "页面已移交")


def rename(sheet: Worksheet) -> None:
    done()(sheet)
    sheet.cell(2, TITLES.index("整改措施") + 1).value = "措施说明"


def twice(sheet: Worksheet) -> None:
    done()(sheet)
    done("b", 问题编号=IDS["a"], 整改措施="另一种说法")(sheet)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (done(问题编号="0123456789abcdef"), "没有编号为“0123456789abcdef”的问题"),
        (done(问题编号=None), "没有问题编号"),
        (done(整改情况="改好了"), "“改好了”不是可选的整改情况"),
        (done(整改情况=None), "没有写整改情况"),
        (done(完成时间="上周"), "“上周”不是日期"),
        (done(完成时间="2026-02-30"), "这一天不存在"),
        (done(完成时间="2026-03-21"), "在今天（2026-03-20）之后"),
        (done(整改情况="申诉"), "申诉要写明理由"),
        (done(是否申诉及理由="是"), "申诉要写明理由"),
        (done(整改措施="长" * 2001), "超过 2000 字"),
        (rename, "缺少“整改措施”这一列"),
        (twice, "的反馈不同，只能保留一行"),
        (lambda sheet: sheet.delete_rows(2), "没有找到“问题编号”这一列"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(ledger: Callable[..., Replies], edit: Edit, told: str) -> None:
    with pytest.raises(BadInputError, match="不会采用其中任何内容") as caught:
        ledger(done("c"), edit)
    assert told in str(caught.value)
    assert "回1.xlsx" in str(caught.value)
    assert "回0.xlsx 有" not in str(caught.value)


def test_everything_wrong_is_told_at_once(ledger: Callable[..., Replies]) -> None:
    def edit(sheet: Worksheet) -> None:
        done("a", 完成时间="x", 整改情况="y")(sheet)
        done("b", 问题编号="zz")(sheet)

    with pytest.raises(BadInputError, match="有 3 处需要改正"):
        ledger(edit)


def test_the_same_reply_in_two_files_counts_once(ledger: Callable[..., Replies]) -> None:
    assert len(ledger(done(), done()).replies) == 1


def test_changed_machine_columns_do_not_count(ledger: Callable[..., Replies]) -> None:
    found = ledger(done(网址="https://elsewhere.example/"))
    assert len(found.replies) == 1
    assert "网址与台账不同，以台账为准" in found.remarks[0]


def test_work_finished_before_it_was_found_is_pointed_out(ledger: Callable[..., Replies]) -> None:
    assert "早于发现时间" in ledger(done(完成时间="2026-02-20")).remarks[0]


def test_hidden_characters_and_line_ends_go(ledger: Callable[..., Replies]) -> None:
    (reply,) = ledger(done(整改措施="改\u202e了链接\n两处")).replies
    assert reply.measures == "改了链接 两处"
