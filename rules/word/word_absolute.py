"""推广内容使用广告绝对化用语。

检查什么
网页和附件里商业推广常用的绝对化、保证性用语（“全网最低价”“包治百病”“稳赚不赔”……），按词库 words/absolute.csv 比对。

为什么
政府网站不得发布商业广告；招商、助农、文旅推广的文字也不得使用广告法禁止的用语。

例子
坏：助农直播预告写“全网最低价，销量第一”。
好：“谨防‘稳赚不赔’的投资骗局”；市场监管部门通报虚假宣传“包治百病”。

怎样整改
商业广告撤下；推广文字删去绝对化、保证性的用语。

不检查什么
“国家级”“最高”等在公文里常用的词不收；提醒、禁止、通报这类用语的句子不算；是不是推广需人判断，因此一律列为待核实。

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
    id="word-absolute",
    family="word",
    title="推广内容使用绝对化用语",
    scope=Scope.DOCUMENT,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text",),
    signs=("@word:absolute",),
    basis=("guide-2017-content",),
    measure="核实是否为推广内容，删去绝对化用语，商业广告撤下。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word, for review."""
    yield from word_problems(
        evidence,
        "absolute",
        ctx,
        "推广内容可能使用了绝对化用语：“{word}”",
        advice="请核实是否为推广内容；是的话删去该用语，属商业广告的撤下。",
        certainty=Certainty.REVIEW,
    )
