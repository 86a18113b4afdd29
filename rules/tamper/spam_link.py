"""链接指向违法推广网站。

检查什么
看得见的、指向其他网站的链接，链接文字是违法推广用语（words/spam.csv）的；指向政府、新闻等可信网站（tamper.toml）的不查。

为什么
友情链接、页脚、留言里出现赌博、色情、假证广告的链接，多半是被人篡改，或者原来的网站关停后域名被人抢注。

例子
坏：友情链接里有“百家乐”，指向陌生网站。
好：转载“警方打击网络赌博，捣毁百家乐赌窝”，链接到新闻网站。

怎样整改
核实后删除链接；域名被抢注的，检查其他页面是否还有同一域名。

不检查什么
文字正常而目标网站已变质的看不出来；链接看得见，不能断定是篡改，因此列为待核实。

依据
国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import OutgoingLink, SiteEvidence
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from records.urls import host_of
from rules.context import Context
from rules.tamper.suspicion import spam_words, trusted

META = RuleMeta(
    id="spam-link",
    family="tamper",
    title="链接指向违法推广网站",
    scope=Scope.SITE,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("links",),
    basis=("check-2019-v1",),
    measure="核实后删除链接，排查同一域名的其他链接。",
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem an outside host, for review."""
    by_host: dict[str, list[tuple[OutgoingLink, tuple[str, ...]]]] = {}
    hidden: set[str] = set()
    for link in evidence.outgoing_links():
        host = host_of(link.url)
        words = () if trusted(host, ctx) else spam_words(link.text, ctx)
        if words and link.how:
            hidden.add(host)  # told by dark-link
        elif words:
            by_host.setdefault(host, []).append((link, words))
    for host, found in by_host.items():
        if host in hidden:
            continue
        link = found[0][0]
        words = tuple(dict.fromkeys(word for _, each in found for word in each))
        yield Problem(
            url=link.page_url,
            message=f"链接指向 {host}，文字有违法推广用语“{'、'.join(words)}”，在 {link.page_count} 个网页上。",
            suggestion="请核实后删除；不是本单位放的，排查入侵途径。",
            locus=Locus(text=link.text, target=link.url),
            evidence={
                "host": host,
                "words": list(words),
                "pages": list(dict.fromkeys(each.page_url for each, _ in found)),
                "page_count": link.page_count,
            },
            target=f"http://{host}/",
            discriminator="shown",
            certainty=Certainty.REVIEW,
        )
