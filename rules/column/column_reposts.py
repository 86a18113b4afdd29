"""动态栏目最近全是转载上级的内容。

检查什么
动态要闻类栏目最近的10条，文章来源都写明了，而且没有一条是本地的，全部来自新华社、人民日报、中国政府网、省级政府和媒体等上级来源。

为什么
动态栏目应当反映本地工作；全靠转载，看似按时更新，本地情况无人发布。

例子
坏：“工作动态”最近10条，来源全是新华社、中国政府网。
好：“时政要闻”转载新华社消息，其间有“云溪区融媒体中心”的报道。

怎样整改
补充本地、本部门的工作动态；专门转载的内容放到专设的栏目。

不检查什么
一律只列为待核；名称就是转载上级信息的栏目（国务院要闻、省政府要闻、上级文件……）不检查；有一条来源没写、或来自本地的，不算；
转载国务院重要信息本身是要求做到的。

依据
国办发〔2017〕47号 栏目维护的要求。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from records.evidence import Column
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.column.freshness import NEWS_KIND
from rules.context import Context

META = RuleMeta(
    id="column-reposts",
    family="column",
    title="动态栏目只转载上级内容",
    scope=Scope.COLUMN,
    severity=Severity.MINOR,
    deadline_class="normal",
    needs=("sources",),
    basis=("guide-2017-columns",),
    measure="补充本地、本部门的工作动态。",
    options={"newest_items": 10},
)


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a column, always for review."""
    words = ctx.dictionaries
    if evidence.kind != NEWS_KIND or any(word in evidence.name for word in words.repost_names):
        return
    wanted = int(options["newest_items"])
    dated = sorted(
        (item for item in evidence.items if item.date),
        key=lambda item: item.date.value if item.date else date.min,
        reverse=True,
    )[:wanted]
    if len(dated) < wanted or not all(any(word in item.source for word in words.repost_sources) for item in dated):
        return
    sources = Counter(mask_text(item.source)[:30] for item in dated)
    named = "、".join(f"{source}（{count} 条）" for source, count in sources.most_common(5))
    yield Problem(
        url=evidence.url,
        message=f"栏目“{evidence.name}”最近 {wanted} 条全部转载上级内容：{named}，没有本地动态。",
        suggestion="请人工核实该栏目是否应当发布本地动态；应当的，请补充。",
        locus=Locus(text=mask_text(dated[0].title)[:60] or None),
        evidence={"looked": wanted, "sources": dict(sources), "newest_date": dated[0].date.value.isoformat()}
        if dated[0].date
        else {},
        certainty=Certainty.REVIEW,
    )
