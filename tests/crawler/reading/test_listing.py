"""Lists in the shapes portals give them."""

# ruff: noqa: E501 - markup and rows of a table are read unbroken

from datetime import date

import pytest
from pages import HOST, PROSE, article, listing

from records.evidence import SourcedDate

DAYS = [date(2026, 11, 3), date(2026, 10, 28), date(2026, 9, 1)]
NAMES = ["关于开展燃气安全检查的通知", "关于2026年国庆节放假安排的公告", "云溪区秋季招生入学工作公告"]
HREFS = ["./202611/t1.html", "/zwgk/tzgg/202610/t2.html", HOST + "/zwgk/tzgg/202609/t3.html"]
URLS = [f"{HOST}/zwgk/tzgg/202611/t1.html", f"{HOST}/zwgk/tzgg/202610/t2.html", f"{HOST}/zwgk/tzgg/202609/t3.html"]


def rows(pattern: str, form: str = "%Y-%m-%d") -> str:
    return "".join(
        pattern.format(
            href=href,
            name=name,
            day=day.strftime(form),
            d=f"{day:%d}",
            ym=f"{day:%Y-%m}",
            md=f"{day:%m-%d}",
            y=day.year,
        )
        for href, name, day in zip(HREFS, NAMES, DAYS, strict=True)
    )


SHAPES = {
    "li-span": "<ul class='list'>" + rows("<li><a href='{href}'>{name}</a><span>{day}</span></li>") + "</ul>",
    "li-span-first": "<ul>" + rows("<li><span>[{day}]</span><a href='{href}'>{name}</a></li>") + "</ul>",
    "li-in-link": "<ul>" + rows("<li><a href='{href}'><b>{name}</b><i>{day}</i></a></li>") + "</ul>",
    "li-link-tail": "<ul>" + rows("<li><a href='{href}'>{name} [{day}]</a></li>") + "</ul>",
    "li-label": "<ul>" + rows("<li><a href='{href}'>{name}</a><p>发布时间:{day}</p></li>") + "</ul>",
    "li-time": "<ul>" + rows("<li><a href='{href}'>{name}</a><em>{day} 09:30:12</em></li>") + "</ul>",
    "chinese": "<ul>" + rows("<li><a href='{href}'>{name}</a><span>{day}</span></li>", "%Y年%m月%d日") + "</ul>",
    "table": "<table>" + rows("<tr><td>·</td><td><a href='{href}'>{name}</a></td><td>{day}</td></tr>") + "</table>",
    "dl": "<dl>" + rows("<dt><a href='{href}'>{name}</a></dt><dd>{day}</dd>") + "</dl>",
    "dd": "<dl>" + rows("<dd><a href='{href}'>{name}</a><span>{day}</span></dd>") + "</dl>",
    "div": rows("<div class='row'><div><a href='{href}'>{name}</a></div><div class='time'>{day}</div></div>"),
    "br": "<div>" + rows("<a href='{href}'>{name}</a> {day}<br>") + "</div>",
    "br-first": "<div>" + rows("{day} <a href='{href}'>{name}</a><br>") + "</div>",
    "box-day": "<ul>" + rows("<li><div class='d'><b>{d}</b><i>{ym}</i></div><a href='{href}'>{name}</a></li>") + "</ul>",
    "box-day-blocks": "<ul>"
    + rows("<li><div class='d'><p>{d}</p><p>{ym}</p></div><h3><a href='{href}'>{name}</a></h3></li>")
    + "</ul>",
    "box-year": "<ul>" + rows("<li><span><b>{md}</b><i>{y}</i></span><a href='{href}'>{name}</a></li>") + "</ul>",
    "box-in-link": "<ul>" + rows("<li><a href='{href}'><div><b>{d}</b><i>{ym}</i></div><h4>{name}</h4></a></li>") + "</ul>",
    "summary": "<ul>"
    + rows(
        "<li><h4><a href='{href}'>{name}</a></h4><p>各有关单位:为做好有关工作,现将事项通知如下,请遵照执行。</p>"
        "<span>{day}</span><a href='{href}'>查看详情</a></li>"
    )
    + "</ul>",
    "category": "<ul>" + rows("<li><a href='/zwgk/'>[公告]</a><a href='{href}'>{name}</a><span>{day}</span></li>") + "</ul>",
    "title-attribute": "<ul>" + rows("<li><a href='{href}' title='{name}'>{name:.8}...</a><span>{day}</span></li>") + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    reading = listing(f"<div class='main'>{SHAPES[shape]}</div>")
    assert reading.kind == "list"
    assert [(item.url, item.date and item.date.value) for item in reading.items] == list(zip(URLS, DAYS, strict=True))
    assert [item.title for item in reading.items] == NAMES
    assert {item.date and item.date.source for item in reading.items} == {"list"}


@pytest.mark.parametrize("shape", ["li-span", "li-in-link", "table", "br", "box-day", "summary"])
def test_a_single_entry_is_a_list_too(shape: str) -> None:
    single = SHAPES[shape]
    for href, name in zip(HREFS[1:], NAMES[1:], strict=True):
        single = single.replace(href, HREFS[0]).replace(name, NAMES[0])
    start, stop = {"table": ("<tr>", "</tr>"), "br": ("<a", "<br>")}.get(shape, ("<li>", "</li>"))
    body = single[single.index(start) : single.index(stop) + len(stop)]
    wrapper = {"table": "<table>{}</table>", "br": "<div>{}</div>"}.get(shape, "<ul>{}</ul>").format(body)
    reading = listing(f"<div class='main'><h2>通知公告</h2>{wrapper}</div>")
    assert reading.kind == "list"
    assert [(item.url, item.date and item.date.value) for item in reading.items] == [(URLS[0], DAYS[0])]


def test_a_date_in_the_title_is_not_the_entrys() -> None:
    main = "<ul>" + "".join(
        f"<li><a href='/a/{day}.html'>2026年10月{day}日区政府常务会议</a><span>2026-11-0{day}</span></li>"
        for day in (1, 2, 3)
    )
    assert [item.date and item.date.value for item in listing(main + "</ul>").items] == [
        date(2026, 11, day) for day in (1, 2, 3)
    ]
    bare = "<ul>" + "".join(
        f"<li><a href='/a/{day}.html'>2026年10月{day}日区政府常务会议召开</a></li>" for day in (1, 2, 3)
    )
    reading = listing(bare + "</ul>")
    assert [item.date for item in reading.items] == [None, None, None]


@pytest.mark.parametrize(
    "markup", ["<li><span>{d}</span><a href='{h}'>{n}</a></li>", "<li><a href='{h}'>{n}第3</a><span>{d}</span></li>"]
)
def test_dates_that_touch_figures_of_the_title(markup: str) -> None:
    names = ["2026年秋季学期公示", "12345热线工作月报第9期", "5G建设情况通报"]
    days = ["2026-11-12", "2026-10-2", "2026-9-28"]
    rows_ = (
        markup.format(d=day, h=f"/a/{n}.html", n=name) for n, (day, name) in enumerate(zip(days, names, strict=True))
    )
    reading = listing("<ul>" + "".join(rows_) + "</ul>")
    assert [item.date and item.date.value for item in reading.items] == [
        date(2026, 11, 12),
        date(2026, 10, 2),
        date(2026, 9, 28),
    ]
    assert [item.title.removesuffix("第3") for item in reading.items] == names


def test_dates_without_year_take_it_from_the_entrys_address() -> None:
    reading = listing("<ul>" + rows("<li><a href='{href}'>{name}</a><span>{md}</span></li>") + "</ul>")
    assert reading.kind == "list"
    assert [item.title for item in reading.items] == NAMES
    assert [item.date for item in reading.items] == [SourcedDate(day, "list:address") for day in DAYS]


def test_an_entry_without_date_among_dated_ones_is_kept() -> None:
    main = SHAPES["li-span"].replace("<span>2026-10-28</span>", "")
    assert [item.date and item.date.value for item in listing(main).items] == [DAYS[0], None, DAYS[2]]


def test_impossible_dates_leave_the_entry_undated() -> None:
    main = SHAPES["li-span"].replace("2026-10-28", "1970-01-01").replace("2026-09-01", "2027-09-01")
    items = listing(main).items
    assert [item.date and item.date.value for item in items] == [DAYS[0], None, None]
    assert [item.to_come for item in items] == [None, None, SourcedDate(date(2027, 9, 1), "list")]


def test_an_article_with_related_links_stays_an_article() -> None:
    reading = article(
        "发布时间:2026-11-02",
        text=PROSE
        + "</p></div><div class='related'><h3>相关文章</h3><ul>"
        + rows("<li><a href='{href}'>{name}</a><span>{day}</span></li>")
        + "</ul><p>",
    )
    assert (reading.kind, reading.items) == ("article", ())
    assert reading.published is not None
    assert reading.published.value == date(2026, 11, 2)


def test_an_article_with_attachments_and_a_signature_date_stays_an_article() -> None:
    reading = article(
        "发布日期:2026-10-20",
        text="现将名单予以公示。</p><p>2026年10月20日</p><p>附件:<a href='/f/1.xlsx'>1.名单.xlsx</a>",
    )
    assert reading.kind == "article"
    assert [link.kind for link in reading.links if link.region == "main"] == ["attachment"]


def test_paging_and_side_lists_are_no_entries() -> None:
    main = (
        "<div class='sidebar'><ul><li><a href='/x1.html'>机构职能介绍与分工</a></li><li><a href='/x2.html'>政策文件库查询入口</a></li>"
        "<li><a href='/x3.html'>政府信息公开指南</a></li></ul></div>"
        + SHAPES["li-span"]
        + "<div class='page'><a href='index.html'>首页</a><a href='index_1.html'>2</a><a href='index_1.html'>下一页</a></div>"
    )
    assert [item.url for item in listing(main).items] == URLS


SIDE = "<div class='right'><h3>热点推荐</h3><ul>{}</ul></div>".format(
    "".join(
        f"<li><a href='/yw/r{n}.html'>区政府召开第{n}次常务会议</a><span>2026-11-{10 + n}</span></li>" for n in range(3)
    )
)


def test_a_list_with_short_dates_beside_one_with_whole_dates() -> None:
    days = ((11, 18), (11, 12), (11, 2), (10, 28), (10, 9))
    own = "".join(
        f"<li><a href='/tzgg/t{n}.html'>关于开展第{n}批专项检查的通知</a><span>{month:02}-{day:02}</span></li>"
        for n, (month, day) in enumerate(days)
    )
    for markup in (f"<ul class='list'>{own}</ul>{SIDE}", f"{SIDE}<ul class='list'>{own}</ul>"):
        items = {item.url.rpartition("/")[2]: item.date for item in listing(markup).items}
        assert [(items[f"t{n}.html"].value.month, items[f"t{n}.html"].value.day) for n in range(5)] == list(days)
        assert {items[f"t{n}.html"].source for n in range(5)} == {"list:year-inferred"}
        assert [items[f"r{n}.html"].sure for n in range(3)] == [True] * 3


def test_links_without_dates_beside_a_dated_list_stay_out() -> None:
    wide = "".join(f"<li><a href='/bs/{n}.html'>办理第{n}类营业执照变更登记</a></li>" for n in range(8))
    scores = "".join(f"<li><a href='/ty/{n}.html'>全区篮球联赛第{n}轮战报</a><i>9{n}-8{n}</i></li>" for n in range(5))
    items = listing(f"<ul>{wide}</ul><ul class='bf'>{scores}</ul>{SIDE}").items
    assert {item.url.rpartition("/")[2] for item in items} == {"r0.html", "r1.html", "r2.html"}
