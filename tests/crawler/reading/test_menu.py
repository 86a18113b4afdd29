"""Menus in the shapes portals give them, and what lies below what."""

# ruff: noqa: E501 - markup is read unbroken

import pytest
from pages import HOST

from crawler.reading import read_page

SHAPES = {
    "nested list": "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a><ul>"
    "<li><a href='/zwgk/tzgg/'>通知公告</a></li><li><a href='/zwgk/zc/'>政策</a><ul>"
    "<li><a href='/zwgk/zc/gfxwj/'>规范性文件</a></li></ul></li></ul></li><li><a href='/hdjl/'>互动交流</a></li></ul>",
    "hover box": "<div class='menu'><div class='m'><a href='/'>首页</a></div><div class='m'><a href='/zwgk/'>政务公开</a>"
    "<div class='sub' style='display:none'><a href='/zwgk/tzgg/'>通知公告</a><p><a href='/zwgk/zc/'>政策</a></p><ul>"
    "<li><a href='/zwgk/zc/gfxwj/'>规范性文件</a></li></ul></div></div><div class='m'><a href='/hdjl/'>互动交流</a></div>"
    "</div>",
    "definition list": "<nav><dl><dt><a href='/'>首页</a></dt></dl><dl><dt><a href='/zwgk/'>政务公开</a></dt>"
    "<dd><a href='/zwgk/tzgg/'>通知公告</a> <a href='/zwgk/zc/'>政策</a><div><a href='/zwgk/zc/gfxwj/'>规范性文件</a>"
    "</div></dd></dl><dl><dt><a href='/hdjl/'>互动交流</a></dt></dl></nav>",
    "dTree": "<div></div><script>d = new dTree('d'); d.add(0,-1,'目录'); d.add(7,0,'首页','/');"
    "d.add(1,0,'政务公开','/zwgk/');d.add(2,1,'通知公告','/zwgk/tzgg/');d.add(3,1,\"政策\",\"/zwgk/zc/\");"
    "d.add(4,3,'规范性文件','/zwgk/zc/gfxwj/');d.add(5,0,'互动交流','/hdjl/');</script>",
    "zTree": "<script>var zNodes=[{id:7,pId:0,name:'首页',url:'/'},{id:1,pId:0,name:'政务公开',url:'/zwgk/'},"
    "{id:2,pId:1,name:'通知公告',url:'/zwgk/tzgg/'},{id:3,pId:1,name:'政策',url:'/zwgk/zc/'},"
    "{id:9,pId:3,name:'文件'},{id:4,pId:9,name:'规范性文件',url:'/zwgk/zc/gfxwj/'},"
    "{id:5,pId:0,name:'互动交流',url:'/hdjl/'}];</script>",
}


def menu(markup: str) -> dict[str, tuple[str, str]]:
    """Path to name and the path above."""
    page = read_page(f"<html><body>{markup}<div class='main'><p>正文</p></div></body></html>".encode(), HOST + "/x/")
    return {
        entry.url.removeprefix(HOST): (
            entry.name,
            page.menu[entry.parent].url.removeprefix(HOST) if entry.parent >= 0 else "",
        )
        for entry in page.menu
    }


@pytest.mark.parametrize("markup", SHAPES.values(), ids=SHAPES)
def test_shapes(markup: str) -> None:
    found = menu(markup)
    assert found["/zwgk/"] == ("政务公开", "")
    assert found["/hdjl/"] == ("互动交流", "")
    assert found["/zwgk/tzgg/"] == ("通知公告", "/zwgk/")
    assert found["/zwgk/zc/"] == ("政策", "/zwgk/")
    assert found["/zwgk/zc/gfxwj/"][0] == "规范性文件"
    assert found["/zwgk/zc/gfxwj/"][1] in ("/zwgk/zc/", "/zwgk/")


def test_image_map() -> None:
    areas = "<map name='m'><area href='/zwgk/' alt='政务公开'><area href='/yw/' title='要闻动态'></map>"
    assert menu(f"<img usemap='#m' src='/m.jpg'>{areas}") == {"/zwgk/": ("政务公开", ""), "/yw/": ("要闻动态", "")}


def test_flat_menus_have_no_levels_and_sentences_are_no_entries() -> None:
    flat = "<div class='nav'><a href='/a/'>要闻</a><a href='/b/'>公开</a><span><a href='/c/'>服务</a></span></div>"
    assert {above for _, above in menu(flat).values()} == {""}
    long = "<div class='nav'><a href='/t.html'>" + "关于进一步做好冬季清洁取暖工作的通知" * 2 + "</a></div>"
    assert menu(long) == {}
    assert menu("<ul><li><a href='/t.html'>正文里的链接</a></li></ul>") == {}
