"""公开了个人的住址、家庭电话、邮箱、微信或QQ。

检查什么
网页和附件里写到门牌、楼栋室号或村民组户号的家庭住址，家庭电话，个人电子邮箱、微信号、QQ号。前面紧挨着写明名称，或所在列的表头写明
名称的才算；种类、写法、字样在词典 personal-data.toml 里，单位可以增加。个人名单里三个以上家庭住址的直接认定，其余待核。

为什么
住址和通信方式能直接找到本人，公示一般不需要；住址与姓名、身份一起公开，危及人身安全。

例子
坏：《住房保障对象名单》有“姓名、家庭住址”两列，写到“某某路12号3单元501室”。
好：“家庭住址：云溪区东溪镇”只到乡镇；公司注册地址、办公地址；联系邮箱 yunxi@yunxi.gov.cn。

怎样整改
住址只保留到街道、乡镇或村；删去电话、邮箱、微信、QQ等列后重新发布。

不检查什么
只到小区、村组的住址不算；单位、经营、注册地址不算；房屋坐落（征收、拆迁、不动产登记公告依法须载明）不算；旁边写着咨询、联系、
客服、群、公众号的邮箱和号码是对外公布的，不算；企业、机构、律师等本应公开联系方式的名单不算；单位登记了允许公开的不列
（见“词典”）。

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
    id="privacy-contact",
    family="privacy",
    title="泄露个人住址或通信方式",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("regulation-2019-15", "pipl-2021", "privacy-2018"),
    measure="立即撤下，删去或遮盖住址和通信方式后重新发布。",
    options={"persons_in_a_list": 3},
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document and kind."""
    yield from kind_leaks(evidence, META.id, int(options["persons_in_a_list"]), ctx)
