"""The matching engine: offsets, the office's own words, dates, and clean text that must stay clean."""

from __future__ import annotations

import csv
import logging
from datetime import date
from pathlib import Path

import jieba
import pytest
import rule_evidence as building
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import dictionaries
from crawler.reading.page import read_page
from inspection.words import ordinary_text
from records.evidence import Page
from rules.context import Context
from rules.word import nonpublic_mark, word_misspelled, word_severe
from rules.word.bearing import sentence_around
from rules.word.matching import matcher
from rules.word.normalising import Forms, Normalised
from rules.word.normalising import normalise as normalised
from rules.word.segmenting import segmenter

SHARED = Path(__file__).parents[2].parent / "shared"
TRUE_MISSPELLINGS = {"秸杆", "布署", "纠份", "源渊流长", "冲峰陷阵", "火眼金晴", "截止目前"}
"""Words that the real portal did misspell, found by hand in its pages."""


def normalise(text: str) -> Normalised:
    return normalised(text, Forms({}))


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
    hits = matcher(building.DICTIONARIES).hits(page, "misspelled")
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


KNOWN = building.DICTIONARIES
WORDS_OF_NONE = (KNOWN.privacy, KNOWN.policy, KNOWN.wrong_targets, KNOWN.tamper, KNOWN.link_weights)


def test_no_words_at_all() -> None:
    empty = dictionaries.Dictionaries((), {}, (), {}, {}, *WORDS_OF_NONE)
    assert _found("布署", empty) == []


@pytest.mark.parametrize(
    "text",
    [
        "再接再励",
        "再\u3000接\u3000再\u3000励",
        "再 接 再 励",
        "再·接·再·励",
        "再\u200b接再\u00ad励",
        "再*接*再*励",
        "通过再接再励，取得成绩",
        "《再接再励》",
        "再接再勵",
        "再接\ufeff再励",
        "⽽再接再励",
    ],
)
def test_seen_through(text: str) -> None:
    assert _found(text, building.DICTIONARIES) == [("再接再励", "confirmed")]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("再接 再励", ["review"]),
        ("再接再\n励", []),
        ("云溪区各级各部门认真贯彻会议精神并且再接\n再励取得新成绩", ["review"]),
        ("云溪区各级各部门认真贯彻会议精神并且再接。\n再励取得新成绩", []),
        ("再接。再励", []),
        ("再接，再励", []),
        ("再接|再励", []),
        ("再接/再励", []),
        ("再接再厉", []),
        ("再接再\t励", ["review"]),
    ],
)
def test_parted_words_are_doubtful_or_none(text: str, certainty: list[str]) -> None:
    assert [sure for _, sure in _found(text, building.DICTIONARIES)] == certainty


def test_markup_inside_a_word() -> None:
    html = "<p>通过再<b>接</b>再&#21169;，取得<br>成绩</p><p>再接再</p><p>励</p>"
    text = read_page(html.encode(), building.SITE, "text/html; charset=utf-8").text
    assert _found(text, building.DICTIONARIES) == [("再接再励", "confirmed")]


def test_navigation_is_no_text() -> None:
    html = "<div class=nav><a href=/a>秸杆利用</a></div><div><p>正文第一段，说明情况。</p></div><footer>秸杆</footer>"
    text = read_page(html.encode(), building.SITE, "text/html; charset=utf-8").text
    assert _found(text, building.DICTIONARIES) == []


HEAD = ["word", "category", "suggestion", "exceptions", "contexts", "needs", "titles"]


@pytest.mark.parametrize(
    ("row", "wrong", "right"),
    [
        (["云夕区", "misspelled", "云溪区", "", "旧称", "", ""], "云夕区政府。旧称不详", "旧称云夕区"),
        (["云夕区", "misspelled", "云溪区", "", "", "政府", ""], "云夕区政府", "云夕区人"),
        (["云夕区", "misspelled", "云溪区", "", "", "", "是"], "云夕区《云溪》", "《云夕区志》"),
        (["云夕区", "misspelled", "云溪区", "云夕区间", "", "", ""], "云夕区", "云夕区间车"),
        (["云[夕西]区", "misspelled", "云溪区", "", "", "", ""], "云西区", "云溪区"),
        (["区长办…例会", "misspelled", "常务会", "", "", "", ""], "区长办公室例会", "区长办公。例会"),
        (["云夕区", "misspelled", "云溪区", "", "", "", ""], "云夕区", "“云夕区”应为“云溪区”"),
    ],
)
def test_what_an_entry_can_say(tmp_path: Path, row: list[str], wrong: str, right: str) -> None:
    words = _office(tmp_path, [HEAD, row])
    assert len(_found(wrong, words)) == 1
    assert _found(right, words) == []


def test_overlapping_words_of_two_categories() -> None:
    matcher_of_all = matcher(building.DICTIONARIES)
    page = building.page({"text": "线上赌场百家乐，秸杆"})
    assert [hit.word.word for hit in matcher_of_all.hits(page, "spam")] == ["线上赌场", "百家乐"]
    assert [hit.word.word for hit in matcher_of_all.hits(page, "misspelled")] == ["秸杆"]


LISTED = [word for word in building.DICTIONARIES.words if word.category in ("misspelled", "severe") and not word.needs]


def test_every_listed_word_is_found_and_its_right_writing_is_not() -> None:
    """As many negatives as positives, each entry in a sentence of its own."""
    finder = matcher(building.DICTIONARIES)
    missed, false = [], []
    for word in LISTED:
        wrong = {hit.word.word for hit in finder.hits_in(f"有“{word.word}”，请核对。", word.category)}
        if word.word not in wrong and not any(word.word in other for other in wrong):
            missed.append(word.word)
        for category in ("misspelled", "severe"):
            if finder.hits_in(f"有“{word.suggestion}”，请核对。", category):
                false.append(word.suggestion)
    assert len(LISTED) > 1300
    assert missed == []
    assert false == []


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


@pytest.fixture(scope="module")
def peer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    segmenter()
    return tokenizer


@given(
    st.lists(st.sampled_from([*"布署的工作人民政府A1.-%，。 \n", "中华人民共和国", "部署", "自己", "经营", "㐀"])).map(
        "".join
    )
)
def test_words_are_cut_as_jieba_cuts_them(peer: jieba.Tokenizer, text: str) -> None:
    assert list(segmenter().cut(text)) == list(peer.cut(text, HMM=False))


def test_ordinary_text_is_cut_as_jieba_cuts_it(peer: jieba.Tokenizer) -> None:
    text = ordinary_text()
    assert list(segmenter().cut(text)) == list(peer.cut(text, HMM=False))
    assert segmenter().total == peer.total
