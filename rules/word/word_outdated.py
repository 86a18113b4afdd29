"""使用已经停用的机构、法律名称。

检查什么
停用日期以后发布的网页和附件里，仍作为现行名称使用的机构名、法律名，按词库 words/outdated.csv 比对；
地名、本地机构更名由单位自行增加。

为什么
机构已经改革、法律已经废止，办事指南里还写旧名，群众会找错部门、引错依据。

例子
坏：2026年的办事指南写“到区国土资源局窗口提交材料”。
好：“原国土资源局家属院”；2017年发布的文件；简历里“曾任区工商行政管理局局长”。

怎样整改
办事指南、机构职能、现行文件改用现名；历史文件不必改。

不检查什么
文件日期早于停用日期的、句中写明“原”“曾任”“更名”的、书名号里的（法律名除外）不算；没有日期的页面（如列表）不查；词库里没有的改名
查不出。

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
    id="word-outdated",
    family="word",
    title="使用已停用的名称",
    scope=Scope.DOCUMENT,
    severity=Severity.INFO,
    deadline_class="normal",
    needs=("text",),
    signs=("@word:outdated",),
    basis=("guide-2017-content",),
    measure="核实后改用现行名称。",
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and word, for review."""
    yield from word_problems(
        evidence,
        "outdated",
        ctx,
        "“{word}”已停用，现为{right}",
        advice="请核实是否作为现行名称使用；是的话改为{right}，历史内容不必改。",
        certainty=Certainty.REVIEW,
        dated_only=True,
    )
