"""页内定位的链接找不到位置。

检查什么
带“#”的链接：所指的网页读到了，而网页里没有这个名字的位置（id 或锚点）。点了能打开网页，但到不了说的那一段。

为什么
目录、“返回某节”一类的链接点了没有反应，多是改版、复制时丢了锚点。

例子
坏：目录写 `<a href="#jt">交通</a>`，正文里没有 id 为 jt 的元素。
好：`#`、`#top` 回到页首；页签、轮播等由脚本处理的链接。

怎样整改
在正文的相应位置补上锚点，或者改正链接里的名字。

不检查什么
一律列为待核：位置可能由脚本生成。脚本处理的（有点击处理、页签属性，或者网页脚本读取“#”后面的内容）、没有文字的链接不列；其他网站
的网页不看。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import SiteEvidence
from records.masking import mask_text
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.link.places import page_facts, place, uses_in_order

META = RuleMeta(
    id="link-fragment",
    family="link",
    title="页内定位失效",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="补上锚点，或者改正链接里的名字。",
    options={
        "placeholders": [
            "none", "no", "nogo", "nolink", "null", "void", "this", "self", "link", "url", "javascript", "javascript:;",
            "all", "more", "menu", "nav", "home", "index", "undefined", "a", "n", "_", "1", "##",
        ]
    },
)  # fmt: skip


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem for each place that is missing, for review."""
    placeholders = frozenset(options["placeholders"])
    for lost in evidence.lost_fragments():
        if lost.fragment.lower() in placeholders or not lost.uses:
            continue
        uses = uses_in_order(lost.uses)
        named = mask_text(lost.fragment)[:60]
        target = f"{lost.url}#{named}"
        shown = page_facts(uses, lost.use_count)
        yield Problem(
            url=uses[0].page_url,
            message=f"{place(uses, lost.use_count)}要定位到“#{named}”，所指的网页里没有这个位置。",
            suggestion="请点一下核实：到不了的，在正文补上锚点或改正链接；由脚本处理的，可以保留。",
            locus=uses[0].locus(target),
            evidence={"fault": "定位失效", "written": f"#{named}", **shown, "pages": [*shown["pages"], lost.url][-20:]},
            target=target,
            certainty=Certainty.REVIEW,
        )
