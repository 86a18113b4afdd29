"""The one search before all rules on documents never hides what a rule would find by itself."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import rule_evidence as building
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dictionaries import Leader, Word
from records.evidence import Attachment, Document, Page, SourcedText, TextPart
from records.model import Reason, Scope, Severity
from rules.context import Context
from rules.privacy.numbers import _CANDIDATE as CANDIDATE
from rules.privacy.numbers import WIDE, ascii_digits, in_plain_digits, long_enough
from rules.privacy.numbers import _shaped as shaped
from rules.privacy.recognising import labelled, recognisers
from rules.registry import PERSONAL, RuleError, all_rules, read_rule
from rules.scanning import KIND, NUMBER, Scanner, scanner
from rules.word import word_severe
from rules.word.matching import Matcher, longest, matcher
from rules.word.normalising import Forms, normalise, squeeze

LEADERS = (Leader("云小溪", ("副区长",), "区政府", 1), Leader("溪大云", ("区长",), "区政府", 2))
PATTERN = Word("港澳台…等国家", "territory", Severity.SERIOUS, "等国家和地区")
DICTIONARIES = replace(building.DICTIONARIES, leaders=LEADERS, words=(*building.DICTIONARIES.words, PATTERN))
RULES = [rule for rule in all_rules() if rule.meta.scope is Scope.DOCUMENT]

with (Path(__file__).parent / "personal_data.csv").open(encoding="utf-8", newline="") as lines:
    VALUES = [row["text"].replace("\\n", "\n").replace("\\t", "\t") for row in csv.DictReader(lines)]
WRITTEN = [word.word.replace("…", "和") for word in DICTIONARIES.words]
GAPS = ("", "", " ", "\n", "\u200b", "·", "-", ".", "\t", "\u3000", " \n ", "…", "\u2003", "—")
OTHER_FORMS = str.maketrans({"国": "國", "产": "產", "发": "發", "人": "\u2f08", "大": "\u2f24", "长": "長", "1": "①"})

words = st.builds(
    lambda word, gap, place, wide: (word[:place] + gap + word[place:]).translate(
        OTHER_FORMS if wide else {ord(c): c for c in ""}
    ),
    st.sampled_from(WRITTEN),
    st.sampled_from(GAPS),
    st.integers(1, 4),
    st.booleans(),
)
pieces = st.one_of(
    words,
    st.sampled_from(VALUES),
    st.sampled_from(
        ["秘密★", "公开方式：不予公开", "公开 方式", "区长云小溪", "溪大云、云小溪", "《", "》", "更正", "应为"]
    ),
    st.sampled_from(
        ["\n", "。", "，", "的", "全区各部门认真贯彻落实会议精神扎实推进各项工作任务落地见效\n", "100％有效"]
    ),
    st.text(alphabet="0123456789 -*Xx×１３８🄰𝟏\u3000\ud800", max_size=20),
)
texts = st.lists(pieces, max_size=12).map("".join)


def document(title: str, text: str, *, cells: bool) -> Document:
    if not cells:
        headline = SourcedText(title, "h1") if title else None
        return Page("http://x.example/", "article", headline, None, None, (), None, None, None, text, "body")
    parts = tuple(
        TextPart(line, role="cell", sheet="表", cell=f"A{number}", hidden="隐藏行" if number % 3 == 0 else "")
        for number, line in enumerate(text.split("\n"), 1)
    )
    return Attachment("http://x.example/a", "http://x.example/", f"{title}.xlsx", "xlsx", Reason.OK, parts)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["", "补贴发放名单公示", "孤儿名单", "通知"]), texts, st.booleans())
def test_no_rule_sleeps_over_what_it_finds(title: str, text: str, cells: bool) -> None:
    base = building.context()
    ctx = Context(base.today, base.site, base.site_name, DICTIONARIES, base.hash_key, base.workdays_between)
    looked_at = document(title, text.replace("\ud800", ""), cells=cells)
    asleep = scanner(DICTIONARIES).asleep(looked_at)
    for rule in RULES:
        if rule.meta.id in asleep:
            assert not list(rule.check(looked_at, rule.meta.options, ctx)), rule.meta.id


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["", "补贴发放名单公示", "孤儿名单"]), texts, st.booleans())
def test_every_personal_value_is_announced_by_its_kind(title: str, text: str, cells: bool) -> None:
    looked_at = document(title, text.replace("\ud800", ""), cells=cells)
    found = scanner(DICTIONARIES)
    signs, parts = found.signs_in(looked_at), looked_at.parts
    for value in labelled(
        parts, recognisers(DICTIONARIES), title=looked_at.title, headers=None, regions={}, today=building.TODAY
    ):
        assert {PERSONAL, KIND + value.kind.id} <= signs
    if any(CANDIDATE.search(ascii_digits(part.text)) for part in parts):
        assert {PERSONAL, NUMBER} <= signs


@settings(max_examples=200, deadline=None)
@given(texts)
@example("各级各部门在各类公文和新闻宣传材料中都一律不得使用\n任何针对别人身体情况的不妥当的称呼比如残废\n人等说法")
@example("全区各部门各单位要认真贯彻落实会议精神与港澳台经贸\n等国家开展合作")
def test_reading_single_lines_finds_what_reading_everything_finds(text: str) -> None:
    part, forms = TextPart(text), scanner(DICTIONARIES).forms
    reader = matcher(DICTIONARIES)
    everything = [
        *reader.read_closely(part, normalise(text, forms), broken=False),
        *reader.read_closely(part, normalise(text, forms, joined=True), broken=True),
    ]
    found = [hit for hits in reader.all_hits_in(text).values() for hit in hits]
    assert sorted(found, key=lambda hit: hit.start) == list(longest(everything))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["", "扫黑险恶", "通知"]), texts, st.booleans())
@example("", "扫黑险\n恶斗争\n\n扫黑险恶", True)
def test_one_search_finds_in_every_part_what_reading_the_part_alone_finds(title: str, text: str, cells: bool) -> None:
    looked_at = document(title, text.replace("\ud800", ""), cells=cells)
    reader = matcher(DICTIONARIES)
    alone = [reader.all_hits_in(part.text) for part in looked_at.parts if not part.hidden]
    for category in sorted({word.category for word in DICTIONARIES.words}):
        found = reader.hits(looked_at, category)
        expected = [hit for hits in alone for hit in hits.get(category, ())]
        assert [(hit.word, hit.start, hit.end, hit.sentence) for hit in found] == [
            (hit.word, hit.start, hit.end, hit.sentence) for hit in expected
        ]
        assert {hit.word for hit in found} <= set(reader.words_met(looked_at, category))


groups = st.lists(
    st.integers(2, 19).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)), min_size=1
)


@given(
    groups,
    st.sampled_from(["", " ", "-", "\n", "\n1", "，"]),
    st.sampled_from(["", "1", "13", "年"]),
    st.sampled_from(["", "X", "。"]),
)
@example(["13800138001"], "", "", "")
@example(["138", "0013", "8001"], " ", "", "")
@example(["138", "00138001"], "-", "", "")
@example(["1380013", "8001"], "-", "", "")
@example(["110101", "19900307", "123"], " ", "", "X")
@example(["6222", "0212", "3456", "7890"], "-", "", "")
def test_every_number_is_announced_by_its_plain_digits(groups: list[str], gap: str, before: str, after: str) -> None:
    text = before + gap.join(groups) + after
    if CANDIDATE.search(ascii_digits(text)):
        assert (in_plain_digits(text) and long_enough(squeeze(text))) or any(digit in text for digit in WIDE)
    assert [match.span() for match in shaped(text)] == [match.span() for match in CANDIDATE.finditer(text)]


def test_a_page_without_signs_wakes_only_rules_without_signs() -> None:
    asleep = scanner(DICTIONARIES).asleep(document("关于开展检查的通知", "请各单位认真组织实施。", cells=False))
    assert asleep == {rule.meta.id for rule in RULES if rule.meta.signs}


def test_a_rule_that_the_scanner_was_not_told_of_never_sleeps() -> None:
    assert Scanner(DICTIONARIES).asleep(document("", "无事", cells=False)) == frozenset()


def test_a_sign_that_is_nothing_but_gaps_stands_everywhere() -> None:
    meta = replace(word_severe.META, signs=(" - ",))
    assert Scanner(DICTIONARIES, [meta]).asleep(document("", "无事", cells=False)) == frozenset()


def test_an_unknown_group_of_signs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_severe, "META", replace(word_severe.META, signs=("@word:sever",)))
    with pytest.raises(RuleError, match="@word:sever"):
        read_rule(word_severe)


def test_words_without_dictionaries_are_no_fault() -> None:
    empty = Scanner(replace(DICTIONARIES, words=()))
    assert Matcher(empty).all_hits_in("扫黑险恶") == {}


@given(st.text(max_size=30))
def test_no_form_is_empty(text: str) -> None:
    forms = Forms({})
    assert all(forms[ord(character)] for character in text)
