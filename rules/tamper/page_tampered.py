"""网页被篡改，出现违法推广内容。

检查什么
网页的标题标签、关键词标签、描述标签和正文里的违法推广用语，按词库 words/spam.csv 比对。

为什么
入侵者常把网页的标题和关键词换成赌博、色情内容，读者看到的页面不变，搜索结果里却是违法推广。

例子
坏：标题标签是“澳门新葡京_百家乐_时时彩平台”，而页面显示的是区政府文件。
好：通报“警方捣毁线上赌场”；反诈宣传文章。

怎样整改
立即恢复页面，排查网站后台、模板和账号，查清入侵途径，按网络安全事件报告处置。

不检查什么
标签里有两个以上推广用语、而正文没有的，才直接认定；其余列为待核实。图片里的推广内容看不出来；
链接文字里的由暗链、链接两条规则列出；标明打击、防范、查处等语境的不算。

依据
国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Page
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from records.urls import same_site
from rules.context import Context
from rules.tamper.suspicion import spam_words
from rules.word.matching import matcher
from rules.word.wording import locus_of

META = RuleMeta(
    id="page-tampered",
    family="tamper",
    title="网页被篡改，出现违法推广内容",
    scope=Scope.PAGE,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    basis=("check-2019-v1",),
    measure="立即恢复页面，查清入侵途径，按网络安全事件报告处置。",
)


def check(evidence: Page, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a page."""
    head = evidence.head
    headline = "" if evidence.title in head.title else evidence.title  # often read from the title tag
    tags = "\n".join((head.title, headline, head.keywords, head.description))
    in_tags = spam_words(tags, ctx)
    hits = [hit for hit in matcher(ctx.dictionaries).hits(evidence, "spam") if hit.part.role != "title"]
    if hits:
        linked = spam_words("\n".join(_link_words(evidence)), ctx)  # told by the rules on links
        hits = [hit for hit in hits if hit.word.word not in linked]
    in_text = tuple(dict.fromkeys(hit.word.word for hit in hits))
    if not in_tags and not in_text:
        return
    certain = len(in_tags) >= 2 and not in_text
    where = "标题、关键词等标签" if in_tags else "正文"
    words = in_tags or in_text
    yield Problem(
        url=evidence.url,
        message=f"网页的{where}里有违法推广用语“{'、'.join(words)}”。",
        suggestion="请立即恢复页面，并排查后台、模板和账号，查清入侵途径。"
        if certain
        else "请核实是不是被人篡改；是的话立即恢复并查清入侵途径。",
        locus=Locus(text=tags.strip()[:200]) if in_tags else locus_of(evidence, hits[0]),
        evidence={"words": list(words), "where": "tags" if in_tags else "text"},
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
        column=evidence.column,
    )


def _link_words(page: Page) -> Iterator[str]:
    """The words of links to other sites, hidden and shown."""
    yield from (each.text for each in page.unseen if each.url)
    yield from (link.anchor for link in page.links if not same_site(link.url, page.url))
