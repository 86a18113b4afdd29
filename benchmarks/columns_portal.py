"""A generated portal of 300 columns: every kind, every form of menu, list, date and paging met in the field.

The columns are known with what is true of them, so that an inspection can be compared column by column. Everything is
made from a number; nothing is random.
"""

# ruff: noqa: E501 - markup is read unbroken

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

AS_OF = date(2026, 11, 20)
COLUMNS = 300
PER_PAGE = 6
PAGES = 3
SECTIONS = ("政务动态信息", "信息公开", "政策文件库", "办事大厅", "政民互动", "专题栏目")
PLACES = (
    "城东街道", "城西街道", "河口镇", "青石镇", "南坪镇", "北岭镇", "白水镇", "教育局", "民政局", "财政局", "人社局", "住建局",
    "交通局", "水利局", "农业农村局", "商务局", "文旅局", "卫健局", "应急局", "审计局", "市监局", "统计局", "医保局", "林业局", "司法局",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of column of the portal: the end of its name, its limit in days (None: none), whether a machine is sure."""

    name: str
    kind: str
    limit: int | None
    certain: bool
    title: str


KINDS = (
    Kind("要闻", "动态要闻", 14, True, "{place}召开工作会议部署第{n}项任务"),
    Kind("工作动态", "动态要闻", 14, True, "{place}开展第{n}次走访活动"),
    Kind("通知公告", "通知公告", 183, True, "{place}关于第{n}批项目有关事项的公告"),
    Kind("政策文件", "政策文件", 183, True, "{place}关于印发第{n}号管理办法的通知"),
    Kind("政策解读", "政策解读", 183, True, "《{place}第{n}号管理办法》解读"),
    Kind("信息公开年报", "政府信息公开年报", 455, True, "{place}第{n}年度政府信息公开工作年度报告"),
    Kind("预决算公开", "财政预决算", 430, True, "{place}第{n}次部门预算公开"),
    Kind("人事任免", "人事信息", 366, False, "{place}第{n}批干部任免"),
    Kind("规划计划", "规划计划", 366, False, "{place}第{n}号发展规划"),
    Kind("统计数据", "统计数据", 366, False, "{place}第{n}期统计月报"),
    Kind("重大项目", "重大建设项目", 366, False, "{place}第{n}号工程项目开工"),
    Kind("意见征集", "征集调查", 366, False, "{place}就第{n}号方案公开征求意见"),
    Kind("建议提案", "建议提案", 366, False, "{place}对第{n}号建议的答复"),
    Kind("信箱", "政务咨询", 183, False, "{place}第{n}号来信"),
    Kind("机构职能", "机构职能", None, False, "{place}第{n}科室职责"),
    Kind("风采", "", None, False, "{place}风采展示第{n}辑"),
)
STATES = ("fresh", "fresh", "stale", "blank")
MENUS = ("nested", "hover", "definition", "area", "tree")
LISTS = ("li", "table", "dl", "div", "in-link", "json-island", "xml-island", "interface", "jsonp", "xml-interface")
PAGING = (
    "links",
    "select",
    "createPageHTML",
    "boxed",
    "pager",
    "query",
    "folder",
    "countPage",
    "load-more",
    "template",
)


@dataclass(frozen=True)
class Generated:
    """One column: where it stands and what is true of it (``newest`` None: blank)."""

    number: int
    path: str
    name: str
    section: int
    kind: Kind
    state: str
    shape: str
    paging: str
    newest: date | None

    @property
    def freshness(self) -> str:
        """What an inspection must conclude (see :class:`records.seen_columns.Freshness`)."""
        if self.newest is None:
            return "perhaps_blank" if self.kind.kind == "征集调查" else "blank"
        if self.kind.limit is None:
            return "not_due"
        if self.state != "stale":
            return "fresh"
        return "stale" if self.kind.certain else "perhaps_stale"

    @property
    def scripted(self) -> bool:
        """Whether its entries are no part of the page's markup."""
        return self.shape in ("interface", "jsonp", "xml-interface")


class ColumnsPortal:
    """Home page, six sections, 300 columns with three pages each, their articles and list interfaces."""

    def __init__(self, columns: int = COLUMNS) -> None:
        self.columns = tuple(_column(number) for number in range(columns))
        self._pages: dict[str, Callable[[], tuple[str, str]]] = {"/": self._home}
        for section in range(len(SECTIONS)):
            self._pages[f"/s{section}/"] = self._html(lambda section=section: self._section(section))
        for column in self.columns:
            self._add(column)

    def body(self, path: str) -> tuple[str, bytes] | None:
        """Content type and body of a path with its query, None where there is nothing."""
        made = self._pages.get(path)
        if made is not None:
            kind, text = made()
            return kind, text.encode()
        folder, _, name = path.rpartition("/")
        if name.startswith("t2026") and (folder + "/" in self._pages or folder + ".htm" in self._pages):
            return "text/html; charset=utf-8", _article(path).encode()
        return None

    def pages_of(self, column: Generated) -> list[str]:
        """The addresses of a column's pages, the first one first."""
        return _page_paths(column)

    def _html(self, make: Callable[[], str]) -> Callable[[], tuple[str, str]]:
        return lambda: ("text/html; charset=utf-8", make())

    def _add(self, column: Generated) -> None:
        for page, path in enumerate(_page_paths(column)):
            self._pages[path] = self._html(lambda page=page: self._list(column, page))
        if column.scripted:
            kinds = {"interface": "application/json", "jsonp": "text/javascript", "xml-interface": "text/xml"}
            self._pages[_interface(column)] = lambda: (kinds[column.shape] + "; charset=utf-8", _data(column, 0))

    def _home(self) -> tuple[str, str]:
        news = "".join(
            f"<li><a href='/s0/c0/t2026{n}.html'>全区重点工作推进第{n}次会议召开</a><span>2026-11-1{n}</span></li>"
            for n in range(5, 10)
        )
        return "text/html; charset=utf-8", _page(
            "云溪区人民政府", f"{self._menu()}<div class='main'><ul>{news}</ul></div>"
        )

    def _menu(self) -> str:
        """The whole menu, every section in another form."""
        parts = []
        for section, title in enumerate(SECTIONS):
            below = [column for column in self.columns if column.section == section and column.number % 2 == 0]
            links = [f"<a href='{column.path}'>{column.name}</a>" for column in below]
            head = f"<a href='/s{section}/'>{title}</a>"
            form = MENUS[section % len(MENUS)]
            if form == "nested":
                parts.append(
                    f"<ul class='nav'><li>{head}<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul></li></ul>"
                )
            elif form == "hover":
                parts.append(
                    f"<div class='menu'><div class='m'>{head}<div class='sub'>{' '.join(links)}</div></div></div>"
                )
            elif form == "definition":
                parts.append(f"<nav><dl><dt>{head}</dt>{''.join(f'<dd>{link}</dd>' for link in links)}</dl></nav>")
            elif form == "area":
                areas = "".join(f"<area href='{column.path}' alt='{column.name}'>" for column in below)
                parts.append(f"<div class='nav'>{head}</div><map name='m{section}'>{areas}</map>")
            else:
                nodes = [{"id": 9000 + section, "pId": 0, "name": title, "url": f"/s{section}/"}]
                nodes += [{"id": c.number + 1, "pId": 9000 + section, "name": c.name, "url": c.path} for c in below]
                parts.append(f"<script>var zNodes = {json.dumps(nodes, ensure_ascii=False)};</script>")
        return "".join(parts)

    def _section(self, section: int) -> str:
        """A section: blocks of its columns with 更多; those that are in no menu are only found here."""
        blocks = "".join(
            f"<div class='block'><h3>{column.name}</h3><a href='{column.path}'>更多&gt;&gt;</a></div>"
            for column in self.columns
            if column.section == section
        )
        return _page(
            SECTIONS[section], f"{_crumbs([(SECTIONS[section], f'/s{section}/')])}<div class='main'>{blocks}</div>"
        )

    def _list(self, column: Generated, page: int) -> str:
        head = ""
        if column.number % 3 == 0:
            head = (
                f"<meta name='ColumnName' content='{column.name}'><meta name='ColumnType' content='{column.kind.kind}'>"
            )
        path = _crumbs([(SECTIONS[column.section], f"/s{column.section}/"), (column.name, column.path)])
        if column.newest is None:
            return _page(column.name, f"{path}<div class='main'><p>此栏目暂无任何新增信息</p></div>", head)
        return _page(column.name, f"{path}<div class='main'>{_entries(column, page)}{_pager(column, page)}</div>", head)


def _column(number: int) -> Generated:
    kind = KINDS[number % len(KINDS)]
    place = PLACES[(number // len(KINDS)) % len(PLACES)]
    state = STATES[(number // 3) % len(STATES)]
    shape = LISTS[number % len(LISTS)]
    paging = PAGING[(number // 7) % len(PAGING)]
    section = number % len(SECTIONS)
    suffix = ".htm" if paging == "folder" else "/"
    limit = kind.limit or 30
    age = limit - 2 - number % min(limit - 3, 9) if state == "fresh" else limit + 1 + number % 40
    newest = None if state == "blank" else AS_OF - timedelta(days=age)
    return Generated(
        number, f"/s{section}/c{number}{suffix}", place + kind.name, section, kind, state, shape, paging, newest
    )


def _page_paths(column: Generated) -> list[str]:
    base = column.path
    if column.newest is None or column.shape in ("json-island", "xml-island") or column.scripted:
        return [base]
    further = {
        "links": [f"{base}index_2.html", f"{base}index_3.html"],
        "select": [f"{base}list_2.shtml", f"{base}list_3.shtml"],
        "createPageHTML": [f"{base}index_1.html", f"{base}index_2.html"],
        "boxed": [f"{base}index_2.shtml", f"{base}index_3.shtml"],
        "pager": [f"{base}index_1.html", f"{base}index_2.html"],
        "query": [f"{base}?page=2", f"{base}?page=3"],
        "folder": [f"{base.removesuffix('.htm')}/2.htm", f"{base.removesuffix('.htm')}/1.htm"],
        "countPage": [f"{base}?pageNo=2", f"{base}?pageNo=3"],
        "load-more": [f"{base}?p=2", f"{base}?p=3"],
        "template": [f"{base}page_2.html", f"{base}page_3.html"],
    }[column.paging]
    first = {"createPageHTML": ["index.html"], "boxed": ["index.shtml"], "pager": ["index.html"]}.get(column.paging, [])
    return [base, *further, *(base + name for name in first), *_numbered_first(column)]


def _numbered_first(column: Generated) -> list[str]:
    """Other addresses of the first page, which some scripts count along."""
    return {"countPage": [f"{column.path}?pageNo=1"], "template": [f"{column.path}page_1.html"]}.get(column.paging, [])


def _page_number(column: Generated, page: int) -> int:
    """Which page of the list an address shows: the spare addresses at the end show the first."""
    return page if page < PAGES else 0


def _rows(column: Generated, page: int) -> list[tuple[str, str, date]]:
    assert column.newest is not None
    place = column.name.removesuffix(column.kind.name)
    first = _page_number(column, page) * PER_PAGE
    folder = column.path.removesuffix(".htm") + ("/" if column.path.endswith(".htm") else "")
    return [
        (
            column.kind.title.format(place=place, n=n + 1),
            f"{folder.rstrip('/')}/t2026{column.number:03}{n:02}.html",
            column.newest - timedelta(days=5 * n),
        )
        for n in range(first, first + PER_PAGE)
    ]


def _entries(column: Generated, page: int) -> str:
    rows = _rows(column, page)
    if column.scripted:
        return f"<ul id='list'></ul><script>{_fetching(column)}</script>"
    if column.shape == "json-island":
        values = [{"title": title, "url": href, "pubDate": f"{day} 09:30"} for title, href, day in rows]
        return f"<ul id='list'></ul><script>var docs = {json.dumps(values, ensure_ascii=False)}; show(docs);</script>"
    if column.shape == "xml-island":
        return f"<div id='d'><script type='text/xml'>{_datastore(rows)}</script></div>"
    forms = {
        "li": ("<ul class='list'>", "<li><a href='{href}'>{title}</a><span>{day}</span></li>", "</ul>"),
        "table": (
            "<table>",
            "<tr><td>·</td><td><a href='{href}'>{title}</a></td><td>{day:%Y/%m/%d}</td></tr>",
            "</table>",
        ),
        "dl": ("<dl>", "<dd><a href='{href}'>{title}</a><span>[{day}]</span></dd>", "</dl>"),
        "div": ("", "<div class='row'><div><a href='{href}'>{title}</a></div><div>{day:%Y年%m月%d日}</div></div>", ""),
        "in-link": ("<ul>", "<li><a href='{href}'><b>{title}</b><i>{day}</i></a></li>", "</ul>"),
    }
    before, row, behind = forms[column.shape]
    return before + "".join(row.format(href=href, title=title, day=day) for title, href, day in rows) + behind


def _pager(column: Generated, page: int) -> str:
    paths = _page_paths(column)
    if len(paths) == 1:
        return ""
    name = [path.rpartition("/")[2] for path in paths]
    shown = _page_number(column, page)
    forms = {
        "links": "".join(f"<a href='{path}'>{n}</a>" for n, path in enumerate(paths[:PAGES], 1))
        + f"<a href='{paths[1]}'>下一页</a>",
        "select": "<select>"
        + "".join(f"<option value='{path}'>{n}</option>" for n, path in enumerate(paths[:PAGES], 1))
        + "</select>",
        "createPageHTML": f"<script>createPageHTML({PAGES}, {shown}, 'index', 'html');</script>",
        "boxed": f"<script>createPageHTML('page_div', {PAGES}, {shown + 1}, 'index', 'shtml', 18);</script>",
        "pager": f"<script>Pager({{size:{PAGES}, current:{shown}, prefix:'index', suffix:'html'}});</script>",
        "query": f"<a href='?page=2'>2</a><a href='?page=3'>尾页</a><a href='?page={min(shown + 2, PAGES)}'>下一页</a>",
        "folder": f"<a href='{paths[1]}'>下页</a><a href='{paths[2]}'>尾页</a>",
        "countPage": f"<script>var pageCount = {PAGES};</script><script>function go(n){{location.href = '?pageNo=' + n;}}</script>",
        "load-more": f"<a href='javascript:;' data-url='{column.path}?p={min(shown + 2, PAGES)}'>加载更多</a>",
        "template": f"<script>laypage({{cont:'p', pages:{PAGES}, href:'{column.path}page_{{page}}.html'}});</script>",
    }
    assert name
    return f"<div class='page'>{forms[column.paging]}</div>"


def _interface(column: Generated) -> str:
    extension = {"interface": "json", "jsonp": "jsonp", "xml-interface": "xml"}[column.shape]
    return f"/api/list_{column.number}.{extension}"


def _fetching(column: Generated) -> str:
    address = _interface(column)
    return {
        "interface": f"$.getJSON('{address}', function (data) {{ show(data); }});",
        "jsonp": f"var columnId = '{column.number}'; $.ajax({{url: '/api/list_' + columnId + '.jsonp', dataType: 'jsonp'}});",
        "xml-interface": f'fetch("{address}").then(function (r) {{ return r.text(); }});',
    }[column.shape]


def _data(column: Generated, page: int) -> str:
    if column.newest is None:
        return "{}"
    rows = _rows(column, page)
    values = [{"docTitle": title, "docPubUrl": href, "docRelTime": str(day)} for title, href, day in rows]
    if column.shape == "interface":
        return json.dumps({"code": 0, "data": {"rows": values}}, ensure_ascii=False)
    if column.shape == "jsonp":
        return f"showList({json.dumps(values, ensure_ascii=False)});"
    items = "".join(
        f"<item><title>{title}</title><link>{href}</link><pubDate>{day}</pubDate></item>" for title, href, day in rows
    )
    return f"<?xml version='1.0' encoding='utf-8'?><rss><channel>{items}</channel></rss>"


def _datastore(rows: list[tuple[str, str, date]]) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='{href}'>{title}</a><span>{day}</span></li>]]></record>"
        for title, href, day in rows
    )
    return f"<datastore><recordset>{records}</recordset></datastore>"


def _crumbs(steps: list[tuple[str, str]]) -> str:
    links = "&gt;".join(f"<a href='{path}'>{name}</a>" for name, path in [("首页", "/"), *steps])
    return f"<div class='crumb'>当前位置：{links}</div>"


def _page(title: str, main: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{main}"
        "<div class='footer'>主办：云溪区人民政府办公室</div></body></html>"
    )


def _article(path: str) -> str:
    return _page(
        "内容", f"<div class='content'><h1>内容</h1><p>{'全区各部门认真落实各项工作任务。' * 12}</p><p>{path}</p></div>"
    )
