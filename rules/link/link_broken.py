"""链接打不开、附件下载不了、图片等资源缺失。

检查什么
网站各页面上的链接（内链、外链、附件、图片和脚本等资源）。隔一段时间看两次，两次都失败、最后一次完整读取仍失败的，
才认定：页面不存在、服务器出错（5xx）、拒绝连接、连接中断、证书过期或不匹配、域名无法解析（同一次检查里别的域名解析
正常时才算）。一个地址不管多少页面链接到，只算一个问题，列出这些页面；全站导航、页脚里的，写明有多少个页面。以前巡检
看到过的，写明何时起打不开、上次正常是何时、是不是时好时坏；站内有同名的、同一地址另一种写法的、
以前这个地址跳转到的网页的，给出改链的建议。轻重看链接在哪里、所指的是站内还是站外（说明书“链接的判断”里有表）。

为什么
错链、断链使公众找不到信息、下载不了表格，是检查指标和群众“找错”反映最多的问题。

例子
坏：办事指南页的“申请表下载”两次打开都是 404。
好：外部网站拦截了检查程序（403），浏览器能打开。

怎样整改
修改或删除页面上的链接；附件重新上传。全站导航、页脚里的链接改模板一处即可。

不检查什么
被防护设备拦截、要求登录、限制频率、超时、robots 协议不许访问的地址，不认定为断链，另列“未能核实”；打得开但已不是
原来页面的，见 link-wrong-target；其他网站整台主机打不开的，合为一个问题，见 host-unreachable；要点击、登录或由脚本生成
后才出现的链接看不到。4xx 中除页面不存在以外的，以及外部网站中断连接、证书有误的，可能只针对程序，列为待核。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import LinkUse, SiteEvidence, Target
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.attempts import describe_attempt
from rules.context import Context
from rules.link.history import history_facts, proposal
from rules.link.hosts import OUTAGE_REASONS, hosts_down, site_failing
from rules.link.places import as_met, kind_of, locus_of, place, severity_at, use_facts, uses_in_order
from rules.link.verdict import LinkState, verdict_on

META = RuleMeta(
    id="link-broken",
    family="link",
    title="链接无法打开",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="修改或删除无法打开的链接，重新上传缺失的附件和图片。",
    options={"pages_listed": 20},
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a target. While the site itself was failing, its own targets are for review only."""
    outage = site_failing(evidence)
    told = {target.url for down in hosts_down(evidence, ctx).values() for target in down.targets}
    for target in evidence.failed_targets():
        if target.url == evidence.start_url or not target.attempts or target.url in told:
            continue
        verdict = verdict_on(target, ctx.dictionaries.wrong_targets, None, dns_proven=evidence.dns_proven)
        if verdict.state not in (LinkState.BROKEN, LinkState.ODD) or verdict.certainty is None:
            continue
        if not target.uses and target.url not in evidence.column_urls:
            continue  # a further page of a list that only a script's counting promised: nobody can click on it
        certainty = verdict.certainty
        if target.internal and outage and target.reason in OUTAGE_REASONS:
            certainty = Certainty.REVIEW
        yield _problem(evidence, target, as_met(certainty, target.uses), int(options["pages_listed"]), ctx)


def _problem(evidence: SiteEvidence, target: Target, certainty: Certainty, pages_listed: int, ctx: Context) -> Problem:
    uses = uses_in_order(target.uses)
    first = uses[0] if uses else None
    fault = "资源缺失" if target.kind == "resource" else "断链"
    how = describe_attempt(target.attempts[-1])
    history = history_facts(evidence, target.url, ctx)
    instead = proposal(evidence, target, uses)
    return Problem(
        url=first.page_url if first else target.url,
        message=f"{fault}（{kind_of(target)}）：{place(uses, target.use_count)}{_how_long(history)}打不开，{how}。",
        suggestion=_flapping(history) + (instead.advice if instead else "") + _suggestion(target, first),
        locus=locus_of(uses, target.url),
        evidence={
            "fault": fault,
            **use_facts(target, uses, pages_listed),
            **history,
            "proposal": instead.url if instead else "",
        },
        target=target.url,
        certainty=certainty,
        severity=severity_at(uses, ctx, internal=target.internal),
    )


def _how_long(history: Mapping[str, Any]) -> str:
    return "时好时坏，这次" if history["flapping"] else ""


def _flapping(history: Mapping[str, Any]) -> str:
    return "该地址时好时坏，请先检查服务器是否稳定，不必急于删除链接。" if history["flapping"] else ""


def _suggestion(target: Target, first: LinkUse | None) -> str:
    if target.kind == "resource":
        return "请重新上传缺失的图片或文件，或在页面模板中去掉对它的引用。"
    if target.kind == "attachment":
        return "请重新上传附件，并在页面上更新下载链接。"
    if not target.internal:
        return "请到对方网站核对新地址后修改链接；已停用的，删除链接。"
    if first is not None and first.region == "nav":
        return "链接在导航或页脚模板里，请改模板一处；栏目已撤并的，去掉该链接。"
    return "请核对正确地址后修改链接；内容已撤下的，删除链接。"
