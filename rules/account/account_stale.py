"""政务新媒体账号超过时限没有更新。

检查什么
登记的账号最新一条内容的发布日期，与更新期限相比。期限默认14天，登记册里可为每个账号另定（有的地方要求10天）。

为什么
长期不更新的账号会成为“僵尸”“睡眠”账号；按检查指标，监测时间点前两周没有更新的政务新媒体，单项否决。

例子
坏：微信公众号“云溪发布”最新一条是23天前。
好：订阅源返回404，看不到内容（采集通道失效，另列待核，不能说明账号没有更新）。

怎样整改
及时发布内容；确实无力维护的，按规定关停、注销并备案。

不检查什么
订阅源打不开、不是订阅源、没有内容或都没有日期时不判断；有的内容没有日期、内容没有读完时，只列为待核；订阅源照旧输出旧内容，可能是采集停了，
所以只有它自己写明在期限届满以后生成、又不是采集工具转出（登记为collected，或订阅源写明是采集工具所生成）的，才认定；表格只管到导出那一天，
导出时还没有超期的不列，没有写明导出日期的只列为待核；是否原创、是否每周达到几条、互动是否回应，不检查。

依据
国办秘函〔2019〕19号 政务新媒体单项否决指标“内容不更新”；登记册里为账号规定的期限。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import AccountEvidence
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, Reason, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="account-stale",
    family="account",
    title="政务新媒体不更新",
    scope=Scope.ACCOUNT,
    severity=Severity.SERIOUS,
    deadline_class="normal",
    needs=("dates",),
    basis=("check-2019-m2",),
    measure="限期更新账号内容；无力维护的，按规定关停、注销并备案。",
    options={"limit_days": 14},
)


def check(evidence: AccountEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem an account: its newest post is older than its limit, and was when the source was written."""
    newest = evidence.newest
    if evidence.reason is not Reason.OK or newest is None or newest.published is None:
        return
    limit = evidence.limit_days or int(options["limit_days"])
    day = newest.published.value
    age = (ctx.today - day).days
    known = ctx.today if evidence.reaches is None else min(evidence.reaches, ctx.today)
    if age <= limit or (known - day).days <= limit:
        return
    built = evidence.built is not None and limit < (evidence.built - day).days <= age
    doubts = [
        *([] if evidence.complete else [evidence.problem.rstrip("。") or "内容没有读完"]),
        *([f"{evidence.undated} 条没有可信的日期"] if evidence.undated else []),
        *(["订阅源由采集工具转出，请先看采集工具是否正常"] if evidence.collected else []),
        *([] if evidence.reaches_stated or built else ["来源没有写明近期的生成（导出）时间，可能是采集停了"]),
    ]
    title = mask_text(newest.title)[:60]
    named = f"《{title}》" if title else ""
    yield Problem(
        url=evidence.url,
        message=(
            f"{evidence.platform}“{evidence.name}”{age} 天没有更新：最新一条{named}是 {day.isoformat()}，"
            f"期限 {limit} 天，超期 {age - limit} 天。"
        ),
        suggestion="请及时发布内容；无力维护的，请按规定关停。"
        + (f"（待核：{'；'.join(doubts)}。）" if doubts else ""),
        locus=Locus(text=title or None),
        evidence={
            "account": evidence.name,
            "platform": evidence.platform,
            "newest_title": title,
            "newest_date": day.isoformat(),
            "newest_url": newest.url,
            "date_source": newest.published.source,
            "age_days": age,
            "limit_days": limit,
            "days_over": age - limit,
            "posts": len(evidence.posts),
            "source": evidence.source,
            "reaches": known.isoformat(),
            "built": evidence.built.isoformat() if evidence.built else "",
            "as_of": ctx.today.isoformat(),
            "doubts": doubts,
        },
        target=f"account:{evidence.site}",
        certainty=Certainty.REVIEW if doubts else Certainty.CONFIRMED,
    )
