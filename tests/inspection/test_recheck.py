"""Rechecks from the command line against a portal whose faults get mended between the runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from docx import Document

from records.clock import today_in_china
from records.database import open_office
from records.ledger import move, moves_of
from records.ledger.rechecks import rechecks_of
from tests.inspection.conftest import FAULTY, HEALTHY, page
from tests.support.web import Server

WORD = "本周布署下一步工作。" * 3
MOBILES = "姓名,手机号\n甲某,13800001500\n乙某,13800001501\n丙某,13800001502\n丁某,13800001503\n"


@pytest.fixture
def ledger(desk):
    """Read and write the office's ledger between the runs."""

    class Ledger:
        def rows(self, sql, *values):
            with closing(sqlite3.connect(desk.office / "office.sqlite")) as db:
                return db.execute(sql, values).fetchall()

        def state(self, rule="link-broken"):
            return self.rows("SELECT state FROM findings WHERE rule = ?", rule)[0][0]

        def result(self, rule="link-broken"):
            sql = (
                "SELECT r.result, r.note FROM recheck_results r JOIN findings f ON f.id = r.finding WHERE f.rule = ?"
                " ORDER BY r.recheck DESC LIMIT 1"
            )
            return self.rows(sql, rule)[0]

        def moved(self, *states):
            with closing(open_office(desk.office)) as db:
                for to in states:
                    role = "department" if to == "replied" else "office"
                    move(db, self.rows("SELECT id FROM findings")[0][0], to, "王某", "说明", role=role)

        def history(self):
            with closing(open_office(desk.office)) as db:
                return [entry.to_state for entry in moves_of(db, self.rows("SELECT id FROM findings")[0][0])]

    return Ledger()


@pytest.fixture
def recheck(desk, site):
    def run(*arguments, as_of="2026-11-21"):
        site.asked.clear()
        return desk.wangcha("recheck", "--office", desk.office, "--out", desk.out, "--as-of", as_of, *arguments)

    return run


def serve(site, **pages):
    """The portal with other or further pages: ``a_html`` is ``/a.html``, None takes a page down."""
    routes = dict(HEALTHY) | {f"/{name.replace('_', '.')}": body for name, body in pages.items()}
    site.routes = {path: body for path, body in routes.items() if body is not None}


def test_what_is_still_there_stays_open_and_only_what_it_names_is_fetched(desk, site, recheck, ledger):
    desk.inspect()
    run = recheck()
    assert run.code == 1, run.err
    assert "仍未整改到位 1 个" in run.err
    assert ledger.state() == "open"
    assert ledger.result()[0] == "still"
    assert {asked.path for asked in site.asked} - {"/robots.txt"} == {"/", "/gone.html"}


def test_a_recheck_opens_nothing_and_is_no_inspection(desk, site, recheck, ledger):
    desk.inspect()
    serve(site, a_html=page("第一篇", text=WORD))  # a new fault elsewhere is the next inspection's to find
    recheck()
    assert len(ledger.rows("SELECT * FROM findings")) == 1
    assert len(ledger.rows("SELECT * FROM inspections")) == 1


def test_a_link_that_opens_again_is_resolved_with_both_evidences_kept_and_told(desk, site, recheck, ledger):
    desk.inspect()
    site.routes = FAULTY | {"/gone.html": page("旧文章")}
    run = recheck()
    assert run.code == 0, run.err
    assert ledger.state() == "resolved"
    assert ledger.history() == ["resolved"]
    with closing(open_office(desk.office)) as db:
        finding = ledger.rows("SELECT id FROM findings")[0][0]
        (record,) = rechecks_of(db, finding)
    assert [look["status"] for look in record.evidence["attempts"]] == [200]
    assert "404" in ledger.rows("SELECT evidence FROM findings")[0][0]
    (report,) = (desk.out / "rechecks").glob("复查报告-*.docx")
    assert str(report) in run.out
    cells = [cell.text for table in Document(report).tables for row in table.rows for cell in row.cells]
    told = "\n".join(cells)
    assert "返回 HTTP 404" in told and "返回 HTTP 200" in told and "链接的地址已能正常打开" in told
    assert any(cell.startswith("通过\n复查通过") for cell in cells)


def test_a_wrong_target_is_mended_by_the_page_itself_and_not_by_merely_opening(desk, site, recheck, ledger):
    gone = "<title>页面不存在</title><h2>您访问的页面不存在</h2><p>返回首页</p>"
    site.routes = FAULTY | {"/gone.html": gone}
    site.fallback = lambda ask: ask.reply(404 if ask.path == "/robots.txt" else 200, gone)
    desk.inspect()
    assert ledger.rows("SELECT certainty FROM findings WHERE rule = 'link-wrong-target'") == [("confirmed",)]
    recheck()
    assert ledger.result("link-wrong-target")[0] == "still"
    site.routes = FAULTY | {"/gone.html": page("旧文章")}
    assert recheck().code == 0
    assert ledger.result("link-wrong-target")[0] == "mended"


def test_a_host_that_is_down_is_mended_when_it_answers_or_nothing_links_there(desk, site, recheck, ledger):
    with Server({"/1.html": page("一"), "/2.html": page("二")}) as other:
        links = [f"{other.origin}/{number}.html 链接{number}" for number in (1, 2)]
    site.routes = dict(HEALTHY) | {"/": page("云溪试验站", "/a.html 第一篇", "/b.html 第二篇", *links)}
    desk.inspect()
    assert ledger.rows("SELECT rule FROM findings") == [("host-unreachable",)]
    recheck()
    assert ledger.result("host-unreachable")[0] == "still"
    site.routes = dict(HEALTHY)
    assert recheck().code == 0
    assert ledger.result("host-unreachable") == ("mended", "所列 1 个页面都已不再链接这个地址")


def test_a_link_taken_off_the_page_is_mended(desk, site, recheck, ledger):
    desk.inspect()
    site.routes = dict(HEALTHY)
    assert recheck().code == 0
    assert ledger.result() == ("mended", "所列 1 个页面都已不再链接这个地址")


def test_an_address_written_wrongly_is_mended_once_the_pages_are_read_without_it(desk, site, recheck, ledger):
    written = (
        "<a href='http：//www.gov.example/'>写错</a><img src='file:///C:/Users/a/clip.png'><a href='#lost'>丢失</a>"
    )
    rules = ("link-malformed", "link-inner-network", "link-fragment")
    serve(site, a_html=page("第一篇", text=written))
    desk.inspect()
    assert recheck().code == 1
    assert [ledger.result(rule)[0] for rule in rules] == ["still"] * 3
    assert {asked.path for asked in site.asked} - {"/robots.txt"} == {"/", "/a.html"}
    site.routes |= {"/a.html": lambda ask: ask.reply(403)}
    recheck()
    assert [ledger.result(rule)[0] for rule in rules] == ["unsure"] * 3
    serve(site)
    recheck()
    assert [ledger.result(rule)[0] for rule in rules] == ["mended"] * 3


def test_a_firewall_s_empty_page_does_not_mend_the_link_that_stood_there(desk, site, recheck, ledger):
    desk.inspect()
    shell = "<html><head><title>请稍候</title></head><body><script>go()</script></body></html>"
    site.routes = FAULTY | {"/": shell}
    recheck()
    assert (ledger.state(), ledger.result()[0]) == ("open", "unsure")


@pytest.mark.parametrize("status", [403, 401])
def test_what_cannot_be_looked_at_is_unsure_and_stays(desk, site, recheck, ledger, status):
    desk.inspect()
    site.routes = FAULTY | {"/gone.html": lambda ask: ask.reply(status)}
    run = recheck()
    assert run.code == 1
    assert "未能核实 1 个" in run.err
    assert (ledger.state(), ledger.result()[0]) == ("open", "unsure")


def test_while_the_site_is_down_nothing_is_mended_and_nothing_moves(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    desk.inspect()
    ledger.moved("confirmed", "notified", "replied")
    site.routes = {path: (lambda ask: ask.reply(503)) for path in site.routes}
    assert recheck().code == 3
    assert ledger.state("word-misspelled") == "replied"


# ---- documents ----


def test_a_corrected_word_is_mended_and_a_word_that_stays_is_not(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    desk.inspect()
    ledger.moved("confirmed", "notified", "replied")
    assert recheck().code == 1
    assert ledger.state("word-misspelled") == "notified"  # the next round
    assert ledger.history()[-1] == "notified"
    ledger.moved("replied")
    serve(site, a_html=page("第一篇", text=WORD.replace("布署", "部署")))
    assert recheck().code == 0
    assert ledger.state("word-misspelled") == "resolved"


def test_a_page_that_was_taken_down_counts_only_if_it_is_gone_twice(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    desk.inspect()
    site.routes["/a.html"] = lambda ask: ask.reply(404) if ask.nth % 2 else ask.reply(200, page("第一篇", text=WORD))
    recheck()
    assert ledger.result("word-misspelled")[0] == "still"
    serve(site, a_html=None)
    recheck()
    assert ledger.result("word-misspelled") == ("mended", "内容已撤下，两次访问地址都已不存在")


def test_a_page_that_moved_with_its_fault_is_not_mended(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    desk.inspect()
    site.routes |= {
        "/a.html": lambda ask: ask.reply(301, Location="/c.html"),
        "/c.html": page("第一篇", text=WORD),
    }
    recheck()
    assert ledger.result("word-misspelled")[0] == "still"
    site.routes["/a.html"] = (
        '<html><head><meta http-equiv="refresh" content="0;url=/c.html"></head><body></body></html>'
    )
    recheck()
    assert ledger.result("word-misspelled")[0] == "still"


def test_an_empty_shell_in_the_place_of_a_page_is_no_mending(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    desk.inspect()
    site.routes["/a.html"] = "<html><head><title>请稍候</title></head><body><script>go()</script></body></html>"
    recheck()
    assert ledger.result("word-misspelled")[0] == "unsure"


def test_personal_data_in_a_file_is_mended_only_when_its_address_no_longer_serves_it(desk, site, recheck, ledger):
    csv = {"/p.csv": lambda ask: ask.reply(200, MOBILES, Content_Type="text/csv; charset=utf-8")}
    serve(site, a_html=page("第一篇", "/p.csv 名单.csv"))
    site.routes |= csv
    desk.inspect()
    rule = "privacy-mobile-number"
    serve(site)  # the page no longer links to the file …
    site.routes |= csv
    recheck()
    assert ledger.result(rule) == ("still", "页面已不再链接这个附件，但附件地址仍能打开")
    serve(site, a_html=page("第一篇", "/q.csv 名单.csv"))  # … another file holds the same …
    site.routes["/q.csv"] = csv["/p.csv"]
    recheck()
    assert ledger.result(rule)[0] == "still"
    site.routes["/q.csv"] = lambda ask: ask.reply(
        200, MOBILES.replace("0000", "****"), Content_Type="text/csv; charset=utf-8"
    )
    recheck()  # … until it is masked
    assert ledger.result(rule)[0] == "mended"
    assert not any("13800001500" in str(row) for row in ledger.rows("SELECT note, evidence FROM recheck_results"))


# ---- columns ----

COLUMN = """
[[column]]
site = "shiyan"
url = "{url}/tzgg/"
name = "通知公告"
kind = "通知公告"
limit_days = 30
"""


def column_site(site, *days):
    """A list without dates; each article tells its own."""
    routes = {"/": page("云溪试验站", "/tzgg/ 通知公告", "/a.html 第一篇"), "/a.html": page("第一篇")}
    entries = ""
    for number, day in enumerate(days, 1):
        address = f"/tzgg/t{number}.html"
        entries += f"<li><a href='{address}'>关于开展第{number}批项目申报工作的通知</a></li>"
        routes[address] = page(f"关于开展第{number}批项目申报工作的通知").replace(
            "<head>", f"<head><meta name='PubDate' content='{day} 09:00'>"
        )
    crumbs = "<div class='position'>当前位置:<a href='/'>首页</a> &gt; <a href='/tzgg/'>通知公告</a></div>"
    routes["/tzgg/"] = (
        "<html><head><title>通知公告</title><meta name='ColumnName' content='通知公告'></head>"
        f"<body>{crumbs}<ul class='list'>{entries}</ul></body></html>"
    )
    site.routes = routes


def test_a_column_is_judged_by_the_dates_of_its_undated_articles(desk, site, recheck, ledger):
    with (desk.office / "office.toml").open("a", encoding="utf-8") as register:
        register.write(COLUMN.format(url=site.origin))
    old = ["2026-08-03", "2026-07-06", "2026-06-01", "2026-05-04", "2026-04-06"]
    column_site(site, *old)
    desk.inspect()
    assert ledger.state("column-stale") == "open"
    recheck()
    assert ledger.result("column-stale")[0] == "still"
    column_site(site, "2026-11-20", *old)
    recheck()
    assert ledger.result("column-stale") == ("mended", "栏目有 6 条内容，最新一条是 2026-11-20")
    assert site.count("/tzgg/t1.html") == 1


def test_an_undated_article_must_be_seen_with_its_date(desk, site, recheck, ledger):
    with (desk.office / "office.toml").open("a", encoding="utf-8") as register:
        register.write(COLUMN.format(url=site.origin))
    shown = ["2026-11-18", "2026-11-06", "2026-11-02"]
    column_site(site, *shown, "")
    desk.inspect()
    assert ledger.state("item-undated") == "open"
    recheck()
    assert ledger.result("item-undated")[0] == "still"
    column_site(site, *shown)  # the entry left the first page, with its date or without
    recheck()
    assert ledger.result("item-undated") == ("unsure", "问题所指的条目不在栏目的第一页上")
    column_site(site, *shown, "2026-11-01")
    recheck()
    assert ledger.result("item-undated")[0] == "mended"


def paired_site(site, dates: dict[int, str], copy: str = "") -> None:
    """A column whose articles 1 to 5 show these dates, all listed with 2026-11-0n; article 5 has a copy, perhaps."""

    def article(title: str, day: str, text: str) -> str:
        return page(title, text=text).replace("<div", f"<p>发布时间：{day}</p><div", 1)

    entries = [(f"t{n}.html", f"关于第{n}期培训的通知", f"2026-11-0{n}") for n in range(1, 6)]
    entries += [("copy.html", "关于第5期培训的通知", "2026-11-05")] if copy else []
    listed = "".join(f"<li><a href='/tzgg/{name}'>{title}</a><span>{day}</span></li>" for name, title, day in entries)
    routes = HEALTHY | {
        "/tzgg/": f"<html><title>通知公告</title><body><h1>通知公告</h1><ul>{listed}</ul></body></html>"
    }
    for n in range(1, 6):
        text = f"第{n}期培训定于下周举行，请按时参加，名额有限，先到先得，须携带有效证件。" * 4
        routes[f"/tzgg/t{n}.html"] = article(f"关于第{n}期培训的通知", dates.get(n, f"2026-11-0{n}"), text)
    if copy:
        routes["/tzgg/copy.html"] = article("关于第5期培训的通知", "2026-11-05", copy)
    site.routes = routes


def test_dates_that_disagree_and_copies_are_looked_at_in_both_places(desk, site, recheck, ledger):
    with (desk.office / "office.toml").open("a", encoding="utf-8") as register:
        register.write(COLUMN.format(url=site.origin))
    same = "第5期培训定于下周举行，请按时参加，名额有限，先到先得，须携带有效证件。" * 4
    paired_site(site, {2: "2026-03-02"}, copy=same)
    desk.inspect()
    recheck()
    assert ledger.result("date-disagreeing")[0] == "still"
    assert ledger.result("article-duplicated")[0] == "still"
    assert site.count("/tzgg/t1.html") == 0  # neither fault names it
    paired_site(site, {})
    assert recheck().code == 0
    assert ledger.result("date-disagreeing")[0] == "mended"
    assert ledger.result("article-duplicated")[0] == "mended"


def test_a_registered_column_that_nothing_links_to_and_that_is_gone_is_still_there(desk, site, recheck, ledger):
    with (desk.office / "office.toml").open("a", encoding="utf-8") as register:
        register.write(COLUMN.format(url=site.origin))
    site.routes = dict(HEALTHY)
    desk.inspect()
    assert ledger.state() == "open"
    recheck()
    assert ledger.result()[0] == "still"


# ---- what was resolved returns ----


@pytest.mark.parametrize(("days", "state", "recurrence"), [(180, "reopened", 1), (181, "open", 0)])
def test_a_fault_that_returns_is_reopened_with_its_history_for_180_days(
    desk, site, recheck, ledger, days, state, recurrence
):
    desk.inspect()
    site.routes = dict(HEALTHY)
    recheck()
    site.routes = dict(FAULTY)
    desk.inspect(as_of=str(today_in_china() + timedelta(days=days)))
    assert ledger.rows("SELECT state, recurrence FROM findings") == [(state, recurrence)]
    assert ledger.history() == ["resolved", state]
    assert date.fromisoformat(desk.findings()[0]["last_seen"]) == today_in_china() + timedelta(days=days)


def test_a_mended_fault_is_absent_in_an_inspection_and_resolved_only_by_a_recheck(desk, site, recheck, ledger):
    desk.inspect()
    site.routes = dict(HEALTHY)
    desk.inspect(as_of="2026-11-21")
    assert ledger.state() == "open"
    assert desk.findings()[0]["baseline"] == "absent"
    recheck()
    assert ledger.state() == "resolved"


# ---- selection ----


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--finding", "0123456789abcdef"], "没有编号为 0123456789abcdef 的问题"),
        (["--notice", "云政办函〔2026〕1号"], "通知书"),
    ],
)
def test_a_selection_that_holds_nothing_is_told(desk, site, recheck, arguments, told):
    desk.inspect()
    run = recheck(*arguments)
    assert run.code == 2
    assert told in run.err.replace("\n", "")
    assert site.asked == []


def test_where_nothing_is_open_nothing_is_asked(desk, site, recheck):
    site.routes = dict(HEALTHY)
    desk.inspect()
    run = recheck()
    assert (run.code, site.asked) == (0, [])
    assert "不需要复查" in run.out


def test_a_finding_can_be_chosen_by_its_id(desk, site, recheck, ledger):
    serve(site, a_html=page("第一篇", text=WORD))
    site.routes["/"] = FAULTY["/"]
    desk.inspect()
    assert len(ledger.rows("SELECT * FROM findings")) == 2
    (chosen,) = ledger.rows("SELECT id FROM findings WHERE rule = 'word-misspelled'")[0]
    recheck("--finding", chosen)
    assert ledger.rows("SELECT finding FROM recheck_results") == [(chosen,)]
    assert {asked.path for asked in site.asked} - {"/robots.txt"} == {"/", "/a.html"}
