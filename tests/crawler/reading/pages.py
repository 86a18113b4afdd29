"""Small fictional pages for the reading tests."""

from datetime import date

from crawler.reading import read_page
from crawler.reading.reading import PageReading

TODAY = date(2026, 11, 20)
HOST = "http://www.yunxi.example"
PROSE = "云溪区各部门要认真落实工作要求,切实加强组织领导,细化工作措施,确保各项任务按期完成,并及时报告进展情况。" * 6
HEADER = (
    '<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/hdjl/">互动交流</a></li></ul><span>今天是2026年11月20日</span></div>'
)
FOOTER = (
    '<div class="footer"><a href="/about.html">关于我们</a> 主办:云溪区人民政府办公室 更新时间:2026-11-19'
    " 版权所有 2015-2026</div>"
)


def html(main: str, title: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{HEADER}{main}{FOOTER}</body></html>"
    )


def read(main: str, title: str = "", head: str = "", path: str = "/zwgk/tzgg/202611/t20261105_1.html") -> PageReading:
    return read_page(html(main, title, head).encode(), HOST + path, "text/html", TODAY)


def article(info: str, title: str = "关于做好冬季清洁取暖工作的通知", text: str = PROSE, head: str = "") -> PageReading:
    main = (
        f'<div class="main"><h1>{title}</h1><div class="info">{info}</div>'
        f'<div class="TRS_Editor"><p>{text}</p></div></div>'
    )
    return read(main, f"{title}_云溪区人民政府", head)


def listing(main: str, title: str = "通知公告-云溪区人民政府", path: str = "/zwgk/tzgg/index.html") -> PageReading:
    return read(main, title, path=path)
