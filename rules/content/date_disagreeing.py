"""列表上的日期与文章里的不一致。

检查什么
列表条目旁写的日期，与点进去的文章写明的发布日期相差两天以上的。一个栏目列一个问题，逐条列出两个日期。

为什么
同一条信息两个日期，公众不知道以哪个为准，也影响对栏目是否及时更新的判断；改动日期充作更新的，按检查指标属于弄虚作假。

例子
坏：列表上写“2026-11-12”，文章里写“发布时间：2026-03-01”，文章里也没有别的日期能说明。
好：列表上写的是文章里的成文日期、更新时间或落款日期；转载稿的文章里写的是原稿日期；因时区相差一天。

怎样整改
核对哪个日期正确，改正另一个；列表有意显示更新日期、成文日期的，在列表上注明。

不检查什么
只列为待核实，请人判断。两边的日期有一个没有写全、靠推断的，不比较；一个栏目里过半条目都对不上的，多半是列表有意显示另一种
日期，不列；转载自新闻媒体和上级机关、列表日期更晚的，不列；没有读到文章的，不比较。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.evidence import Column, ListItem, Page, SiteEvidence
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.content.shown_dates import says_day
from rules.context import Context

META = RuleMeta(
    id="date-disagreeing",
    family="content",
    title="列表日期与文章日期不一致",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("columns",),
    basis=("guide-2017-content",),
    measure="核对并改正不一致的日期。",
    options={"days": 1},
)

_FEW = 3
_LISTED = 20


@dataclass(frozen=True, slots=True)
class _Pair:
    item: ListItem
    listed: date
    article: date


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a column; an article that stands in several is told of in the most special one."""
    days = int(options["days"])
    columns = sorted(evidence.columns, key=lambda column: -len(column.breadcrumb))
    suspected = {column.url: pairs for column in columns if (pairs := _disagreeing(column, days))}
    if not suspected:
        return
    wanted = {pair.item.url for pairs in suspected.values() for pair in pairs}
    articles = {page.url: page for page in evidence.pages() if page.url in wanted}
    reprinted = (*ctx.dictionaries.content.reprinted_from, *ctx.dictionaries.policy.upper_issuers)
    told: set[str] = set()
    for column in columns:
        left = [
            pair
            for pair in suspected.get(column.url, ())
            if pair.item.url not in told
            and (page := articles.get(pair.item.url)) is not None
            and not _explained(page, pair, reprinted)
        ]
        told.update(pair.item.url for pair in left)
        if left:
            yield _problem(column, left)


def _disagreeing(column: Column, days: int) -> list[_Pair]:
    """The entries whose two dates differ; none where most differ: such a list shows another kind of date."""
    pairs = [
        _Pair(item, item.date.value, item.article.value)
        for item in column.items
        if item.date and item.article and item.date.sure and item.article.sure and item.date.source.startswith("list")
    ]
    apart = [pair for pair in pairs if abs((pair.listed - pair.article).days) > days]
    return [] if len(apart) >= _FEW and len(apart) * 2 > len(pairs) else apart


def _explained(page: Page, pair: _Pair, reprinted: tuple[str, ...]) -> bool:
    """Whether the article itself tells why the list shows another day."""
    if any(dated.value == pair.listed for dated in page.other_dates) or says_day(page.text, pair.listed):
        return True
    source = page.source.value if page.source else ""
    return pair.listed > pair.article and any(name in source for name in reprinted)


def _problem(column: Column, pairs: list[_Pair]) -> Problem:
    first = pairs[0]
    title = mask_text(first.item.title)[:60]
    others = f"，共 {len(pairs)} 条" if len(pairs) > 1 else ""
    return Problem(
        url=column.url,
        message=(
            f"栏目“{column.name}”里《{title}》在列表上写 {first.listed.isoformat()}，"
            f"文章里写 {first.article.isoformat()}，相差 {abs((first.listed - first.article).days)} 天{others}。"
        ),
        suggestion="请核实哪个日期正确并改正另一个；列表有意显示更新日期或成文日期的，请在列表上注明。",
        locus=Locus(text=title, target=first.item.url),
        evidence={
            "count": len(pairs),
            "places": [
                {
                    "title": mask_text(pair.item.title)[:60],
                    "url": pair.item.url,
                    "listed": pair.listed.isoformat(),
                    "article": pair.article.isoformat(),
                }
                for pair in pairs[:_LISTED]
            ],
        },
        certainty=Certainty.REVIEW,
        column=column.url,
    )
