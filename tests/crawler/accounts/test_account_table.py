"""Tables of posts: whatever the columns are called, merged cells, several accounts in one file, damaged files."""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.accounts.table import read_posts

OURS = {"account": "云溪发布", "platform": "微信公众号"}


def xlsx(*rows, merge=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def told(reading):
    return [(post.title, post.published) for post in reading.posts]


def test_a_sheet_with_a_title_merged_account_cells_and_several_accounts():
    body = xlsx(
        ["云溪区政务新媒体发文统计", None, None, None],
        ["账号名称", "文章标题", "发布时间（年月日）", "正文"],
        ["云溪发布", "甲", datetime(2026, 11, 12, 9, 30), "一"],
        [None, "乙", "2026年11月10日", "二"],
        ["云溪教育", "丙", date(2026, 11, 18), "三"],
        ["合计", None, None, None],
        merge=("A1:D1", "A3:A4"),
    )
    reading = read_posts(body, OURS)
    assert told(reading) == [("甲", date(2026, 11, 12)), ("乙", date(2026, 11, 10))]
    assert [post.content for post in reading.posts] == ["一", "二"]
    assert not reading.problem


def test_the_same_name_on_another_platform_is_another_account():
    body = csv("平台,账号名称,标题,日期\n抖音,云溪发布,甲,2026-11-12\n微信,云溪发布,乙,2026-11-11\n")
    assert told(read_posts(body, OURS)) == [("乙", date(2026, 11, 11))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_in_every_usual_encoding(encoding):
    body = csv("标题,发布时间,链接\n云溪区通知,2026/11/2 8:00,https://a.example/1\n", encoding)
    (post,) = read_posts(body, OURS).posts
    assert (post.title, post.published, post.url) == ("云溪区通知", date(2026, 11, 2), "https://a.example/1")


def test_dates_that_lost_their_format():
    body = csv("标题,发布时间\n甲,46338\n乙,1794440000\n丙,1794440000000\n丁,不详\n戊,99999999\n")
    assert told(read_posts(body, OURS)) == [
        ("甲", date(2026, 11, 12)),
        ("乙", date(2026, 11, 12)),
        ("丙", date(2026, 11, 12)),
        ("丁", None),
        ("戊", None),
    ]


def test_json_of_other_tools():
    entries = [{"title": "甲", "publish_time": 1794440000, "url": "https://a.example/1"}, {"title": "乙", "extra": [1]}]
    for whole in (entries, {"code": 0, "data": entries}):
        assert told(read_posts(json.dumps(whole).encode(), OURS)) == [("甲", date(2026, 11, 12)), ("乙", None)]


def test_own_column_names():
    body = csv("推文,何时,日期\n甲,2026-11-12,第三期\n")
    own = {**OURS, "columns": {"title": ["题目", "推文"], "published": "何时"}}
    assert told(read_posts(body, own)) == [("甲", date(2026, 11, 12))]


def test_a_name_the_office_gives_to_one_column_is_taken_from_the_others():
    body = csv("名称,标题,时间\n云溪发布,甲,2026-11-12\n别的,乙,2026-11-13\n")
    assert told(read_posts(body, {**OURS, "columns": {"account": "名称"}})) == [("甲", date(2026, 11, 12))]


def test_how_far_the_table_reaches():
    column = csv("标题,发布时间,采集时间\n甲,2026-11-01,2026-11-19\n乙,2026-11-02,2026-11-20 08:00\n")
    assert read_posts(column, OURS).reaches == date(2026, 11, 20)
    bare = csv("标题,发布时间\n甲,2026-11-01\n")
    assert read_posts(bare, {**OURS, "reaches": "2026-11-18"}).reaches == date(2026, 11, 18)
    assert read_posts(bare, OURS).reaches is None


def test_without_dates_the_posts_are_read_and_the_lack_is_told():
    reading = read_posts(csv("标题,链接\n甲,https://a.example/1\n"), OURS)
    assert told(reading) == [("甲", None)]
    assert "没有发布时间一列" in reading.problem


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "是空的"),
        (csv("栏目,更新情况\n要闻,正常\n"), "表里像表头的一行是：栏目、更新情况"),
        (csv("标题,发布时间,账号名称\n甲,2026-11-12,云溪教育\n"), "没有“云溪发布”的内容，只有：云溪教育"),
        (b"PK\x03\x04 cut", "打不开"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "旧版 .xls"),
        (b"\x00\x00\x00\x00", "编码无法识别"),
        (b'{"data": [', "JSON 文件已损坏"),
        (b'{"data": []}', "没有一组内容"),
        (b"a" * (50 * 1024 * 1024), "超过 20 MB"),
        (xlsx(), "表格里没有内容"),
    ],
    ids=["empty", "other columns", "other account", "cut", "xls", "noise", "cut json", "no list", "50 MB", "no rows"],
)
def test_what_cannot_be_read_is_told_in_a_sentence(body, said):
    reading = read_posts(body, OURS)
    assert reading.posts == ()
    assert said in reading.problem
    assert reading.problem.endswith("。")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"PK", b"[", b'{"data":[', "标题,发布时间\n".encode()]), st.binary(max_size=300))
def test_no_bytes_raise(start, rest):
    read_posts(start + rest, OURS)
