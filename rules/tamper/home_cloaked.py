"""首页给搜索引擎看的是另一副面孔。

检查什么
用带搜索引擎标识的访问再看一次首页，比较标题、关键词、描述标签：读者看到的没有、搜索引擎看到的却有违法推广用语的，或者标题毫无共同之处的。

为什么
入侵者常只对搜索引擎换页面，网站自己的人看不出来，搜索结果里却全是赌博、色情内容。

例子
坏：读者看到“云溪区人民政府”，搜索引擎看到“澳门新葡京官网”。
好：两次访问标题相同；标题末尾多了日期。

怎样整改
立即排查首页程序、服务器配置和劫持，查清入侵途径，按网络安全事件报告处置。

不检查什么
只看首页；只对特定地区、特定来源换页面的看不出来；没有违法推广用语、只是标题不同的，列为待核实。

依据
国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import HeadTags, SiteEvidence
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.tamper.suspicion import spam_words

META = RuleMeta(
    id="home-cloaked",
    family="tamper",
    title="首页给搜索引擎看的内容不同",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    basis=("check-2019-v1",),
    measure="立即排查首页程序和服务器配置，查清入侵途径，按网络安全事件报告处置。",
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a site."""
    home, shown = evidence.home, evidence.search_engine_home
    if home is None or shown is None:
        return
    seen = home.head
    words = [word for word in spam_words(_joined(shown), ctx) if word not in spam_words(_joined(seen), ctx)]
    another = bool(seen.title and shown.title) and not _related(seen.title, shown.title)
    if not words and not another:
        return
    named = f"，其中有违法推广用语“{'、'.join(words)}”" if words else ""
    yield Problem(
        url=home.url,
        message=f"首页标题，读者看到的是“{seen.title}”，搜索引擎看到的是“{shown.title}”{named}。",
        suggestion="请立即排查首页程序、服务器配置和账号，查清入侵途径。"
        if words
        else "请核实首页为什么对搜索引擎显示另一个标题；不是本单位设置的，立即排查。",
        locus=Locus(text=shown.title),
        evidence={"title": seen.title, "search_engine_title": shown.title, "words": words, "pages": [home.url]},
        certainty=Certainty.CONFIRMED if words else Certainty.REVIEW,
    )


def _joined(head: HeadTags) -> str:
    return "\n".join((head.title, head.keywords, head.description))


def _related(one: str, other: str) -> bool:
    """Whether two titles share a pair of neighbouring characters."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return one == other or any(other[at : at + 2] in pairs for at in range(len(other) - 1))
