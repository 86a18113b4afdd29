"""个人号码遮盖不足，或文字里遮盖了、链接或源代码里没有遮盖。

检查什么
已经打了星号（*、×、●、■ 等）的身份证号、手机号、银行卡号：按号码的编码规则推算，遮盖后仍可能的号码有多少个。
不超过一百个的（例如身份证号只遮了年份或月日、只遮了三位；手机号只遮两位）直接认定，只遮了三位的手机号待核。
文字里遮盖了，而同一网页的链接地址或源代码（隐藏的文字、属性、脚本、注释）里有与它相符的完整号码的，直接认定。

为什么
身份证号有校验码，出生日期的取值有限：遮得太少，几秒钟就能把原号推出来。

例子
坏：“350102****06110019”（只遮年份，至多十来个可能）；“1380013*001”。
好：“35*************019”“350102********0019”“138****8001”。

怎样整改
身份证号至少遮盖出生日期八位，或只留前两位后三位；手机号遮盖中间四位；链接地址改用内部编号，源代码里不写完整号码。

不检查什么
只遮一位的不认（与尺寸、算式分不清）；遮盖四位以上、推算不出的不算（例如身份证号只遮后四位：不提倡，但不作为问题列出）；公务联系电话不算；不能确定是身份证号、手机号、
银行卡号的星号串不算；只与本网页比对，不与它引用的脚本文件比对；至少露出五位的才比对。

依据
《中华人民共和国个人信息保护法》（去标识化）；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document, Page, TextPart
from records.masking import keyed_hash, mask_value
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.masks import MaskedNumber, masked_numbers, possible_numbers
from rules.privacy.numbers import BANK_CARD, MOBILE, RESIDENT_ID, is_bank_card, is_mobile, is_resident_id
from rules.privacy.setting import mentions
from rules.privacy.wording import locus, place_of, where

META = RuleMeta(
    id="privacy-weak-mask",
    family="privacy",
    title="个人号码遮盖不足",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@mask",),
    basis=("pipl-2021", "regulation-2019-15", "privacy-2018"),
    measure="按规定的位数重新遮盖后发布；链接地址和源代码里的号码一并去掉。",
    options={"possible_numbers": 100, "hidden_digits": 3},
)

_RUN = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{19}|\d{16}|\d{11})(?![\dXx])")
_AROUND = 24
_LISTED = 20
_LINK, _SOURCE = "link", "source"
_PLACES = {
    _LINK: ("链接地址", "请把链接地址里的号码换成内部编号，并确认旧地址不能再打开。"),
    _SOURCE: (
        "网页源代码",
        "请在后台就遮盖好再输出网页，不能只用样式、脚本遮住；隐藏的文字、属性、脚本和注释里都不要写完整号码。",
    ),
}
"""Where a number may stand whole, and how that is mended."""


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem for weak masks, one for plain numbers in links and one for those elsewhere in the source."""
    kinds, words = ctx.dictionaries.personal, ctx.dictionaries.privacy
    masked: list[tuple[TextPart, MaskedNumber]] = []
    for part in evidence.parts:
        for number in masked_numbers(part.text, ctx.dictionaries.regions):
            near = part.text[max(0, number.start - _AROUND) : number.end + _AROUND]
            office = number.kind == MOBILE and mentions(words.office_contact, near)
            if not office and (number.kind != BANK_CARD or mentions(words.bank, near)):
                masked.append((part, number))
    weak = []
    for part, number in masked:
        possible = possible_numbers(number, ctx.today)
        if possible <= int(options["possible_numbers"]):
            # recognition of pictures takes signs of a mask for others, or loses some
            weak.append((possible, Certainty.REVIEW if part.role == "scan" else Certainty.CONFIRMED, part, number))
        elif number.hidden <= int(options["hidden_digits"]):
            weak.append((possible, Certainty.REVIEW, part, number))
    if weak:
        sure = [each for each in weak if each[1] is Certainty.CONFIRMED] or weak
        possible, certainty, part, number = sure[0]
        title = kinds[number.kind].title
        shown = mask_value(number.value.replace("*", "0"), *kinds[number.kind].keep)
        text = f"{title}：遮盖 {number.hidden} 位"
        yield Problem(
            url=evidence.mend_url,
            message=f"{where(evidence, part)}里的{title}遮盖不足，共 {len(sure)} 个，首个只遮盖了 {number.hidden} 位"
            f"{place_of(part)}，按编码规则至多约 {possible} 种可能。",
            suggestion="请至少遮盖身份证号的出生日期八位（或只留前2位后3位）、手机号中间四位、银行卡号中间各位，附件须重新生成。",
            locus=locus(evidence, part, number.start, text),
            evidence={"count": len(sure), "hidden": number.hidden, "possible": possible, "signs": len(shown)},
            target=evidence.url,
            discriminator="weak",
            certainty=certainty,
            column=evidence.column,
        )
    if masked and isinstance(evidence, Page):
        yield from _told_elsewhere(evidence, masked, ctx)


def _proven(kind: str, value: str, ctx: Context) -> bool:
    """Whether a number is of the kind by its own digits."""
    kinds = ctx.dictionaries.personal
    if kind == RESIDENT_ID:
        return is_resident_id(value, ctx.dictionaries.regions, ctx.today)
    return (is_mobile if kind == MOBILE else is_bank_card)(value, kinds[kind].prefixes)


def _told_elsewhere(page: Page, masked: list[tuple[TextPart, MaskedNumber]], ctx: Context) -> Iterator[Problem]:
    """One problem for links and one for the rest of the source that hold numbers of which the text shows masks."""
    linked = {run.group().upper() for link in page.links for run in _RUN.finditer(link.url)}
    written = {each.text for each in page.unseen if each.how == _SOURCE} - linked
    for place, numbers in ((_LINK, linked), (_SOURCE, written)):
        told = [
            (part, number, value)
            for part, number in masked
            for value in sorted(numbers)
            if number.hidden >= 3 and number.fits(value) and _proven(number.kind, value, ctx)
        ]
        if told:
            yield _told(page, told, place, ctx)


def _told(page: Page, told: list[tuple[TextPart, MaskedNumber, str]], place: str, ctx: Context) -> Problem:
    """The problem for one place, named by the first number; numbers of another kind are not counted with it."""
    part, number, value = told[0]
    values = sorted({value for _, each, value in told if each.kind == number.kind})
    kind = ctx.dictionaries.personal[number.kind]
    shown = mask_value(value, *kind.keep)
    name, suggestion = _PLACES[place]
    return Problem(
        url=page.url,
        message=f"网页文字里的{kind.title}已遮盖，但{name}里仍是完整号码，共 {len(values)} 个，首个 {shown}。",
        suggestion=suggestion,
        locus=locus(page, part, number.start, f"{kind.title}：{shown}"),
        evidence={
            "count": len(values),
            "values": [
                {"masked": mask_value(v, *kind.keep), "hash": keyed_hash(ctx.hash_key, v)} for v in values[:_LISTED]
            ],
        },
        target=page.url,
        discriminator=place,
        column=page.column,
    )
