"""政策文件没有解读。

检查什么
一年内由本级政府（部门）印发、在“政策文件”栏目公开、应当解读的文件（通知、意见、办法、规定、细则、方案），公开满3个工作日后，站内仍没有
解读：既没有相互链接的解读页，也没有以它为题或引用其标题的解读页。

为什么
解读材料应与文件同步公开，最迟不晚于文件公开后3个工作日；解读比例列入检查指标。

例子
坏：《云溪区临时救助实施办法》公开20个工作日，站内没有任何解读。
好：任免、批复、会议通知、表彰、转发上级文件，不需要解读。

怎样整改
由文件起草单位补充解读材料并发布，与文件页相互链接。

不检查什么
没有发文字号或日期的文件、上级文件的转载、没有归入政策文件类栏目的文件不检查；不判断解读的质量和形式；没有走完全站的检查，以及不能
确定是否规范性文件的，只列为待核；发布在其他平台而页面上没有链接的解读看不到。

依据
国办发〔2016〕80号 解读与文件同步公开、最迟3个工作日的要求；国办秘函〔2019〕19号 扣分指标“政策解读”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from records.evidence import SiteEvidence
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.policy.documents import interpretation_links, names_document, read_policies

META = RuleMeta(
    id="interpretation-missing",
    family="policy",
    title="政策文件没有解读",
    scope=Scope.SITE,
    severity=Severity.SERIOUS,
    deadline_class="normal",
    needs=("text", "dates", "links"),
    basis=("openness-2016-interpretation", "check-2019-interpretation"),
    measure="补充解读材料，并与文件页相互链接。",
    options={"since_days": 365, "working_days": 3},
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document without any interpretation."""
    limit = int(options["working_days"])
    since = ctx.today - timedelta(days=int(options["since_days"]))
    documents, interpretations = read_policies(evidence, ctx, since)
    interpreting = {interpretation.url for interpretation in interpretations}
    for document in documents:
        page = document.page
        waited = ctx.workdays_between(document.published, ctx.today)
        if waited <= limit:
            continue
        if any(interpretation_links(page)) or any(link.url in interpreting for link in page.links):
            continue
        if any(page.url in interpretation.links for interpretation in interpretations):
            continue
        if any(names_document(interpretation, document) for interpretation in interpretations):
            continue
        title = mask_text(page.title)[:100]
        certain = evidence.gather.complete and document.normative and document.dated_surely
        yield Problem(
            url=page.url,
            message=f"《{title.strip('《》')}》公开 {waited} 个工作日，没有找到解读。",
            suggestion="请补充解读材料并与文件页相互链接；解读已发布在别处的，请在文件页加上链接。",
            locus=Locus(text=title),
            evidence={
                "title": title,
                "doc_no": document.doc_no,
                "published": document.published.isoformat(),
                "working_days": waited,
                "limit_working_days": limit,
                "interpretations_seen": len(interpretations),
                "normative": document.normative,
            },
            certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
            column=page.column,
        )
