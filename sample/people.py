"""Fictional personal data, fictional by construction: nothing here can belong to a person or a company.

The numbers must pass the tests that real ones pass (dates, checksums), or a detector could not be shown at work. So
each kind uses a range that was never issued:

* resident IDs: area code 110103 (a district dissolved in 2010) with births from 2011 on: no such number was ever given;
* mobiles: 13800 + area + 500, a form kept for the short-message centres of a network, never given to subscribers, and
  with areas 001 to 099, which do not exist (written without the trunk 0, areas begin with 1 to 9);
* bank cards: issuer number 620000, not assigned to a bank;
* unified social credit code: area 000000, which does not exist;
* names: a surname, 云 and a Chinese numeral.
"""

from __future__ import annotations

SURNAMES = "赵钱孙李周吴郑王冯陈"
DIGITS = "零一二三四五六七八九"

ID_AREA = "110103"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"

MOBILE_FORM = "13800{:03d}500"
CARD_ISSUER = "620000"

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_BODY = "12000000MB0000001"


def name(n: int) -> str:
    """The name of the n-th person (0 < n < 100), e.g. 赵云二十一."""
    tens, units = divmod(n, 10)
    numeral = ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[units] if units else "")
    return f"{SURNAMES[n % len(SURNAMES)]}云{numeral}"


def id_check(body: str) -> str:
    """The check character of the first 17 digits of a resident ID (GB 11643, ISO 7064 mod 11-2)."""
    return ID_CHECKS[sum(w * int(d) for w, d in zip(ID_WEIGHTS, body, strict=True)) % 11]


def resident_id(n: int) -> str:
    """The n-th person's resident ID: a child born in 2011-2018 in a district that was dissolved in 2010."""
    body = f"{ID_AREA}{2011 + n % 8}{1 + n % 12:02d}{1 + n * 7 % 28:02d}{900 + n:03d}"
    return body + id_check(body)


def mobile(n: int) -> str:
    """The n-th person's mobile number."""
    return MOBILE_FORM.format(n)


def luhn_check(body: str) -> str:
    """The digit that makes ``body`` pass the Luhn test (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def bank_card(n: int) -> str:
    """The n-th person's bank card of 19 digits."""
    body = f"{CARD_ISSUER}{9 * 10**11 + n * 7919:012d}"
    return body + luhn_check(body)


def company_account() -> str:
    """An account of a public body that happens to pass the Luhn test: a look-alike of a bank card."""
    body = CARD_ISSUER + "880000000001"
    return body + luhn_check(body)


def credit_code() -> str:
    """A unified social credit code with its right check character (GB 32100-2015, mod 31): 18 characters, no person."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(CREDIT_BODY))
    return CREDIT_BODY + CREDIT_ALPHABET[-total % 31]


def order_number() -> str:
    """A number of 18 digits that looks like a resident ID, date and all, but fails its checksum."""
    body = f"{ID_AREA}20150512001"
    right = id_check(body)
    return body + ("7" if right != "7" else "8")
