"""词库以外疑似的错别字。

检查什么
词库里没有、但很可能写错的字：公文里常用的词，有一个字换成了读音或字形相近的字，成了不是词的写法。两个字的词，旁边还须有
另一个常用的词（“机制建社”“财症系统”）；三个字以上的词，其余的字须都在。

为什么
错别字无穷无尽，词库收不全。

例子
坏：“加强机制建社”“官理制度”。
好：人名、地名、企业名里少见的用字。

怎样整改
核对原稿，确有错误的改正。

不检查什么
一律列为待核实。只认 official-words.txt 里的常用词和词库里三个字以上的正确写法（见 docs/dictionaries.md），约能找出
六分之一的错误（见 docs/benchmarks.md）。把一个词写成另一个词的（“权利”“权力”）、一个词里错了两个字的看不出来。
职务后面的人名、后面跟着“公司”“集团”等字样的名称不查。不需要的，在 office.toml 里写 off = true 并写明理由。

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
from rules.word.matching import matcher
from rules.word.spelling import near_misses, unlisted

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
    options={"beside_one": 7.5, "beside_two": 5.0, "alone": 7.0},
)


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and piece of text, for review."""
    near, listed = near_misses(ctx.dictionaries), matcher(ctx.dictionaries)
    seen: set[str] = set()
    for part in evidence.parts:
        if part.hidden:  # wording that nobody sees is no fault
            continue
        gains = options["beside_one"], options["beside_two"], options["alone"]
        for found in unlisted(near.suspicions(part.text, *gains), part.text, listed):
            written = part.text[found.start : found.end]
            if written in seen:
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
