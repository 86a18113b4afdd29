"""涉港澳台、涉民族宗教的表述不规范。

检查什么
网页和附件的文字里，港澳台地区的称谓、与内地（大陆）或国家并列的写法，民族名称的简称，按词库 words/territory.csv 比对。

为什么
这类表述关系国家主权和民族团结，新闻和公文都有固定写法，写错影响恶劣。

例子
坏：“促进两岸三地交流”；“与港澳台等国家开展合作”。
好：“与港澳台等国家和地区开展合作”；《台湾省志》。

怎样整改
对照上级宣传、港澳台事务部门的用语规范改正；转载的核对原文。

不检查什么
只认词库里写明的写法；引述他人原话、历史资料和书名的，需人判断，因此一律列为待核实。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.word.wording import word_problems

META = RuleMeta(
    id="word-territory",
    family="word",
    title="涉港澳台、民族宗教表述不规范",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="urgent",
    needs=("text",),
    signs=("@word:territory",),
    basis=("guide-2017-content",),
    measure="核实表述，不规范的立即改正，并检查其他页面。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word, for review."""
    yield from word_problems(
        evidence,
        "territory",
        ctx,
        "表述可能不规范：“{word}”，规范写法：{right}",
        advice="请核实语境；确属不规范的，按“{right}”改正。",
        certainty=Certainty.REVIEW,
    )
