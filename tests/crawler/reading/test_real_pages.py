"""The readings against pages nobody here wrote; skipped where the shared folder is absent.

``-s`` prints the shares and the milliseconds a page.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from crawler.reading import read_page
from crawler.reading.reading import PageReading

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
PORTAL = SHARED / "real-pages"
POLICIES = SHARED / "policies"
CAPTURED = date(2018, 7, 28)
ARTICLES = {"article", "policy", "interpretation", "annual_report", "gov_work_report"}
LISTS = {"list", "empty_column"}
# Labels that the page itself contradicts: it prints 1970-01-01, a clock's zero, which is nobody's publication date.
EPOCH_ZERO = {"portal/zjzc/tszc/2018-07-01/493.html", "portal/ywdt/bmdt/index_4.html"}

Row = dict[str, object]


def rows(folder: Path, name: str) -> list[dict]:
    if not (folder / name).exists():
        pytest.skip(f"没有共享的测试数据 {folder.name}/{name}")
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def portal() -> list[tuple[dict, PageReading]]:
    labels = rows(PORTAL, "pages.jsonl")
    bodies = [(PORTAL / row["file"]).read_bytes() for row in labels]
    started = time.perf_counter()
    readings = [
        read_page(body, row["url"] or "http://unknown.example/", "", CAPTURED)
        for row, body in zip(labels, bodies, strict=True)
    ]
    print(f"\n{1000 * (time.perf_counter() - started) / len(labels):.2f} ms/page")
    return list(zip(labels, readings, strict=True))


def flat(text: str | None) -> str:
    return "".join((text or "").split())


def share(name: str, wrong: list[str], total: int) -> None:
    print(f"{name}: {total - len(wrong)}/{total}")
    assert not wrong


def test_kinds(portal: list) -> None:
    judged = [(row, page) for row, page in portal if row["kind"] in ARTICLES | LISTS]
    wrong = [row["file"] for row, page in judged if page.kind != ("list" if row["kind"] in LISTS else "article")]
    share("kind", wrong, len(judged))
    assert {page.kind for row, page in portal if row["kind"] == "js_counter"} == {"other"}


def test_dates_are_right_or_none(portal: list) -> None:
    judged = [(row, page) for row, page in portal if row["kind"] in ARTICLES and row["file"] not in EPOCH_ZERO]
    found = [(row, page) for row, page in judged if page.published]
    wrong = [row["file"] for row, page in found if page.published.value.isoformat() != (row["published"] or "")[:10]]
    share("date right", wrong, len(found))
    missed = [row["file"] for row, page in judged if row["published"] and not page.published]
    print(f"date found: {len(judged) - len(missed)}/{len(judged)}")
    assert len(missed) <= 0.03 * len(judged)
    undated = [row["file"] for row, page in portal if page.published and not row["published"]]
    assert not undated
    assert not any(page.published for row, page in portal if row["file"] in EPOCH_ZERO)


def test_titles(portal: list) -> None:
    judged = [(row, page) for row, page in portal if row["title"] and row["kind"] != "http404"]
    wrong = [row["file"] for row, page in judged if flat(page.title.value if page.title else "") != flat(row["title"])]
    share("title", wrong, len(judged))


def test_breadcrumbs(portal: list) -> None:
    judged = [(row, page) for row, page in portal if row["breadcrumb"]]
    wrong = [
        row["file"]
        for row, page in judged
        if " > ".join(name for name, _ in page.breadcrumb) != row["breadcrumb"].strip()
    ]
    share("breadcrumb", wrong, len(judged))


def test_list_entries(portal: list) -> None:
    judged = [(row, page) for row, page in portal if row["kind"] == "list"]
    wrong = []
    for row, page in judged:
        days = [item.date.value.isoformat() for item in page.items if item.date]
        ends = (max(days, default=None), min(days, default=None))
        expected = (row["newest"], row["oldest"])
        if row["file"] in EPOCH_ZERO:
            ends, expected = ends[:1], expected[:1]
        if len(page.items) != row["items"] or ends != expected:
            wrong.append(row["file"])
    share("list", wrong, len(judged))


def test_empty_columns(portal: list) -> None:
    expected = {row["file"]: row["marker"] for row in rows(PORTAL, "empty-columns.jsonl")}
    assert {row["file"]: page.blank_marker for row, page in portal if page.blank_marker} == expected


def test_mirror_comments_are_not_text(portal: list) -> None:
    assert not [row["file"] for row, page in portal if "Mirrored from" in page.text]


def test_policies() -> None:
    documents = rows(POLICIES, "documents.jsonl")
    wrong: Counter[str] = Counter()
    for row in documents:
        page = read_page((POLICIES / row["file"]).read_bytes(), row["url"], "", date(2026, 11, 20))
        pairs = {
            "kind": (page.kind, "article"),
            "title": (flat(page.title.value if page.title else ""), flat(row["title"])),
            "doc_no": (flat(page.doc_no.value if page.doc_no else ""), flat(row["doc_no"])),
            "index_no": (page.index_no.value if page.index_no else "", row["index_no"]),
            "published": (
                page.published.value if page.published else None,
                datetime.strptime(row["published"], "%Y年%m月%d日").date(),
            ),
        }
        wrong.update(name for name, (got, expected) in pairs.items() if got != expected)
    print(
        {
            name: f"{len(documents) - wrong[name]}/{len(documents)}"
            for name in ("kind", "title", "doc_no", "index_no", "published")
        }
    )
    assert not wrong
