from datetime import date

import pytest
from audit_examples import FINDINGS, NAMES, NOW, OFFICE, drawn_round, fill, fill_hand, finding, packs
from docx import Document
from openpyxl import load_workbook

from inspection.audit import import_packs, write_result
from inspection.audit.result import round_report
from records.ledger import open_findings
from reports.audit.content import build_bulletin, conclusions
from reports.templates.make_audit_template import TEMPLATE, build

AS_OF = date(2026, 12, 28)
URL = "http://www.yunxi.example/mzj/list.html?a=1&b=2"


@pytest.fixture
def returned(db, tmp_path):
    """A round in which 教育局 answered everything, 民政局 came late, 卫生健康局 sent it empty, 住建局 nothing."""
    drawn_round(db, (*FINDINGS, finding("jyj", 4, message="=1+1 <b>& 标题")))
    sent = packs(db, tmp_path / "packs")
    fill(
        sent["jyj"],
        ("属实", "", "王某", ""),
        ("不属实", "页面能打开 & 已截图", "王某", ""),
        ("无法判断", "打不开", "", ""),
    )
    fill_hand(sent["jyj"], (None, URL, "其他", "办事指南没有受理地点", "首页第二屏", "王某", ""))
    fill(sent["mzj"], ("属实", "", "何某", ""))
    import_packs(db, [sent["jyj"], sent["wjj"]], now=NOW)
    import_packs(db, [sent["mzj"]], now=NOW.replace(day=20))
    return db


def written(path):
    document = Document(path)
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return "\n".join(paragraph.text for paragraph in document.paragraphs), cells


def test_the_bulletin_tells_who_checked_whom_and_what_came_of_it(returned, tmp_path):
    bulletin, _ = write_result(returned, OFFICE, tmp_path / "out", as_of=AS_OF)
    text, cells = written(bulletin)
    assert "应交回互查表4份，已交回3份（其中逾期1份），未交回1份" in text
    assert "未交回互查表的单位：云溪区住房和城乡建设局" in text
    assert "种子为20261201" in text
    assert "按记录的种子和名单重新计算，结果一致" in text
    assert "待核实的机器发现13个，已核实4个：属实2个、不属实1个、无法判断1个；未核实9个" in text
    assert "人工发现问题1个" in text
    assert "复核之前，问题状态不变" in text
    assert ["合计", "13", "2", "1", "1", "9", "1"] in cells
    assert any(row[-1] == "页面能打开 & 已截图\n（云溪区教育局）" for row in cells)
    assert any(row[0] == "其他" and row[2] == f"办事指南没有受理地点\n{URL}" for row in cells)
    drawn = round_report(returned, OFFICE, AS_OF).round
    rows = {tuple(row[:2]): row[2:] for row in cells}
    for checker, checked in drawn.draw.pairs:
        came = rows[NAMES[checker], NAMES[checked]]
        assert came[0].startswith({"jyj": "已交回", "wjj": "已交回", "mzj": "逾期交回", "zjj": "未交回"}[checker])


def test_nothing_in_the_ledger_changes_by_itself(returned, tmp_path):
    before = open_findings(returned)
    write_result(returned, OFFICE, tmp_path / "out", as_of=AS_OF)
    assert open_findings(returned) == before
    assert not returned.conn.execute("SELECT count(*) FROM moves").fetchone()[0]


def test_the_table_holds_every_row_as_text(returned, tmp_path):
    _, detail = write_result(returned, OFFICE, tmp_path / "out", as_of=AS_OF)
    book = load_workbook(detail)
    assert book.sheetnames == ["核实结果", "人工发现", "交回情况", "抽签记录"]
    assert book["核实结果"].max_row == 2 + 13
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    advice = [row[8:] for row in book["核实结果"].iter_rows(min_row=3, values_only=True) if row[8] == "不属实"]
    assert [row[-1] for row in advice] == ["建议复核，确属误报的按误报处理"]
    record = dict(book["抽签记录"].iter_rows(min_row=3, values_only=True))
    assert record["种子"] == "20261201"
    assert record["重新计算"] == "结果与记录一致"


def test_checkers_who_disagree_leave_a_finding_unclear(db, tmp_path):
    five = tuple(finding("jyj", number) for number in range(2))
    drawn = drawn_round(db, five, load=2, relax=["mutual"])
    sent = packs(db, tmp_path / "packs")
    first, second = drawn.draw.checkers_of("jyj")
    fill(sent[first], ("属实", "", "", ""), ("不属实", "能打开", "", ""))
    fill(sent[second], ("不属实", "能打开", "", ""), ("不属实", "也能打开", "", ""))
    import_packs(db, [sent[first], sent[second]], now=NOW)
    report = round_report(db, OFFICE, AS_OF)
    assert [(one.verdict, one.divided) for one in conclusions(report)] == [("unclear", True), ("refused", False)]
    bulletin = build_bulletin(report)
    assert (bulletin.total.given, bulletin.total.unclear, bulletin.total.refused) == (2, 1, 1)
    assert "含检查单位意见不一致的1个" in bulletin.overview[0]
    assert bulletin.refused[0].reason == "能打开；也能打开"


def test_a_round_without_findings_or_returns_is_told_honestly(db, tmp_path):
    drawn_round(db, ())
    bulletin, _ = write_result(db, OFFICE, tmp_path, as_of=AS_OF)
    text, _ = written(bulletin)
    assert "本轮没有需要核实的机器发现" in text
    assert "已交回0份，未交回4份" in text
    assert "未交回、未核实的，不代表没有问题" in text
    assert "没有被认为不属实的机器发现" in text


def test_the_committed_template_is_what_the_script_builds(tmp_path):
    fresh = tmp_path / "fresh.docx"
    fresh.write_bytes(build())
    assert Document(fresh).element.xml == Document(TEMPLATE).element.xml
