"""同一篇文章重复发布。

检查什么
同一网站的两个地址上，标题相同、正文几乎相同、发布日期相差30天以内的文章。同一栏目里的逐篇列出，跨栏目的每个栏目列一个问题。

为什么
一篇文章多处存放，修改、撤下时容易漏掉一处，留下过时或有错的内容；同一栏目里重复，列表也显得杂乱。

例子
坏：“通知公告”列表里同一份公告出现两次，点开是两个地址，正文一字不差。
好：一篇文章以同一个地址列在两个栏目里；每年一次的同名公告，正文不同或相隔一年；只是附件不同的同名公示。

怎样整改
保留一处，删除其余；确需在几个栏目显示的，用引用（同一地址），不要重新发布。

不检查什么
同一栏目、同一天、正文完全相同的才直接认定；其余列为待核实，例如在两个栏目各发一份的。正文不足60字的、没有日期的、附件或图片不同
的不比较；手机版、打印版、繁体版等同一篇文章的另一种地址，以及建站系统把同一份稿件推送到几个栏目、文件名相同的，不算。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from records.evidence import Page, SiteEvidence
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="article-duplicated",
    family="content",
    title="文章重复发布",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="normal",
    needs=("columns",),
    basis=("guide-2017-content",),
    measure="同一篇文章保留一处，其余删除或改为引用。",
    options={"days": 30, "alike": 0.9},
)

_LEAST_TITLE = 8
_LEAST_TEXT = 60
_LONGEST = 20_000
_SHINGLE = 8
_PAIRS_LISTED = 10
_MOST_OF_A_TITLE = 12
"""A title that more pages share is that of a series (公示), not of an article."""
_PLAIN = re.compile(r"\W+")
_FILES = re.compile(r"[^/]+\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|jpe?g|png|gif|bmp|mp4)$", re.IGNORECASE)
_OTHER_VIEW = re.compile(r"/(?:wap|m|mobile|phone|print|big5|gate|wza|old)(?=/)", re.IGNORECASE)
_OWN_NAME = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class _Article:
    url: str
    title: str
    published: date
    text: str
    files: frozenset[str]


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a copy in the same column, one a column that holds copies of articles elsewhere."""
    shared = _shared_titles(evidence)
    if not shared:
        return
    groups: dict[str, list[_Article]] = defaultdict(list)
    for page in evidence.pages():
        title = _PLAIN.sub("", page.title)
        if title in shared and (article := _article(page)):
            groups[title].append(article)
    columns = _nearest_columns(evidence)
    across: dict[str, list[tuple[_Article, _Article]]] = defaultdict(list)
    for first, copies in _copies(groups.values(), options):
        for copy in copies:
            place = columns.get(copy.url)
            if place is not None and place == columns.get(first.url):
                yield _in_one_column(first, copy, place)
            else:
                across[place or copy.url].append((first, copy))
    for place, pairs in across.items():
        yield _across_columns(place, pairs)


def _nearest_columns(evidence: SiteEvidence) -> dict[str, str]:
    """Article address -> the column it stands in: of several the nearest by address, then the most special."""
    found: dict[str, tuple[int, int, str]] = {}
    for column in evidence.columns:
        folder = column.url.rpartition("/")[0] + "/"
        for item in column.items:
            near = len(folder) if item.url.startswith(folder) else 0
            found[item.url] = max(found.get(item.url, (0, 0, "")), (near, len(column.breadcrumb), column.url))
    return {url: column for url, (_, _, column) in found.items()}


def _copies(groups: Iterable[list[_Article]], options: Mapping[str, Any]) -> Iterator[tuple[_Article, list[_Article]]]:
    """Articles with their copies; the oldest is taken for the original."""
    for group in groups:
        left = sorted(group, key=lambda article: (article.published, article.url))
        while left:
            first, *rest = left
            copies = [other for other in rest if _same(first, other, int(options["days"]), float(options["alike"]))]
            left = [other for other in rest if other not in copies]
            if copies:
                yield first, copies


def _shared_titles(evidence: SiteEvidence) -> set[str]:
    counts: dict[str, int] = defaultdict(int)
    for page in evidence.pages():
        if page.kind == "article" and page.published:
            counts[_PLAIN.sub("", page.title)] += 1
    return {title for title, count in counts.items() if len(title) >= _LEAST_TITLE and 2 <= count <= _MOST_OF_A_TITLE}


def _article(page: Page) -> _Article | None:
    text = _PLAIN.sub("", page.text)[:_LONGEST]
    if page.kind != "article" or page.published is None or not page.published.sure or len(text) < _LEAST_TEXT:
        return None
    names = (_FILES.search(urlsplit(link.url).path) for link in page.links)
    files = frozenset(name[0] for name in names if name)
    return _Article(page.url, page.title, page.published.value, text, files)


def _same(one: _Article, other: _Article, days: int, alike: float) -> bool:
    if abs((one.published - other.published).days) > days or one.files != other.files:
        return False
    if _is_other_view(one.url, other.url):
        return False
    return one.text == other.text or _likeness(one.text, other.text) >= alike


def _is_other_view(one: str, other: str) -> bool:
    """Whether two addresses show one stored article: a mobile or print view, a file pushed into several columns."""
    parts = urlsplit(one), urlsplit(other)
    paths = [_OTHER_VIEW.sub("", part.path) for part in parts]
    queries = [set(parse_qsl(part.query)) for part in parts]
    if paths[0] == paths[1]:
        return queries[0] <= queries[1] or queries[1] <= queries[0]
    names = [path.rpartition("/")[2] for path in paths]
    return names[0] == names[1] and bool(_OWN_NAME.search(names[0]))


def _likeness(one: str, other: str) -> float:
    """Shared runs of characters over all of them (Jaccard), 0 to 1."""
    if not 0.8 <= len(one) / len(other) <= 1.25:
        return 0.0
    runs = [{text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)} for text in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def _in_one_column(first: _Article, copy: _Article, column: str) -> Problem:
    certain = copy.text == first.text and copy.published == first.published
    title = mask_text(first.title)[:80]
    likeness = "完全" if copy.text == first.text else "几乎"
    return Problem(
        url=copy.url,
        message=f"《{title}》在同一栏目里发布了两份（{_days(first, copy)}），正文{likeness}相同。",
        suggestion="请保留一份，删除另一份。" if certain else "请核实是否重复发布：是的，请保留一份，删除另一份。",
        locus=Locus(text=title, target=first.url),
        evidence={"places": [_place(first), _place(copy)], "column": column},
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
        column=column,
    )


def _across_columns(place: str, pairs: list[tuple[_Article, _Article]]) -> Problem:
    first, copy = pairs[0]
    title = mask_text(first.title)[:80]
    others = f"等 {len(pairs)} 篇文章" if len(pairs) > 1 else ""
    return Problem(
        url=place,
        message=f"《{title}》{others}（{_days(first, copy)}）在网站另一处已有正文相同的一份。",
        suggestion="请核实是否重复发布：是的，请保留一份；确需在几个栏目显示的，改为引用同一地址。",
        locus=Locus(text=title, target=first.url),
        evidence={
            "count": len(pairs),
            "places": [_place(article) for pair in pairs[:_PAIRS_LISTED] for article in pair],
        },
        certainty=Certainty.REVIEW,
        severity=Severity.INFO,
    )


def _days(first: _Article, copy: _Article) -> str:
    return "、".join(dict.fromkeys((first.published.isoformat(), copy.published.isoformat())))


def _place(article: _Article) -> Mapping[str, str]:
    return {"title": mask_text(article.title)[:80], "url": article.url, "published": article.published.isoformat()}
