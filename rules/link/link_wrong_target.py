"""链接打得开，但打开的不是原来的页面（错链）。

检查什么
打得开的链接里，打开后看到的是：网站首页（原页面已不存在，被跳转到首页）；写着“页面不存在”的页（状态码却是正常的，即
“软 404”）；停放、出售域名的页（域名已到期或易主）；登录页；空白页。隔一段时间看两次都这样才算。是不是“软 404”，不光看
字样：要页面很短、字样是标题或单独一行，并且与该网站对“肯定不存在的地址”所显示的页面一样；只有字样和样子对得上、比对不了
的，列为待核。

为什么
错链比断链更难发现：程序只看状态码时一切正常，公众却看不到要看的内容；域名易主的，还可能被换成有害信息。

例子
坏：办事指南页的“申请表”打开后是一页“您访问的页面不存在”，状态码 200。
好：一篇题为《关于页面不存在问题的整改说明》的文章；链接文字是“返回首页”、打开后是首页的。

怎样整改
改成内容现在的地址；内容已撤下、域名已易主的，删除链接。软 404 还应请网站技术人员改为返回状态码 404。

不检查什么
空壳页面由脚本生成内容的，看不出来；要登录才能办理的入口（链接文字是登录、申报、查询等），打开后是登录页属于正常；域名易主
后换成别的正常网站的，看不出来。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链，确保外部链接合法有效。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from records.evidence import LinkUse, SiteEvidence, Target
from records.masking import mask_text
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from records.urls import host_of, same_site
from rules.context import Context
from rules.link.history import Proposal, history_facts, proposal
from rules.link.places import as_met, kind_of, locus_of, place, severity_at, use_facts, uses_in_order
from rules.link.verdict import LinkState, LinkVerdict, verdict_on

META = RuleMeta(
    id="link-wrong-target",
    family="link",
    title="链接打开的不是原来的页面",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="改正或删除指向错误页面的链接；清除指向已易主域名的链接。",
    options={"pages_listed": 20},
)

_NAME = 15  # characters that the name of a site may have; longer words of a link are a headline
_FAULTS = {
    "home": "原页面已不存在，跳转到了首页",
    "gone": "打开的是“页面不存在”的提示页",
    "parked": "域名已停放或出售",
    "login": "打开的是登录页",
    "blank": "打开的是空白页",
}


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a target that opened twice and was both times another page than the one meant."""
    judge = ctx.dictionaries.wrong_targets
    for target in evidence.shown_targets():
        if target.url == evidence.start_url:
            continue
        baseline = evidence.baseline(host_of(target.url))
        verdict = verdict_on(target, judge, baseline, dns_proven=evidence.dns_proven)
        if verdict.state is not LinkState.WRONG_TARGET or verdict.certainty is None:
            continue
        uses = uses_in_order(target.uses)
        if not uses and target.url not in evidence.column_urls:
            continue
        certainty = _certainty(target, verdict, uses, ctx)
        if certainty is not None:
            facts = use_facts(target, uses, int(options["pages_listed"])) | history_facts(evidence, target.url, ctx)
            instead = proposal(evidence, target, uses)
            facts["proposal"] = instead.url if instead else ""
            sold = verdict.suspicion is not None and verdict.suspicion.kind == "parked"  # may turn harmful any day
            severity = severity_at(uses, ctx, internal=target.internal or sold)
            yield _problem(target, verdict, uses, facts, instead, certainty=as_met(certainty, uses), severity=severity)


def _certainty(target: Target, verdict: LinkVerdict, uses: Sequence[LinkUse], ctx: Context) -> Certainty | None:
    """As the looks prove it, unless the words of the link promise just what was shown."""
    kind = verdict.suspicion.kind if verdict.suspicion else ""
    words = ctx.dictionaries.wrong_targets.words
    anchors = [use.anchor for use in uses]
    if kind == "home" and _promised([one for one in anchors if len(one) <= _NAME], (*words.to_home, ctx.site_name)):
        return None
    if kind == "login":
        if target.kind == "attachment":
            return verdict.certainty
        return None if _promised(anchors, words.to_login) else Certainty.REVIEW
    if kind == "parked" and same_site(target.url, target.attempts[-1].final_url) and target.internal:
        return Certainty.REVIEW  # a site of ours writes about it, or has been taken over: somebody must look
    if kind == "blank" and not target.internal:
        return Certainty.REVIEW
    return verdict.certainty


def _promised(anchors: Sequence[str], words: Sequence[str]) -> bool:
    return any(word and word.lower() in anchor.lower() for anchor in anchors for word in words)


def _problem(
    target: Target,
    verdict: LinkVerdict,
    uses: Sequence[LinkUse],
    facts: dict[str, Any],
    instead: Proposal | None,
    *,
    certainty: Certainty,
    severity: Severity,
) -> Problem:
    suspicion = verdict.suspicion
    kind, why = (suspicion.kind, suspicion.why) if suspicion else ("", "")
    last = target.attempts[-1]
    title = mask_text(last.landing.title)[:80] if last.landing else ""
    doubt = "" if certainty is Certainty.CONFIRMED else "请用浏览器打开核对是不是原来的页面。"
    return Problem(
        url=uses[0].page_url if uses else target.url,
        message=f"错链（{kind_of(target)}）：{place(uses, target.use_count)}打得开，但{_FAULTS[kind]}。",
        suggestion=doubt + (instead.advice if instead else "") + _suggestion(kind, target),
        locus=locus_of(uses, target.url),
        evidence={
            "fault": "错链",
            "wrong": kind,
            "shown": why,
            "shown_title": title,
            "final_url": last.final_url,
            **facts,
        },
        target=target.url,
        certainty=certainty,
        severity=severity,
    )


def _suggestion(kind: str, target: Target) -> str:
    if kind == "parked":
        return "该域名已不属于原单位，请删除链接，并检查其他页面是否还有同一域名。"
    if kind == "gone" and target.internal:
        return "请改正或删除链接，并请技术人员把“页面不存在”的提示页改为返回状态码 404。"
    if kind == "login":
        return "公开的内容不应要求登录，请换成可以直接查看的地址。"
    if kind == "blank":
        return "请检查页面为什么是空白的；内容已撤下的，删除链接。"
    return "请改成内容现在的地址；内容已撤下的，删除链接。"
