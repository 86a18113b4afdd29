"""Accounts of the register inspected by the real command line, from the list to the findings."""

from __future__ import annotations

import pytest

from tests.inspection.conftest import Desk
from tests.inspection.quarter_office import docx_text, table
from tests.support.web import Server

OFFICE = """
[office]
name = "云溪区政务公开办"
rate = 50
second_look_seconds = 0.2
[[department]]
id = "jyj"
name = "云溪区教育局"
[[account]]
id = "wx"
name = "云溪发布"
platform = "微信公众号"
department = "jyj"
settings = {{ url = "{origin}/wx.xml" }}
[[account]]
id = "dy"
name = "云溪教育"
platform = "抖音"
department = "jyj"
limit_days = 10
settings = {{ file = "抖音.csv", home = "https://douyin.yunxi.example/jyj" }}
[[account]]
id = "tt"
name = "云溪头条"
platform = "今日头条"
"""
RSS = """<rss version="2.0"><channel><item><title>对秸杆禁烧工作的部署</title>
<link>https://weixin.yunxi.example/s/1</link><pubDate>{day}</pubDate>
<description>&lt;a href="{origin}/gone.html"&gt;通知&lt;/a&gt;</description></item></channel></rss>"""


@pytest.fixture
def feeds():
    with Server({}) as server:
        server.routes["/wx.xml"] = RSS.format(day="2026-11-19", origin=server.origin)
        yield server


@pytest.fixture
def desk(tmp_path, feeds):
    office = tmp_path / "office"
    office.mkdir()
    (office / "office.toml").write_text(OFFICE.format(origin=feeds.origin), encoding="utf-8")
    (office / "account-columns.toml").write_text('title = "题目"\npublished = ["何时"]\n', encoding="utf-8")
    (office / "抖音.csv").write_text("题目,何时,采集时间\n甲,2026-11-09,2026-11-20\n", encoding="utf-8")
    return Desk(office, tmp_path / "out")


def told(desk, *fields):
    return {tuple(finding[name] for name in fields) for finding in desk.findings()}


def test_every_account_with_a_source_is_inspected_and_the_others_are_named(desk):
    run = desk.inspect()
    assert run.code == 1, run.err
    assert told(desk, "site", "rule", "certainty", "department") == {
        ("wx", "word-misspelled", "confirmed", "jyj"),
        ("wx", "link-broken", "confirmed", "jyj"),
        ("dy", "account-stale", "confirmed", "jyj"),
    }
    assert "有 1 个新媒体账号没有登记采集通道，没有检查：云溪头条。" in run.err
    (stale,) = (finding for finding in desk.findings() if finding["site"] == "dy")
    assert stale["url"] == "https://douyin.yunxi.example/jyj"
    assert "11 天没有更新" in stale["message"]
    notice = (desk.out / "notices").glob("*云溪区教育局*.html")
    assert "云溪教育（抖音）" in next(notice).read_text(encoding="utf-8")


def test_one_account_by_its_id_or_name(desk):
    assert desk.inspect("dy").code == 1
    assert told(desk, "site") == {("dy",)}
    assert desk.inspect("云溪发布").code == 1
    assert told(desk, "site") == {("wx",)}
    run = desk.inspect("tt")
    assert run.code == 2
    assert "账号“云溪头条”（tt）没有登记采集通道" in run.err


def test_a_feed_that_dies_takes_nothing_back_and_accuses_nobody(desk, feeds):
    """The second inspection sees nothing: what was found stays, and no silence is claimed months later."""
    desk.inspect("wx")
    del feeds.routes["/wx.xml"]
    run = desk.inspect("wx", as_of="2027-02-20")
    assert run.code == 1
    assert "采集通道不通，没有看到内容" in run.err
    assert told(desk, "rule", "certainty", "baseline") == {("account-unreachable", "review", "new")}


def test_evidence_of_an_account_can_be_judged_again_with_another_limit(desk):
    desk.inspect("dy")
    (bundle,) = (desk.out / "evidence").glob("*/dy")
    text = (desk.office / "office.toml").read_text(encoding="utf-8").replace("limit_days = 10", "limit_days = 14")
    (desk.office / "office.toml").write_text(text, encoding="utf-8")
    arguments = ("judge", bundle, "--office", desk.office, "--out", desk.out, "--as-of", "2026-11-20")
    assert desk.wangcha(*arguments).code == 0


def test_a_faulty_column_memory_is_told(desk):
    (desk.office / "account-columns.toml").write_text('titel = "题目"\npublished = 3\n', encoding="utf-8")
    run = desk.inspect("dy")
    assert run.code == 2
    assert "您是否想写“title”" in run.err
    assert "account-columns.toml：published：应为列名" in run.err


def test_the_list_is_imported_shown_and_inspected(desk, feeds, tmp_path):
    feeds.routes["/wb.xml"] = RSS.format(day="2026-11-01", origin=feeds.origin).replace("秸杆", "秸秆")
    listed = tmp_path / "名单.csv"
    listed.write_text(
        "平台,账号名称,责任单位,采集方式,地址/文件,更新期限（天）\n"
        f"新浪微博,云溪微博,云溪区卫生健康局,RSS,{feeds.origin}/wb.xml,10\n",
        encoding="gbk",
    )
    run = desk.wangcha("accounts", "import", listed, "--office", desk.office)
    assert run.code == 0, run.err
    assert "新增 1 个账号" in run.out
    assert desk.inspect("新浪微博-云溪微博").code == 1
    assert ("account-stale", "新浪微博-云溪微博", "云溪区卫生健康局") in told(desk, "rule", "site", "department")
    shown = desk.wangcha("accounts", "show", "--office", desk.office, COLUMNS="200").out
    assert "新浪微博-云溪微博" in shown
    assert "10 天" in shown
    assert "2026-11-20" in shown
    assert "没有登记，不检查" in shown


def test_an_account_is_told_and_scored_as_an_account(desk):
    desk.inspect("dy", "wx")
    assert {row["类别"] for row in table(desk.out / "scorecard.xlsx", "总表")} == {"政务新媒体"}
    (notice,) = (desk.out / "notices").glob("*云溪区教育局*.docx")
    assert "本次检查新媒体账号2个，访问推文2条、" in docx_text(notice)
    assert desk.wangcha("bulletin", "--office", desk.office, "--out", desk.out).code == 0
    told = docx_text(desk.out / "bulletin.docx")
    assert "本次检查2个政务新媒体账号，读取网页0个、推文2条" in told


@pytest.mark.parametrize(("option", "value", "code"), [("--severity", "serious", 1), ("--certainty", "review", 0)])
def test_findings_are_chosen_by_the_names_of_the_ledger(desk, option, value, code):
    desk.inspect("dy")
    run = desk.wangcha("findings", "--office", desk.office, option, value)
    assert run.code == code, run.err


def test_what_is_settled_as_a_false_alarm_is_nothing_left_over(desk):
    desk.inspect("dy")
    (finding,) = desk.findings()
    where = ("--office", desk.office, "--out", desk.out)
    desk.wangcha("ledger", "move", finding["id"], "--to", "dismissed", "--who", "王岗", "--note", "账号已注销", *where)
    run = desk.inspect("dy")
    assert run.code == 0, run.err
    assert "共发现问题 0 个" in run.err
    assert "另有以前检查时出具的通知书 1 份" in run.err.replace("\n", "")
