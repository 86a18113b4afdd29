"""一周的首页探测中，打不开的次数占比达到 5%。

检查什么
计划任务或 wangcha probe 存下的首页探测：到检查日为止的七天里，每天 20 次以上，15 秒内打不开的次数占比达到 5% 的。
探测时本单位登记的别的网站打得开，或者对方服务器有过应答（返回错误状态），才说明不是本机网络的问题；占比全由这样的
探测达到的，认定，否则列为待核。

为什么
网站时常打不开，公众办不成事；按检查指标，监测一周打不开的次数占比达到 5% 的，单项否决。

例子
坏：一周探测 168 次，12 次在 15 秒内没有打开，占 7.1%，同一时刻别的网站正常。
好：某一天机房断网，登记的网站同时都打不开。

怎样整改
检查服务器、带宽和域名解析，恢复稳定访问；因改版、迁移临时下线的，按规定报备。

不检查什么
没有探测记录的不检查；每天不足 20 次、不满七天的，只列为待核；被防护设备拦截、要求登录或限制频率的探测不计入。探测
在本机进行，只有个别地区、个别运营商打不开的看不出来。

依据
国办秘函〔2019〕19号 单项否决指标“站点无法访问”。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from records.evidence import SiteEvidence
from records.model import Certainty, Locus, Problem, Reason, RuleMeta, Scope, Severity
from records.past import ProbeSeen
from rules.context import Context

META = RuleMeta(
    id="site-often-unreachable",
    family="availability",
    title="网站时常打不开",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("probes",),
    basis=("check-2019-v2",),
    measure="查明原因，恢复网站稳定访问，并书面说明情况；临时下线的按规定报备。",
)

SHARE = 0.05
A_DAY = 20
DAYS = 7
"""国办秘函〔2019〕19号: seven days, more than 20 probes a day, five in a hundred of them in vain."""

_LEAST = 20
_ABOUT_THE_CHECKER = frozenset(
    {Reason.BLOCKED, Reason.LOGIN_REQUIRED, Reason.RATE_LIMITED, Reason.ROBOTS_DENIED, Reason.SKIPPED_BUDGET}
)
_CHINA = timezone(timedelta(hours=8))


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem, from the probes of the last seven days."""
    probes = [probe for probe in evidence.past.probes if probe.reason not in _ABOUT_THE_CHECKER]
    failed = [probe for probe in probes if not probe.ok]
    if len(probes) < _LEAST or len(failed) < SHARE * len(probes):
        return
    proven = [probe for probe in failed if probe.witnessed or probe.status is not None]
    certain = _is_full(probes) and len(proven) >= SHARE * len(probes)
    yield _problem(evidence.start_url, probes, failed, Certainty.CONFIRMED if certain else Certainty.REVIEW)


def _is_full(probes: Sequence[ProbeSeen]) -> bool:
    """Whether the sample is as large as the indicator asks."""
    days = Counter(datetime.fromisoformat(probe.at).astimezone(_CHINA).date() for probe in probes)
    return sum(count >= A_DAY for count in days.values()) >= DAYS


def _problem(url: str, probes: Sequence[ProbeSeen], failed: Sequence[ProbeSeen], certainty: Certainty) -> Problem:
    share = 100 * len(failed) / len(probes)
    doubt = "" if certainty is Certainty.CONFIRMED else "探测次数不足或可能是本机网络的问题，请核对后认定。"
    return Problem(
        url=url,
        message=f"近七天探测首页 {len(probes)} 次，15 秒内打不开 {len(failed)} 次，占 {share:.1f}%。",
        suggestion=doubt + "请检查服务器、带宽和域名解析是否稳定，并继续每小时探测。",
        locus=Locus(target=url),
        evidence={
            "probes": len(probes),
            "failed": len(failed),
            "share": round(share, 1),
            "first_probe": probes[0].at,
            "last_probe": probes[-1].at,
            "reasons": dict(Counter(probe.reason.value for probe in failed)),
            "failed_at": [probe.at for probe in failed][:50],
        },
        certainty=certainty,
    )
