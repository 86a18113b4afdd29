"""严重表述错误。

检查什么
网页和附件的文字里，国名、政党、国家机关名称和重要固定表述的错误写法，按词库 words/severe.csv 比对，单位可自行增加。

为什么
出现严重表述错误，按检查指标单项否决，网站直接判为不合格。

例子
坏：会议报道写成“扫黑险恶专项斗争”。
好：更正说明写道“文中‘扫黑险恶’应为‘扫黑除恶’”。

怎样整改
立即改正并清理页面缓存，检查同一来源转载的其他页面；倒查审核环节。

不检查什么
音视频里的文字不检查，附件和文章里的图片装了文字识别（`make ocr`）才检查；词库里没有的写法、人名职务和排序不检查（单位
可在自己的词库里增加）；图片和 PDF、OFD 文件的文字可能是机器识别所得，只列为待核；不跨行、跨句比对；句中同时有正确写法
和“应为、更正”等字样的，视为在谈论错误而不是犯错误。

依据
国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.model import Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.word.wording import word_problems

META = RuleMeta(
    id="word-severe",
    family="word",
    title="严重表述错误",
    scope=Scope.DOCUMENT,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("text",),
    signs=("@word:severe",),
    basis=("check-2019-v1",),
    measure="立即改正错误表述，检查其他页面是否有同样错误，严格落实三审三校。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word."""
    yield from word_problems(evidence, "severe", ctx, "严重表述错误：“{word}”应为“{right}”")
