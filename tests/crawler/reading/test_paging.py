"""Further pages of a list."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

import pytest
from pages import HOST, article, listing

LIST = "<ul class='list'>" + "".join(
    f"<li><a href='/zwgk/tzgg/t{n}.html'>关于第{n}批项目的公告</a><span>2026-10-{n:02d}</span></li>" for n in range(1, 6)
) + "</ul>"  # fmt: skip
FOLDER = HOST + "/zwgk/tzgg/"


def pages(markup: str, path: str = "/zwgk/tzgg/index.html") -> list[str]:
    return [url.removeprefix(FOLDER) for url in listing(LIST + markup, path=path).paging]


def test_links_with_names_and_numbers() -> None:
    markup = "<div><b>1</b><a href='index_2.html'>2</a><a href='index_3.html'>3</a><a href='index_2.html'>下一页</a><a href='index_57.html'>尾页</a></div>"
    assert pages(markup) == ["index_2.html", "index_57.html", "index_3.html"]


@pytest.mark.parametrize(
    "word", ["下一页", "下页", "尾页", "末页", "&gt;", "&gt;&gt;", "»", "下一页 ", "<span>下一页</span>"]
)
def test_single_words(word: str) -> None:
    assert pages(f"<p><a href='list_3.shtml'>{word}</a></p>", "/zwgk/tzgg/list_2.shtml") == ["list_3.shtml"]


def test_the_last_of_two_pages_leads_back() -> None:
    assert pages("<div><a href='index.html'>1</a><b>2</b></div>", "/zwgk/tzgg/index_2.html") == ["index.html"]


def test_query() -> None:
    assert pages("<a href='?page=2'>2</a><a href='?page=3'>3</a><a href='?page=2'>下一页</a>") == [
        "index.html?page=2",
        "index.html?page=3",
    ]


def test_numbers_in_the_path() -> None:
    assert pages("<a href='/zwgk/tzgg/2.html'>下一页</a>", "/zwgk/tzgg/1.html") == ["2.html"]


def test_script_counting_from_zero() -> None:
    assert pages('<script>createPageHTML(4, 0,"index", "html");</script>') == [
        "index_1.html",
        "index_2.html",
        "index_3.html",
    ]


def test_script_counting_from_one() -> None:
    markup = "<script>createPageHTML('page_div',3, 1,'index','shtml',42);</script>"
    assert pages(markup, "/zwgk/tzgg/index.shtml") == ["index_2.shtml", "index_3.shtml"]


def test_script_with_variables() -> None:
    markup = """<script>var currentPage = 0; var countPage = 3; // 共几页
    document.write("<a href=\\"index_"+(currentPage+1)+".html\\">下一页</a>");</script>"""
    assert pages(markup) == ["index_1.html", "index_2.html"]


def test_javascript_links() -> None:
    assert pages("<a href=\"javascript:location.href='index_2.html'\">下一页</a>") == ["index_2.html"]


def test_one_page_has_no_others() -> None:
    assert (
        pages(
            '<script>createPageHTML(1, 0,"index", "html");</script><a href="index.html">首页</a><a href="#">下一页</a>'
        )
        == []
    )


def test_endless_scripts_are_bounded() -> None:
    assert len(pages('<script>createPageHTML(99999, 0,"index", "html");</script>')) <= 1000


@pytest.mark.parametrize(
    ("markup", "path", "others"),
    [
        (
            "<select><option value='index.html'>1</option><option value='index_2.html'>2</option></select>",
            "index.html",
            ["index_2.html"],
        ),
        ("<a href='node_41_2.htm'>2</a>", "node_41.htm", ["node_41_2.htm"]),
        ("<a href='list_12_3.shtml'>下页</a>", "list_12.shtml", ["list_12_3.shtml"]),
        ("<a href='gsgg/5.htm'>下页</a>", "gsgg.htm", ["gsgg/5.htm"]),
        ("<a href='../gsgg/4.htm'>下页</a>", "gsgg/5.htm", ["gsgg/4.htm"]),
        ("<a href='/zwgk/tzgg/gg/page/2/'>下一页</a>", "gg/", ["gg/page/2/"]),
        ("<a href='#' data-url='?page=2'>加载更多</a>", "index.html", ["index.html?page=2"]),
        ("<a href='javascript:;' data-href='index_2.html'>2</a>", "index.html", ["index_2.html"]),
        (
            "<script>Pager({size:3,current:0,prefix:'index',suffix:'html'});</script>",
            "index.html",
            ["index_1.html", "index_2.html"],
        ),
        (
            "<script>$('#p').pagination(45, {items_per_page:20, link_to:'?page=__id__'});</script>",
            "index.html",
            ["index.html?page=1", "index.html?page=2", "index.html?page=3"],
        ),
        (
            "<script>laypage({cont:'p', pages:3, href:'list_{page}.html'})</script>",
            "index.html",
            ["list_1.html", "list_2.html", "list_3.html"],
        ),
        (
            "<script>laypage.render({elem:'p', count:25, limit:10, url:'?p={0}'})</script>",
            "index.html",
            ["index.html?p=1", "index.html?p=2", "index.html?p=3"],
        ),
        (
            "<script>var totalPage=3;</script><script>function go(n){location.href='?pageNo='+n;}</script>",
            "index.html",
            ["index.html?pageNo=1", "index.html?pageNo=2", "index.html?pageNo=3"],
        ),
        (
            "<script>var pageCount = 3; document.write('<a href=\"/zwgk/tzgg/p/'+(i+1)+'.html\">'+i+'</a>')</script>",
            "index.html",
            ["p/1.html", "p/2.html", "p/3.html"],
        ),
        ("<script>createPage(3,0,'index','html')</script>", "index.html", ["index_1.html", "index_2.html"]),
    ],
)
def test_forms_met_in_the_field(markup: str, path: str, others: list[str]) -> None:
    assert pages(markup, "/zwgk/tzgg/" + path) == others


@pytest.mark.parametrize(
    "script",
    [
        "var totalPage = 9; var x = 'a' + b;",
        "page({})",
        "laypage({pages: 9})",
        "var pageCount='many'; location.href='?page='+n;",
        "pagination(99, {limit:0, url:'?p={0}'})",
    ],
)
def test_scripts_that_say_no_address(script: str) -> None:
    assert pages(f"<script>{script}</script>") == []


def test_other_lists_and_articles_have_none() -> None:
    assert (
        pages("<a href='/zwgk/zcjd/index_2.html'>下一页</a><a href='/hdjl/1.html'>1</a><a href='/hdjl/2.html'>2</a>")
        == []
    )
    assert article("发布时间:2026-11-02 <a href='t2.html'>下一页</a>").paging == ()
