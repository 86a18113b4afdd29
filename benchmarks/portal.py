"""A generated government portal: any number of pages, the same for the same seed, with known broken links.

A page has about 22 KB and 80 links, 60 of them navigation that stands on every page; about every tenth distinct address
is broken. Pages are made when they are asked for, so that 50,000 of them need neither disk nor memory.
"""

from __future__ import annotations

import random

_CHARS = "全市各部门坚持统筹推进依法行政公开透明服务群众持续优化营商环境加强督查落实责任完善制度提升效能办理事项"
_NAV = 60
_NEIGHBOURS = 17


class GeneratedPortal:
    """``pages`` articles and lists below one origin; ``seed`` decides texts and links."""

    def __init__(self, pages: int, seed: int = 20260301) -> None:
        self.pages = pages
        self.seed = seed
        rng = random.Random(seed)
        self._columns = max(1, min(40, pages // 20))
        nav = "".join(f'<li><a href="/c{c}/index.html">栏目{c}</a></li>' for c in range(self._columns))
        nav += "".join(
            f'<li><a href="{self.path(rng.randrange(pages))}">专题{i}</a></li>' for i in range(_NAV - self._columns)
        )
        self._head = (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="stylesheet" href="/static/site.css">'
            '<script src="/static/site.js"></script>'
        )
        self._nav = f'</head><body><div class="header"><ul class="nav">{nav}</ul></div>'
        self._paragraphs = ["".join(rng.choice(_CHARS) for _ in range(180)) + "。" for _ in range(200)]

    def path(self, number: int) -> str:
        """The path of page ``number``; the first pages are the column lists."""
        if number < self._columns:
            return f"/c{number}/index.html"
        return f"/c{number % self._columns}/t2026_{number}.html"

    def broken(self) -> set[str]:
        """Paths of every broken target."""
        return {f"/c{number % self._columns}/gone_{number}.html" for number in range(4, self.pages, 9)}

    def paths(self) -> set[str]:
        """Every path that exists."""
        extra = {"/", "/static/site.css", "/static/site.js", "/static/logo.png"}
        return extra | {self.path(number) for number in range(self.pages)}

    def body(self, path: str) -> tuple[str, bytes] | None:
        """Content type and body of a path, None where there is nothing."""
        if path == "/":
            return "text/html; charset=utf-8", self._page(0, "首页")
        if path.startswith("/static/"):
            return ("text/css" if path.endswith("css") else "text/javascript"), b"/* */"
        tail = path.rpartition("/")[2]
        if tail == "index.html" and path.startswith("/c"):
            number = path[2:].partition("/")[0]
            known = number.isdigit() and int(number) < self._columns
            return ("text/html; charset=utf-8", self._page(int(number), f"栏目{number}")) if known else None
        number = tail.removeprefix("t2026_").removesuffix(".html")
        if tail.startswith("t2026_") and number.isdigit() and int(number) < self.pages:
            return "text/html; charset=utf-8", self._page(int(number), f"关于第{number}号事项办理情况的通知")
        return None

    def _page(self, number: int, title: str) -> bytes:
        rng = random.Random(self.seed * 1_000_003 + number)
        count = self.pages
        links = [number + 1, number * 2 + 1, number * 2 + 2, *(rng.randrange(count) for _ in range(_NEIGHBOURS - 3))]
        column = number % self._columns
        day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"  # all before the day as of which is judged
        related = "".join(
            f'<li><a href="{self.path(other % count)}">相关事项第{other % count}号</a><span>{day}</span></li>'
            for other in links
        )
        if number % 9 == 4:
            related += f'<li><a href="/c{number % self._columns}/gone_{number}.html">已失效的附件说明</a></li>'
        text = "".join(f"<p>{rng.choice(self._paragraphs)}</p>" for _ in range(24))
        return (
            f'{self._head}<title>{title}</title><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{day} 09:00">'
            f'<meta name="ColumnName" content="栏目{column}">{self._nav}'
            f'<div class="crumb">当前位置:<a href="/">首页</a> &gt; <a href="/c{column}/index.html">栏目</a></div>'
            f'<div class="article"><h1>{title}</h1><div class="info">发布时间:{day} 来源:示例办公室</div>'
            f'<div class="content">{text}</div></div><ul class="list">{related}</ul>'
            f'<div class="footer"><img src="/static/logo.png" alt="">版权所有</div></body></html>'
        ).encode()
