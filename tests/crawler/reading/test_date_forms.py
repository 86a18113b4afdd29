"""Every form of dates met in the field (``date_forms.toml``), each on a page of its kind."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import HOST, PROSE, TODAY, html, read

from crawler.reading import read_page
from crawler.reading.dates import boxed_date, printed_dates, read_date
from crawler.reading.partial_dates import address_dates, hints_of, partial_date
from records.evidence import SourcedDate

FORMS = tomllib.loads(Path(__file__).with_name("date_forms.toml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 2)
TITLE = "关于开展燃气安全检查的通知"


def wanted(form: dict[str, Any]) -> SourcedDate | None:
    day = form.get("day", DAY)
    return SourcedDate(day, form["source"]) if day else None


def named(form: dict[str, Any]) -> str:
    return f"{form['page']}: {form.get('info', form.get('row'))}"


def test_there_are_forms_enough() -> None:
    written = [named(form) for forms in FORMS.values() for form in forms]
    assert len(written) == len({(named(form), form.get("url"), form.get("href")) for f in FORMS.values() for form in f})
    assert len(written) >= 120


@pytest.mark.parametrize("form", FORMS["article"], ids=named)
def test_article(form: dict[str, Any]) -> None:
    main = (
        f'<div class="main"><h1>{TITLE}</h1><div class="info">{form["info"]}</div>'
        f'<div class="TRS_Editor"><p>{PROSE}</p>{form.get("tail", "")}</div></div>'
    )
    page = read(main, f"{TITLE}_云溪区人民政府", form.get("head", ""), form.get("url", "/zwgk/tzgg/7.html"))
    assert page.kind == "article"
    assert page.published == wanted(form)


@pytest.mark.parametrize("form", FORMS["entry"], ids=named)
def test_entry(form: dict[str, Any]) -> None:
    link = f"<a href='{form.get('href', '/zwgk/tzgg/7.html')}'>{TITLE}</a>"
    rows = form["row"].replace("{a}", link) + form.get("other", "")
    tag = "table" if rows.startswith("<tr") else "ul"
    page = read(
        f'<div class="main"><h2>通知公告</h2>{form.get("above", "")}<{tag} class="list">{rows}</{tag}></div>',
        "通知公告-云溪区人民政府",
        path="/zwgk/tzgg/index.html",
    )
    if wanted(form) is None:
        assert not any(item.date for item in page.items[:1])
    else:
        assert page.kind == "list"
        assert page.items[0].title == TITLE
        assert page.items[0].date == wanted(form)


MARKS = st.sampled_from(
    [*"0123456789年月日号-/.: 〇一二十民國国前天昨今刚時間[]()T Z+", "2026", "Nov", "٣", "１", "百"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(MARKS, max_size=24).map("".join))
DAYS = st.one_of(st.none(), st.dates())


@given(TEXTS, DAYS, TEXTS)
def test_no_text_raises(text: str, as_of: date | None, other: str) -> None:
    for start, stop, value in printed_dates(text, as_of):
        assert 0 <= start < stop <= len(text)
        assert 1990 <= value.year <= 2100
    found = read_date(text, as_of)
    assert found is None or as_of is None or (found - as_of).days <= 1
    boxed_date(text, as_of)
    hints = hints_of(other, [{"title": other, "datetime": text}], minguo=True)
    told = partial_date(text, as_of, hints)
    assert told is None or as_of is None or (told.value - as_of).days <= 1
    assert all(1990 <= day.year <= 2100 for day in address_dates(other))


@given(TEXTS, TEXTS)
def test_no_date_line_or_attribute_breaks_a_page(info: str, attribute: str) -> None:
    clean = attribute.encode("utf-8", "ignore").decode().replace("'", "")
    row = f"<li>{info}<a href='{clean}'>{TITLE}</a></li>"
    main = f"<h1>{TITLE}</h1><p>发布时间：{info}<time datetime='{clean}'></time></p><ul>{row}</ul>"
    body = html(main, TITLE).encode("utf-8", "ignore")
    page = read_page(body, HOST + "/7.html", "text/html", TODAY)
    assert page.published is None or (page.published.value - TODAY).days <= 1
