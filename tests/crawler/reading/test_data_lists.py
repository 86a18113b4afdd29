"""Lists filled by script: arrays in the page, XML islands, and what list interfaces answer."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import HOST, PROSE, TODAY, article, listing

from crawler.reading.data_lists import read_list_data

FOLDER = HOST + "/zwgk/tzgg/"
TITLES = ["关于开展燃气安全检查的通知", "关于国庆节放假安排的公告", "云溪区秋季招生入学工作公告"]
DAYS = [date(2026, 11, 3), date(2026, 10, 28), date(2026, 9, 1)]

IN_THE_PAGE = {
    "JSON": """<ul id="list"></ul><script>var data = [
        {"title":"关于开展燃气安全检查的通知","url":"t1.html","pubDate":"2026-11-03 09:00"},
        {"title":"关于国庆节放假安排的公告","url":"t2.html","pubDate":"2026-10-28 10:21:00"},
        {"title":"云溪区秋季招生入学工作公告","url":"t3.html","pubDate":"2026-09-01"}];</script>""",
    "object literal": """<script>var list=[{title:'关于开展燃气安全检查的通知',link:'/zwgk/tzgg/t1.html',time:'2026/11/03',},
        // 第二条
        {title:'关于国庆节放假安排的公告',link:'t2.html',time:'2026/10/28'},{title:'云溪区秋季招生入学工作公告',link:'t3.html',time:'2026/9/1'}]</script>""",
    "a clock's milliseconds": """<script>show({"rows":[{"docTitle":"<b>关于开展燃气</b>安全检查的通知","docPubUrl":"t1.html","createTime":1793667600000},
        {"docTitle":"关于国庆节放假安排的公告","docPubUrl":"t2.html","createTime":1793149200000},{"docTitle":"云溪区秋季招生入学工作公告","docPubUrl":"t3.html","createTime":1788224400}]})</script>""",
    "datastore": """<div id="31"><script type="text/xml"><datastore><nextgroup><![CDATA[]]></nextgroup><recordset>
        <record><![CDATA[<li><a href="t1.html" title="关于开展燃气安全检查的通知">关于开展燃气…</a><span>2026-11-03</span></li>]]></record>
        <record><![CDATA[<li><a href="t2.html">关于国庆节放假安排的公告</a><span>2026-10-28</span></li>]]></record>
        <record><![CDATA[<li><a href="t3.html">云溪区秋季招生入学工作公告</a><span>2026-09-01</span></li>]]></record></recordset></datastore></script></div>""",
}


def told(page) -> list[tuple[str, str, date | None]]:
    return [(item.title, item.url.removeprefix(FOLDER), item.date.value if item.date else None) for item in page.items]


EXPECTED = list(zip(TITLES, ("t1.html", "t2.html", "t3.html"), DAYS, strict=True))


@pytest.mark.parametrize("markup", IN_THE_PAGE.values(), ids=IN_THE_PAGE)
def test_entries_that_stand_in_a_script(markup: str) -> None:
    page = listing(markup)
    assert page.kind == "list"
    assert told(page) == EXPECTED
    assert not page.blank_marker


ANSWERS = {
    "json": ("application/json", """{"code":0,"data":{"totalPages":1,"list":[
        {"name":"关于开展燃气安全检查的通知","href":"t1.html","publishDate":"2026-11-03"},
        {"name":"关于国庆节放假安排的公告","href":"/zwgk/tzgg/t2.html","publishDate":"20261028"},
        {"name":"云溪区秋季招生入学工作公告","href":"t3.html","publishDate":"2026-09-01T08:00:00+08:00"}]}}"""),
    "jsonp": ("text/javascript", """/**/ showList_1([{"title":"关于开展燃气安全检查的通知","url":"t1.html","date":"2026-11-03"},
        {"title":"关于国庆节放假安排的公告","url":"t2.html","date":"2026-10-28"},{"title":"云溪区秋季招生入学工作公告","url":"t3.html","date":"2026-09-01"}]);"""),
    "rss": ("text/xml", """<?xml version="1.0" encoding="utf-8"?><rss><channel><title>通知公告</title>
        <item><title><![CDATA[关于开展燃气安全检查的通知]]></title><link>t1.html</link><pubDate>Tue, 03 Nov 2026 09:00:00 +0800</pubDate></item>
        <item><title>关于国庆节放假安排的公告</title><link>t2.html</link><pubDate>2026-10-28</pubDate></item>
        <item><title>云溪区秋季招生入学工作公告</title><link>t3.html</link><pubDate>2026-09-01</pubDate></item></channel></rss>"""),
    "a piece of a page": ("text/html", """<li><a href="t1.html">关于开展燃气安全检查的通知</a><span>2026-11-03</span></li>
        <li><a href="t2.html">关于国庆节放假安排的公告</a><span>2026-10-28</span></li><li><a href="t3.html">云溪区秋季招生入学工作公告</a><span>2026-09-01</span></li>"""),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_what_interfaces_answer(kind: str, answer: str) -> None:
    page = read_list_data(answer.encode(), FOLDER + "list.json", kind, TODAY)
    assert told(page) == EXPECTED


def test_an_answer_says_how_many_pages_there_are() -> None:
    body = b'{"data":{"pageCount":3,"rows":[]}}'
    assert read_list_data(body, HOST + "/api/list?id=7&pageNo=1", "application/json", TODAY).paging == tuple(
        f"{HOST}/api/list?id=7&pageNo={n}" for n in (2, 3)
    )
    assert read_list_data(body, HOST + "/api/list?id=7&pageNo=2", "application/json", TODAY).paging == ()
    assert read_list_data(body, HOST + "/api/list?id=7", "application/json", TODAY).paging == ()


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("$.getJSON('/api/list.json', show);", "/api/list.json"),
        ("$.getJSON('/api/list', {columnId: 12, page: 1}, show);", "/api/list?columnId=12&page=1"),
        ("$.ajax({url: '/common/news/query', data: {channelId: '7'}, success: show});", "/common/news/query?channelId=7"),
        ("fetch('data/tzgg.json').then(r => r.json())", "/zwgk/tzgg/data/tzgg.json"),
        ("var columnId = '1530'; axios.get('/api/article?cid=' + columnId + '&page=' + page)", "/api/article?cid=1530&page=1"),
        ("var listUrl = \"/module/web/jpage/dataproxy.jsp?page=1\";", "/module/web/jpage/dataproxy.jsp?page=1"),
        ("xhr.open('GET', './list_1.xml')", "/zwgk/tzgg/list_1.xml"),
    ],
)  # fmt: skip
def test_interfaces_that_scripts_declare(script: str, address: str) -> None:
    page = listing(f"<ul id='list'></ul><script>{script}</script>")
    assert page.interfaces == (HOST + address,)
    assert (page.kind, page.items) == ("list", ())


def test_interfaces_that_elements_declare() -> None:
    page = listing("<ul class='list' data-url='/api/docs?column=9'>正在加载……</ul>")
    assert page.interfaces == (HOST + "/api/docs?column=9",)
    page = listing("<div id='list' data-src='/tzgg/list.json' data-size='20'></div><script src='/js/load.js'></script>")
    assert page.interfaces == (HOST + "/tzgg/list.json",)
    page = listing("<p><img data-src='/news/list/1' src='/blank.gif'><iframe data-src='/list/map'></iframe></p>")
    assert page.interfaces == ()


@pytest.mark.parametrize(
    "script",
    [
        "$.post('/api/list', {id: 1})",
        "$.ajax({type: 'POST', url: '/api/list', data: {id: 1}})",
        "$.getJSON('/api/visit/count.json')",
        "$.get('/weather/list.json')",
        "$.getJSON('/api/list/' + token)",
        "var url = '/css/list.css'; load('/js/list.js')",
        "location.href = '/zwgk/list.html'",
    ],
)
def test_what_is_no_list_interface(script: str) -> None:
    page = listing(f"<div>内容</div><script>{script}</script>")
    assert page.interfaces == ()
    assert page.kind == "other"


def test_a_list_that_goes_on_loading_and_an_article_beside_a_script() -> None:
    entries = "".join(f"<li><a href='t{n}.html'>{title}</a>{day}</li>" for n, (title, _, day) in enumerate(EXPECTED))
    script = "<script>$.getJSON('/api/list?page=2')</script>"
    assert listing(f"<ul>{entries}</ul><a href='#'>加载更多</a>{script}").interfaces == (HOST + "/api/list?page=2",)
    assert listing(f"<ul>{entries}</ul>{script}").interfaces == ()
    assert article(f"发布时间:2026-11-02 {script}", text=PROSE).interfaces == ()


def test_objects_that_are_no_entries() -> None:
    page = listing("""<script>var banner=[{"title":"标语","url":"/a.html"},{"title":"图片","url":"/b.html"}];
        var menu=[{"name":"关于我们","href":"#"}]; var x=[{"id":1},{"id":2}];</script>""")
    assert page.items == ()


def test_a_list_that_leads_nowhere() -> None:
    rows = "".join(f"<li><a href='{dead}'>{title}</a><span>{day}</span></li>" for dead, (title, _, day) in zip(("#", "javascript:;", "javascript:void(0)"), EXPECTED, strict=True))  # fmt: skip
    page = listing(f"<ul>{rows}</ul>")
    assert (page.kind, page.unlinked, page.items) == ("list", 3, ())
    assert listing(rows.replace("<a ", "<a onclick='show(1)' ")).unlinked == 0
    assert listing("<a href='#'>返回顶部一下</a>" * 5 + "今天是2026-11-20").unlinked == 0


@pytest.mark.parametrize(
    "hostile",
    [
        "<item>" * 60_000,
        "<record><![CDATA[" * 20_000,
        "[{" * 90_000,
        '[{"title":' * 20_000,
        "{'a':" * 40_000,
        "<item><title>" * 30_000,
    ],
    ids=["open records", "open data", "open arrays", "open objects", "open braces", "open fields"],
)
def test_what_never_closes_is_bounded(hostile: str) -> None:
    """Each would take minutes if every beginning were looked through to the end."""
    assert read_list_data(hostile.encode(), FOLDER + "x.xml", "text/xml", TODAY).items == ()
    assert listing(f"<script>{hostile}</script>").items == ()


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(alphabet='[{"title":url,}]<>item/()\\\'12026-.', max_size=300).map(str.encode)
    )
)
def test_nothing_raises(body: bytes) -> None:
    page = read_list_data(body, FOLDER + "x.json", "application/json", TODAY)
    assert len(page.items) <= 500
    listing(f"<script>{body.decode('utf-8', 'replace')}</script>")
