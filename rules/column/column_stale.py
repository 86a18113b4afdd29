"""栏目超过时限没有更新。

检查什么
有更新时限的栏目：动态要闻类两周，通知公告、政策文件、政策解读类六个月，年报、预决算类一年多（两次公布最长的间隔），以及登记册里
为栏目单独规定的时限。
认不出类型的栏目，以前陆续发布过内容、而一年没有新内容的，也列出来请人看。看列表各条目和文章里最新的日期。

为什么
长期不更新的栏目损害公信力；按检查指标，动态要闻、通知公告、政策文件类一级栏目累计5个以上，或应更新未更新的栏目累计10个以上的，
单项否决。

例子
坏：“部门动态”最新一条是46天前。
好：“人事信息”9个月没有新任免（这类栏目时限一年，且只列为待核）。

怎样整改
及时补充应当公开的内容；确无内容可发的，整合或关停栏目。

不检查什么
条目都读不到日期的栏目不判断；日期不全、列表没有读完、或人事、规划、统计、征集类确有可能长期没有内容的，只列为待核；
机构职能、领导简介、办事指南等没有更新时限的栏目，历史、归档和按年份命名的栏目，认不出类型的专题、名录、清单一类，不检查；不识别改日期充更新的做法。

依据
国办秘函〔2019〕19号 单项否决指标“栏目不更新”；时限见栏目类型表（column-kinds.toml）和登记册。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Column
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.column.freshness import staleness
from rules.context import Context

META = RuleMeta(
    id="column-stale",
    family="column",
    title="栏目不更新",
    scope=Scope.COLUMN,
    severity=Severity.SERIOUS,
    deadline_class="normal",
    needs=("columns", "dates"),
    basis=("check-2019-v4-news", "check-2019-v4-files", "check-2019-v4-overdue"),
    measure="限期更新栏目内容；无力保障的，整合或关停栏目。",
)


def check(evidence: Column, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a column whose newest date is older than its limit."""
    stale = staleness(evidence, ctx.today)
    if stale is None:
        return
    newest, age, limit = stale.newest, stale.age, stale.limit
    title = next((item.title for item in evidence.items if item.date and item.date.value == newest.value), "")
    title = mask_text(title)[:60]
    doubts = list(stale.doubts)
    named = f"《{title}》" if title else ""
    yield Problem(
        url=evidence.url,
        message=(
            f"栏目“{evidence.name}”{age} 天没有更新：最新一条{named}是 {newest.value.isoformat()}，"
            f"时限 {limit} 天，超期 {age - limit} 天。"
        ),
        suggestion="请发布应当公开的新内容；确无内容可发的，请整合或关停栏目。" + _ask(doubts),
        locus=Locus(text=title or None),
        evidence={
            "newest_title": title,
            "newest_date": newest.value.isoformat(),
            "date_source": newest.source,
            "limit_days": limit,
            "days_over": age - limit,
            "kind": evidence.kind,
            "clause": evidence.clause,
            "level": evidence.level,
            "as_of": ctx.today.isoformat(),
            "doubts": doubts,
        },
        certainty=Certainty.REVIEW if doubts else Certainty.CONFIRMED,
        severity=None if evidence.kind or evidence.machine_certain else Severity.MINOR,
        column=evidence.url,
    )


def _ask(doubts: list[str]) -> str:
    return f"（待核：{'；'.join(doubts)}。）" if doubts else ""
