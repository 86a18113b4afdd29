"""Every way a page points at something."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

import pytest
from pages import HOST, html, read

from crawler.reading import read_page
from crawler.reading.reading import FoundLink


def links(main: str, head: str = "", path: str = "/zwgk/index.html") -> dict[str, FoundLink]:
    return {link.url: link for link in read(main, head=head, path=path).links}


@pytest.mark.parametrize(
    ("markup", "url", "tag"),
    [
        ("<a href='a.html'>甲</a>", "/zwgk/a.html", "a"),
        ("<a href='../b.html'>乙</a>", "/b.html", "a"),
        ("<a href='/c.html#top'>丙</a>", "/c.html", "a"),
        ("<a href='?id=3'>丁</a>", "/zwgk/index.html?id=3", "a"),
        ("<a href=' d.html '>戊</a>", "/zwgk/d.html", "a"),
        ("<map><area href='/map.html'></map>", "/map.html", "area"),
        ("<img src='/i/1.jpg'>", "/i/1.jpg", "img"),
        ("<img data-original='/i/lazy.jpg' src='/i/blank.gif'>", "/i/lazy.jpg", "img"),
        ("<img srcset='/i/s.jpg 1x, /i/l.jpg 2x'>", "/i/l.jpg", "img"),
        ("<script src='/js/a.js'></script>", "/js/a.js", "script"),
        ("<iframe src='/frame.html'></iframe>", "/frame.html", "iframe"),
        ("<video poster='/v.jpg'><source src='/v.mp4'></video>", "/v.mp4", "source"),
        ("<form method='get' action='/search.html'></form>", "/search.html", "form"),
        ("<div onclick=\"window.open('/open.html')\">开</div>", "/open.html", "onclick"),
        ("<li onclick=\"location.href='./go.html'\">去</li>", "/zwgk/go.html", "onclick"),
        ("<a href=\"javascript:window.open('/win.html','_blank')\">窗</a>", "/win.html", "onclick"),
        (
            "<a href='javascript:;' onclick=\"window.location='/click.html';return false\">点</a>",
            "/click.html",
            "onclick",
        ),
        ("<select onchange='go()'><option value='http://www.gov.example/'>链接</option></select>", None, "option"),
    ],
)
def test_found(markup: str, url: str | None, tag: str) -> None:
    found = links(f"<div>{markup}</div>")
    target = HOST + url if url else "http://www.gov.example/"
    assert found[target].tag == tag
    assert found[target].region == "main"


def test_protocolless_and_base() -> None:
    assert "http://other.example/x.html" in links("<a href='//other.example/x.html'>x</a>")
    assert f"{HOST}/deep/x.html" in links("<a href='x.html'>x</a>", head="<base href='/deep/'>")


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='#'>x</a>",
        "<a href=''>x</a>",
        "<a href='javascript:void(0)'>x</a>",
        "<a href='mailto:a@b.example'>x</a>",
        "<a href='tel:12345'>x</a>",
        "<img src='data:image/png;base64,AAAA'>",
        "<!-- <a href='/commented.html'>x</a> -->",
        "<form method='post' action='/post.html'></form>",
        "<a onclick=\"window.open('/x?id='+id)\">x</a>",
        "<script>var template = \"<a href='/in-script.html'>\";</script>",
        "<noscript><img src='/noscript.gif'></noscript>",
    ],
)
def test_not_followed(markup: str) -> None:
    assert set(links(f"<div>{markup}</div>")) == set(links("<div></div>"))


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("/f/a.doc", "attachment"),
        ("/f/a.PDF", "attachment"),
        ("/f/a.xlsx?v=1", "attachment"),
        ("/f/a.et", "attachment"),
        ("/f/a.ofd", "attachment"),
        ("/f/a.zip", "attachment"),
        ("/f/a.jpg", "attachment"),
        ("/f/a.mp4", "resource"),
        ("/f/a.html", "page"),
        ("/f/a.jsp?file=b.doc", "page"),
        ("/f/", "page"),
        ("/f/v1.2/list", "page"),
    ],
)
def test_kinds(href: str, kind: str) -> None:
    assert links(f"<div><a href='{href}'>文件</a></div>")[HOST + href].kind == kind


def test_a_picture_behind_a_picture_is_no_document() -> None:
    assert links("<div><a href='/f/a.jpg'><img src='/f/small.jpg'></a></div>")[HOST + "/f/a.jpg"].kind == "resource"


def test_regions_anchors_and_raw() -> None:
    found = links(
        "<div class='left-menu'><a href='/l.html'>左栏</a></div><footer><a href='/f.html'>底部</a></footer>"
        "<nav><a href='/n.html'>导航</a></nav><div class='con'><a href='./m.html'><img alt='图片文字' src='/i.jpg'></a></div>"
    )
    regions = {url.removeprefix(HOST): link.region for url, link in found.items()}
    assert [regions[key] for key in ("/l.html", "/f.html", "/n.html", "/zwgk/", "/zwgk/m.html")] == ["nav"] * 4 + [
        "main"
    ]
    assert (found[f"{HOST}/zwgk/m.html"].anchor, found[f"{HOST}/zwgk/m.html"].raw) == ("图片文字", "./m.html")


def test_a_wrapper_named_like_a_header_is_not_navigation() -> None:
    text = "<p>" + "云溪区人民政府办公室关于印发实施方案的通知内容较长。" * 20 + "<a href='/in.html'>附件</a></p>"
    assert links(f"<div class='header-fixed top'>{text}</div>")[f"{HOST}/in.html"].region == "main"


@pytest.mark.parametrize(
    "markup",
    [
        "<meta http-equiv='refresh' content='0;url=/new/'>",
        "<meta http-equiv='Refresh' content='3; URL=\"/new/\"'>",
        "<script>window.location.href='/new/';</script>",
        '<script>\n// 跳转\nlocation = "/new/"\n</script>',
        "<script><!--\nself.location.replace('/new/');\n//--></script>",
        "<script>top.location.href = '/new/index.html'.replace</script>",
    ],
)
def test_redirect_pages(markup: str) -> None:
    reading = read_page(f"<html><head>{markup}</head><body>正在跳转</body></html>".encode(), HOST + "/", "")
    assert reading.redirect in (f"{HOST}/new/", f"{HOST}/new/index.html")
    assert any(link.tag in ("meta-refresh", "script-redirect") for link in reading.links)


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><meta http-equiv='refresh' content='600;url=/new/'></head><body>x</body></html>",
        "<html><head><meta http-equiv='refresh' content='30'></head><body>x</body></html>",
        "<html><head><meta http-equiv='refresh' content='0;url=/'></head><body>x</body></html>",
        "<html><body><script>function go(){location.href='/new/'}</script>x</body></html>",
        "<html><body><script>if(/Mobile/.test(navigator.userAgent)){location.href='/m/'}</script>x</body></html>",
        "<html><body><noscript><meta http-equiv='refresh' content='0;url=/new/'></noscript>x</body></html>",
    ],
)
def test_no_redirect(page: str) -> None:
    assert read_page(page.encode(), HOST + "/", "").redirect is None


def test_a_full_page_with_a_script_is_no_redirect() -> None:
    main = "<p>" + "正文内容。" * 100 + "</p><script>location.href='/new/'</script>"
    assert read_page(html(main).encode(), HOST + "/", "").redirect is None


def test_queries_are_encoded_as_the_page_is() -> None:
    body = "<html><meta charset='gbk'><body>云溪区人民政府信息公开<a href='/s.jsp?k=公开'>搜</a></body></html>".encode(
        "gbk"
    )
    assert f"{HOST}/s.jsp?k=%B9%AB%BF%AA" in {link.url for link in read_page(body, HOST + "/", "").links}
