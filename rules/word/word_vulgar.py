"""歧视性、粗俗用语。

检查什么
网页和附件的文字里歧视残疾人、民族、地域的称呼和粗俗的网络用语，按词库 words/vulgar.csv 比对，单位可自行增加。

为什么
政府网站和政务新媒体的用语代表机关形象，这类用语常引发舆情。

例子
坏：“帮扶残废人家庭”。
好：“不得使用‘残废人’等歧视性称呼”。

怎样整改
改用规范、文明的称呼；网民留言里的，按留言管理办法处理。

不检查什么
只认词库里写明的词；谈论、禁止这类用语的句子不算；引用原话的需人判断，因此一律列为待核实。

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
    id="word-vulgar",
    family="word",
    title="歧视性、粗俗用语",
    scope=Scope.DOCUMENT,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text",),
    signs=("@word:vulgar",),
    basis=("guide-2017-content",),
    measure="核实后改用规范、文明的表述。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word, for review."""
    yield from word_problems(
        evidence,
        "vulgar",
        ctx,
        "可能是歧视性或粗俗用语：“{word}”",
        advice="请核实语境，改用规范、文明的表述。",
        certainty=Certainty.REVIEW,
    )
