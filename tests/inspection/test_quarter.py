"""A quarter of an office, played by the real command line with the clock set; every number told is counted in SQL.

The counts below are written against the tables of ``office.sqlite``, not with the program's own functions.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.inspection.conftest import page
from tests.inspection.quarter_documents import SETTLED, WEIGHTS, inspection_documents, issued
from tests.inspection.quarter_office import (
    DEPARTMENTS,
    FIRM,
    Quarter,
    docx_rows,
    docx_text,
    edu_pages,
    portal_pages,
    table,
    workdays,
)
from tests.support.web import Server


@pytest.fixture
def quarter(tmp_path: Path) -> Iterator[Quarter]:
    with Server(portal_pages()) as portal, Server(edu_pages()) as edu:
        yield Quarter(tmp_path, portal, edu)


def test_a_quarter(quarter: Quarter) -> None:
    link, word, firm, old, other = first_inspection(quarter)
    dismissed_and_sent(quarter, firm)
    replies(quarter, {link: "已整改", word: "已整改", old: "申诉"}, silent=other)
    second_round(quarter, link, word, old, other)
    returned(quarter, link, word, firm, old)
    overdue(quarter, {word: date(2026, 10, 20), link: date(2026, 10, 27), other: date(2026, 10, 12)})
    cross_check(quarter)
    bulletin(quarter)
    next_inspection(quarter, firm, other)
    filters(quarter)
    provisional(quarter, firm)


def first_inspection(q: Quarter) -> list[str]:
    """October 9, the second working day after the holidays."""
    run = q.wangcha("2026-10-09", "inspect", code=1)
    assert q.rows("SELECT DISTINCT as_of, date(started, '+8 hours') FROM inspections") == [("2026-10-09", "2026-10-09")]
    assert q.count() == 5
    assert f"共发现问题 {q.count()} 个" in run.stderr
    assert q.count("deadline = '2026-10-13'") == 5  # three working days; Saturday the 10th is worked (调休)
    inspection_documents(q, "2026年10月9日")
    assert {(row["对象"], row["类别"]) for row in table(q.out / "scorecard.xlsx", "总表")} == {
        ("云溪区门户网站", "政府门户网站"),
        ("云溪教育网", "政府门户网站"),
        ("云溪健康（微信公众号）", "政务新媒体"),
    }
    named = [("link-broken", "/gone.html"), ("word-misspelled", "/a.html"), ("word-misspelled", "/c.html")]
    return [q.named(*each) for each in [*named, ("link-broken", "/old.html"), ("word-misspelled", "/b.html")]]


def dismissed_and_sent(q: Quarter, firm: str) -> None:
    where = ("--who", "王岗", "--note", "引自原稿", "--until", "2026-10-31")
    q.wangcha("2026-10-12", "ledger", "move", firm, "--to", "dismissed", *where)
    q.wangcha("2026-10-12T10:00", "notice", "issue", "--who", "王岗")
    assert q.rows("SELECT department, issued FROM notices ORDER BY serial") == [
        ("jyj", "2026-10-12"),
        ("zfb", "2026-10-12"),
    ]
    sent = [ident for serial in (1, 2) for ident in issued(q, serial)[1]]
    assert len(sent) == q.count("state = 'notified'") == 4
    assert firm not in sent
    assert q.count("state = 'notified' AND deadline = ?", str(workdays(date(2026, 10, 12), 3))) == 4


def replies(q: Quarter, said: dict[str, str], silent: str) -> None:
    q.wangcha("2026-10-13", "ledger", "export")
    assert q.ledger().keys() == {*said, silent}
    filled = {
        ident: (word, "", "", "李某", "市里统一撤下") if word == "申诉" else (word, "已改", date(2026, 10, 15), "李某")
        for ident, word in said.items()
    }
    path = q.fill_ledger("回收.xlsx", filled)
    run = q.wangcha("2026-10-16", "ledger", "import", path)
    replied, contested = q.count("state = 'replied'"), q.count("state = 'contested'")
    assert (replied, contested) == (2, 1)
    assert f"已反馈 {replied} 个，申诉 {contested} 个，以前收过 0 个；没有填写的 1 行" in run.stdout
    assert {day for ident in said for day, _ in q.history(ident)[-1:]} == {"2026-10-16"}
    again = q.wangcha("2026-10-17", "ledger", "import", path)
    assert "以前收过 3 个" in again.stdout


def second_round(q: Quarter, link: str, word: str, old: str, other: str) -> None:
    q.portal.routes["/gone.html"] = page("旧文章")
    q.wangcha("2026-10-19", "recheck", code=1)
    assert [q.state(ident)[0] for ident in (link, word, old, other)] == [
        "resolved",
        "notified",
        "contested",
        "notified",
    ]
    (report,) = (q.out / "rechecks").glob("*20261019*.docx")
    results = dict(q.rows("SELECT result, count(*) FROM recheck_results GROUP BY 1"))
    assert results == {"mended": 1, "still": 3}
    text = docx_text(report)
    assert f"整改到位 {results['mended']} 个，仍未整改到位 {results['still']} 个，未能核实 0 个，整改率 25%" in text
    tallies = {row[0]: row[1:] for row in docx_rows(report) if len(row) == 6}
    for department, name in (("zfb", DEPARTMENTS["zfb"]), ("jyj", DEPARTMENTS["jyj"])):
        sql = (
            "SELECT count(*), sum(result = 'mended'), sum(result = 'still'), sum(result = 'unsure')"
            " FROM recheck_results r JOIN findings f ON f.id = r.finding WHERE department = ?"
        )
        assert tallies[name][:4] == tuple(map(str, q.rows(sql, department)[0]))
    q.wangcha("2026-10-20", "notice", "issue", "--finding", word)
    assert issued(q, 3)[1] == [word]
    assert q.rows("SELECT max(round) FROM notice_items WHERE finding = ?", word) == [(2,)]
    q.wangcha("2026-10-20T11:00", "notice", "issue", "--finding", word, code=2)  # not a third time for nothing


def returned(q: Quarter, link: str, word: str, firm: str, old: str) -> None:
    """October 26: a fault that was resolved is there again; the account is silent for 18 days."""
    del q.portal.routes["/gone.html"]
    run = q.wangcha("2026-10-26", "inspect", code=1)
    assert q.state(link) == ("reopened", 1)
    assert [state for _, state in q.history(link)] == ["confirmed", "notified", "replied", "resolved", "reopened"]
    assert [q.state(ident)[0] for ident in (firm, word)] == ["dismissed", "notified"]
    assert q.rows("SELECT site, certainty FROM findings WHERE rule = 'account-stale'") == [("wx", "confirmed")]
    left = q.count(f"state NOT IN {SETTLED}")
    assert f"共发现问题 {left} 个" in run.stderr
    assert "本次新发现 2 个" in run.stderr
    assert "设为 2026-10-26 09:00，只供演练" in run.stderr
    inspection_documents(q, "2026年10月26日")
    assert "至今未整改的1个" in docx_text(q.out / "notices" / f"整改通知书-{DEPARTMENTS['zfb']}.docx")  # only the word
    q.wangcha("2026-10-27", "notice", "issue")
    assert issued(q, 5)[1] == [link]
    assert issued(q, 4)[1] == [ident for (ident,) in q.rows("SELECT id FROM findings WHERE site = 'wx'")]
    q.wangcha("2026-11-02", "ledger", "move", old, "--to", "withdrawn", "--who", "王岗", "--note", "申诉属实")


def overdue(q: Quarter, sent: dict[str, date]) -> None:
    """November 6, a Friday; three weekends have gone by since the first deadline."""
    (account,) = q.rows("SELECT id, deadline FROM findings WHERE site = 'wx'")
    run = q.wangcha("2026-11-06", "notice", "list", code=1)
    late = q.count("state IN ('notified', 'extended') AND deadline < '2026-11-06'")
    assert f"截至 2026-11-06：逾期 {late} 个。" in run.stdout
    assert late == len(sent) + 1
    for ident, day in sent.items():
        deadline = workdays(day, 3)
        days = next(n for n in range(99) if workdays(deadline, n) == date(2026, 11, 6))
        (line,) = (line for line in run.stdout.splitlines() if ident in line)
        assert str(deadline) in line
        assert f"逾期 {days} 个工作日" in line
    assert account[1] in run.stdout
    weekend = q.wangcha("2026-11-07", "notice", "list", code=1)
    assert "逾期 16 个工作日" in weekend.stdout  # a Saturday adds none


def cross_check(q: Quarter) -> None:
    q.wangcha("2026-11-09", "audit", "draw", "--title", "第四季度交叉互查", "--deadline", "2026-11-13", "--seed", "7")
    handed = q.rows("SELECT checker, finding FROM audit_items ORDER BY checker, position")
    assert len(handed) == q.count(f"state NOT IN {SETTLED}") == 4
    packs = {key: q.out / "audit" / f"交叉互查表-2026-1-{name}.xlsx" for key, name in DEPARTMENTS.items()}
    verdicts = {}
    for checker, path in packs.items():
        rows = table(path, "机器发现待核实")
        assert [row["问题编号"] for row in rows] == [ident for who, ident in handed if who == checker]
        verdicts |= {(checker, row["问题编号"]): "属实" if at == 0 else "不属实" for at, row in enumerate(rows)}
        book = load_workbook(path)
        for at, row in enumerate(rows, start=3):
            verdict = verdicts[checker, row["问题编号"]]
            for column, value in enumerate((verdict, "原文如此", "赵某", "2026-11-11"), start=9):
                book["机器发现待核实"].cell(at, column).value = value
        if checker == "wjw":
            by_hand = (book["网查信息"]["F1"].value, q.edu.origin + "/b.html", "其他", "页脚电话无人接听")
            for column, value in enumerate(by_hand, start=1):
                book["人工发现"].cell(3, column).value = value
        book.save(path)
    refused = sum(verdict == "不属实" for verdict in verdicts.values())
    early = q.wangcha("2026-11-10", "audit", "import", *packs.values(), code=2)
    assert "2026-11-11 还没有到" in early.stderr
    assert q.rows("SELECT count(*) FROM audit_returns") == [(0,)]
    q.wangcha("2026-11-12", "audit", "import", *packs.values())
    states = q.rows("SELECT id, state FROM findings")
    q.wangcha("2026-11-13", "audit", "result")
    assert q.rows("SELECT id, state FROM findings") == states
    counts = dict(q.rows("SELECT verdict, count(*) FROM audit_verdicts GROUP BY 1"))
    hand = q.rows("SELECT count(*) FROM audit_hand_findings")[0][0]
    assert (counts, hand) == ({"confirmed": len(handed) - refused, "refused": refused}, 1)
    told = docx_text(q.out / "audit" / "交叉互查通报-2026-1.docx")
    assert (
        f"共发出待核实的机器发现{len(handed)}个，已核实{sum(counts.values())}个：属实{counts['confirmed']}个、"
        f"不属实{counts['refused']}个、无法判断0个；未核实0个。检查单位另行人工发现问题{hand}个。"
    ) in told
    assert "2026年11月9日抽签组织3个单位" in told
    assert "截至2026年11月13日，已全部交回互查表。" in told
    detail = table(q.out / "audit" / "交叉互查明细-2026-1.xlsx", "核实结果")
    assert Counter(row["核实结论"] for row in detail) == {"属实": counts["confirmed"], "不属实": refused}


def bulletin(q: Quarter) -> None:
    q.wangcha("2026-11-30", "bulletin")
    text, rows = docx_text(q.out / "bulletin.docx"), docx_rows(q.out / "bulletin.docx")
    now = "id IN (SELECT finding FROM sightings WHERE inspection IN (SELECT max(id) FROM inspections GROUP BY site)"
    now += " AND baseline <> 'absent') AND state NOT IN ('dismissed', 'withdrawn')"
    late = "state IN ('notified', 'extended') AND deadline < '2026-11-30'"
    assert f"共发现问题{q.count(now)}个，已整改并复查通过0个，尚未销号{q.count(now)}个" in text
    assert f"超过期限未反馈（逾期）的{q.count(f'{now} AND {late}')}个" in text
    assert f"这次再次出现的{q.count(f'{now} AND recurrence > 0')}个" in text
    assert "2026年10月26日，我单位对2个网站、1个政务新媒体账号进行了检查" in text
    ranks = {row[1]: row for row in rows if len(row) == 10}
    for department, name in DEPARTMENTS.items():
        mine = f"{now} AND department = '{department}'"
        weights = [q.count(f"{mine} AND severity = ?", weight) for weight in WEIGHTS]
        assert ranks[name][2:9] == tuple(map(str, (q.count(mine), 0, *weights, q.count(f"{mine} AND {late}"))))
    first = (
        "id IN (SELECT finding FROM sightings s JOIN inspections i ON i.id = s.inspection WHERE as_of = '2026-10-09')"
    )
    cleared = q.count(f"{first} AND state IN ('dismissed', 'withdrawn')")
    left = q.count(f"{first} AND state NOT IN {SETTLED}")
    assert (
        f"上次检查发现问题{q.count(first)}个，已复查通过0个，经复核撤回或认定误报{cleared}个，尚未办结{left}个" in text
    )


def next_inspection(q: Quarter, firm: str, other: str) -> None:
    """December 1: the dismissal has run out, a word was corrected."""
    q.edu.routes["/b.html"] = page("第二篇")
    run = q.wangcha("2026-12-01", "inspect", code=1)
    assert q.state(firm)[0] == "open"
    assert q.rows("SELECT baseline FROM sightings WHERE finding = ? ORDER BY inspection DESC LIMIT 1", other) == [
        ("absent",)
    ]
    inspection_documents(q, "2026年12月1日")
    assert f"通知书 1 份，不反映这次的结果：整改通知书-{DEPARTMENTS['jyj']}.docx" in run.stderr.replace("\n", "")
    text = docx_text(q.out / "notices" / f"整改通知书-{DEPARTMENTS['zfb']}.docx")
    assert "问题3个，其中上次检查已发现、至今未整改的2个" in text  # what had been dismissed is no old debt
    cards = {row["对象"]: row["与上次比较"] for row in table(q.out / "scorecard.xlsx", "总表")}
    assert all("上次评分日期：2026年10月26日" in told for told in cards.values())
    assert "计分问题：新出现 0 处，仍然存在 1 处，本次未再出现 0 处" in cards["云溪区门户网站"]
    assert "2026年12月1日" in re.sub(r"<[^>]*>", "", (q.out / "scorecard.html").read_text(encoding="utf-8"))
    assert q.rows("SELECT count(*) FROM scorecards") == [(9,)]
    assert FIRM[:8] in q.rows("SELECT evidence FROM findings WHERE id = ?", firm)[0][0]


def filters(q: Quarter) -> None:
    for option, column in (
        ("--site", "site"),
        ("--department", "department"),
        ("--rule", "rule"),
        ("--family", "family"),
        ("--severity", "severity"),
        ("--certainty", "certainty"),
        ("--state", "state"),
    ):
        for (value,) in q.rows(f"SELECT DISTINCT {column} FROM findings"):
            where = f"{column} = ?" + ("" if option == "--state" else f" AND state NOT IN {SETTLED}")
            wanted = {ident for (ident,) in q.rows(f"SELECT id FROM findings WHERE {where}", value)}
            run = q.wangcha("2026-12-02", "findings", option, value, "--format", "json", code=int(bool(wanted)))
            assert {each["id"] for each in json.loads(run.stdout)} == wanted, (option, value)


def provisional(q: Quarter, firm: str) -> None:
    """A deadline that crosses into 2027, whose holidays the office's calendar does not know."""
    q.wangcha("2026-12-30", "notice", "issue")
    folder, ids = issued(q, 6)
    assert ids == [firm]
    assert q.rows("SELECT deadline, deadline_provisional FROM findings WHERE id = ?", firm) == [("2027-01-04", 1)]
    (path,) = folder.glob("*.docx")
    assert {row[-1] for row in docx_rows(path) if row[0] in ("合计", "错敏字词")} == {"2027年1月4日（暂定）"}
    assert "2027年1月4日前（暂定）" in path.with_suffix(".html").read_text(encoding="utf-8")
    sheet = load_workbook(folder / "ledger.xlsx")["整改台账"]
    heads = [cell.value for cell in sheet[2]]
    assert "暂定" in sheet.cell(3, heads.index("期限") + 1).number_format
    assert "2027-01-04（暂定）" in q.wangcha("2026-12-30", "notice", "list", code=1).stdout
