"""How dates stand in a bundle: beside one another, guesses behind what is sure, and absent from earlier bundles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crawler.reading.reading import FoundItem, PageReading
from crawler.recording import date_rows, item_rows, page_row
from records.bundle.reader import BundleReader
from records.bundle.spec import GatherSpec
from records.bundle.writer import BundleWriter
from records.evidence import SourcedDate

TODAY = date(2026, 11, 20)
LISTED = date(2026, 11, 2)
SHOWN = date(2025, 11, 2)
FUTURE = date(2062, 11, 2)


def reading(kind: str, **more: object) -> PageReading:
    plain = dict.fromkeys(("title", "published", "column_name", "source", "doc_no", "index_no"))
    values = {**plain, "breadcrumb": (), "text": "", "text_source": "body", "encoding": "utf-8", **more}
    return PageReading(kind=kind, **values)  # type: ignore[arg-type]


def entry(name: str, source: str = "", to_come: date | None = None) -> FoundItem:
    dated = SourcedDate(LISTED, source) if source else None
    return FoundItem(name, f"http://a.cn/{name}", dated, SourcedDate(to_come, "list") if to_come else None)


ITEMS = (entry("sure", "list"), entry("guess", "list:year-inferred"), entry("none"), entry("late", to_come=FUTURE))
ARTICLE = reading(
    "article",
    published=SourcedDate(SHOWN, "visible"),
    other_dates=(SourcedDate(LISTED, "成文日期"),),
    to_come=(SourcedDate(FUTURE, "meta:PubDate"), SourcedDate(date(2026, 11, 20), "发布时间")),
)


@pytest.fixture
def bundle(tmp_path: Path) -> Iterator[Path]:
    writer = BundleWriter.open(GatherSpec(site="a", start_url="http://a.cn/", bundle=str(tmp_path), as_of="2026-11-20"))
    paths = ("", *(item.title for item in ITEMS))
    rows = [(i, f"http://a.cn/{path}", "a.cn", True, "page", "done", "ok", 0, None) for i, path in enumerate(paths, 1)]
    writer.add("urls", rows)
    page = reading("list", items=ITEMS)
    writer.add(
        "pages", [page_row(1, page, "list", "", None), *(page_row(i, ARTICLE, "article", "", None) for i in (2, 3, 4))]
    )
    writer.add("items", item_rows(1, page, [2, 3, 4, 5]))
    writer.add("dates", [*date_rows(1, page, TODAY), *date_rows(2, ARTICLE, TODAY)])
    writer.commit()
    writer.close()
    yield tmp_path


def test_an_entry_has_its_own_date_or_the_surer_one_of_its_article(bundle: Path) -> None:
    with closing(BundleReader(bundle)) as reader:
        items = {item.title: item for item in reader.page(1).items}
    behind = SourcedDate(SHOWN, "article:visible")
    assert items["sure"].date == SourcedDate(LISTED, "list")
    assert items["guess"].date == items["none"].date == behind
    assert {item.article for item in items.values()} == {SourcedDate(SHOWN, "visible"), None}
    assert [item.article_kind for item in items.values()] == ["article", "article", "article", ""]
    assert (items["late"].date, items["late"].to_come) == (None, SourcedDate(FUTURE, "list"))


def test_other_dates_of_a_page_keep_their_labels(bundle: Path) -> None:
    with closing(BundleReader(bundle)) as reader:
        page = reader.page(2)
        assert tuple(page.other_dates) == (SourcedDate(LISTED, "成文日期"),)
        assert tuple(page.to_come) == (SourcedDate(FUTURE, "meta:PubDate"),)  # the other day had come when it was read


def test_bundles_of_earlier_versions_can_be_read(bundle: Path) -> None:
    database = sqlite3.connect(bundle / "bundle.sqlite")
    database.execute("DROP TABLE dates")
    database.close()
    with closing(BundleReader(bundle)) as reader:
        assert [item.to_come for item in reader.page(1).items] == [None] * 4
        assert tuple(reader.page(2).other_dates) == tuple(reader.page(2).to_come) == ()


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ("visible", True),
        ("list", True),
        ("info-table", True),
        ("meta:PubDate", True),
        ("meta:article:published_time", True),
        ("list:address", True),
        ("visible:attribute", True),
        ("list:heading", True),
        ("article:visible", True),
        ("htmldate", False),
        ("article:htmldate", False),
        ("visible:更新时间", False),
        ("list:year-inferred", False),
        ("list:short-year", False),
        ("visible:relative", False),
        ("list:attribute-only", False),
        ("article:script", False),
    ],
)
def test_a_source_says_whether_the_date_is_sure(source: str, sure: bool) -> None:
    assert SourcedDate(LISTED, source).sure is sure
