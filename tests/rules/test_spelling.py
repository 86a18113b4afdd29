"""Misspellings beyond the list: what an office adds, and what must never be suspected."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import rule_evidence as building

import dictionaries
from inspection.words import ordinary_text
from rules.word.spelling import near_misses
from rules.word.word_unlikely import META

GAINS = tuple(META.options[name] for name in ("beside_one", "beside_two", "alone"))


def suspected(text: str, words: dictionaries.Dictionaries = building.DICTIONARIES) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.likely) for each in near_misses(words).suspicions(text, *GAINS)]


def test_ordinary_text_is_not_suspected() -> None:
    assert not suspected(ordinary_text())


def test_the_words_of_official_writing_do_not_suspect_one_another() -> None:
    words = sorted(building.DICTIONARIES.official)
    assert not suspected("\n".join(f"{one}{other}" for one, other in pairwise(words)))
    assert not suspected("。".join(words))


def test_each_place_once_with_the_offsets_of_the_text() -> None:
    text = "（一）加强机制建社，\n（二）完善官理制度。"
    found = list(near_misses(building.DICTIONARIES).suspicions(text, *GAINS))
    assert [(text[each.start : each.end], each.likely) for each in found] == [
        ("建社", "建设"),
        ("官理制度", "管理制度"),
    ]
    assert all(each.gain >= min(GAINS) for each in found)


def test_what_an_office_adds_is_right_and_is_known_when_misspelled(tmp_path: Path) -> None:
    assert suspected("加强机制建社。") == [("建社", "建设")]
    assert not suspected("建设云西湿地公园。")
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "official-words.txt").write_text("# 本区\n建社 云溪湿地公园\n", encoding="utf-8")
    own = dictionaries.load(tmp_path)
    assert not suspected("加强机制建社。", own)
    assert suspected("建设云西湿地公园。", own) == [("云西湿地公园", "云溪湿地公园")]


@pytest.mark.parametrize("text", ["", "建", "建社", "建社机", "机制建", "社设建制", "\n\n", "a" * 50])
def test_texts_without_anything_around(text: str) -> None:
    assert not suspected(text)
