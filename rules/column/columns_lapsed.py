"""栏目不更新的数量达到单项否决标准。

检查什么
把全站栏目合起来数：动态要闻类（两周）和通知公告、政策文件类（六个月）的一级栏目，累计5个以上未更新；应更新而长期未更新的栏目累计
10个以上；空白栏目累计5个以上。三项各自判断，逐个写出计入的栏目。

为什么
单个栏目没更新是一处整改，累计到这个数，按检查指标整个网站不合格。

例子
坏：“云溪要闻”“部门动态”“街镇动态”“通知公告”“政策文件”五个一级栏目都超期。
好：12个下级栏目超期，其中10个是“人事信息”一类可能确无内容的（不计入已认定的数，只列为待核）。

怎样整改
先更新一级栏目，再逐个处理清单里的其他栏目；无力保障的，整合或关停。

不检查什么
只有已认定的就达到数量的，才直接认定；连待核的一起才达到的，列为待核；不能确定是一级栏目的，不计入第一项；单位自己规定的、比检查
指标更短的期限，超期不计入；认不出类型的栏目不计入；登记册里写明不要求更新的栏目不计入。

依据
国办秘函〔2019〕19号 单项否决指标“栏目不更新”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.evidence import Column, SiteEvidence
from records.masking import mask_text
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.column.freshness import LONG_DAYS, NEWS_KIND, blankness, staleness
from rules.context import Context

META = RuleMeta(
    id="columns-lapsed",
    family="column",
    title="栏目不更新达到否决数量",
    scope=Scope.SITE,
    severity=Severity.CRITICAL,
    deadline_class="urgent",
    needs=("columns",),
    basis=("check-2019-v4-news", "check-2019-v4-files", "check-2019-v4-overdue", "check-2019-v4-blank"),
    measure="立即更新或归并所列栏目，使超期、空白的栏目降到规定数量以下。",
    options={"first_level": 5, "overdue": 10, "blank": 5},
)

_NAMED = 20
_FIRST_LEVEL_KINDS = (NEWS_KIND, "通知公告", "政策文件")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A column that counts: how it is told, and whether it is proven."""

    column: Column
    told: str
    certain: bool


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem for each of the three numbers."""
    overdue = [late for column in evidence.columns if (late := _overdue(column, ctx))]
    first = [late for late in overdue if _is_first_level(late.column)]
    blank = [
        _Counted(column, "空白", found.certain)
        for column in evidence.columns
        if (found := blankness(column, ctx.dictionaries))
    ]
    home = evidence.home.url if evidence.home else evidence.start_url
    for name, what, counted in (
        ("first_level", "动态要闻、通知公告、政策文件类一级栏目未更新", first),
        ("overdue", "应更新而长期未更新的栏目", overdue),
        ("blank", "空白栏目", blank),
    ):
        yield from _problem(home, name, what, counted, int(options[name]))


def _overdue(column: Column, ctx: Context) -> _Counted | None:
    """Past the limits of the standard, whatever shorter ones an office has set itself."""
    stale = staleness(column, ctx.today)
    if stale is None or not (column.kind or column.machine_certain):  # whether anything is due there nobody knows
        return None
    if (column.kind != NEWS_KIND and stale.age <= LONG_DAYS) or (column.kind == NEWS_KIND and stale.age <= 14):
        return None
    return _Counted(column, f"{stale.age} 天", not stale.doubts)


def _is_first_level(column: Column) -> bool:
    return column.level == 1 and column.placed and column.kind in _FIRST_LEVEL_KINDS


def _problem(home: str, name: str, what: str, counted: Sequence[_Counted], enough: int) -> Iterator[Problem]:
    proven = [each for each in counted if each.certain]
    if len(counted) < enough:
        return
    certain = len(proven) >= enough
    listed = proven if certain else counted
    names = "、".join(f"“{mask_text(each.column.name)[:30]}”（{each.told}）" for each in listed[:_NAMED])
    more = f"等 {len(listed)} 个" if len(listed) > _NAMED else ""
    doubt = "" if certain else f"其中已认定 {len(proven)} 个，其余待核。"
    yield Problem(
        url=home,
        message=f"{what}累计 {len(listed)} 个，达到 {enough} 个的单项否决标准：{names}{more}。{doubt}",
        suggestion="请立即更新或归并所列栏目。" if certain else "请先人工核实待核的栏目，再按核实的数量处理。",
        evidence={
            "count": len(listed),
            "proven": len(proven),
            "enough": enough,
            "columns": [
                {"name": mask_text(each.column.name)[:60], "url": each.column.url, "told": each.told} for each in listed
            ],
        },
        discriminator=name,
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
    )
