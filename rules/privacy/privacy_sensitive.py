"""名单里公开了个人的病情、出生日期，或困境儿童等未成年人的姓名。

检查什么
个人名单（标题是名单、公示、发放、救助一类，表里有姓名）里的三种列：写到日的出生日期，病种、诊断一类的病情，孤儿、事实无人抚养儿童、
困境儿童等未成年人的完整姓名；三个以上（病情按人数，病名可以相同）才列，一律待核。种类和字样在词典
personal-data.toml 里，单位可以增加。

为什么
医疗健康信息和不满十四周岁未成年人的信息是敏感个人信息，公开须有法律依据和充分必要性；出生日期与姓名一起公开，可以推出身份证号的
大半。

例子
坏：《医疗救助对象公示》有“姓名、病种”两列；《孤儿基本生活费发放名单》列出每名儿童的全名。
好：只公示姓名、救助金额；儿童姓名写成“赵某某”；任前公示写“1985年6月生”。

怎样整改
删去病情、出生日期等列，儿童姓名只留姓氏，重新发布。

不检查什么
只在表头里认，正文里谈到病情的不算；残疾类别和等级不检查；已经按身份证号列出的文件，不再就其中的儿童姓名重复列出；依法须载明身份的
文书不列；单位登记了允许公开的不列（见“词典”）。

依据
《中华人民共和国个人信息保护法》（敏感个人信息）；《中华人民共和国政府信息公开条例》第十五条；2018年政务公开工作要点关于去标识化的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.privacy.detection import detector
from rules.privacy.numbers import RESIDENT_ID
from rules.privacy.wording import kind_leaks

META = RuleMeta(
    id="privacy-sensitive",
    family="privacy",
    title="名单公开敏感个人信息",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@personal",),
    basis=("pipl-2021", "regulation-2019-15", "privacy-2018"),
    measure="核实公开的必要性；不需要公开的，删去或遮盖后重新发布。",
    options={"persons_in_a_list": 3},
)

_MINOR_NAME = "minor-name"


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document and kind."""
    identified = bool(detector.look(evidence, ctx).of(RESIDENT_ID))
    for problem in kind_leaks(evidence, META.id, int(options["persons_in_a_list"]), ctx):
        if not (identified and problem.discriminator == _MINOR_NAME):
            yield problem
