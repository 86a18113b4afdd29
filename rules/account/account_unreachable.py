"""账号的采集通道失效，看不到账号内容。

检查什么
登记的订阅源或表格能不能读出带日期的内容：两次打不开、被拦截、返回的不是订阅源、文件找不到、一条内容也没有，或都没有日期。

为什么
采集通道断了，就不知道账号有没有更新、内容有没有问题；把“看不到”当成“没有更新”会冤枉责任单位，当成“没有问题”会漏掉。

例子
坏：订阅源两次都返回 404，采集工具里的这个账号已失效。
好：订阅源正常，最新一条是20天前（这是没有更新，不是通道失效）。

怎样整改
由政务公开办检查采集工具的登录是否过期、地址是否改变，或改用表格；同时请责任单位核实账号是否已停用、改名。

不检查什么
只列为待核，不认定责任单位有问题；第一次打不开、第二次正常的不列；部分内容没有日期的不在此列。

依据
国办发〔2018〕123号 加强政务新媒体日常监管的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import AccountEvidence
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, Reason, RuleMeta, Scope, Severity
from rules.attempts import attempt_facts, describe_attempt
from rules.context import Context

META = RuleMeta(
    id="account-unreachable",
    family="account",
    title="新媒体采集通道失效",
    scope=Scope.ACCOUNT,
    severity=Severity.MINOR,
    deadline_class="normal",
    basis=("media-2018",),
    measure="恢复采集通道，并核实账号是否正常使用。",
)

_WHY = {
    Reason.BLOCKED: "被拦截",
    Reason.LOGIN_REQUIRED: "要求登录",
    Reason.RATE_LIMITED: "被限制访问频率",
    Reason.ROBOTS_DENIED: "robots.txt 不允许读取（本单位自己的采集工具，可在 settings 里写 owned = true）",
    Reason.TOO_LARGE: "内容过大，没有读取",
}
_NOT_ASKED = frozenset({Reason.SKIPPED_BUDGET})


def check(evidence: AccountEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem an account, always for review: what could not be seen proves nothing of the account."""
    if evidence.reason in _NOT_ASKED:
        return
    why = _why(evidence)
    if not why:
        return
    yield Problem(
        url=evidence.url,
        message=f"{evidence.platform}“{evidence.name}”的采集通道失效，不能说明账号没有更新：{why}。",
        suggestion="请先检查采集工具或重新导出表格；通道正常的，请核实账号是否已停用、改名或注销。",
        locus=Locus(target=evidence.source),
        evidence={
            "account": evidence.name,
            "platform": evidence.platform,
            "source": evidence.source,
            "reason": evidence.reason.value,
            "problem": mask_text(evidence.problem),
            "posts": len(evidence.posts),
            "attempts": [attempt_facts(attempt) for attempt in evidence.attempts],
        },
        target=f"account:{evidence.site}",
        certainty=Certainty.REVIEW,
    )


def _why(evidence: AccountEvidence) -> str:
    if evidence.reason is Reason.OK:
        if not evidence.posts:
            return "源里一条内容也没有"
        return "内容都没有可信的日期，无法判断多久没有更新" if evidence.newest is None else ""
    by_file = bool(evidence.attempts) and evidence.attempts[-1].method == "READ"
    if evidence.reason is Reason.PARSE_FAILED or by_file:
        return mask_text(evidence.problem).rstrip("。") or "读不出内容"
    if evidence.reason in _WHY:
        return _WHY[evidence.reason]
    last = describe_attempt(evidence.attempts[-1]) if evidence.attempts else "没有成功"
    return f"{len(evidence.attempts)} 次访问均未成功，最后一次{last}"
