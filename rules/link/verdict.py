"""The verdict on an address as a small state machine: each look leads from one state to the next.

``SIGHTS`` says what one look shows, ``MOVES`` what it makes of what was known before; both are printed as tables in
``docs/links.md``. Nothing is bad after one look: only the same kind of fault at a second, later time, and then seen
with GET, settles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dictionaries.wrong_targets import Suspicion, WrongTargets
from records.evidence import Attempt, Target
from records.landing import Baseline
from records.model import Certainty, Reason
from rules.attempts import tls_fault_of


class Sight(StrEnum):
    """What one look shows."""

    OPEN = "open"
    MOVED = "moved"
    DEAD = "dead"
    ODD = "odd"
    WRONG = "wrong"
    HELD = "held"
    SLOW = "slow"
    ROBOTS = "robots"
    SCHEME = "scheme"
    NOTHING = "nothing"


class LinkState(StrEnum):
    """What is known of an address after the looks so far."""

    UNSEEN = "unseen"
    OK = "ok"
    REDIRECTED = "redirected"
    ONCE_DEAD = "once_dead"
    BROKEN = "broken"
    ONCE_ODD = "once_odd"
    ODD = "odd"
    ONCE_WRONG = "once_wrong"
    WRONG_TARGET = "wrong_target"
    BLOCKED = "blocked"
    TIMED_OUT = "timed_out"
    ROBOTS = "robots"
    UNSUPPORTED = "unsupported"


TITLES: Mapping[LinkState, str] = {
    LinkState.UNSEEN: "没有看过",
    LinkState.OK: "正常",
    LinkState.REDIRECTED: "跳转后正常",
    LinkState.ONCE_DEAD: "一次打不开",
    LinkState.BROKEN: "断链",
    LinkState.ONCE_ODD: "一次应答异常",
    LinkState.ODD: "应答异常",
    LinkState.ONCE_WRONG: "一次不是原来的页面",
    LinkState.WRONG_TARGET: "错链",
    LinkState.BLOCKED: "被拦截",
    LinkState.TIMED_OUT: "超时",
    LinkState.ROBOTS: "网站声明不许访问",
    LinkState.UNSUPPORTED: "不是网页地址",
}
CONCLUSIONS: Mapping[LinkState, str] = {
    LinkState.OK: "不是问题",
    LinkState.REDIRECTED: "不是问题",
    LinkState.BROKEN: "问题（link-broken）",
    LinkState.ODD: "待核实（link-broken）",
    LinkState.WRONG_TARGET: "问题或待核实（link-wrong-target）",
    LinkState.UNSUPPORTED: "不检查",
}
"""What becomes of an address that ends in a state; of any other: 未能核实, with its reason."""

SIGHT_TITLES: Mapping[Sight, str] = {
    Sight.OPEN: "打开了（2xx）",
    Sight.MOVED: "跳转后打开了",
    Sight.DEAD: "404、410、5xx、域名无法解析、拒绝连接、连接中断、证书过期或不匹配",
    Sight.ODD: "其他 4xx、循环跳转、跳转到打不开的地址",
    Sight.WRONG: "打开的是首页、“页面不存在”页、停放或出售域名的页、登录页、空白页",
    Sight.HELD: "401、403、412、429、451、521、防护设备的挑战页",
    Sight.SLOW: "超时",
    Sight.ROBOTS: "robots.txt 不许访问，或者它本身服务器出错",
    Sight.SCHEME: "不是 http、https 地址",
    Sight.NOTHING: "没有看成（达到上限，或本机的域名解析不正常）",
}

_BY_REASON: Mapping[Reason, Sight] = {
    Reason.OK: Sight.OPEN,
    Reason.TOO_LARGE: Sight.OPEN,  # it opens, and is larger than what is read
    Reason.PARSE_FAILED: Sight.OPEN,
    Reason.UNSUPPORTED_TYPE: Sight.OPEN,
    Reason.NOT_FOUND: Sight.DEAD,
    Reason.REFUSED: Sight.DEAD,
    Reason.RESET: Sight.DEAD,
    Reason.TLS: Sight.DEAD,
    Reason.BLOCKED: Sight.HELD,
    Reason.LOGIN_REQUIRED: Sight.HELD,
    Reason.RATE_LIMITED: Sight.HELD,
    Reason.TIMEOUT: Sight.SLOW,
    Reason.ROBOTS_DENIED: Sight.ROBOTS,
    Reason.SKIPPED_BUDGET: Sight.NOTHING,
}

_SETTLED = {
    Sight.OPEN: LinkState.OK,
    Sight.MOVED: LinkState.REDIRECTED,
    Sight.DEAD: LinkState.ONCE_DEAD,
    Sight.ODD: LinkState.ONCE_ODD,
    Sight.WRONG: LinkState.ONCE_WRONG,
    Sight.HELD: LinkState.BLOCKED,
    Sight.SLOW: LinkState.TIMED_OUT,
    Sight.ROBOTS: LinkState.ROBOTS,
    Sight.SCHEME: LinkState.UNSUPPORTED,
}
_SECOND = {
    (LinkState.ONCE_DEAD, Sight.DEAD): LinkState.BROKEN,
    (LinkState.BROKEN, Sight.DEAD): LinkState.BROKEN,
    (LinkState.ONCE_ODD, Sight.ODD): LinkState.ODD,
    (LinkState.ODD, Sight.ODD): LinkState.ODD,
    (LinkState.ONCE_DEAD, Sight.ODD): LinkState.ODD,
    (LinkState.ONCE_WRONG, Sight.WRONG): LinkState.WRONG_TARGET,
    (LinkState.WRONG_TARGET, Sight.WRONG): LinkState.WRONG_TARGET,
}
MOVES: Mapping[tuple[LinkState, Sight], LinkState] = {
    (state, sight): _SECOND.get((state, sight), state if sight is Sight.NOTHING else _SETTLED.get(sight, state))
    for state in LinkState
    for sight in Sight
}
"""From what is known and what is seen to what is known then. The last look decides; the same fault twice proves it."""


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """Where the looks at an address led.

    ``suspicion`` says what is wrong with a wrong target; ``certainty`` is set where it is a finding.
    """

    state: LinkState
    certainty: Certainty | None = None
    suspicion: Suspicion | None = None


def sight_of(
    url: str, attempt: Attempt, judge: WrongTargets, baseline: Baseline | None, *, dns_proven: bool
) -> tuple[Sight, Suspicion | None]:
    """What one look at ``url`` shows, and what is suspicious about it.

    A name that could not be resolved counts only while others could (``dns_proven``).
    """
    if not url.startswith(("http://", "https://")):
        return Sight.SCHEME, None
    if attempt.reason is Reason.DNS:
        return (Sight.DEAD if dns_proven else Sight.NOTHING), None
    if attempt.reason is Reason.HTTP_ERROR:
        return (Sight.DEAD if attempt.status is not None and attempt.status >= 500 else Sight.ODD), None
    sight = _BY_REASON[attempt.reason]
    if sight is not Sight.OPEN:
        return sight, None
    if attempt.reason is Reason.OK and attempt.landing is not None:
        suspicion = judge.suspicion(url, attempt.final_url, attempt.landing, baseline)
        if suspicion is not None:
            return Sight.WRONG, suspicion
    return (Sight.OPEN if attempt.final_url in ("", url) else Sight.MOVED), None


def verdict_on(target: Target, judge: WrongTargets, baseline: Baseline | None, *, dns_proven: bool) -> LinkVerdict:
    """Walk the state machine through the target's attempts, in the order of time.

    Attempts of one moment are one look. A fault seen with HEAD alone never settles anything.
    """
    state, suspicion = LinkState.UNSEEN, None
    seen_at: dict[str, LinkState] = {}
    last = None
    for attempt in target.attempts:
        sight, found = sight_of(target.url, attempt, judge, baseline, dns_proven=dns_proven)
        before = seen_at.get(attempt.at, state)
        after = MOVES[before, sight]
        if attempt.method == "HEAD" and after in (LinkState.BROKEN, LinkState.ODD, LinkState.WRONG_TARGET):
            after = before
        seen_at[attempt.at] = before
        if after is LinkState.WRONG_TARGET and suspicion is not None and found is not None:
            suspicion = suspicion if not suspicion.proven else found
        else:
            suspicion = found
        state, last = after, attempt
    return LinkVerdict(state, _certainty(target, state, last, suspicion), suspicion)


_OFTEN_AGAINST_PROGRAMS = frozenset({Reason.RESET, Reason.TLS})
_PROVEN_TLS = frozenset({"expired", "mismatch"})  # the certificate itself says it, to whomever it is shown


def _certainty(target: Target, state: LinkState, last: Attempt | None, suspicion: Suspicion | None) -> Certainty | None:
    if state is LinkState.BROKEN and last is not None:
        doubtful = not target.internal and last.reason in _OFTEN_AGAINST_PROGRAMS
        doubtful &= tls_fault_of(last) not in _PROVEN_TLS
        return Certainty.REVIEW if doubtful else Certainty.CONFIRMED
    if state is LinkState.ODD:
        return Certainty.REVIEW
    if state is LinkState.WRONG_TARGET and suspicion is not None:
        return Certainty.CONFIRMED if suspicion.proven else Certainty.REVIEW
    return None
