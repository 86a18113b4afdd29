"""一般错别字。

检查什么
网页和附件的文字里常见的错别字，按词库 words/misspelled.csv 比对，单位可自行增加；名称、地名里本来就这样写的，
可登记为“允许的写法”（类别 allow）。

为什么
错别字影响政府网站的严肃性，也是群众“找错”的常见内容。

例子
坏：“对秸杆禁烧工作进行布署”。
好：“公布署名文章”（“布署”分属两个词）。

怎样整改
改正错字；附件里的错字改后重新上传。

不检查什么
只认词库里写明的错误写法，不判断语法、用词和标点；多数两个字的词还要看前后文，断开来属于两个词的不算，因此会漏掉少数；
附件和文章里的图片装了文字识别（`make ocr`）才检查；图片、PDF、OFD 文件只列为待核；引文、人名、地名中的特殊写法需单位
自行登记。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.word.wording import word_problems

META = RuleMeta(
    id="word-misspelled",
    family="word",
    title="错别字",
    scope=Scope.DOCUMENT,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text",),
    signs=("@word:misspelled",),
    basis=("guide-2017-content",),
    measure="改正错别字，发布前认真校对。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word."""
    yield from word_problems(evidence, "misspelled", ctx, "错别字：“{word}”应为“{right}”")
