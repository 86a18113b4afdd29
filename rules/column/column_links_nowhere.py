"""栏目里的条目都打不开。

检查什么
列表里有条目，但没有一条看得到内容：条目的地址全都不存在（404，间隔时间看过两次），或者条目写的是空链接（#、javascript:;）。

为什么
公众看得见标题，点不开内容，等于没有公开。

例子
坏：“财政预决算”列出6条，点开全是“页面不存在”。
好：列表里有一条断链，其余正常（归“链接无法打开”）。

怎样整改
迁移网站时遗漏的内容补上，或者改正列表的链接；内容确已撤下的，撤下栏目。

不检查什么
地址都不存在的直接认定；空链接可能由脚本打开，只列为待核；有一条能打开的不算；超时、拒绝访问、没有来得及访问的，不算打不开；
不足3条的不判断。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Column
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="column-links-nowhere",
    family="column",
    title="栏目条目全部打不开",
    scope=Scope.COLUMN,
    severity=Severity.SERIOUS,
    deadline_class="prompt",
    needs=("asked",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="补上遗漏的内容或改正列表的链接；内容已撤下的，撤下栏目。",
    options={"least_items": 3},
)

_SHOWN = 3


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a column."""
    least = int(options["least_items"])
    count = len(evidence.items)
    if count >= least and all(item.missing for item in evidence.items):
        titles = [mask_text(item.title)[:60] for item in evidence.items[:_SHOWN]]
        named = "、".join(f"《{title}》" for title in titles)
        yield Problem(
            url=evidence.url,
            message=f"栏目“{evidence.name}”列出的 {count} 条内容全都打不开（页面不存在），如{named}。",
            suggestion="请补上内容或改正列表的链接；内容确已撤下的，撤下栏目。",
            locus=Locus(text=titles[0] or None, target=evidence.items[0].url),
            evidence={"items": count, "urls": [item.url for item in evidence.items[:20]], "kind": evidence.kind},
            target=evidence.url,
        )
    elif not count and evidence.unlinked >= least:
        yield Problem(
            url=evidence.url,
            message=f"栏目“{evidence.name}”列出的 {evidence.unlinked} 条内容都是空链接，没有写明地址。",
            suggestion="请人工核实这些条目点不点得开；点不开的，改正列表的链接。",
            evidence={"unlinked": evidence.unlinked, "kind": evidence.kind},
            certainty=Certainty.REVIEW,
        )
