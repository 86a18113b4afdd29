"""领导姓名与职务、排序不符。

检查什么
本单位登记了领导名册（dictionaries/leaders.csv：姓名、职务、班子、排序、起止日期）的，检查网页和附件里：紧挨姓名写着的职务是不是名册里的；
顿号隔开的一串姓名里，同一班子的领导是不是按名册的顺序。

为什么
职务写错、排序颠倒属于严重表述问题，又最难靠通读发现。

例子
坏：名册里是“副区长”，新闻里写“区长云小溪”。
好：文件日期不在任期内的旧闻；“云小溪、溪大云”按名册顺序。

怎样整改
对照组织部门公布的职务和排序改正。

不检查什么
没有登记名册的，这条规则什么也查不出；只认紧挨着姓名的职务；同名同姓、兼职未登记、按其他规则排序（如到会先后）的需人判断，因此一律列为待核实。

依据
国办秘函〔2019〕19号 单项否决指标“安全、泄密事故等严重问题”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from dictionaries import Dictionaries, Leader
from records.evidence import Document, TextPart
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context
from rules.word.bearing import sentence_around

META = RuleMeta(
    id="word-leader",
    family="word",
    title="领导职务或排序可能有误",
    scope=Scope.DOCUMENT,
    severity=Severity.SERIOUS,
    deadline_class="immediate",
    needs=("text",),
    signs=("@leader",),
    basis=("check-2019-v1",),
    measure="对照组织部门公布的职务和排序核实，有误的立即改正。",
)

_BLANK = r"[ \t\u3000\xa0]*"


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a document and leader (title), and one a document and wrong order."""
    if not ctx.dictionaries.leaders:
        return
    named, listed = _patterns(ctx.dictionaries)
    seen: set[str] = set()
    for part in evidence.parts:
        for message, start, end, key in (
            *_wrong_titles(part, named, ctx, evidence),
            *_wrong_orders(part, listed, ctx, evidence),
        ):
            if key in seen:
                continue
            seen.add(key)
            yield Problem(
                url=evidence.mend_url,
                message=message,
                suggestion="请对照组织部门公布的职务和排序核实，有误的立即改正；名册过时的请更新名册。",
                locus=Locus(
                    text=mask_text(sentence_around(part.text, start, end)),
                    offset=start,
                    attachment=evidence.attachment,
                    page=part.page,
                    sheet=part.sheet,
                    cell=part.cell,
                ),
                evidence={"found": part.text[start:end]},
                target=evidence.url,
                discriminator=key,
                certainty=Certainty.REVIEW,
                column=evidence.column,
            )


def _wrong_titles(
    part: TextPart, named: re.Pattern[str], ctx: Context, document: Document
) -> Iterator[tuple[str, int, int, str]]:
    for match in named.finditer(part.text):
        title, name = match["title"], match["name"]
        right = [title for leader in _holding(name, ctx, document) for title in leader.titles]
        if right and not any(_same_title(title, known) for known in right):
            message = f"“{title}{name}”与名册不一致，名册里的职务是：{'、'.join(right)}。"
            yield message, match.start(), match.end(), f"title:{name}:{title}"


def _same_title(one: str, other: str) -> bool:
    """Whether the shorter title is the longer one without what stands before it; 区长 is not 副区长."""
    shorter, longer = sorted((one, other), key=len)
    return longer.endswith(shorter) and not longer.removesuffix(shorter).endswith("副")


def _wrong_orders(
    part: TextPart, listed: re.Pattern[str], ctx: Context, document: Document
) -> Iterator[tuple[str, int, int, str]]:
    for match in listed.finditer(part.text):
        names = [name.strip() for name in match[0].split("、")]
        leaders = [leader for name in names for leader in _holding(name, ctx, document)[:1]]
        for group in dict.fromkeys(leader.group for leader in leaders):
            ranks = [leader for leader in leaders if leader.group == group]
            right = sorted(ranks, key=lambda leader: leader.rank)
            if ranks != right:
                order = "、".join(leader.name for leader in right)
                message = f"“{match[0]}”的排序与名册不一致，名册里{group}的顺序是：{order}。"
                yield message, match.start(), match.end(), f"order:{match[0]}"


def _holding(name: str, ctx: Context, document: Document) -> list[Leader]:
    """The entries of a name that held when the document was published; of an undated one, today."""
    day = document.published.value if document.published else ctx.today
    return [
        leader
        for leader in ctx.dictionaries.leaders
        if leader.name == name and (leader.since or day) <= day <= (leader.until or day)
    ]


@lru_cache(maxsize=4)
def _patterns(dictionaries: Dictionaries) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A registered title right before a registered name, and registered names in a row."""
    leaders = dictionaries.leaders
    names = _any({leader.name for leader in leaders})
    titles = _any({title for leader in leaders for title in leader.titles})
    one = rf"(?:{names})"
    return (
        re.compile(rf"(?P<title>{titles}){_BLANK}(?P<name>{names})"),
        re.compile(rf"{one}(?:{_BLANK}、{_BLANK}{one})+"),
    )


def _any(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
