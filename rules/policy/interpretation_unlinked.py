"""政策文件与解读没有相互链接。

检查什么
站内既有政策文件、又有它的解读（解读以文件为题，或引用文件标题并有一方链接到另一方），看文件页有没有链接到解读、解读页有没有链接到文件。

为什么
公众看文件时应能直接找到解读，看解读时应能回到原文；解读与文件相互关联列入检查指标。

例子
坏：解读页正文提到《云溪区公租房管理办法》，但没有链接；文件页也没有“相关解读”。
好：文件页列出“相关解读”，解读页列出“相关文件”，可以互相打开。

怎样整改
在文件页加“相关解读”链接，在解读页加“相关文件”链接。

不检查什么
没有解读的文件归“政策文件没有解读”；由脚本生成的关联链接看不到；上级文件的解读、仅在正文提到文件名的其他解读不算；
标题和正文都没有提到文件名的解读（例如只有一张图）认不出来。

依据
国办秘函〔2019〕19号 扣分指标“政策解读”（解读关联）；国办发〔2017〕47号 政策文件与解读材料相互关联的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from records.evidence import SiteEvidence
from records.masking import mask_text
from records.model import Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.policy.documents import (
    Interpretation,
    PolicyDocument,
    interpretation_links,
    names_document,
    read_policies,
    titled_after,
)

META = RuleMeta(
    id="interpretation-unlinked",
    family="policy",
    title="政策文件与解读未相互关联",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text", "links"),
    basis=("check-2019-interpretation", "guide-2017-interpretation"),
    measure="在文件页和解读页分别加上指向对方的链接。",
    options={"since_days": 365},
)


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document of which no interpretation is linked both ways."""
    since = ctx.today - timedelta(days=int(options["since_days"]))
    documents, interpretations = read_policies(evidence, ctx, since)
    for document in documents:
        outward = {link.url for link in document.page.links}
        pairs = [
            (interpretation, there, back)
            for interpretation in interpretations
            for there, back in [(interpretation.url in outward, document.page.url in interpretation.links)]
            if titled_after(interpretation, document) or ((there or back) and names_document(interpretation, document))
        ]
        if not pairs or any(there and back for _, there, back in pairs):
            continue
        if any(interpretation_links(document.page)) and not any(there for _, there, _ in pairs):
            continue
        interpretation, there, back = max(pairs, key=lambda pair: (pair[1] + pair[2], pair[0].url))
        yield _problem(document, interpretation, there=there, back=back)


def _problem(document: PolicyDocument, interpretation: Interpretation, *, there: bool, back: bool) -> Problem:
    title = mask_text(document.page.title)[:100]
    if there:
        missing, url = "解读页没有链接到文件", interpretation.url
    elif back:
        missing, url = "文件页没有链接到解读", document.page.url
    else:
        missing, url = "文件页与解读页互不链接", document.page.url
    return Problem(
        url=url,
        message=f"《{title.strip('《》')}》与其解读未相互关联：{missing}。",
        suggestion="请在文件页加“相关解读”链接，在解读页加“相关文件”链接。",
        locus=Locus(text=title, target=interpretation.url if url == document.page.url else document.page.url),
        evidence={
            "document": document.page.url,
            "interpretation": interpretation.url,
            "interpretation_title": mask_text(interpretation.title)[:100],
            "document_links_to_interpretation": there,
            "interpretation_links_to_document": back,
        },
        target=document.page.url,
        column=document.page.column,
    )
