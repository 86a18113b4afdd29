"""The personal data of the sample passes the real checksums and lies in ranges that were never issued."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sample import people

everybody = st.integers(min_value=1, max_value=99)


@given(everybody)
def test_resident_ids_are_valid_and_never_issued(n):
    number = people.resident_id(n)
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    digits = [*map(int, number[:17]), 10 if number[17] == "X" else int(number[17])]
    weights = [2 ** (17 - place) % 11 for place in range(18)]
    assert sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 1
    assert number.startswith("110103")  # dissolved in July 2010 ...
    assert born > date(2010, 12, 31)  # ... so nobody born later ever got such a number


@given(everybody)
def test_cards_pass_luhn_under_an_unassigned_issuer(n):
    card = people.bank_card(n)
    doubled = [sum(divmod(2 * int(d), 10)) if place % 2 else int(d) for place, d in enumerate(reversed(card))]
    assert len(card) == 19
    assert card.startswith("620000")
    assert sum(doubled) % 10 == 0


@given(everybody)
def test_mobiles_are_message_centres_of_areas_that_do_not_exist(n):
    assert re.fullmatch(r"138000\d\d500", people.mobile(n))


def test_names_are_obviously_invented_and_distinct():
    names = {people.name(n) for n in range(1, 100)}
    assert all(re.fullmatch(r"[\u4e00-\u9fff]云[一二三四五六七八九十]+", name) for name in names)
    assert people.name(10).endswith("云十")
    assert people.name(21).endswith("云二十一")


def test_the_published_check_characters_are_met():
    # The worked examples of ISO 7064 (mod 11-2) and ISO/IEC 7812-1 (Luhn).
    assert people.id_check("11010519491231002") == "X"
    assert people.luhn_check("7992739871") == "3"


def test_the_order_number_fails_the_resident_id_checksum():
    number = people.order_number()
    assert len(number) == 18
    assert people.id_check(number[:17]) != number[17]


def test_the_credit_code_is_valid_and_of_no_region():
    code = people.credit_code()
    total = sum(people.CREDIT_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code[:17]))
    assert code[17] == people.CREDIT_ALPHABET[(31 - total % 31) % 31]
    assert code[2:8] == "000000"
