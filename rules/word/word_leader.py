"""领导姓名与职务、排序不符。

检查什么
本单位登记了领导名册（dictionaries/leaders.csv：姓名、职务、班子、排序、起止日期）的，检查网页和附件里：紧挨姓名前后写着的职务是不是
名册里的；顿号隔开的一串姓名（可以带职务，可以夹着名册以外的人）里，同一班子的领导是不是按名册的顺序。

为什么
职务写错、排序颠倒属于严重表述问题，又最难靠通读发现。

例子
坏：名册里是“副区长”，新闻里写“区长云小溪”。
好：文件日期不在任期内的旧闻；“时任副区长溪大云”；“2023年，副区长溪大云……”（当年的职务）；“云山区区长云小溪”（别处的同名的人）；
写明“按姓氏笔画为序”的名单。

怎样整改
对照组织部门公布的职务和排序改正。

不检查什么
没有登记名册的，这条规则什么也查不出；只认紧挨着姓名的、名册里有的职务；没有可靠日期的文件，名册里不论哪一段时间的职务都算对；同名同姓、
兼职未登记、按其他规则排序（如到会先后）的需人判断，因此一律列为待核实。

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
_HAN = "[\u4e00-\u9fff]"
_FORMER = re.compile(r"(?:原|前|时任|曾任|历任|先后任|拟任|拟提名|提名|候任|首任|已故)(?:\w{0,3})$")
"""Before a title: it is not, or not yet, the one held."""
_PLACE = re.compile(
    rf"(?P<stem>{_HAN}{{2}})(?:省|市|区|县|州|盟|旗|镇|乡|街道)(?:人民政府|政府|委员会|委|人大常委会|人大|政协)?$"
)
_OF_A_PLACE = re.compile(r"[省市区县州旗镇乡](?:人|政|委)")
_STEM = re.compile(rf"(?P<stem>{_HAN}{{2}})$")
_NO_PLACE = frozenset("我全本该各由的在和与及对向是同请说午天日月年前后里中")
"""Signs of words that stand before a title without naming a place (我区、上午、由)."""
_NOT_TITLE = "办公|助理|信箱|热线|质量奖|接待日|候选人"
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_OTHER_ORDER = re.compile(r"笔画|排名不分先后|姓氏|拼音|到会先后|发言顺序|音序")
_AROUND = 40


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
                    picture=evidence.picture,
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
        title, name = match["before"] or match["after"], match["name"] or match["called"]
        start = match.start()
        if match["before"] and (
            _FORMER.search(part.text, max(0, start - 6), start) or _elsewhere(part.text, match, ctx)
        ):
            continue
        right = [title for leader in _titled(name, part.text, match, ctx, document) for title in leader.titles]
        if right and not any(_same_title(title, known) for known in right):
            told = "、".join(dict.fromkeys(right))
            message = f"“{match[0]}”与名册不一致，名册里{name}的职务是：{told}。"
            yield message, start, match.end(), f"title:{name}:{title}"


def _elsewhere(text: str, match: re.Match[str], ctx: Context) -> bool:
    """Whether a place before the title makes it one of another place, whose holder bears the same name."""
    start = match.start()
    before, title = text[max(0, start - 14) : start], match["before"]
    place = _PLACE.search(before) or (_STEM.search(before) if _OF_A_PLACE.match(title) else None)
    if place is None or place["stem"] in ctx.site_name:
        return False
    return not set(place["stem"]) & _NO_PLACE


def _titled(name: str, text: str, match: re.Match[str], ctx: Context, document: Document) -> list[Leader]:
    """The entries by which a title is judged: of the document's day, and where the sentence tells of another year of
    that year too; none where the register does not reach back so far.
    """
    every = [leader for leader in ctx.dictionaries.leaders if leader.name == name]
    dated = document.published is not None and document.published.sure
    if not dated:
        return every
    held = _holding(name, ctx, document)
    assert document.published is not None  # noqa: S101 - for the type checker
    for written in _YEAR.findall(sentence_around(text, match.start(), match.end())):
        year = int(written)
        if year < document.published.value.year:
            then = [
                leader
                for leader in every
                if (leader.since is None or leader.since.year <= year)
                and (leader.until is None or leader.until.year >= year)
            ]
            if not then:
                return []
            held += then
    return held


def _same_title(one: str, other: str) -> bool:
    """Whether the shorter title is the longer one without what stands before it; 区长 is not 副区长."""
    shorter, longer = sorted((one, other), key=len)
    return longer.endswith(shorter) and not longer.removesuffix(shorter).endswith("副")


def _wrong_orders(
    part: TextPart, listed: re.Pattern[str], ctx: Context, document: Document
) -> Iterator[tuple[str, int, int, str]]:
    names = {leader.name for leader in ctx.dictionaries.leaders}
    for match in listed.finditer(part.text):
        around = part.text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        if _OTHER_ORDER.search(around):
            continue
        # the last words of an item are the name: titles stand before it
        seen = [name for item in match[0].split("、") for name in names if item.strip().endswith(name)]
        leaders = [leader for name in seen for leader in _holding(name, ctx, document)[:1]]
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
    """A registered title right before or after a registered name, and registered names in a row."""
    leaders = dictionaries.leaders
    names = _any({leader.name for leader in leaders})
    titles = _any({title for leader in leaders for title in leader.titles})
    one = rf"(?:(?:{titles})+{_BLANK})?(?:{names})"
    between = rf"(?:{_BLANK}、{_BLANK}{_HAN}{{2,4}}){{0,4}}?{_BLANK}、{_BLANK}"
    return (
        re.compile(
            rf"(?P<before>{titles}){_BLANK}(?P<name>{names})"
            rf"|(?P<called>{names})(?P<after>{titles})(?!{_BLANK}(?:{names})|{_NOT_TITLE})"
        ),
        re.compile(rf"{one}(?:{between}{one})+(?!{_BLANK}等?分别)"),
    )


def _any(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
