"""Which date on a page is the day of publication, and which never is."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

from datetime import date

import pytest
from pages import PROSE, article, read

DAY = date(2026, 11, 2)


def published(info: str, **more: str) -> tuple[date | None, str]:
    reading = article(info, **more)
    assert reading.kind == "article"
    found = reading.published
    return (found.value, found.source) if found else (None, "")


@pytest.mark.parametrize(
    "info",
    [
        "发布时间:2026-11-02",
        "发布日期：2026年11月02日 来源:区发改委",
        "发布日期:2026-11-02 10:21:36 浏览次数:35",
        "来源:区发改委 发布时间 2026-11-02",
        "来源:区发改委 时间:2026-11-02 10:21",
        "日期:2026/11/2",
        "【发布时间:2026-11-02】",
        "[发布时间]2026-11-02",
        "发布时间:[2026-11-02]",
        "<span>发布时间:</span><span>2026-11-02 10:21</span>",
        "<ul><li>发布时间:</li><li>2026-11-02</li></ul>",
        "<p>信息来源:区政府办 | 发布日期:２０２６-１１-０２</p>",
        "发 布 时 间:2026-11-02",
        "发布于2026-11-02",
        "公开日期：二〇二六年十一月二日",
        "2026-11-02 10:21 来源:云溪日报",
        "2026年11月2日",
        "云溪日报 2026-11-02 10:21:36 字体:大 中 小",
        "编辑:王某 2026-11-02",
        "发布时间:20261102",
        "成文日期:2026-10-20 发布日期:2026-11-02",
        "发布日期:2026-11-02 有效期至:2026-12-31",
        "更新时间:2026-11-15 发布时间:2026-11-02",
    ],
)
def test_shown_by_the_title(info: str) -> None:
    assert published(info) == (DAY, "visible")


def test_only_an_update_is_named_as_such() -> None:
    assert published("更新时间:2026-11-02 来源:区政府办") == (DAY, "visible:更新时间")


@pytest.mark.parametrize(
    "info",
    [
        "",
        "成文日期:2026-11-02",
        "生效日期:2026年11月2日",
        "施行日期:2026-11-02",
        "截止时间:2026-11-02",
        "截止日期：2026年11月2日 17:00",
        "活动时间:2026-11-02 来源:区文旅局",
        "活动日期:2026年11月2日 报名热线见附件",
        "征集时间:2026-11-02 至 2026-11-09",
        "开始时间:2026-11-02 10:00",
        "废止日期:2026-11-02",
        "有效期:2026-11-02",
        "出生日期:1990-11-02",
        "发布时间:2026-12-25",
        "发布时间:1970-01-01 08:00:00",
        "发布时间:",
        "发布时间:见正文",
        "发布时间:2026-02-30",
        '<span style="display:none">发布时间:2026-11-02</span>',
        "<!-- 发布时间:2026-11-02 -->",
        "会议定于2026年11月2日召开。",
    ],
)
def test_what_is_no_publication_date(info: str) -> None:
    assert published(info) == (None, "")


def test_the_address_alone_is_no_date() -> None:
    assert article("来源:区政府办").published is None


def test_dates_in_header_footer_and_running_text_are_not_the_pages() -> None:
    text = f"根据2026年10月8日印发的通知,现将有关事项明确如下。发布日期:2015年1月1日的旧文件停止执行。{PROSE}"
    assert published("来源:区政府办", text=text) == (None, "")


def test_a_signature_date_is_not_the_publication() -> None:
    text = f"{PROSE}</p><p style='text-align:right'>云溪区人民政府</p><p style='text-align:right'>2026年10月20日"
    assert published("来源:区政府办", text=text) == (None, "")


def test_the_standards_meta_tag_counts_where_nothing_is_shown() -> None:
    head = '<meta name="PubDate" content="2026-11-02 10:21"><meta name="ArticleTitle" content="甲通知">'
    assert published("", head=head) == (DAY, "meta:PubDate")


def test_what_a_reader_sees_goes_before_the_meta_tag() -> None:
    head = '<meta name="pubdate" content="2026-10-01 10:21">'
    assert published("发布时间:2026-11-02", head=head) == (DAY, "visible")
    assert published("2026-11-02 09:00 来源:云溪日报", head=head) == (date(2026, 10, 1), "meta:PubDate")


@pytest.mark.parametrize("content", ["", "0", "2026-13-40", "$pubdate", "1970-01-01 08:00", "2027-05-01"])
def test_an_impossible_meta_tag_is_ignored(content: str) -> None:
    assert published("发布时间:", head=f'<meta name="PubDate" content="{content}">') == (None, "")


INFO_TABLE = """<table class="xxgk"><tr><td>索 引 号:</td><td>yx001/2026-00123</td><td>主题分类:</td><td>{topic}</td></tr>
<tr><td>发文机关:</td><td>云溪区人民政府</td><td>成文日期:</td><td>2026年10月20日</td></tr>
<tr><td>发文字号:</td><td>{number}</td><td>发布日期:</td><td>{day}</td></tr></table>"""


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>", "<span> {} </span>", "\n  <b>{}</b>\n"])
def test_information_table(cell: str) -> None:
    table = INFO_TABLE.format(topic="城乡建设", number="云政〔2026〕8号", day=cell.format("2026年11月02日"))
    reading = article(table)
    assert reading.published is not None
    assert (reading.published.value, reading.published.source) == (DAY, "info-table")
    assert reading.index_no is not None
    assert reading.index_no.value == "yx001/2026-00123"
    assert reading.doc_no is not None
    assert reading.doc_no.value == "云政〔2026〕8号"


def test_empty_cells_do_not_borrow_their_neighbours_values() -> None:
    reading = article(INFO_TABLE.format(topic="", number="", day=""))
    assert reading.published is None
    assert reading.doc_no is None


def test_htmldate_only_confirms_what_is_printed() -> None:
    shown = read(
        f'<h1>某某工作简报第三期</h1><div>云溪发布,2026年11月02日更新</div><div class="TRS_Editor"><p>{PROSE}</p></div>',
        "某某工作简报第三期",
        '<script type="application/ld+json">{"datePublished":"2026-11-02"}</script>',
    )
    hidden = read(
        f'<h1>某某工作简报第三期</h1><div class="TRS_Editor"><p>{PROSE}</p></div>',
        "某某工作简报第三期",
        '<script type="application/ld+json">{"datePublished":"2026-11-02"}</script>',
    )
    assert shown.published is not None
    assert shown.published.value == DAY
    assert hidden.published is None
