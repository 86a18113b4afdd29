"""The sample portal is built the same every time, and every link in it leads where it should."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import openpyxl
import pypdfium2
from docx import Document

from sample import people
from sample.build import build
from sample.content import load_portal


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_built_the_same_every_time(portal, tmp_path):
    build(tmp_path)
    assert files_of(tmp_path) == files_of(portal)


def test_it_has_the_size_of_a_small_portal(portal, tmp_path):
    pages = build(tmp_path)
    assert 140 <= pages <= 170
    assert pages == sum(1 for name in files_of(portal) if name.endswith(".html"))


def test_the_host_is_written_into_absolute_links(tmp_path):
    build(tmp_path, "127.0.0.1:4321")
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="//127.0.0.1:4321/mzj/"' in home
    assert 'href="http://127.0.0.1:4321/zt/aqsc.html"' in home
    assert "8765" not in home


def test_nothing_leads_outside_loopback(portal):
    for name, content in files_of(portal).items():
        if name.endswith((".html", ".css", ".js")):
            text = content.decode("utf-8", errors="ignore")
            outside = re.findall(r'(?:href|src|action)="((?:https?:)?//(?!127\.0\.0\.1)[^"]*)', text)
            assert not outside, name


def test_pages_are_well_formed_and_carry_the_site_tags(portal):
    for name, content in files_of(portal).items():
        if not name.endswith(".html"):
            continue
        codec = "gbk" if name.startswith("wjw/") else "big5" if name.endswith("jjft.html") else "utf-8"
        text = content.decode(codec)
        if "<main" in text:
            assert _unbalanced(text) == [], name
            assert '<meta name="SiteIDCode" content="0000000018">' in text, name
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
