"""Masking never leaks; numbers are proven by their own digits."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from datetime import date

import pytest
import rule_evidence as building
from hypothesis import given
from hypothesis import strategies as st

from records.masking import keyed_hash, mask_text, mask_value
from rules.privacy import privacy_bank_card, privacy_mobile_number, privacy_resident_id
from rules.privacy.numbers import candidates, is_bank_card, is_credit_code, is_resident_id

REGIONS = building.DICTIONARIES.regions
TODAY = building.TODAY
KINDS = building.DICTIONARIES.personal
DIGITS = st.text(alphabet="0123456789", min_size=7, max_size=25)


def _longest_shared_run(original: str, told: str) -> int:
    plain = unicodedata.normalize("NFKC", told)
    return max(
        (
            size
            for size in range(1, len(original) + 1)
            for at in range(len(original) - size + 1)
            if original[at : at + size] in plain
        ),
        default=0,
    )


@given(DIGITS, st.sampled_from(["", " ", "-", "\u3000", "\u200b"]), st.booleans())
def test_no_six_digits_survive(digits: str, gap: str, wide: bool) -> None:
    written = gap.join(chr(ord(digit) + 0xFEE0) if wide else digit for digit in digits)
    assert _longest_shared_run(digits, re.sub(r"\s|-", "", mask_text(f"甲某{written}，请核"))) < 6


@given(st.text(alphabet="0123456789X", min_size=15, max_size=19))
def test_no_six_signs_survive_any_mask(value: str) -> None:
    for kind in ("resident-id", "mobile-number", "bank-card"):
        masked = mask_value(value, *KINDS[kind].keep)
        assert re.search(r"\*{4,}", masked)
        assert max(len(run) for run in re.findall(r"[0-9X]+", masked)) < 6


def test_forms_of_masks() -> None:
    assert mask_value("350102198506110019", 2, 3) == "35*************019"
    assert mask_value("13800138000", 3, 4) == "138****8000"
    assert mask_value("6228480012345678", 4, 4) == "6228********5678"
    assert mask_value("138", 3, 4) == "***"
    assert mask_text("2026-11-20 发布，文号云政办〔2026〕5号") == "2026-11-20 发布，文号云政办〔2026〕5号"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("邮箱jia.yun2026@mail.example", "邮箱ji***@mail.example"),
        ("本人微信：yunxi_jia99，QQ号 12345", "本人微信：***，QQ号 ***"),
        ("本人微信是yunxi_jia99，QQ为12345", "本人微信是***，QQ为***"),
        ("WeChat：yunxi_jia99，微信号码为 yunxi_jia99", "WeChat：***，微信号码为 ***"),
        ("电子邮箱：j@mail.example", "电子邮箱：***@mail.example"),
        ("士兵证南字第123456号，云政函〔2026〕5号", "士兵证南字第***号，云政函〔2026〕5号"),
        ("东溪小区3-2-501室、8栋1502、3单元5层501", "东溪小区3-2-*室、8栋*、*单元5层*"),
        (
            "微信是一种软件，QQ为主，2026年建成3栋，第5层2026年完工",
            "微信是一种软件，QQ为主，2026年建成3栋，第5层2026年完工",
        ),
        ("闽A12B45停在路边", "闽A*****停在路边"),
        ("东溪路12号3单元501室", "东溪路12号*单元*室"),
        ("微信公众号和微信小程序，3户居民，第2组，A12345", "微信公众号和微信小程序，3户居民，第2组，A12345"),
    ],
)
def test_what_is_no_long_number_is_masked_too(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("名单13800138001.xlsx", "名单138****8001.xlsx"),
        ("35010219850611001x.pdf", "35*************01x.pdf"),
        ("3501021985061100 1 x", "35*************01x"),
    ],
)
def test_the_ending_of_a_file_is_no_check_character(name: str, masked: str) -> None:
    assert mask_text(name) == masked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("手机号码 1 3 8 0 0 1 3 8 0 0 1 乙某", ["13800138001"]),
        ("1 3 8 0 0 1 3 8 0 0 1，2 人", ["13800138001"]),
        ("合计 1 3 8 0 0 1 3 8 0 0 1 12 3", []),  # figures of an annual report
        ("1 3 8 0 0 1 3 8 0 0 1 7", []),  # a row of twelve figures
        ("5 1 3 8 0 0 1 3 8 0 0 1", []),
        ("1\t3\t8\t0\t0\t1\t3\t8\t0\t0\t1", []),  # cells of a table
        ("1 2 8 0 0 1 3 8 0 0 1", []),
        ("1 3 8 0 0 1 3 8 0 0 12", []),
    ],
)
def test_a_mobile_number_spaced_digit_by_digit(text: str, found: list[str]) -> None:
    assert [plain for _, plain, _, _ in candidates(text, KINDS, REGIONS, TODAY)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲某 35010219850611001813800138001", ["350102198506110018", "13800138001"]),
        ("13800138001350102198506110018", ["13800138001", "350102198506110018"]),
        ("35010219850101000X13800138001 元", ["35010219850101000X", "13800138001"]),
        (
            "350102198506110018138001380016222021234567890128",
            ["350102198506110018", "13800138001", "6222021234567890128"],
        ),
        ("35010219850611001735010219850611001813800138001", []),  # its first part is no resident's number
        ("350102198506110018138001380012", []),  # one figure is left over
        ("35010219850611001823800138001", []),
        ("138001380016222021234567890128", []),  # no resident's number in it
        ("A35010219850611001813800138001", []),
    ],
)
def test_numbers_of_narrow_cells_that_ran_into_one(text: str, found: list[str]) -> None:
    seen = list(candidates(text, KINDS, REGIONS, TODAY))
    assert [plain for _, plain, _, _ in seen] == found
    assert [text[start:end] for _, _, start, end in seen] == found


def test_keyed_hash_needs_the_key_and_sees_through_writing() -> None:
    assert keyed_hash(b"a", "13800138000") == keyed_hash(b"a", "１３８ 0013 8000")
    assert keyed_hash(b"a", "13800138000") != keyed_hash(b"b", "13800138000")
    assert re.fullmatch(r"[0-9a-f]{16}", keyed_hash(b"a", "x"))


@given(st.dates(date(1930, 1, 1), date(2025, 1, 1)), st.integers(0, 999), st.sampled_from(sorted(REGIONS)))
def test_resident_ids_are_found_and_one_wrong_digit_is_not(born: date, order: int, region: str) -> None:
    value = building.resident_id(f"{region}0102{born:%Y%m%d}{order:03}")
    assert is_resident_id(value, REGIONS, TODAY)
    wrong = value[:16] + str((int(value[16]) + 1) % 10) + value[17]
    assert not is_resident_id(wrong, REGIONS, TODAY)


def test_what_is_no_resident_id() -> None:
    assert not is_resident_id(building.resident_id("99010119900307123"), REGIONS, TODAY)
    assert not is_resident_id(building.resident_id("11010120301307123"), REGIONS, TODAY)
    assert not is_resident_id(building.resident_id("11010120270307123"), REGIONS, TODAY)


@given(st.text(alphabet="0123456789", min_size=13, max_size=16))
def test_luhn_takes_one_last_digit_of_ten(front: str) -> None:
    cards = [digit for digit in "0123456789" if is_bank_card("62" + front + digit, KINDS["bank-card"].prefixes)]
    assert len(cards) <= 1


def test_credit_codes() -> None:
    assert is_credit_code("91350100M000100Y43", REGIONS)
    assert not is_credit_code("91350100M000100Y44", REGIONS)
    assert not is_credit_code("350102198506110317", REGIONS), (
        "a resident's number with a right check character by chance"
    )


@given(st.text(alphabet="0123456789 -Xx*号甲１２\n", max_size=120))
def test_spans_hold_the_value(text: str) -> None:
    for _, value, start, end in candidates(text, KINDS, REGIONS, TODAY):
        written = unicodedata.normalize("NFKC", text[start:end]).upper()
        assert written.replace(" ", "").replace("-", "") == value


@given(st.text(alphabet="0123456789１２３Xx 身份证卡号手机名单，\n", max_size=200))
def test_privacy_rules_never_raise_and_never_leak(text: str) -> None:
    page = building.page({"title": "名单", "text": "姓名 手机号码 卡号\n" + text})
    for rule in (privacy_resident_id, privacy_mobile_number, privacy_bank_card):
        for problem in rule.check(page, {**rule.META.options}, building.context()):
            told = re.sub(r'"hash": "[0-9a-f]+"', "", json.dumps(asdict(problem), ensure_ascii=False, default=str))
            assert not re.search(r"\d{7}", told)


@pytest.mark.parametrize("around", ["a{}", "{}b", "x_{}", "*{}", "{}*", "1.{}", "{}.5", "/{}"])
def test_numbers_inside_other_things_are_none(around: str) -> None:
    value = building.resident_id("11010119900307123")
    assert list(candidates(around.format(value), KINDS, REGIONS, TODAY)) == []
