"""页面里藏着暗链。

检查什么
网页里读者看不见、指向其他网站的链接：用样式藏起来（不显示、移出屏幕、缩到看不见、与底色同色）、放在看不见的滚动字幕里、由脚本写出的，
而且链接文字是违法推广用语（words/spam.csv）或者网址像赌博、色情网站（tamper.toml）。

为什么
暗链是网站被入侵的典型痕迹，替赌博、色情网站做推广，属于安全事故。

例子
坏：页脚有一段移出屏幕的“澳门新葡京”链接，指向陌生网站。
好：收起的下拉菜单、选项卡、打印样式、分享按钮，链接藏着，但没有违法推广用语。

怎样整改
立即删除暗链，排查网站后台、模板和账号，查清入侵途径，按网络安全事件报告处置。

不检查什么
只是藏着而没有违法推广用语的链接不算，因为正常网页也这样做；外部样式表和外部脚本藏起来的看不出来；网址像而文字不像的只列为待核实。

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
from rules.tamper.suspicion import spam_host, spam_words, trusted

META = RuleMeta(
    id="dark-link",
    family="tamper",
    title="页面里藏着暗链",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    basis=("check-2019-v1",),
    measure="立即删除暗链，查清入侵途径，按网络安全事件报告处置。",
)

_WAYS = {
    "display": "设为不显示",
    "visibility": "设为不可见",
    "off-screen": "移出屏幕",
    "zero-size": "缩到看不见",
    "colour": "文字与底色相同",
    "marquee": "放在看不见的滚动字幕里",
    "script": "由脚本写在看不见的地方",
}


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem an outside host that hidden links lead to."""
    by_host: dict[str, list[tuple[OutgoingLink, tuple[str, ...]]]] = {}
    for link in evidence.outgoing_links():
        host = host_of(link.url)
        if link.how and not trusted(host, ctx):
            words = spam_words(link.text, ctx)
            if words or spam_host(host, ctx):
                by_host.setdefault(host, []).append((link, words))
    for host, found in by_host.items():
        words = tuple(dict.fromkeys(word for _, each in found for word in each))
        link = next((link for link, each in found if each), found[0][0])
        how = _WAYS.get(link.how, link.how)
        named = f"，链接文字有“{'、'.join(words)}”" if words else f"，网址里有“{spam_host(host, ctx)}”"
        yield Problem(
            url=link.page_url,
            message=f"页面里有{how}的链接，指向 {host}{named}，在 {link.page_count} 个网页上。",
            suggestion="请立即删除，并排查后台、模板和账号，查清入侵途径。"
            if words
            else "请核实这个链接是不是本单位放的；不是的话立即删除并排查入侵途径。",
            locus=Locus(text=link.text or None, target=link.url),
            evidence={
                "host": host,
                "how": link.how,
                "words": list(words),
                "pages": list(dict.fromkeys(each.page_url for each, _ in found)),
                "page_count": link.page_count,
            },
            target=f"http://{host}/",
            discriminator="hidden",
            certainty=Certainty.CONFIRMED if words else Certainty.REVIEW,
        )
