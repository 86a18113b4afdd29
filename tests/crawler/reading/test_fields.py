"""Title, path, column, numbers, source, text, and columns that are empty."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

from datetime import date

import pytest
from pages import HOST, PROSE, article, listing, read

from crawler.reading import read_page

CRUMBS = {
    "label": "<div>当前位置:<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; <a href='/zwgk/tzgg/'>通知公告</a></div>",
    "wide": "<div>您现在的位置： <a href='/'>首页</a>»<a href='/zwgk/'>政务公开</a>»<a href='/zwgk/tzgg/'>通知公告</a>»正文</div>",
    "tail": "<p>您所在的位置:<a href='/'>首页</a>/<a href='/zwgk/'>政务公开</a>/<span>通知公告</span></p>",
    "list": "<ul><li>当前位置:</li><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li><li><a href='/zwgk/tzgg/'>通知公告</a></li></ul>",
    "class": "<div class='breadcrumb'><a href='/'>首页</a><i>&gt;</i><a href='/zwgk/'>政务公开</a><i>&gt;</i><a href='/zwgk/tzgg/'>通知公告</a></div>",
    "position": "<div class='position'><a href='/'>网站首页</a> - <a href='/zwgk/'>政务公开</a> - <a href='/zwgk/tzgg/'>通知公告</a></div>",
    "span": "<div><span>位置：</span><span><a href='/'>首页</a> → <a href='/zwgk/'>政务公开</a> → <a href='/zwgk/tzgg/'>通知公告</a></span></div>",
    "table": "<table><tr><td>当前位置：</td><td><a href='/'>首页</a>&gt;<a href='/zwgk/'>政务公开</a>&gt;<a href='/zwgk/tzgg/'>通知公告</a></td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("kind", CRUMBS)
def test_breadcrumbs(kind: str) -> None:
    main = f"{CRUMBS[kind]}<h1>关于召开听证会的公告</h1><div>发布时间:2026-11-02</div><div class='TRS_Editor'><p>{PROSE}</p></div>"
    reading = read(main, "关于召开听证会的公告")
    assert [name for name, _ in reading.breadcrumb] == [
        "网站首页" if kind == "position" else "首页",
        "政务公开",
        "通知公告",
    ]
    assert [url for _, url in reading.breadcrumb][:2] == [f"{HOST}/", f"{HOST}/zwgk/"]
    assert reading.column_name is not None
    assert reading.column_name.value == "通知公告"


def test_no_breadcrumb_and_words_in_prose() -> None:
    assert article("", text=f"请核对当前位置:办事大厅三楼。{PROSE}").breadcrumb == ()


def test_column_name_by_the_standards_tag() -> None:
    reading = article("", head='<meta name="ColumnName" content="政策文件">')
    assert reading.column_name is not None
    assert (reading.column_name.value, reading.column_name.source) == ("政策文件", "meta:ColumnName")


@pytest.mark.parametrize(
    ("head_title", "heading", "expected"),
    [
        ("关于甲的通知_云溪区人民政府", "<h1>关于甲的通知</h1>", "关于甲的通知"),
        ("云溪区人民政府门户网站 通知公告 关于甲的通知", "<h2 class='title'>关于甲的通知</h2>", "关于甲的通知"),
        ("关于甲的通知", "<div class='article-title'>关于甲的<br>通知</div>", "关于甲的 通知"),
        ("关于甲项目的公告-通知公告-云溪区人民政府", "", "关于甲项目的公告"),
        ("关于甲项目的公告 | 云溪区政府网", "", "关于甲项目的公告"),
        ("云溪区人民政府-关于甲项目的公告", "", "关于甲项目的公告"),
        ("2026-2027学年招生工作公告", "", "2026-2027学年招生工作公告"),
        ("云溪区人民政府关于甲的决定", "<h1>云溪区人民政府关于甲的决定</h1>", "云溪区人民政府关于甲的决定"),
        ("云溪区人民政府", "<h1>云溪区第三季度经济运行情况</h1>", "云溪区第三季度经济运行情况"),
    ],
)
def test_titles(head_title: str, heading: str, expected: str) -> None:
    crumb = CRUMBS["label"]
    reading = read(
        f"{crumb}<div>{heading}<div>发布时间:2026-11-02</div><div class='TRS_Editor'><p>{PROSE}</p></div></div>",
        head_title,
    )
    assert reading.title is not None
    assert reading.title.value == expected


def test_title_by_the_standards_tag() -> None:
    reading = article("", head='<meta name="ArticleTitle" content="关于乙的通知">')
    assert reading.title is not None
    assert (reading.title.value, reading.title.source) == ("关于乙的通知", "meta:ArticleTitle")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("云政发〔2026〕12号", "云政发〔2026〕12号"),
        ("云政办[2026]3号", "云政办[2026]3号"),
        ("云政办函〔2026〕第7号", "云政办函〔2026〕第7号"),
        ("（云政发〔2026〕12号）", "云政发〔2026〕12号"),
        ("云溪区人民政府令第5号", "云溪区人民政府令第5号"),
        ("云发改价格规〔2026〕2号", "云发改价格规〔2026〕2号"),
        ("根据云政发〔2025〕9号文件精神,现就有关事项通知如下。", None),
        ("云溪区人民政府", None),
        ("2026年11月2日", None),
    ],
)
def test_document_numbers_near_the_title(line: str, expected: str | None) -> None:
    reading = article("发布时间:2026-11-02", text=f"{line}</p><p>{PROSE}")
    assert (reading.doc_no.value if reading.doc_no else None) == expected


@pytest.mark.parametrize("label", ["文号", "发文字号", "文　　号", "文件编号", "发文文号"])
@pytest.mark.parametrize(
    "frame",
    [
        "<li>{}:{}</li>",
        "<span>{}：</span><span>{}</span>",
        "<p>{}：{} 主题词：民政</p>",
        "<dl><dt>{}</dt><dd>：{}</dd></dl>",
    ],
)
def test_labelled_document_numbers(label: str, frame: str) -> None:
    reading = article(f"<div>{frame.format(label, '云政〔2026〕8号')}</div>")
    assert reading.doc_no is not None
    assert reading.doc_no.value == "云政〔2026〕8号"


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("来源:区发改委 发布时间:2026-11-02", "区发改委"),
        ("发布时间:2026-11-02 来源：云溪日报 作者:本报记者", "云溪日报"),
        ("信息来源:<span>区教育局</span> 浏览:<span>12</span>次", "区教育局"),
        ("来源: 发布时间:2026-11-02", None),
        ("发布时间:2026-11-02", None),
    ],
)
def test_source(info: str, expected: str | None) -> None:
    reading = article(info)
    assert (reading.source.value if reading.source else None) == expected


def test_text_keeps_lines_and_cells_apart_and_skips_what_nobody_sees() -> None:
    reading = article(
        "发布时间:2026-11-02",
        text="第一段。</p><script>var a=1;</script><style>p{}</style><!-- Mirrored from x --><p>第二段<b>加粗</b>文字，"
        "\n      换行的源码。</p><table><tr><th>姓名</th><th>号码</th></tr><tr><td>甲某</td><td>13800000000</td></tr>"
        f"<tr><td><p>乙某</p></td><td><p>110105194912310000</p></td></tr></table><p>{PROSE}",
    )
    lines = reading.text.split("\n")
    assert lines[:2] == ["第一段。", "第二段加粗文字，换行的源码。"]
    assert lines[2:5] == ["姓名\t号码", "甲某\t13800000000", "乙某\t110105194912310000"]
    assert (len(lines), reading.text_source) == (6, ".trs_editor")


def test_unknown_containers_are_found_by_density() -> None:
    reading = read(
        f"<div class='q1'><div class='q2'><a href='/1.html'>链接一二三四</a></div><div class='q3'><p>{PROSE}</p><p>{PROSE}</p></div></div>",
        "某某文章标题",
    )
    assert (reading.kind, reading.text_source) == ("article", "density")
    assert reading.text == f"{PROSE}\n{PROSE}"


def test_a_short_notice_and_an_information_table_without_a_known_container() -> None:
    table = "<table><tr><td>索引号</td><td>000000018/2026-00035</td></tr><tr><td>标题</td><td>关于甲办法的通知</td></tr></table>"
    body = "<div class='q'><p>各街道办事处、镇人民政府:</p><p>现将《甲办法》印发给你们,请认真贯彻执行。</p></div>"
    about = "<p>发布时间:2026-11-02 09:00 来源:云溪区人民政府办公室 打印 关闭</p>"
    long = read(f"<div class='p'><h1>关于甲办法的通知</h1>{about}{table}{body}</div>", "关于甲办法的通知")
    assert long.text == "各街道办事处、镇人民政府:\n现将《甲办法》印发给你们,请认真贯彻执行。"
    short = read(f"<div class='p'><h1>停水公告</h1>{about}<div class='q'>今日午后全区停水。</div></div>", "停水公告")
    assert (short.kind, short.text) == ("article", "今日午后全区停水。")


def test_figures_on_both_sides_of_a_link_stay_apart_and_split_numbers_together() -> None:
    reading = article(
        "", text=f"电话<a href='/1.html'>0000-6600001</a>13800000000,编号138<span>0000</span>0001。{PROSE}"
    )
    assert reading.text.startswith("电话0000-6600001 13800000000,编号13800000001。")


def test_scattered_text_is_left_to_trafilatura() -> None:
    spans = "".join(f"<li><b>第{n}条</b><br>本条规定主要内容为某事项{n}号<br></li>" for n in range(40))
    reading = read(f"<div class='z'>{spans}</div>", "某某办法全文")
    assert "某事项39号" in reading.text


@pytest.mark.parametrize(("times", "source"), [(300, "trafilatura"), (2_000, "body")])
def test_a_page_of_countless_elements_is_not_left_to_trafilatura(times: int, source: str) -> None:
    scattered = "<span>短句<br></span><time></time><a href='/x'>链接文字很长很长</a>" * times
    body = f"<title>关于召开会议的通知</title><body><h1>关于召开会议的通知</h1><p>发布时间：2026-11-02</p>{scattered}"
    reading = read_page(body.encode(), "http://www.yunxi.example/a/1.html", as_of=date(2026, 11, 20))
    assert (reading.kind, reading.text_source) == ("article", source)
    assert reading.text.count("短句") >= times


def test_text_of_a_list_is_what_stands_outside_navigation() -> None:
    reading = listing(
        "<div><ul>"
        + "".join(f"<li><a href='/{n}.html'>公告事项第{n}号</a><span>2026-10-0{n}</span></li>" for n in range(1, 5))
        + "</ul></div>"
    )
    assert reading.text.startswith("公告事项第1号2026-10-01") or reading.text.startswith("公告事项第1号 2026-10-01")
    assert "版权所有" not in reading.text


@pytest.mark.parametrize(
    ("sentence", "marker"),
    [
        ("暂无信息", "暂无信息"),
        ("暂无内容!", "暂无内容"),
        ("此栏目暂无任何新增信息", "此栏目暂无任何新增信息"),
        ("栏目建设中", "栏目建设中"),
        ("本栏目正在建设中,敬请期待。", "本栏目正在建设中"),
        ("暂无相关数据", "暂无相关数据"),
        ("没有找到相关信息", "没有找到相关信息"),
        ("内容正在更新中……", "内容正在更新中"),
    ],
)
def test_blank_columns(sentence: str, marker: str) -> None:
    reading = listing(f"{CRUMBS['label']}<div class='main'><h2>通知公告</h2><ul class='list'>{sentence}</ul></div>")
    assert (reading.kind, reading.blank_marker, reading.items) == ("list", marker, ())


def test_what_holds_something_is_not_blank() -> None:
    items = "".join(f"<li><a href='/{n}.html'>公告事项第{n}号</a><span>2026-10-0{n}</span></li>" for n in range(1, 4))
    assert listing(f"<div><ul>{items}</ul><p>暂无信息</p></div>").blank_marker == ""
    assert article("", text=f"暂无信息</p><p>{PROSE}").blank_marker == ""
    assert listing("<div>本区目前没有信息化项目正在建设中的情况说明,具体情况如下所述内容。</div>").blank_marker == ""
    assert listing("<div></div>").blank_marker == ""
