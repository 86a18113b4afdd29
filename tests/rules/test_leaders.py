"""The register of leaders over the years: who held which title when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import rule_evidence as building

from dictionaries import Leader
from records.evidence import SourcedDate
from rules.word.word_leader import META, check

REGISTER = (
    Leader("溪大云", ("副区长",), "区政府", 2, date(2020, 1, 1), date(2024, 12, 31)),
    Leader("溪大云", ("区长",), "区政府", 1, date(2025, 1, 1)),
    Leader("云小溪", ("区长",), "区政府", 1, date(2020, 1, 1), date(2024, 12, 31)),
    Leader("溪小桥", ("副区长",), "区政府", 3, date(2020, 1, 1)),
)


def told(text: str, day: date | None = None, source: str = "visible") -> list[str]:
    dated = SourcedDate(day, source) if day else None
    page = replace(building.page({"text": text}), published=dated)
    context = replace(building.context(), dictionaries=replace(building.DICTIONARIES, leaders=REGISTER))
    return [problem.message for problem in check(page, META.options, context)]


def test_titles_and_order_are_those_of_the_day_of_the_document() -> None:
    assert told("区长云小溪讲话。云小溪、溪大云、溪小桥出席。", date(2022, 5, 1)) == []
    assert len(told("区长溪大云讲话。溪大云、云小溪出席。", date(2022, 5, 1))) == 2
    assert told("区长溪大云讲话。溪大云、溪小桥出席。", date(2026, 5, 1)) == []


def test_who_has_left_is_no_longer_judged() -> None:
    assert told("区政协主席云小溪、区长云小溪。", date(2026, 5, 1)) == []


def test_a_document_without_a_sure_date_may_be_of_any_time() -> None:
    assert told("副区长溪大云调研。") == []
    assert told("副区长溪大云调研。", date(2026, 5, 1), "htmldate") == []
    assert len(told("区长溪小桥调研。")) == 1


def test_an_earlier_year_in_the_sentence_counts_too() -> None:
    assert told("2023年，副区长溪大云到村里调研。", date(2026, 5, 1)) == []
    assert len(told("2023年，区长溪小桥到村里调研。", date(2026, 5, 1))) == 1
    assert told("2018年，副区长溪大云到村里调研。", date(2026, 5, 1)) == []
