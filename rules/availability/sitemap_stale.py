"""网站地图文件里有打不开的地址。

检查什么
网站地图文件（sitemap.xml，或 robots.txt 里写明的）列出、而没有任何页面链接到的地址。隔一段时间看两次都打不开的（页面不
存在、服务器出错等），合为一个问题，一个文件一个，下面列出这些地址。

为什么
网站地图文件是给搜索引擎看的：里面留着已撤下的地址，搜索结果里就会有打不开的条目，公众从搜索引擎进来会碰到。

例子
坏：文章撤下三个月，sitemap.xml 里还有它的地址。
好：sitemap.xml 由网站程序每天自动生成，撤下的内容随之去掉。

怎样整改
重新生成网站地图文件，去掉已撤下的地址；确实还要公开的，恢复内容。

不检查什么
页面上也有链接指向的，按断链列出，见 link-broken；超时、被防护设备拦截等没有看成的，另列“未能核实”。浏览网站的人看不到
这个文件，所以只作提示，不计入链接可用性。

依据
国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from records.evidence import SiteEvidence, Target
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.attempts import attempt_facts, describe_attempt
from rules.context import Context
from rules.link.hosts import OUTAGE_REASONS, site_failing
from rules.link.verdict import LinkState, verdict_on

META = RuleMeta(
    id="sitemap-stale",
    family="availability",
    title="网站地图文件里有打不开的地址",
    scope=Scope.SITE,
    severity=Severity.INFO,
    deadline_class="normal",
    needs=("links",),
    basis=("guide-2017-links",),
    measure="重新生成网站地图文件，去掉已撤下的地址。",
    options={"links_listed": 200},
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a sitemap, for review where every one of its addresses failed while the site itself was failing."""
    failing = site_failing(evidence)
    dead: dict[str, list[Target]] = {}
    proven: set[str] = set()
    for target in evidence.failed_targets():
        if not target.internal or target.uses or target.url in (evidence.start_url, *evidence.column_urls):
            continue
        file = evidence.sitemap_naming(target.url)
        verdict = verdict_on(target, ctx.dictionaries.wrong_targets, None, dns_proven=evidence.dns_proven)
        if file and verdict.state is LinkState.BROKEN:
            dead.setdefault(file, []).append(target)
            if not (failing and target.reason in OUTAGE_REASONS):
                proven.add(file)
    for file, targets in dead.items():
        certainty = Certainty.CONFIRMED if file in proven else Certainty.REVIEW
        yield _problem(file, targets, certainty, int(options["links_listed"]))


def _problem(file: str, targets: Sequence[Target], certainty: Certainty, listed: int) -> Problem:
    last = targets[0].attempts[-1]
    doubt = "" if certainty is Certainty.CONFIRMED else "检查时网站本身不稳定，请稍后核对。"
    return Problem(
        url=file,
        message=f"网站地图文件里有 {len(targets)} 个地址打不开，如 {targets[0].url}，{describe_attempt(last)}。",
        suggestion=f"{doubt}请重新生成网站地图文件，去掉已撤下的地址。",
        locus=Locus(target=file),
        evidence={
            "link_count": len(targets),
            "links": [target.url for target in targets[:listed]],
            "attempts": [attempt_facts(attempt) for attempt in targets[0].attempts],
        },
        target=file,
        certainty=certainty,
    )
