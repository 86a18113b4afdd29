"""公开了未遮盖的居民身份证号。

检查什么
网页和附件里的18位居民身份证号，地区码、出生日期、校验码都对的才算；写明“身份证号”的15位旧证号，地区码、出生日期都对的也算。
驾驶证号、社会保障号、港澳台居民居住证号与身份证号同样编码的，一并查出。

为什么
身份证号属于个人隐私，公示只需公开到足以区分同名的程度；泄露后难以挽回。

例子
坏：《危房改造补助名单》附件里列出每户户主的完整身份证号。
好：“35*************12X”；统一社会信用代码、订单号等同样长度的号码。

怎样整改
立即撤下，遮盖中间各位后重新发布；附件重新生成；搜索引擎和缓存里的旧件一并清理。

不检查什么
校验码不对的（录入错误）不算；表头没有写明身份证号的一列里，多数18位号码校验不合的，是别的编号，整列不算；网页里不显示的
单元格、段落照样检查，属性、脚本和注释里的号码，只有网页文字里有对应的遮盖号码时才查（见 privacy-weak-mask，
遮盖后仍可推算的也见那里）；“示例、填写说明”里的号码，失信被执行人、
法院公告等依法须载明身份的文书，只列为待核；单位登记了允许公开的不列（见“词典”）。

依据
《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.detection import detector
from rules.privacy.numbers import OLD_RESIDENT_ID, RESIDENT_ID
from rules.privacy.setting import mentions
from rules.privacy.wording import leak

META = RuleMeta(
    id="privacy-resident-id",
    family="privacy",
    title="泄露居民身份证号",
    scope=Scope.DOCUMENT,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("regulation-2019-15", "pipl-2021", "privacy-2018"),
    measure="立即撤下，去标识化后重新发布，并清理附件旧件。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document."""
    found = detector.look(evidence, ctx)
    numbers = found.of(RESIDENT_ID, OLD_RESIDENT_ID)
    if not numbers:
        return
    samples = ctx.dictionaries.privacy.samples
    sample = len(numbers) <= 2 and mentions(samples, " ".join((evidence.title, *(number.near for number in numbers))))
    doubtful = sample or found.setting.ordered
    certainty = Certainty.REVIEW if doubtful else Certainty.CONFIRMED
    yield leak(evidence, numbers, found, certainty=certainty)
