"""首页两周没有更新。

检查什么
首页上列出的文章，以及首页链接到的各栏目，最新一条的日期距检查日是否超过14天。首页只作导航入口的，看它链接到的栏目。

为什么
首页是公众了解工作动态的第一站；按检查指标，监测时间点前两周首页没有更新的，单项否决。

例子
坏：11月22日检查时，首页最新一条是10月20日。
好：首页新闻停在10月，但首页“通知公告”里有11月18日的公告。

怎样整改
及时发布或转载本地区动态、通知公告；无力保障更新的首页栏目，调整版面。

不检查什么
首页上一个日期也读不到的，只列为待核；没有走完全站的检查和只看栏目的巡查，只列为待核；不判断更新的内容有没有价值，也不识别改日期充更新的做法；
图片、视频轮播里没有日期的更新看不出来。

依据
国办秘函〔2019〕19号 单项否决指标“首页不更新”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from records.evidence import Page, SiteEvidence, SourcedDate
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="home-stale",
    family="column",
    title="首页不更新",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="urgent",
    needs=("dates",),
    basis=("check-2019-v3",),
    measure="立即更新首页内容，建立首页信息更新责任制。",
    options={"limit_days": 14},
)

_LEAST_UNDATED = 5
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)
"""``/yw/`` and ``/yw/index.html`` are one column, whichever of them the home page links to."""


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem. Whatever shows an update acquits; only a site gathered completely is convicted."""
    home = evidence.home
    if home is None:
        return
    newest = max(_dated(evidence, home, ctx.today), key=lambda told: (told[0].value, told[0].sure), default=None)
    if newest is None:
        yield from _undated(evidence, home)
        return
    dated, title = newest
    day = dated.value
    age = (ctx.today - day).days
    limit = int(options["limit_days"])
    if age <= limit:
        return
    # a patrol reads no articles, and their dates might acquit
    certain = evidence.gather.complete and "patrol" not in evidence.gather.limits and dated.sure
    yield Problem(
        url=home.url,
        message=f"首页 {age} 天没有更新：最新一条是 {day.isoformat()} 的《{title}》，超过 {limit} 天。",
        suggestion="请更新首页信息；首页确有更新而没有日期的，请在标题旁标明日期。",
        locus=Locus(text=title),
        evidence={
            "newest_title": title,
            "newest_date": day.isoformat(),
            "date_source": dated.source,
            "limit_days": limit,
            "age_days": age,
            "as_of": ctx.today.isoformat(),
        },
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
    )


def _dated(evidence: SiteEvidence, home: Page, today: date) -> Iterator[tuple[SourcedDate, str]]:
    """What is dated on the home page or one click from it: (date, title)."""
    linked = {link.url for link in home.links}
    folders = {_INDEX.sub("/", url) for url in (*linked, home.url)}
    for item in home.items:
        if item.date and item.date.value <= today:
            yield item.date, mask_text(item.title)[:60]
    for column in evidence.columns:
        if _INDEX.sub("/", column.url) not in folders:
            continue
        for item in column.items:
            if item.date and item.date.value <= today:
                yield item.date, mask_text(item.title)[:60]
        if column.newest and column.newest.value <= today:
            yield column.newest, column.name
    for page in evidence.pages():
        if page.url in linked and page.published and page.published.value <= today:
            yield page.published, mask_text(page.title)[:60]


def _undated(evidence: SiteEvidence, home: Page) -> Iterator[Problem]:
    links = sum(1 for link in home.links if link.region == "main" and len(link.anchor) >= _LEAST_UNDATED)
    if links < _LEAST_UNDATED or not evidence.gather.complete:
        return
    yield Problem(
        url=home.url,
        message="首页及其链接到的内容都读不到发布日期，无法判断首页是否更新。",
        suggestion="请人工核实首页最近更新时间，并在列表和文章页标明日期。",
        evidence={"main_links": links},
        discriminator="undated",
        certainty=Certainty.REVIEW,
        severity=Severity.MINOR,
    )
