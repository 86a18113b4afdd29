"""The matching engine: offsets, the office's own words, dates, and clean text that must stay clean."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import rule_evidence as building
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import dictionaries
from records.evidence import Page
from rules.context import Context
from rules.word import nonpublic_mark, word_misspelled, word_severe
from rules.word.bearing import sentence_around
from rules.word.matching import Matcher, matcher
from rules.word.normalising import Normalised
from rules.word.normalising import normalise as normalised

SHARED = Path(__file__).parents[2].parent / "shared"
TRUE_MISSPELLINGS = {"秸杆", "布署", "纠份"}
"""Words that the real portal did misspell, found by hand in its pages."""


def normalise(text: str) -> Normalised:
    return normalised(text, {})


def _context(words: dictionaries.Dictionaries) -> Context:
    base = building.context()
    return Context(base.today, base.site, base.site_name, words, base.hash_key, base.workdays_between)


def _office(folder: Path, rows: list[list[str]]) -> dictionaries.Dictionaries:
    path = folder / "dictionaries" / "words" / "office.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return dictionaries.load(folder)


def _found(text: str, words: dictionaries.Dictionaries, published: date | None = None) -> list[tuple[str, str]]:
    page = building.page({"text": text, **({"date": published} if published else {})})
    problems = word_misspelled.check(page, {}, _context(words))
    return [(problem.discriminator, str(problem.certainty)) for problem in problems]


@given(st.text(alphabet="布署的 \u3000\u200b\tA1①ﬁ㎏\n，。", max_size=60))
def test_normalised_text_maps_back(text: str) -> None:
    plain = normalise(text)
    assert len(plain.text) == len(plain.offsets)
    assert list(plain.offsets) == sorted(plain.offsets)
    for index, offset in enumerate(plain.offsets):
        assert plain.text[index] in normalise(text[offset]).text


@settings(deadline=None)  # the first doubtful hit loads the segmenter
@given(st.text(alphabet="公布署名的杆秸 \u200b\n，。", max_size=40), st.text(alphabet="名公 \n。", max_size=5))
def test_hits_stand_where_they_say(before: str, after: str) -> None:
    page = building.page({"text": before + "再接再励" + after})
    hits = Matcher(building.DICTIONARIES).hits(page, "misspelled")
    assert "再接再励" in {hit.word.word for hit in hits}
    for hit in hits:
        assert normalise(hit.part.text[hit.start : hit.end]).text == hit.word.word


@settings(deadline=None)
@given(st.text(max_size=300))
def test_word_rules_never_raise(text: str) -> None:
    page = building.page({"text": text, "title": text[:20]})
    for rule in (word_misspelled, word_severe, nonpublic_mark):
        list(rule.check(page, {}, building.context()))


def test_the_automaton_is_built_once() -> None:
    assert matcher(building.DICTIONARIES) is matcher(building.DICTIONARIES)


def test_sentence_stops_at_its_ends() -> None:
    text = "第一句。第二句有错！第三句。"
    assert sentence_around(text, 7, 8) == "第二句有错！"


def test_office_adds_a_word(tmp_path: Path) -> None:
    words = _office(tmp_path, [["word", "category", "suggestion"], ["云夕区", "misspelled", "云溪区"]])
    assert _found("云夕区政府", words) == [("云夕区", "confirmed")]


def test_office_allows_a_name_and_switches_a_word_off(tmp_path: Path) -> None:
    words = _office(tmp_path, [["错误写法", "类别"], ["布署村", "allow"], ["秸杆", "allow"]])
    assert _found("布署村的秸杆", words) == []
    assert _found("重新布署", words) == [("布署", "confirmed")]


def test_a_word_wrong_from_a_day_on(tmp_path: Path) -> None:
    head = ["word", "category", "suggestion", "valid_from"]
    words = _office(tmp_path, [head, ["云溪县", "misspelled", "云溪区", "2020-07-01"]])
    assert _found("云溪县", words, date(2020, 6, 30)) == []
    assert _found("云溪县", words, date(2020, 7, 1)) == [("云溪县", "confirmed")]
    assert _found("云溪县", words) == [("云溪县", "review")]


def test_other_forms_of_the_same_characters(tmp_path: Path) -> None:
    words = _office(tmp_path, [["word", "category", "suggestion"], ["5G基占", "misspelled", "5G基站"]])
    assert _found("５Ｇ基占、5G\u2003基占", words) == [("5G基占", "confirmed")]
    assert _found("⼀如继往", building.DICTIONARIES) == [("一如继往", "confirmed")]


WORDS_OF_NONE = (building.DICTIONARIES.privacy, building.DICTIONARIES.policy, building.DICTIONARIES.tamper)


def test_no_words_at_all() -> None:
    empty = dictionaries.Dictionaries((), {}, (), {}, {}, *WORDS_OF_NONE)
    assert _found("布署", empty) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有 ../shared 测试资料")
def test_clean_text_stays_clean() -> None:
    lines = (SHARED / "spelling" / "official-writing.tsv").read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[1] for line in lines]
    texts += [_html_text(path) for path in sorted((SHARED / "policies" / "html").glob("*.html"))]
    assert {word for text in texts for word in _all_hits(text)} == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有 ../shared 测试资料")
def test_real_portal_has_only_its_true_misspellings() -> None:
    pages = sorted((SHARED / "real-pages" / "portal").rglob("*.html"))
    assert {word for path in pages for word in _all_hits(_html_text(path))} == TRUE_MISSPELLINGS


def _html_text(path: Path) -> str:
    body = LexborHTMLParser(path.read_text(encoding="utf-8", errors="replace")).body
    return body.text(separator="\n") if body else ""


def _all_hits(text: str) -> list[str]:
    page: Page = building.page({"text": text})
    return [
        problem.discriminator
        for rule in (word_misspelled, word_severe, nonpublic_mark)
        for problem in rule.check(page, {}, building.context())
    ]
