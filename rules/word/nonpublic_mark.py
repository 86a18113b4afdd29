"""公开了带有非公开标识的文件。

检查什么
网页和附件里文件自身的标识：密级（秘密★、机密★、绝密★）；单独成行的“内部资料 注意保存”“此件不公开”等；
信息表里的“公开方式：依申请公开/不予公开”。

为什么
标有密级或不公开字样的文件出现在网站上，可能造成泄密，或公开了不应主动公开的内容。

例子
坏：附件首页右上角印着“秘密★1年”。
好：保密宣传文章里说“国家秘密分为绝密、机密、秘密三级”；栏目名“依申请公开”。

怎样整改
立即撤下，核实能否公开；涉密的，按保密规定报告处置。

不检查什么
正文里谈到这些字样的不算，只认文件自身的标识；图片和扫描件上的标识装了文字识别（`make ocr`）才认，
认出的只列为待核，“绝密★启用前”一类也是（考完的试卷可以公开）；密级标识后没有★的不认；信息表以外写明“依申请公开”的
只列为待核。

依据
《中华人民共和国政府信息公开条例》第十四条、第十七条；国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from records.evidence import Document, Page, TextPart
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.scanning import scanner
from rules.word.bearing import sentence_around
from rules.word.matching import matcher
from rules.word.normalising import normalise

_FIELDS = ("公开方式", "公开属性", "公开类型", "公开形式", "公开类别", "公开选项", "公开范围")

META = RuleMeta(
    id="nonpublic-mark",
    family="word",
    title="公开了带有非公开标识的文件",
    scope=Scope.DOCUMENT,
    severity=Severity.CRITICAL,
    deadline_class="immediate",
    needs=("text",),
    signs=("@word:nonpublic", "★", "☆", *_FIELDS),
    basis=("regulation-2019-14", "regulation-2019-17", "check-2019-v1"),
    measure="立即撤下并核实能否公开；涉密的按保密规定报告处置。",
)

_BLANK = r"[ \t]{0,40}"
_SECRET = re.compile(
    rf"^[ \t]*(?:[^\s“\"]{_BLANK}){{0,12}}?(绝密|机密|秘密){_BLANK}[★☆]"
    rf"(?:{_BLANK}((?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_BLANK}(?:年|个月)|长期|启用前|解密前))?"
    rf"(?:{_BLANK}(?:特急|加急|特提|平急|急件))?[ \t]*$"
)
_UNTIL = ("启用前", "解密前")
"""What ends a secrecy by itself: the papers of an examination are published when it is over."""
_FIELD = re.compile(
    rf"(?:{'|'.join(_FIELDS)})[ \t\u3000\xa0]*[:\uff1a][ \t\u3000\xa0]*"
    r"(依申请公开|不予公开|不公开|免予公开)(?=$|[\s,;)\]。\uff0c\uff1b\uff09])",
    re.MULTILINE,
)
_FRAME = re.compile(r"[\s\W_]*")
_FIELD_LINES = 25


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and mark."""
    seen: set[str] = set()
    for mark, part, offset, certainty in _marks(evidence, ctx):
        if mark in seen:
            continue
        seen.add(mark)
        yield Problem(
            url=evidence.mend_url,
            message=f"文件带有非公开标识“{mark}”。",
            suggestion="请立即撤下该文件并核实能否公开；可以公开的，换成去掉标识的版本。",
            locus=Locus(
                text=mask_text(sentence_around(part.text, offset, offset + 1)),
                offset=offset,
                attachment=evidence.attachment,
                picture=evidence.picture,
                page=part.page,
                sheet=part.sheet,
                cell=part.cell,
            ),
            evidence={"mark": mark},
            target=evidence.url,
            discriminator=mark,
            certainty=certainty,
            column=evidence.column,
        )


def _marks(document: Document, ctx: Context) -> Iterator[tuple[str, TextPart, int, Certainty]]:
    for part in document.parts:
        if "★" in part.text or "☆" in part.text:
            plain = normalise(part.text, scanner(ctx.dictionaries).forms)  # 機密　★, 秘 密 ★
            for line, offset in _lines(plain.text):
                match = _SECRET.match(line)
                if match and _stands_apart(part.text, plain.offsets[offset + match.start(1)]):
                    sure = Certainty.REVIEW if match[2] in _UNTIL else _sure(part)
                    yield f"{match[1]}★{match[2] or ''}", part, plain.offsets[offset], sure
        if part.role != "cell":
            yield from _fields(document, part)
    for hit in matcher(ctx.dictionaries).hits(document, "nonpublic"):
        if hit.part.role == "cell":
            continue
        low = hit.part.text.rfind("\n", 0, hit.start) + 1
        high = hit.part.text.find("\n", hit.end)
        line = hit.part.text[low : high if high >= 0 else len(hit.part.text)]
        before, after = line[: hit.start - low], line[hit.end - low :]
        if _FRAME.fullmatch(before) and _FRAME.fullmatch(after):
            own_mark = hit.part.role != "title" and (len(hit.word.word) > 4 or document.attachment is not None)
            yield hit.word.word, hit.part, hit.start, _sure(hit.part) if own_mark else Certainty.REVIEW


def _fields(document: Document, part: TextPart) -> Iterator[tuple[str, TextPart, int, Certainty]]:
    """The file's own field of how it is public; sure when it stands in the head of a page that is a file's page."""
    own_page = isinstance(document, Page) and (document.doc_no is not None or document.index_no is not None)
    for match in _FIELD.finditer(part.text):
        certain = own_page and part.text.count("\n", 0, match.start()) < _FIELD_LINES
        yield f"公开方式：{match[1]}", part, match.start(), _sure(part) if certain else Certainty.REVIEW


def _stands_apart(text: str, start: int) -> bool:
    """Whether no word goes on into what begins here (国家秘密)."""
    return start == 0 or not text[start - 1].isalnum()


def _sure(part: TextPart) -> Certainty:
    """What was recognised in a picture may be something else."""
    return Certainty.REVIEW if part.role == "scan" else Certainty.CONFIRMED


def _lines(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for line in text.split("\n"):
        yield line, offset
        offset += len(line) + 1
