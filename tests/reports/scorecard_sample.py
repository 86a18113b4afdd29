"""Scorecards of the fictional 云溪区 portal and of its new-media account, scored from a sample of findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sample_data import AS_OF, OFFICE, SITE, sample

from dictionaries.indicators import load_indicator_sets
from inspection.scoring import score
from records.model import (
    Baseline,
    Certainty,
    Finding,
    Locus,
    Outcome,
    Reason,
    Severity,
    Unverified,
    Verdict,
    fingerprint,
)
from records.scores import Scorecard, Subject, SubjectKind
from reports.model import ReportData

KNOWN_RULES = (
    "account-stale",
    "account-unreachable",
    "column-blank",
    "column-stale",
    "dark-link",
    "home-cloaked",
    "home-stale",
    "host-unreachable",
    "interpretation-missing",
    "interpretation-unlinked",
    "link-broken",
    "link-inner-network",
    "link-malformed",
    "link-wrong-target",
    "nonpublic-mark",
    "page-tampered",
    "privacy-bank-card",
    "privacy-mobile-number",
    "privacy-resident-id",
    "site-often-unreachable",
    "site-tls-weak",
    "site-unreachable",
    "word-misspelled",
    "word-severe",
)
BASE = "http://www.yunxi.example"
PORTAL = Subject(SITE, "云溪区人民政府门户网站", SubjectKind.PORTAL, AS_OF, department=OFFICE)
ACCOUNT = Subject("yunxi-wechat", "微信公众号“云溪发布”", SubjectKind.ACCOUNT, AS_OF, department=OFFICE)


def found(rule: str, number: int, message: str, **changes: Any) -> Finding:
    """A finding of the sample; ``changes`` override fields."""
    url = f"{BASE}/{rule}/{number}.html"
    made = Finding(
        id=fingerprint(rule, SITE, url, ""),
        rule=rule,
        family="column",
        title=rule,
        severity=Severity.SERIOUS,
        certainty=Certainty.CONFIRMED,
        site=SITE,
        department=OFFICE,
        lead="",
        url=url,
        locus=Locus(),
        message=message,
        evidence={},
        suggestion="",
        measure="",
        basis=(),
        first_seen=AS_OF,
        last_seen=AS_OF,
        baseline=Baseline.NEW,
        deadline=None,
    )
    return replace(made, **changes)


def stale(number: int, kind: str, limit: int, **changes: Any) -> Finding:
    """A column of ``kind`` that is ten days over its limit."""
    evidence = {"kind": kind, "level": 1, "limit_days": limit, "days_over": 10}
    return found("column-stale", number, f"栏目“{kind}{number}”{limit + 10} 天没有更新。", evidence=evidence, **changes)


FINDINGS = (
    stale(1, "动态要闻", 14),
    stale(2, "通知公告", 183),
    stale(3, "政策文件", 183, certainty=Certainty.REVIEW),
    *(found("column-blank", n, f"栏目“专题{n}”是空白栏目：页面写着“栏目建设中”。") for n in (1, 2)),
    found(
        "link-broken",
        0,
        "断链（内链）：首页上的链接“预约挂号”打不开，返回 HTTP 404。",
        evidence={"kind": "内链", "place": "首页"},
    ),
    *(
        found(
            "link-broken",
            n,
            f"断链（附件）：《通知{n}》上的链接打不开。",
            severity=Severity.MINOR,
            evidence={"kind": "附件", "place": "内容页"},
        )
        for n in range(1, 13)
    ),
    *(
        found("interpretation-missing", n, f"没有找到《云溪区实施办法之{n}》的解读材料。", certainty=Certainty.REVIEW)
        for n in (1, 2)
    ),
    found("privacy-mobile-number", 1, "附件公开了1人的手机号（138****1234）。", severity=Severity.CRITICAL),
)
SEVERE = found("word-severe", 1, "“共合国”应为“共和国”。", severity=Severity.CRITICAL)
OUTCOMES = tuple(
    Outcome(rule, SITE, Verdict.PASS, 41_209 if rule == "link-broken" else 300)
    for rule in KNOWN_RULES
    if not rule.startswith("account-") and rule != "interpretation-unlinked"
)
UNVERIFIED = (
    Unverified(SITE, "http://old.yunxi.example/xxgk/", Reason.TIMEOUT, f"{BASE}/"),
    Unverified(SITE, "https://weibo.example/u/123", Reason.LOGIN_REQUIRED, f"{BASE}/"),
    Unverified(SITE, f"{BASE}/files/1.wps", Reason.UNSUPPORTED_TYPE, f"{BASE}/"),
)


def portal_card(set_id: str, findings: tuple[Finding, ...] = FINDINGS, **subject: Any) -> Scorecard:
    """The portal scored by one built-in set."""
    chosen = next(one for one in load_indicator_sets(None, KNOWN_RULES) if one.id == set_id)
    return score(chosen, replace(PORTAL, **subject), findings, OUTCOMES, UNVERIFIED)


def cards() -> tuple[Scorecard, ...]:
    """The portal by the national set (with an earlier card) and by the example set with a veto; and an account."""
    sets = {one.id: one for one in load_indicator_sets(None, KNOWN_RULES)}
    earlier = portal_card("state-council-2019-sites", (*FINDINGS[3:], SEVERE), as_of=date(2026, 9, 28))
    national = score(sets["state-council-2019-sites"], PORTAL, FINDINGS, OUTCOMES, UNVERIFIED, previous=earlier)
    vetoed = portal_card("assessor-example", (*FINDINGS, SEVERE))
    outcomes = (
        Outcome("account-stale", ACCOUNT.id, Verdict.PASS, 1),
        Outcome("word-severe", ACCOUNT.id, Verdict.PASS, 60),
    )
    account = score(sets["state-council-2019-media"], ACCOUNT, (), outcomes, ())
    return national, vetoed, account


def scored_sample(**changes: Any) -> ReportData:
    """Report data whose findings are those behind the cards."""
    return sample(findings=(*FINDINGS, SEVERE), scores=cards(), **changes)
