"""信息没有注明发布日期。

检查什么
有更新时限的栏目（动态要闻、通知公告、政策文件等）里，列表旁没有日期、点进去的文章也没有日期的条目。一个栏目列一个问题。

为什么
没有日期，公众无法判断信息是否有效；第一次全国政府网站普查起，未注明发布时间的按没有更新对待。

例子
坏：“通知公告”里一条公告，列表和文章页都找不到日期。
好：列表没有日期而文章写着“发布时间：2026-11-02”；机构职能、领导简介、办事指南等没有更新时限的栏目，认不出类型的栏目。

怎样整改
在文章页注明发布日期，列表上最好也显示。

不检查什么
只列为待核实：日期由脚本显示、写在图片里的，程序看不到。文章没有读到的、指向外部网站和附件的条目不算；只有落款、成文日期的，
按没有发布日期对待。

依据
国办发〔2015〕15号 普查评分表；国办发〔2017〕47号 信息发布的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Column
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="item-undated",
    family="content",
    title="信息没有注明发布日期",
    scope=Scope.COLUMN,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("columns", "limit"),
    basis=("census-2015-undated", "guide-2017-content"),
    measure="在列表和文章页注明发布日期。",
)

_LISTED = 20


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a column; none where no update is due, or nobody knows whether one is."""
    if evidence.limit_days is None or not (evidence.kind or evidence.machine_certain):
        return
    undated = [
        item
        for item in evidence.items
        if item.date is None and item.article is None and item.to_come is None and item.article_kind == "article"
    ]
    if not undated:
        return
    titles = [mask_text(item.title)[:60] for item in undated[:_LISTED]]
    others = f"等 {len(undated)} 条" if len(undated) > 1 else ""
    yield Problem(
        url=evidence.url,
        message=f"栏目“{evidence.name}”里《{titles[0]}》{others}没有发布日期：列表上没有，文章页上也没有。",
        suggestion="请核实：确实没有日期的，请在文章页和列表上注明；日期由脚本或图片显示的，请改为文字。",
        locus=Locus(text=titles[0], target=undated[0].url),
        evidence={
            "count": len(undated),
            "items": len(evidence.items),
            "places": [
                {"title": title, "url": item.url} for title, item in zip(titles, undated[:_LISTED], strict=True)
            ],
        },
        certainty=Certainty.REVIEW,
        column=evidence.url,
    )
