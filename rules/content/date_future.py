"""发布日期在将来。

检查什么
文章写明的发布时间，或列表条目旁的日期，比检查那天还晚两天以上（列表上的晚半年以上）的。

为什么
尚未到来的日期不可能是发布日期，多半是录入错误（例如把2026写成2062）；它会一直排在列表最前面，盖住真正的新内容。

例子
坏：11月20日检查时，文章写“发布时间：2062-11-18”。
好：公告写“活动时间：2026-12-25”“截止日期：2026-12-31”；因时区差写成第二天。

怎样整改
改正日期。

不检查什么
没有写明是发布时间的（紧挨标题的日期、页面标签里的日期）和只写在列表上的，只列为待核实；列表上半年以内的、有几条都是将来日期的，多半是截止
日期、活动日期，不列；正文里的日期不看。以网站被读取那天和检查那天中较晚的一天为准。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from records.evidence import Page, SourcedDate
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="date-future",
    family="content",
    title="发布日期在将来",
    scope=Scope.PAGE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    basis=("guide-2017-content",),
    measure="改正发布日期。",
    options={"days": 1},
)

_LEAST_DATED = 3
_FAR = timedelta(days=180)
"""A day nearer than this beside an entry of a list may be the one on which something ends or takes place."""


def check(evidence: Page, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem an article, or one of a list that holds a single such date."""
    latest = ctx.today + timedelta(days=int(options["days"]))
    if evidence.kind == "article":
        told = [dated for dated in evidence.to_come if dated.value > latest]
        if told:
            labelled = next((dated for dated in told if _is_label(dated)), None)
            yield _problem(evidence, evidence.title, None, labelled or told[0], ctx)
        return
    if evidence.kind not in ("list", "home"):
        return
    items = [item for item in evidence.items if item.to_come and item.to_come.value > latest]
    if len(items) != 1 or sum(1 for item in evidence.items if item.date) < _LEAST_DATED:
        return
    (item,) = items
    # told under the article's address: where that says the same, it is one fault, and the article tells of it
    if item.to_come and item.to_come.value > ctx.today + _FAR:
        yield _problem(evidence, item.title, item.url, item.to_come, ctx)


def _is_label(dated: SourcedDate) -> bool:
    return dated.source not in ("visible", "list") and not dated.source.startswith("meta:")


def _problem(page: Page, title: str, entry: str | None, dated: SourcedDate, ctx: Context) -> Problem:
    named = mask_text(title)[:60]
    certain = _is_label(dated)
    where = f"写着“{dated.source}：" if certain else "的日期写作“"
    return Problem(
        url=page.url,
        message=f"《{named}》{where}{dated.value.isoformat()}”，晚于检查日 {ctx.today.isoformat()}。",
        suggestion="请改正发布日期。"
        if certain
        else "请核实这是不是发布日期：是的，请改正；是活动、截止等日期的，请在页面上写明。",
        locus=Locus(text=named, target=entry),
        evidence={"shown": dated.value.isoformat(), "date_source": dated.source, "as_of": ctx.today.isoformat()},
        target=entry,
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
    )
