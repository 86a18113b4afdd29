from datetime import date, datetime, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from audit_examples import DEADLINE, NAMES, NOW, drawn_round, edit, fill, fill_hand, packs
from openpyxl import Workbook, load_workbook

from inspection.audit import import_packs
from records.audit import AuditVerdict, items_of, returns_of
from records.database import open_office
from records.errors import BadInputError
from reports.audit import layout
from reports.shared.sheets import FIRST_ROW

TRUE = ("属实", "", "王某", "2026-12-10")
FALSE = ("不属实", "页面已能打开", "王某", date(2026, 12, 11))
URL = "http://www.yunxi.example/x?a=1&b=2"
HAND = (None, URL, "其他", "办事指南没有受理地点", "首页第二屏", "王某", "2026年12月9日")


@pytest.fixture
def round_(db):
    return drawn_round(db)


@pytest.fixture
def sent(db, round_, tmp_path):
    return packs(db, tmp_path / "packs")


def refused(db, *paths):
    """The lines of the message; nothing must have been stored."""
    before = returns_of(db, "2026-1")
    with pytest.raises(BadInputError) as told:
        import_packs(db, paths, now=NOW)
    assert returns_of(db, "2026-1") == before
    return [line.strip() for line in str(told.value).splitlines()[1:]]


def test_answers_and_findings_by_hand_are_taken(db, sent):
    fill_hand(fill(sent["jyj"], TRUE, FALSE), HAND)
    (receipt,) = import_packs(db, [sent["jyj"]], now=NOW)
    assert receipt.sentence() == (
        f"已收录云溪区教育局的第2026-1轮互查表（{sent['jyj'].name}）：属实 1 条、不属实 1 条、无法判断 0 条，"
        "未核实 1 条，人工发现 1 条。"
    )
    (pack,) = returns_of(db, "2026-1")
    assert pack.checker == "jyj"
    assert pack.returned_at == NOW
    by_note = {one.note: one for one in pack.answers}
    assert by_note["页面已能打开"].verdict is AuditVerdict.REFUSED
    assert by_note["页面已能打开"].at == date(2026, 12, 11)
    assert by_note[""].at == date(2026, 12, 10)
    (found,) = pack.hand_findings
    assert (found.url, found.kind, found.person, found.at) == (URL, "其他", "王某", date(2026, 12, 9))


def test_a_folder_stands_for_its_packs_and_an_empty_pack_counts_as_returned(db, sent):
    (sent["jyj"].parent / "~$锁.xlsx").write_bytes(b"lock")
    receipts = import_packs(db, [sent["jyj"].parent], now=NOW)
    assert len(receipts) == 4
    assert all(receipt.unanswered == 3 and not receipt.late for receipt in receipts)


def test_sending_again_replaces_the_earlier_answers_and_says_so(db, sent):
    fill_hand(fill(sent["jyj"], TRUE, TRUE), HAND)
    import_packs(db, [sent["jyj"]], now=NOW)
    (again,) = import_packs(db, [sent["jyj"]], now=NOW)
    assert again.replaced
    assert "已被这一份替换" in again.sentence()
    fill(sent["jyj"], FALSE, ("", "", "", ""))
    import_packs(db, [sent["jyj"]], now=datetime.combine(DEADLINE + timedelta(days=1), NOW.timetz()))
    (pack,) = returns_of(db, "2026-1")
    assert [answer.verdict for answer in pack.answers] == [AuditVerdict.REFUSED]


def test_a_late_pack_is_taken_and_said(db, sent):
    (receipt,) = import_packs(db, [sent["jyj"]], now=NOW + timedelta(days=9))
    assert "逾期交回" in receipt.sentence()


def test_columns_may_be_moved_and_rows_put_above(db, sent):
    def move(book):
        sheet = book[layout.SHEET_ITEMS]
        sheet.insert_cols(1)
        sheet.move_range("M1:M20", cols=-12)  # the last column becomes the first
        sheet.insert_rows(1, 2)

    edit(fill(sent["jyj"], FALSE), move)
    import_packs(db, [sent["jyj"]], now=NOW)
    ((answer,),) = [one.answers for one in returns_of(db, "2026-1")]
    assert (answer.note, answer.at) == ("页面已能打开", date(2026, 12, 11))


def test_renamed_missing_and_doubled_columns_are_told(db, sent):
    head = FIRST_ROW - 1

    def rename(book):
        book[layout.SHEET_ITEMS].cell(head, 9).value = "结论"
        book[layout.SHEET_HAND].cell(head, 7).value = "网址"

    lines = refused(db, edit(sent["jyj"], rename))
    place = f"文件“{sent['jyj'].name}”，表"
    assert lines == [
        f"1. {place}“机器发现待核实”第2行：缺少列“核实结论”（多出来的列“结论”是不是改了名？）。"
        "列可以移动，不能删除或者改名，请改回原来的列名。",
        f"2. {place}“人工发现”第2行“网址”列：有两列同名。请删去多出来的一列。",
        f"3. {place}“人工发现”第2行：缺少列“发现日期”。列可以移动，不能删除或者改名，请改回原来的列名。",
    ]


def test_a_removed_sheet_is_told(db, sent):
    lines = refused(db, edit(sent["jyj"], lambda book: book.remove(book[layout.SHEET_HAND])))
    assert "缺少表“人工发现”" in lines[0]


def test_unknown_foreign_double_and_missing_ids_are_told_by_row(db, sent, round_):
    foreign = next(one for one in items_of(db, round_.id) if one.checker == "wjj")

    def spoil(book):
        sheet = book[layout.SHEET_ITEMS]
        own = sheet.cell(FIRST_ROW, 1).value
        for row, value in ((FIRST_ROW + 1, own), (FIRST_ROW + 2, foreign.finding), (FIRST_ROW + 3, "deadbeef")):
            sheet.cell(row, 1).value = value
        sheet.cell(FIRST_ROW + 4, 9).value = "属实"

    lines = refused(db, edit(sent["jyj"], spoil))
    assert len(lines) == 4
    assert "第4行“问题编号”列：与第3行重复" in lines[0]
    assert f"第5行“问题编号”列：编号 {foreign.finding} 的问题由{NAMES['wjj']}核实" in lines[1]
    assert "第6行“问题编号”列：编号“deadbeef”不是本轮发出的" in lines[2]
    assert "第7行“问题编号”列：这一行没有问题编号" in lines[3]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (("对", "", "", ""), "“核实结论”列：“对”不是可选的结论。请从属实、不属实、无法判断中选一个。"),
        (("", "打得开", "", ""), "“核实结论”列：填了说明、核实人或日期，但没有选结论"),
        (("不属实", "", "王某", ""), "“核实说明”列：结论是“不属实”，但没有写理由"),
        (("属实", "", "", "上周三"), "“核实日期”列：“上周三”不是日期"),
        (("属实", "", "", "2026-02-30"), "“核实日期”列：“2026-02-30”这一天不存在"),
        (("属实", "", "", "2026-12-13"), "“核实日期”列：2026-12-13 还没有到"),
        (("属实", "", "", date(2026, 11, 30)), "“核实日期”列：2026-11-30 早于抽签日期 2026-12-01"),
    ],
)
def test_a_wrong_answer_is_told_with_row_and_column(db, sent, values, words):
    (line,) = refused(db, fill(sent["jyj"], values))
    assert line.startswith(f"1. 文件“{sent['jyj'].name}”，表“机器发现待核实”第3行")
    assert words in line


@pytest.mark.parametrize("day", ["2026-12-10", "2026/12/10", "2026.12.10", "20261210", "2026年12月10日", 46366])
def test_dates_may_be_written_in_many_ways(db, sent, day):
    import_packs(db, [fill(sent["jyj"], ("属实", "", "", day))], now=NOW)
    assert returns_of(db, "2026-1")[0].answers[0].at == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("云溪区民政局：别的网站", *HAND[1:]), "“被查单位和网站”列：“云溪区民政局：别的网站”不在本单位的被查范围内"),
        (("", *HAND[1:]), "“被查单位和网站”列：没有选"),
        ((None, "首页", *HAND[2:]), "“网址”列：“首页”不是网址"),
        ((None, "javascript:alert(1)", *HAND[2:]), "不是网址"),
        ((None, URL, "大问题", *HAND[3:]), "“问题类别”列：“大问题”不在清单里"),
        ((None, URL, "其他", "", *HAND[4:]), "“问题描述”列：没有填"),
        ((*HAND[:6], "明天"), "“发现日期”列：“明天”不是日期"),
    ],
)
def test_a_wrong_finding_by_hand_is_told(db, sent, row, words):
    (line,) = refused(db, fill_hand(sent["jyj"], row))
    assert "表“人工发现”第3行" in line
    assert words in line


def test_a_finding_by_hand_written_twice_is_told(db, sent):
    (line,) = refused(db, fill_hand(sent["jyj"], HAND, HAND))
    assert "第4行“问题描述”列：与第3行重复" in line


def test_one_wrong_pack_keeps_all_from_being_taken(db, sent):
    fill(sent["jyj"], TRUE)
    lines = refused(db, sent["jyj"], fill(sent["wjj"], ("好像是", "", "", "")))
    assert len(lines) == 1


def test_two_packs_of_one_checker_are_told(db, sent, tmp_path):
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(sent["jyj"].read_bytes())
    (line,) = refused(db, sent["jyj"], copy)
    assert "同一个单位" in line


def test_a_pack_of_another_office_or_round_is_refused(db, sent, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    other = open_office(folder)
    drawn_round(other, seed=99)
    (line,) = refused(db, packs(other, tmp_path / "theirs")["jyj"])
    assert "不是本办公室第2026-1轮互查发出的表" in line
    drawn_round(other, seed=4)
    (line,) = refused(db, packs(other, tmp_path / "later")["jyj"])
    assert "本办公室没有这一轮" in line
    other.close()


def test_what_is_no_pack_is_told(db, sent, tmp_path):
    text, own, bomb = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    text.write_text("不是表格", encoding="utf-8")
    Workbook().save(own)
    with ZipFile(bomb, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 101_000_000)
    lines = refused(db, text, own, bomb, tmp_path / "没有.xlsx")
    assert [line.split("”：")[1][:9] for line in lines] == [
        "不是 .xlsx ",
        "不是网查发出的互查",
        "文件解开后超过10",
        "找不到这个文件。请",
    ]
    with pytest.raises(BadInputError, match="没有找到互查表"):
        import_packs(db, [], now=NOW)


def test_a_damaged_workbook_is_told_without_a_traceback(db, sent, tmp_path):
    broken = tmp_path / "坏.xlsx"
    with ZipFile(sent["jyj"]) as good, ZipFile(broken, "w") as parts:
        for part in good.infolist():
            content = good.read(part)
            parts.writestr(part, content[: len(content) // 2] if "sheet" in part.filename else content)
    (line,) = refused(db, broken)
    assert "坏.xlsx" in line
    assert "打不开" in line


def test_personal_numbers_that_a_checker_copied_are_masked(db, sent):
    number = "110101199003070070"
    fill(sent["jyj"], ("属实", f"名单里有{number}", "王某", ""))
    fill_hand(sent["jyj"], (None, URL, "个人隐私", f"公示里有{number}和 138 0013 8000", number, "王某", ""))
    import_packs(db, [sent["jyj"]], now=NOW)
    stored = "\n".join(db.conn.iterdump())
    assert number not in stored
    assert "138 0013 8000" not in stored
    assert "11*************070" in stored


def test_formulas_in_a_pack_are_never_taken_for_text(db, sent):
    fill(sent["jyj"], ("属实", '=HYPERLINK("http://x.example")', "", ""))
    import_packs(db, [sent["jyj"]], now=NOW)
    assert returns_of(db, "2026-1")[0].answers[0].note == ""
    assert load_workbook(sent["jyj"])[layout.SHEET_ITEMS].cell(FIRST_ROW, 10).data_type == "f"


def test_very_many_problems_are_counted_not_listed(db, sent):
    def spoil(book):
        for row in range(FIRST_ROW, FIRST_ROW + 300):
            book[layout.SHEET_ITEMS].cell(row, 1).value = f"x{row}"

    lines = refused(db, edit(sent["jyj"], spoil))
    assert len(lines) == 201
    assert lines[-1] == "……另有100处。"
