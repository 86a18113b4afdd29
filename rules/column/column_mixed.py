"""栏目里混进了别类内容。

检查什么
政策解读、年报、预决算、人事信息、建议提案这几类栏目，条目标题应当带有这类内容的字样。最近的条目里，有三条以上、且占三成以上不带本类
字样，却带有别类内容的字样，就列出来请人看。

为什么
公众按栏目名称找信息；用新闻、通知去填政策解读、预决算栏目，名为更新，实际该公开的没有公开。

例子
坏：“政策解读”栏目最近的条目是“区里召开常务会议”“某公司中标公告”。
好：“人事信息”里有“2026年事业单位公开招聘面试成绩公告”。

怎样整改
把条目移到所属的栏目，补上本栏目应有的内容。

不检查什么
一律只列为待核；只看标题，不看正文；动态、公告、文件类栏目内容宽泛，不判断；标题里没有别类字样的，不算混杂；凭条目认出类型的栏目
不判断。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dictionaries import ColumnKind
from records.evidence import Column, ListItem
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="column-mixed",
    family="column",
    title="栏目内容混杂",
    scope=Scope.COLUMN,
    severity=Severity.MINOR,
    deadline_class="normal",
    needs=("items",),
    basis=("guide-2017-content",),
    measure="把不属于本栏目的内容移到所属栏目，补上本栏目应有的内容。",
    options={"least_items": 3, "least_share": 30, "newest_items": 30},
)

_SHOWN = 5


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a column, always for review."""
    kind = ctx.dictionaries.column_kinds.get(evidence.kind)
    if kind is None or not kind.titles or evidence.kind_source == "条目":
        return
    others = [other for other in ctx.dictionaries.column_kinds.values() if other.id != kind.id]
    looked = _newest(evidence.items, int(options["newest_items"]))
    strange = [(item, other) for item in looked if (other := _belongs_elsewhere(item.title, kind, others))]
    least, share = int(options["least_items"]), int(options["least_share"])
    if len(strange) < least or len(strange) * 100 < share * len(looked):
        return
    titles = [mask_text(item.title)[:60] for item, _ in strange]
    named = "、".join(f"《{title}》" for title in titles[:_SHOWN])
    yield Problem(
        url=evidence.url,
        message=(
            f"栏目“{evidence.name}”属{kind.id}类，最近 {len(looked)} 条里有 {len(strange)} 条像是别类内容，如{named}。"
        ),
        suggestion="请人工核实这些条目是否属于本栏目；不属于的，移到所属栏目。",
        locus=Locus(text=titles[0] or None),
        evidence={
            "kind": kind.id,
            "looked": len(looked),
            "strange": [
                {"title": title, "url": item.url, "like": other.id}
                for title, (item, other) in zip(titles, strange, strict=True)
            ],
        },
        certainty=Certainty.REVIEW,
    )


def _newest(items: tuple[ListItem, ...], at_most: int) -> list[ListItem]:
    return sorted(items, key=lambda item: item.date.value if item.date else date.min, reverse=True)[:at_most]


def _belongs_elsewhere(title: str, kind: ColumnKind, others: list[ColumnKind]) -> ColumnKind | None:
    """The other kind a title speaks of, if it says nothing of its column's own."""
    return None if kind.fits(title) else next((other for other in others if other.marked(title)), None)
