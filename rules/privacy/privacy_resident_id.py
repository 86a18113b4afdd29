"""公开了未遮盖的居民身份证号。

检查什么
网页和附件里的18位居民身份证号，地区码、出生日期、校验码都对的才算。

为什么
身份证号属于个人隐私，公示只需公开到足以区分同名的程度；泄露后难以挽回。

例子
坏：《危房改造补助名单》附件里列出每户户主的完整身份证号。
好：“35*************12X”；统一社会信用代码、订单号等同样长度的号码。

怎样整改
立即撤下，遮盖中间各位后重新发布；附件重新生成；搜索引擎和缓存里的旧件一并清理。

不检查什么
图片和扫描件里的号码看不出来；15位旧证号、护照号、军官证号不检查；校验码不对的（录入错误）不算；已部分遮盖但仍可推算的不检查；
“示例、填写说明”里的号码只列为待核。

依据
《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.detection import detector, mentions
from rules.privacy.numbers import RESIDENT_ID
from rules.privacy.wording import leak

META = RuleMeta(
    id="privacy-resident-id",
    family="privacy",
    title="泄露居民身份证号",
    scope=Scope.DOCUMENT,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("text",),
    basis=("regulation-2019-15", "pipl-2021", "privacy-2018"),
    measure="立即撤下，去标识化后重新发布，并清理附件旧件。",
)

_LABELS = ("身份证号码", "身份证号", "身份证件号码", "公民身份号码", "证件号码")


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document."""
    numbers = detector.find(evidence, RESIDENT_ID, ctx)
    if not numbers:
        return
    samples = ctx.dictionaries.privacy.samples
    sample = len(numbers) <= 2 and mentions(samples, " ".join((evidence.title, *(number.near for number in numbers))))
    certainty = Certainty.REVIEW if sample else Certainty.CONFIRMED
    yield leak(evidence, numbers, kind_title="居民身份证号", labels=_LABELS, certainty=certainty)
