"""空白栏目。

检查什么
栏目页一条内容也没有：页面自己写着“暂无内容”一类的话，直接认定；没有这样的话而读不到条目的，列为待核。

为什么
空白栏目让公众白跑一趟；按检查指标，空白栏目累计5个以上的，单项否决。

例子
坏：“财政预决算”栏目打开后只有一句“此栏目暂无任何新增信息”。
好：“意见征集”栏目写着“当前没有正在进行的征集”（可能属实，只列为待核）。

怎样整改
补充内容；没有内容可发的，撤下栏目及导航里的链接。

不检查什么
由脚本加载的列表，取数接口读不出条目的，分不清有无内容，只列为待核；取数接口打不开的，不判断；机构职能、领导简介、办事指南等可以只有一篇文字的栏目，没有“暂无内容”
字样就不判断；栏目打不开的，归“链接无法打开”。

依据
国办秘函〔2019〕19号 单项否决指标“栏目不更新”（空白栏目）；国办发〔2017〕47号 不得存在空白栏目的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Column
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.column.freshness import blankness
from rules.context import Context

META = RuleMeta(
    id="column-blank",
    family="column",
    title="空白栏目",
    scope=Scope.COLUMN,
    severity=Severity.SERIOUS,
    deadline_class="normal",
    needs=("columns",),
    basis=("check-2019-v4-blank", "guide-2017-columns"),
    measure="限期补充栏目内容；没有内容可发的，撤下栏目。",
)


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a column without any item."""
    blank = blankness(evidence, ctx.dictionaries)
    if blank is None:
        return
    marker, certain = blank.marker, blank.certain
    seen = f"页面写着“{marker}”" if marker else "页面上没有读到任何条目"
    yield Problem(
        url=evidence.url,
        message=f"栏目“{evidence.name}”是空白栏目：{seen}。",
        suggestion="请补充内容，或撤下栏目。"
        if certain
        else "请人工核实该栏目是否确无内容；确为空白的，补充内容或撤下栏目。",
        locus=Locus(text=marker or None),
        evidence={"blank_marker": marker, "kind": evidence.kind, "level": evidence.level},
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
        column=evidence.url,
    )
