"""公开了个人银行卡号。

检查什么
网页和附件里15至19位的银行卡号：发卡前缀和校验位都对，并且旁边或表头写着卡号、账号、银行、一卡通等字样。
个人名单（标题是补贴、发放、救助一类，表里有姓名）里“账号、一卡通账号、存折账号”一列的账号，校验位不合的也算。

为什么
银行账户属于敏感个人信息，与姓名、身份证号一起公开会直接造成财产风险。

例子
坏：《惠农补贴发放明细》里有“一卡通账号”一列。
好：“缴款账户：云溪区财政局，账号……”是单位账户。

怎样整改
立即撤下，删去该列或只留后四位，重新发布。

不检查什么
旁边没有卡号、账号等字样的长数字不算；公司、财政、学校、捐赠专户等单位账户不算（表头写“专户账号”的也是）；不在个人名单里的
存折账号等，校验位不合银行卡规则的不算；单位登记了允许公开的不列（见“词典”）。

依据
《中华人民共和国个人信息保护法》（金融账户属敏感个人信息）；《中华人民共和国政府信息公开条例》第十五条。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.detection import PersonalValue, detector
from rules.privacy.numbers import BANK_ACCOUNT, BANK_CARD
from rules.privacy.setting import mentions
from rules.privacy.wording import leak

META = RuleMeta(
    id="privacy-bank-card",
    family="privacy",
    title="泄露个人银行卡号",
    scope=Scope.DOCUMENT,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("pipl-2021", "regulation-2019-15", "privacy-2018"),
    measure="立即撤下，删去或遮盖银行卡号后重新发布。",
    options={"persons_in_a_list": 3},
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document."""
    words = ctx.dictionaries.privacy
    found = detector.look(evidence, ctx)
    setting = found.setting
    numbers = tuple(
        number
        for number in found.of(BANK_CARD)
        if mentions(words.bank, number.near + " " + number.header)
        and not mentions(words.organisations, _line_of(number.part.text, number.start))
        and not mentions(words.organisations, _account_heading(number, words.bank))
    )
    accounts = tuple(
        account
        for account in found.of(BANK_ACCOUNT)
        if account.part.cell or not mentions(words.organisations, _line_of(account.part.text, account.start))
    )
    if setting.listed and setting.named and not setting.public and len(accounts) >= int(options["persons_in_a_list"]):
        numbers += accounts
    if certainty := setting.tempered(Certainty.CONFIRMED) if numbers else None:
        yield leak(evidence, numbers, found, certainty=certainty)


def _account_heading(number: PersonalValue, bank: tuple[str, ...]) -> str:
    """What its heading says of the account (专户账号)."""
    return " ".join(piece for piece in number.header.split() if mentions(bank, piece))


def _line_of(text: str, offset: int) -> str:
    """The line of the number and the two before it: where the holder of an account is named."""
    before = text[:offset].split("\n")
    after = text[offset:].split("\n", 1)[0]
    return "\n".join(before[-3:]) + after
