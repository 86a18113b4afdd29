"""One document before it is published: the function programs call, and where in the text each finding stands."""

from __future__ import annotations

from datetime import date

import pytest
import rule_evidence as building

import dictionaries
from records.evidence import Attachment, TextPart
from records.model import Certainty, Reason
from rules import check_text
from rules.checking import check_document

NUMBER = building.resident_id("35010219850611001")


def test_words_and_personal_data_the_surest_first() -> None:
    found = check_text(f"来信人手机号13800138001。\n身份证号{NUMBER}。对工作进行布署。", title="答复")
    assert [(each.rule, each.certainty) for each in found] == [
        ("privacy-resident-id", Certainty.CONFIRMED),
        ("word-misspelled", Certainty.CONFIRMED),
        ("privacy-mobile-number", Certainty.REVIEW),
    ]
    assert all(each.deadline is None and each.site == "" for each in found)
    assert len({each.id for each in found}) == 3


@pytest.mark.parametrize("text", ["", "一切都好。", "联系电话：0591-87654321"])
def test_nothing(text: str) -> None:
    assert check_text(text) == []


def test_the_title_tells_a_list_of_persons() -> None:
    text = "姓名\t手机号码\n甲某\t13800138001\n乙某\t13800138002\n丙某\t13800138003"
    (listed,) = check_text(text, title="拟录用人员名单")
    (alone,) = check_text(text)
    assert (listed.certainty, alone.certainty) == (Certainty.CONFIRMED, Certainty.REVIEW)


def test_the_day_decides_who_can_have_been_born() -> None:
    child = building.resident_id("11010320260301900")
    assert check_text(f"身份证号{child}", today=date(2026, 3, 1))
    assert not check_text(f"身份证号{child}", today=date(2026, 2, 28))


def test_an_offices_own_dictionaries(tmp_path) -> None:
    words = tmp_path / "dictionaries" / "words"
    words.mkdir(parents=True)
    (words / "本区.csv").write_text("错误写法,类别,正确写法\n云夕区,misspelled,云溪区\n", encoding="utf-8")
    assert check_text("欢迎来到云夕区。", dictionaries=dictionaries.load(tmp_path))
    assert not check_text("欢迎来到云夕区。")


def test_words_are_looked_for_where_a_reader_sees_them_numbers_everywhere() -> None:
    deleted = TextPart(f"对工作进行布署，身份证号{NUMBER}", role="note", hidden="修订中删除的文字")
    checked = check_document(Attachment("u", "p", "a.docx", "docx", Reason.OK, (TextPart("通知"), deleted)))
    assert [each.rule for each in checked.findings] == ["privacy-resident-id"]


def test_a_wrong_word_on_a_scan_may_be_the_readers_mistake() -> None:
    scan = TextPart("对工作进行布署", role="scan", page=1)
    (finding,) = check_document(Attachment("u", "p", "扫描.jpg", "jpg", Reason.OK, (scan,))).findings
    assert (finding.rule, finding.certainty) == ("word-misspelled", Certainty.REVIEW)


def test_every_place_is_told_and_masked() -> None:
    text = f"甲某身份证号{NUMBER}，又写一次{NUMBER}；布署，又是布 署。\n35010219850****018"
    page = building.page({"text": text})
    checked = check_document(page)
    told = [(place.finding.rule, page.text[place.start : place.end], place.shown) for place in checked.places]
    assert told.count(("privacy-resident-id", NUMBER, "35*************018")) == 2
    assert next(each[1] for each in told if each[0] == "word-misspelled") == "布署"
    for place in checked.places:
        assert place.part == 0
        assert place.finding in checked.findings


def test_a_word_is_marked_where_it_is_wrong_and_not_in_right_ones() -> None:
    text = "各自已经完成，他自已来了，公布署名文章，会议作出布署。"
    checked = check_document(building.page({"text": text}))
    marked = {(text[place.start - 1 : place.end + 1]) for place in checked.places}
    assert marked == {"他自已来", "出布署。"}
