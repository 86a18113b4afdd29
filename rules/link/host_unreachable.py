"""整台主机（一个域名）打不开，指向它的链接全部失效。

检查什么
网站链接到的其他主机。链接到它的地址一个也没有打开过，而且隔一段时间看两次都是：域名无法解析、拒绝连接、连接中断、证书过期
或不匹配，这些毛病出在主机上，一个链接也算；或者三个以上地址都返回服务器错误。合为一个问题，下面列出指向它的链接。以后指向它的
链接多了、少了，仍是同一个问题。

为什么
一台主机停用，会一下子产生几十上百个断链。逐条列出看不出原因，也没法一次改完。

例子
坏：原机构网站停用，域名已注销，门户上 40 个链接指向它。
好：对方主机上有一个地址打得开，只是个别页面不存在。

怎样整改
向对方核实是否停用、有没有新地址；停用的，批量删除或替换链接。

不检查什么
本网站自己打不开见 site-unreachable；超时、被防护设备拦截、要求登录、限制频率的主机不认定，另列“未能核实”；一两个地址
返回服务器错误的，按断链列出。台账里已经按断链列出、还没有改好的链接，仍按断链列出，不并进来。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链，确保外部链接合法有效。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import SiteEvidence
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.attempts import attempt_facts, describe_attempt
from rules.context import Context
from rules.link.history import history_facts
from rules.link.hosts import HostDown, hosts_down
from rules.link.places import as_met, locus_of, page_facts, place, severity_at, uses_in_order

META = RuleMeta(
    id="host-unreachable",
    family="link",
    title="链接到的整台主机打不开",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="核实对方主机是否停用，批量替换或删除指向它的链接。",
    options={"links_listed": 50, "pages_listed": 20},
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a host."""
    for host, down in sorted(hosts_down(evidence, ctx).items()):
        yield _problem(host, down, options, history_facts(evidence, down.targets[0].url, ctx), ctx)


def _problem(
    host: str, down: HostDown, options: Mapping[str, Any], history: Mapping[str, Any], ctx: Context
) -> Problem:
    links = [target.url for target in down.targets]
    uses = uses_in_order(use for target in down.targets for use in target.uses)
    count = len({use.page_url for use in uses})
    worst = down.targets[0]
    below = f"指向它的 {len(links)} 个链接全部失效" if len(links) > 1 else f"{place(uses, count)}失效"
    doubt = "也可能只是不接待程序，请用浏览器核对。" if down.certainty is Certainty.REVIEW else ""
    return Problem(
        url=uses[0].page_url if uses else worst.url,
        message=f"主机 {host} 打不开，{below}，{describe_attempt(worst.attempts[-1])}。",
        suggestion=f"{doubt}请向对方核实是否停用、有无新地址；停用的，批量替换或删除链接。",
        locus=locus_of(uses, worst.url) if len(links) == 1 else Locus(target=down.origin),
        evidence={
            "fault": "主机打不开",
            "kind": "外链",
            "host": host,
            "links": links[: int(options["links_listed"])],
            "link_count": len(links),
            "attempts": [attempt_facts(attempt) for attempt in worst.attempts],
            **page_facts(uses, count, int(options["pages_listed"])),
            **history,
        },
        target=down.origin,
        certainty=as_met(down.certainty, uses),
        severity=severity_at(uses, ctx, internal=False),
    )
