"""公开了个人手机号码。

检查什么
名单、公示、花名册一类文字和表格里（标题写明，或者写了三个以上身份证号），写在个人名下的11位手机号。同一名单里有三个以上、且表头写明手机号的，直接认定；
其余有个人名单迹象的（表里有姓名，或者“某某（手机号）”一个接一个写了三个以上）列为待核，号码前面写明“手机”的也是。

为什么
手机号能直接联系到本人，公示不需要；泄露后常被用于诈骗和骚扰。

例子
坏：《拟录用人员名单》表格有“姓名、手机号码”两列，号码完整。
好：公告末尾“联系人：王某，联系电话：138……”是对外公布的公务联系方式。

怎样整改
遮盖中间四位（138****1234）或删去该列后重新发布。

不检查什么
号码旁写明联系电话、咨询、举报、监督、值班等的，是公务联系方式，不算；企业、机构、药店、值班人员、责任人等本应公开联系
方式的名单不算，没有个人姓名一列而表头写着单位名称、负责人一类的一览表也不算；所在列的表头写明是准考证号、学号、金额等
别的号码、数额的不算；没有名单迹象的单个号码不算；未分配给公众的号段不算；从图片里认出的只列为待核；家庭固定电话见
privacy-contact；单位登记了允许公开的不列（见“词典”）。

依据
《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.detection import PersonalValue, detector
from rules.privacy.numbers import MOBILE
from rules.privacy.setting import mentions
from rules.privacy.wording import leak

META = RuleMeta(
    id="privacy-mobile-number",
    family="privacy",
    title="泄露个人手机号码",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("regulation-2019-15", "pipl-2021", "privacy-2018"),
    measure="遮盖手机号中间四位或删去后重新发布。",
    options={"persons_in_a_list": 3},
)

_BEFORE = 40
_LIST_TABS = 2
"""A row of three cells is one of a list; of two, a field and its value."""
_NO_NAME = "话机码线室科部局站所办处队厅组院校村镇乡区街心社会司厂店馆人员长任系"
"""Ends of what is an office, a function or a field, and no name."""
_MOBILE = re.compile(r"手机[ \u3000:\uff1a是为]{0,3}(?:\+?86[ -]?)?$")
_NAME = re.compile(rf"(?:^|[\s、,\uff0c;\uff1b。)\uff09])[\u4e00-\u9fff]{{2,4}}(?<![{_NO_NAME}])[(\uff08:\uff1a]$")
"""What stands just before a number by which it is somebody's: a mobile phone; a name of its own."""


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document."""
    words = ctx.dictionaries.privacy
    found = detector.look(evidence, ctx)
    setting = found.setting
    numbers = (
        ()
        if setting.public or setting.business
        else tuple(number for number in found.of(MOBILE) if not mentions(words.office_contact, _said(number)))
    )
    if not numbers:
        return
    several = int(options["persons_in_a_list"])
    headed = tuple(number for number in numbers if _is_own(number, words.personal_contact))
    listed = sum(_follows(_NAME, number) and not mentions(words.office_contact, _line(number)) for number in numbers)
    named = setting.named or listed >= several
    in_list = setting.listed and named
    if in_list and len(headed) >= several:
        certainty = setting.tempered(Certainty.CONFIRMED)
    elif headed or (in_list and len(numbers) >= several):
        certainty = setting.tempered(Certainty.REVIEW)
    else:
        certainty = None
    if certainty:
        yield leak(evidence, headed or numbers, found, certainty=certainty)


def _is_own(number: PersonalValue, words: tuple[str, ...]) -> bool:
    """Whether the words beside or above name it a person's own phone; "手机" alone only as a whole heading (手机版)."""
    return (
        mentions(words, number.near + " " + number.header)
        or "手机" in number.header.split()
        or _follows(_MOBILE, number)
    )


def _said(number: PersonalValue) -> str:
    """The words beside the number and, in running text, those just before it (联系人 on a line of its own); in a table
    of several columns what stands above it belongs to others.
    """
    text, start = number.part.text, number.start
    end = text.find("\n", start)
    tabs = text.count("\t", text.rfind("\n", 0, start) + 1, end if end >= 0 else len(text))
    return number.near if number.part.cell or tabs >= _LIST_TABS else _before(number) + number.near


def _line(number: PersonalValue) -> str:
    """What stands on the number's line before it."""
    text = number.part.text
    return text[text.rfind("\n", 0, number.start) + 1 : number.start]


def _before(number: PersonalValue) -> str:
    return number.part.text[max(0, number.start - _BEFORE) : number.start]


def _follows(pattern: re.Pattern[str], number: PersonalValue) -> bool:
    """Whether the number stands right behind what the pattern ends with."""
    return pattern.search(_before(number)) is not None
