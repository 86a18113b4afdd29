"""网站首页两次都打不开。

检查什么
网站的起始地址隔一段时间看了两次，两次都没有打开：服务器拒绝连接、连接被中断、证书错误、返回错误状态，或域名无法解析（只有同一次检查
里别的域名解析正常时才算）。两次都超时的，列为待核。

为什么
网站打不开，公众得不到任何信息和服务；按检查指标，监测期内打不开的次数占比达到5%的，单项否决。

例子
坏：上午、半小时后两次打开首页，服务器都返回 503。
好：第一次超时，第二次正常打开。

怎样整改
检查服务器、域名解析和证书，恢复访问；因改版、迁移临时下线的，按规定报备并在首页说明。

不检查什么
不计算一周内打不开的次数占比（需要每天多次定时监测）；网站防护设备拦截检查程序、要求登录或限制访问频率的，不认定为打不开；
只有境外或个别运营商打不开的情形看不出来。

依据
国办秘函〔2019〕19号 单项否决指标“站点无法访问”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Attempt, SiteEvidence
from records.model import Certainty, Locus, Problem, Reason, RuleMeta, Scope, Severity
from rules.attempts import attempt_facts, counts_as_failed, describe_attempt, distinct_times
from rules.context import Context

META = RuleMeta(
    id="site-unreachable",
    family="availability",
    title="网站无法访问",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    basis=("check-2019-v2",),
    measure="立即恢复网站访问，并书面说明原因；临时下线的按规定报备。",
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem: every attempt on the start address failed, at two times or more."""
    if evidence.gather.home_reason is Reason.OK:
        return
    attempts = [attempt for target in evidence.home_targets() for attempt in target.attempts]
    if any(attempt.reason is Reason.OK for attempt in attempts):
        return
    proven = [attempt for attempt in attempts if counts_as_failed(attempt, dns_proven=evidence.dns_proven)]
    timeouts = [attempt for attempt in attempts if attempt.reason is Reason.TIMEOUT]
    if distinct_times(proven) >= 2:
        yield _problem(evidence, attempts, Certainty.CONFIRMED)
    elif distinct_times([*proven, *timeouts]) >= 2:
        yield _problem(evidence, attempts, Certainty.REVIEW)


def _problem(evidence: SiteEvidence, attempts: list[Attempt], certainty: Certainty) -> Problem:
    last = describe_attempt(attempts[-1])
    return Problem(
        url=evidence.start_url,
        message=f"网站首页打不开：先后 {distinct_times(attempts)} 次访问均未成功，最后一次{last}。",
        suggestion="请检查服务器、域名解析和证书是否正常，恢复后用外网浏览器打开首页确认。",
        locus=Locus(target=evidence.start_url),
        evidence={"attempts": [attempt_facts(attempt) for attempt in attempts]},
        certainty=certainty,
    )
