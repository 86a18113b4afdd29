"""词库以外疑似的错别字。

检查什么
词库里没有、但很可能写错的字：把句子按常用程度切成词，落单的字换成读音或字形相近的字以后，正好成为常用词的。

为什么
错别字无穷无尽，词库收不全。

例子
坏：“源渊流长的历史文化”。
好：人名、地名、企业名里少见的用字。

怎样整改
核对原稿，确有错误的改正。

不检查什么
默认不启用，要在 office.toml 里写 on = true：它只能找出一小部分错误（见 docs/benchmarks.md），
人名、企业名偶尔会误报，而且每个网页要多花几毫秒；
把一个词写成另一个词的（“权利”“权力”）看不出来。一律列为待核实。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.word.bearing import sentence_around
from rules.word.spelling import suspicions

META = RuleMeta(
    id="word-unlikely",
    family="word",
    title="疑似错别字",
    scope=Scope.DOCUMENT,
    severity=Severity.INFO,
    deadline_class="prompt",
    needs=("text",),
    basis=("guide-2017-content",),
    measure="核对原稿，确有错误的改正。",
    options={"on": False, "gain_of_two": 12.0, "gain_of_more": 9.0},
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and piece of text, for review."""
    if not options["on"]:
        return
    right = {word.suggestion for word in ctx.dictionaries.words_of("misspelled")}
    seen: set[str] = set()
    for part in evidence.parts:
        for found in suspicions(part.text, options["gain_of_two"], options["gain_of_more"]):
            written = part.text[found.start : found.end]
            if written in seen or written in right:
                continue
            seen.add(written)
            yield Problem(
                url=evidence.mend_url,
                message=f"疑似错别字：“{written}”或应为“{found.likely}”。",
                suggestion=f"请核对原稿；确有错误的，将“{written}”改为“{found.likely}”。",
                locus=Locus(
                    text=mask_text(sentence_around(part.text, found.start, found.end)),
                    offset=found.start,
                    attachment=evidence.attachment,
                    picture=evidence.picture,
                    page=part.page,
                    sheet=part.sheet,
                    cell=part.cell,
                ),
                evidence={"word": written, "right": found.likely, "gain": round(found.gain, 1)},
                target=evidence.url,
                discriminator=written,
                certainty=Certainty.REVIEW,
                column=evidence.column,
            )
