"""链接打不开、附件下载不了、图片等资源缺失。

检查什么
网站各页面上的链接（内链、外链、附件、图片和脚本等资源）。隔一段时间看两次，两次都失败、最后一次完整读取仍失败的，
才认定：页面不存在、服务器出错（5xx）、拒绝连接、连接中断、证书有误、域名无法解析（同一次检查里别的域名解析正常时
才算）。

为什么
错链、断链使公众找不到信息、下载不了表格，是检查指标和群众“找错”反映最多的问题。

例子
坏：办事指南页的“申请表下载”两次打开都是 404。
好：外部网站拦截了检查程序（403），浏览器能打开。

怎样整改
修改或删除页面上的链接；附件重新上传。全站导航、页脚里的链接改模板一处即可。

不检查什么
被防护设备拦截、要求登录、限制频率、超时、robots 协议不许访问的地址，不认定为断链，另列“未能核实”；打得开但内容
已换成别的（域名易主）的不在此列；要点击、登录或由脚本生成后才出现的链接看不到。4xx 中除页面不存在以外的，以及外部
网站中断连接、证书有误的，可能只针对程序，列为待核。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import LinkUse, SiteEvidence, Target
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, Reason, RuleMeta, Scope, Severity
from rules.attempts import attempt_facts, counts_as_failed, describe_attempt, distinct_times
from rules.context import Context

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

_KINDS = {"page": "内链", "attachment": "附件", "resource": "图片等资源", "external": "外链"}
_PAGE_RANK = {"home": 0, "list": 1, "article": 2}
_OUTAGE_REASONS = frozenset({Reason.REFUSED, Reason.RESET, Reason.TLS, Reason.DNS, Reason.HTTP_ERROR})
_OFTEN_AGAINST_PROGRAMS = frozenset({Reason.RESET, Reason.TLS})
_OUTAGE_LEAST = 10
_OUTAGE_SHARE = 0.1


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a target. While the site itself was failing, its own targets are for review only."""
    outage = _outage(evidence)
    for target in evidence.failed_targets():
        if target.url == evidence.start_url or not target.attempts:
            continue
        if not target.uses and target.url not in evidence.column_urls:
            continue  # a further page of a list that only a script's counting promised: nobody can click on it
        certainty = _certainty(target, dns_proven=evidence.dns_proven)
        if certainty is None:
            continue
        if target.internal and outage and target.reason in _OUTAGE_REASONS:
            certainty = Certainty.REVIEW
        if target.uses and not any(use.certain for use in target.uses):
            certainty = Certainty.REVIEW
        yield _problem(target, certainty, int(options["pages_listed"]))


def _certainty(target: Target, *, dns_proven: bool) -> Certainty | None:
    """Confirmed, for review, or no problem at all."""
    last = target.attempts[-1]
    if not counts_as_failed(last, dns_proven=dns_proven):
        client_error = last.reason is Reason.HTTP_ERROR and distinct_times(target.attempts) >= 2
        return Certainty.REVIEW if client_error else None
    failed = [attempt for attempt in target.attempts if counts_as_failed(attempt, dns_proven=dns_proven)]
    if distinct_times(failed) < 2 or last.method != "GET":
        return None  # seen only once, e.g. because the inspection was stopped: it stays unverified
    if not target.internal and last.reason in _OFTEN_AGAINST_PROGRAMS:
        return Certainty.REVIEW
    return Certainty.CONFIRMED


def _outage(evidence: SiteEvidence) -> bool:
    """Whether so many of the site's own addresses gave no answer that the site was down, not its links wrong."""
    if evidence.gather.home_reason is not Reason.OK:
        return True
    silent = sum(1 for target in evidence.failed_targets() if target.internal and target.reason in _OUTAGE_REASONS)
    return silent > max(_OUTAGE_LEAST, evidence.target_count() * _OUTAGE_SHARE)


def _problem(target: Target, certainty: Certainty, pages_listed: int) -> Problem:
    last = target.attempts[-1]
    uses = sorted(target.uses, key=lambda use: (_PAGE_RANK.get(use.page_kind, 3), use.region == "nav", use.page_url))
    first = uses[0] if uses else None
    kind = _KINDS.get(target.kind, "链接") if target.internal or target.kind != "page" else _KINDS["external"]
    fault = "资源缺失" if target.kind == "resource" else "断链"
    anchor = mask_text(first.anchor.strip())[:60] if first else ""
    named = f"“{anchor}”" if anchor else ""
    on_home = any(use.page_kind == "home" for use in target.uses)
    return Problem(
        url=first.page_url if first else target.url,
        message=f"{fault}（{kind}）：{_place(target, uses)}{named}打不开，{describe_attempt(last)}。",
        suggestion=_suggestion(target, first),
        locus=first.locus(target.url) if first else Locus(target=target.url),
        evidence={
            "fault": fault,
            "kind": kind,
            "anchor": anchor,
            "raw": first.raw if first else "",
            "attempts": [attempt_facts(attempt) for attempt in target.attempts],
            "pages": list(dict.fromkeys(use.page_url for use in uses))[:pages_listed],
            **(
                {"files": files[:pages_listed]}
                if (files := list(dict.fromkeys(u.file for u in uses if u.file)))
                else {}
            ),
            "page_count": target.use_count,
        },
        target=target.url,
        certainty=certainty,
        severity=Severity.SERIOUS if on_home else Severity.MINOR,
    )


def _place(target: Target, uses: list[LinkUse]) -> str:
    if not uses:
        return "没有页面链接到的登记地址"
    if target.use_count > 1 and all(use.region == "nav" for use in uses):
        return f"全站导航/页脚（{target.use_count} 个页面）的链接"
    where = (
        "首页"
        if uses[0].page_kind == "home"
        else f"《{mask_text(uses[0].page_title)[:40]}》"
        if uses[0].page_title
        else "页面"
    )
    more = f"等 {target.use_count} 个页面" if target.use_count > 1 else ""
    return f"{where}{more}上的链接"


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
