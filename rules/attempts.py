"""What attempts to reach an address prove, and how to tell it in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from records.evidence import Attempt
from records.landing import TLS_MARK
from records.model import Reason

_WORDS = {
    Reason.NOT_FOUND: "页面不存在",
    Reason.HTTP_ERROR: "服务器出错",
    Reason.REFUSED: "服务器拒绝连接",
    Reason.RESET: "连接被中断",
    Reason.TLS: "安全证书有误",
    Reason.DNS: "域名无法解析",
    Reason.TIMEOUT: "长时间没有响应",
}
_TLS_WORDS = {
    "expired": "安全证书已过期",
    "early": "安全证书尚未生效",
    "mismatch": "安全证书与域名不符",
    "self-signed": "安全证书是自签名的",
}
_ALWAYS = frozenset({Reason.NOT_FOUND, Reason.REFUSED, Reason.RESET, Reason.TLS})


def counts_as_failed(attempt: Attempt, *, dns_proven: bool) -> bool:
    """Whether the attempt shows that a visitor, too, would not get there.

    Being blocked, limited, sent to a login or kept waiting says something about the checker, not about the address. Of
    HTTP errors only 5xx counts: other 4xx are often answers to programs.
    """
    if attempt.reason is Reason.DNS:
        return dns_proven
    if attempt.reason is Reason.HTTP_ERROR:
        return attempt.status is not None and attempt.status >= 500
    return attempt.reason in _ALWAYS


def distinct_times(attempts: Iterable[Attempt]) -> int:
    """At how many different times the attempts were made."""
    return len({attempt.at for attempt in attempts})


def tls_fault_of(attempt: Attempt) -> str:
    """What was wrong with the TLS of a failed attempt (``expired``, ``mismatch`` …); ``""`` where that is unknown."""
    return attempt.detail.partition(TLS_MARK)[2].partition(":")[0] if attempt.reason is Reason.TLS else ""


def describe_attempt(attempt: Attempt) -> str:
    """E.g. ``页面不存在(状态码 404)``."""
    words = _TLS_WORDS.get(tls_fault_of(attempt)) or _WORDS.get(attempt.reason, "没有成功")
    return f"{words}（状态码 {attempt.status}）" if attempt.status else words


def attempt_facts(attempt: Attempt) -> dict[str, Any]:
    """An attempt as JSON-ready evidence."""
    return {
        "at": attempt.at,
        "method": attempt.method,
        "status": attempt.status,
        "reason": attempt.reason.value,
        "result": describe_attempt(attempt),
        "final_url": attempt.final_url,
        "elapsed_ms": attempt.elapsed_ms,
    }
