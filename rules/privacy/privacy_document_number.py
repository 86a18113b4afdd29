"""公开了个人的护照、通行证等证件号码。

检查什么
网页和附件里写明名称的护照号码、往来港澳台通行证号码、军人证件号、驾驶证档案编号、机动车号牌、社会保险（医保）个人编号。种类、写法、字样在
词典 personal-data.toml 里，单位可以增加。护照和通行证号码直接认定，其余待核。

为什么
证件号码能唯一指向一个人，与姓名一起公开，容易被冒用。

例子
坏：《因公出国人员名单》表格有“姓名、护照号码”两列，号码完整。
好：“护照号码：E1*****78”；《关于更换护照号码格式的通知》里没有具体号码；公务用车、出租车的号牌。

怎样整改
立即撤下，遮盖中间各位或删去该列后重新发布。

不检查什么
前面或表头没有写明名称的号码不认；号牌只在个人名单（标题是名单、公示一类，表里有姓名，三个以上）里才列；失信被执行人、法院公告等
依法须载明身份的文书，只列为待核；单位登记了允许公开的不列（见“词典”）。

依据
《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.wording import kind_leaks

META = RuleMeta(
    id="privacy-document-number",
    family="privacy",
    title="泄露个人证件号码",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("regulation-2019-15", "pipl-2021", "privacy-2018"),
    measure="立即撤下，遮盖或删去证件号码后重新发布。",
    options={"persons_in_a_list": 3},
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document and kind."""
    yield from kind_leaks(evidence, META.id, int(options["persons_in_a_list"]), ctx)
