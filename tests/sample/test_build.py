"""The sample portal is built the same every time, and every link in it leads where it should."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import openpyxl
import pypdfium2
import pytest
from docx import Document

from sample import people
from sample.build import build
from sample.content import CONTENT, EDUCATION, load_portal, read_toml
from sample.story import EARLIER


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_built_the_same_every_time(portal, tmp_path):
    build(tmp_path)
    assert files_of(tmp_path) == files_of(portal)


def test_it_has_the_size_of_a_small_portal(portal, tmp_path):
    pages = build(tmp_path)
    assert 180 <= pages <= 210
    assert pages == sum(1 for name in files_of(portal) if name.endswith(".html"))


def test_the_host_is_written_into_absolute_links(tmp_path):
    build(tmp_path, "127.0.0.1:4321")
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="//127.0.0.1:4321/mzj/"' in home
    assert 'href="http://127.0.0.1:4321/zt/aqsc.html"' in home
    assert "8765" not in home


def test_the_departments_site_is_small(tmp_path):
    assert 15 <= build(tmp_path, content=EDUCATION) <= 25


@pytest.mark.parametrize("content", [CONTENT, EDUCATION])
def test_an_earlier_day_lacks_what_came_later_and_has_faults_mended_since(tmp_path, content):
    build(tmp_path / "now", content=content)
    build(tmp_path / "then", content=content, day=EARLIER)
    now, then = files_of(tmp_path / "now"), files_of(tmp_path / "then")
    gone = {name for name in now.keys() - then.keys() if name.endswith(".html")}
    assert then.keys() <= now.keys()
    assert any("t202611" in name for name in gone)
    assert all(name.rpartition("/t")[2][:8] > "20261023" for name in gone if "/t2026" in name)
    for fault in read_toml("earlier.toml", content)["was"]:
        path = fault["path"].lstrip("/")
        assert fault["then"].encode() in then[path]
        assert fault["then"].encode() not in now[path]


@pytest.mark.parametrize("site", ["yunxi", "jyj-site"])
def test_nothing_leads_outside_loopback(sites, site):
    for name, content in files_of(sites[site][0]).items():
        if name.endswith((".html", ".css", ".js")):
            text = content.decode("utf-8", errors="ignore")
            outside = re.findall(r'(?:href|src|action)="((?:https?:)?//(?!127\.0\.0\.1)[^"]*)', text)
            assert not outside, name


@pytest.mark.parametrize(("site", "code"), [("yunxi", "0000000018"), ("jyj-site", "0000000026")])
def test_pages_are_well_formed_and_carry_the_site_tags(sites, site, code):
    for name, content in files_of(sites[site][0]).items():
        if not name.endswith(".html"):
            continue
        codec = "gbk" if name.startswith("wjw/") else "big5" if name.endswith("jjft.html") else "utf-8"
        text = content.decode(codec)
        if "<main" in text:
            assert _unbalanced(text) == [], name
            assert f'<meta name="SiteIDCode" content="{code}">' in text, name
            assert "function " not in re.sub(r"<script.*?</script>", "", text, flags=re.S), name


def test_article_numbers_and_addresses_are_distinct():
    articles = load_portal().articles
    assert len({article.id for article in articles}) == len({article.path for article in articles}) == len(articles)


def test_nothing_is_dated_after_the_day_of_judging():
    portal = load_portal()
    dates = [article.date for article in portal.articles] + [letter["answered"] for letter in portal.letters]
    assert max(dates) <= "2026-11-20"


def test_the_attachments_hold_what_is_planted(portal):
    book = openpyxl.load_workbook(portal / "jyj/tzgg/202610/P020261022001.xlsx")
    assert book["明细"].sheet_state == "hidden"
    assert book["明细"]["C3"].value == people.resident_id(51)
    book = openpyxl.load_workbook(portal / "wjw/tzgg/202611/P020261103001.xlsx")
    assert all(sheet.column_dimensions["C"].hidden for sheet in book)
    assert book["结业名单"]["C3"].value == people.resident_id(81)
    document = Document(str(portal / "wjw/tzgg/202610/P020261026001.docx"))
    assert document.tables[0].cell(1, 2).text == people.bank_card(41)
    page = pypdfium2.PdfDocument(portal / "zwgk/tzgg/202611/P020261117001.pdf")[0]
    assert people.resident_id(31) in page.get_textpage().get_text_range()


class _Balance(HTMLParser):
    VOID = frozenset({"meta", "link", "img", "input", "base", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def _unbalanced(text):
    parser = _Balance()
    parser.feed(text)
    return parser.wrong + parser.open
