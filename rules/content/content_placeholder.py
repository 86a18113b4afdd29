"""测试内容、占位文字没有清理。

检查什么
标题或全部正文就是“测试”“test”一类字样（见 content.toml）的网页和附件；正文里的占位文字（lorem ipsum，
文章里独立成行的“此处填写内容”等）。

为什么
测试内容对公众没有用处，说明发布前没有审核；检索、转载时还会传开。

例子
坏：“通知公告”里有一篇标题为“测试123”的文章；文章标题是“关于……的通知”，正文只有“test”两行。
好：“核酸检测测试”“软件测试岗位招聘”“水质测试报告”“关于开展普通话水平测试的通知”；正文里谈到测试。

怎样整改
删除测试内容，补上应有的正文，清理列表里的链接。

不检查什么
标题正常、正文有别的内容的，不因出现“测试”二字认定；标题是测试字样而正文有实际内容的，只列为待核实；藏在别的文字中间的测试语句
看不出来；附件里的填写提示不算占位文字。

依据
国办发〔2017〕47号 信息发布审核、保证内容准确的要求。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from dictionaries import ContentWords
from records.evidence import Document, Page
from records.masking import mask_text
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from rules.context import Context

META = RuleMeta(
    id="content-placeholder",
    family="content",
    title="测试或占位内容没有清理",
    scope=Scope.DOCUMENT,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("text",),
    basis=("guide-2017-content",),
    measure="删除测试和占位内容，补上应有的正文。",
)

_LOREM = "lorem ipsum dolor sit amet"
_SHORT = 100
_LONGEST = 3000
"""A longer text is something else than a test; in it only the words of typesetters are looked for."""
_ABOUT = re.compile(
    r"\s*[\[【]?(?:发布|发表|更新|信息|文章)?(?:时间|日期|来源|作者|编辑|责任编辑)[】\]]?\s*[:：].{0,100}$"
    r"|\s*[\[【]?(?:打印|关闭|分享|字体|字号|浏览|点击|阅读|上一篇|下一篇).{0,60}$"
)
"""Lines about a page (发布时间: …), which some pages show between title and text."""
_SIGNS = re.compile(r"[\W\d_]+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")


def check(evidence: Document, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """At most one problem a document; of a picture in a page none, since what it holds need not be text."""
    if evidence.picture is not None:
        return
    found = _found(evidence, ctx.dictionaries.content)
    if found is None:
        return
    seen, what, certainty = found
    shown = mask_text(seen)[:60]
    yield Problem(
        url=evidence.mend_url,
        message=f"{what}“{shown}”，是没有清理的测试或占位内容。",
        suggestion="请删除，或补上应有的内容，并清理列表里的链接。"
        if certainty is Certainty.CONFIRMED
        else "请核实是否测试内容：是的，请删除并清理列表里的链接。",
        locus=Locus(text=shown, attachment=evidence.attachment),
        evidence={"seen": shown},
        target=evidence.url,
        certainty=certainty,
        column=evidence.column,
    )


def _found(document: Document, words: ContentWords) -> tuple[str, str, Certainty] | None:
    tests = _test_words(words.test_words, words.test_objects)
    title = _plain(document.title)
    if document.attachment:
        title = _EXTENSION.sub("", title)
    parts = [part.text for part in document.parts if part.role != "title"]
    titled_test = _is_test(title, tests)
    if sum(map(len, parts)) > _LONGEST:
        if titled_test:
            return document.title.strip(), "标题为", Certainty.REVIEW
        return _quoted_lorem(parts)
    lines = [_bare(line) for line in _plain("\n".join(parts)).split("\n") if not _ABOUT.match(line)]
    lines = [line for line in lines if line and line != _bare(title)]
    length = sum(map(len, lines))
    only_tests = bool(lines) and all(tests.fullmatch(line) for line in lines) and length < _SHORT
    if titled_test:
        certain = only_tests or not lines
        return document.title.strip(), "标题为", Certainty.CONFIRMED if certain else Certainty.REVIEW
    if only_tests:
        return " ".join(lines), "正文只有", Certainty.CONFIRMED
    if isinstance(document, Page) and document.kind == "article":
        fillers = {_bare(filler) for filler in words.fillers}
        if filler := next((line for line in lines if line in fillers), None):
            return filler, "正文里有", Certainty.CONFIRMED if length < _SHORT else Certainty.REVIEW
    return _quoted_lorem(parts)


def _quoted_lorem(parts: Iterable[str]) -> tuple[str, str, Certainty] | None:
    """Typesetters' Latin; among Chinese text it may be quoted."""
    for text in parts:
        if "ipsum" in text and _LOREM in " ".join(text.lower().split()):
            bare = _SIGNS.sub("", text)
            latin = sum(1 for character in bare if character.isascii())
            return _LOREM, "正文里有", Certainty.CONFIRMED if latin * 2 > len(bare) else Certainty.REVIEW
    return None


@lru_cache(maxsize=4)
def _test_words(tests: tuple[str, ...], things: tuple[str, ...]) -> re.Pattern[str]:
    """A test word, perhaps several times, perhaps with what it tests around it: 测试文章, 标题测试, testtest."""
    word = "|".join(sorted(map(re.escape, tests), key=len, reverse=True))
    thing = "|".join(map(re.escape, things))
    return re.compile(rf"(?:(?:{word})+(?:{thing})?|(?:{thing})(?:{word})+)+")


def _is_test(text: str, tests: re.Pattern[str]) -> bool:
    bare = _bare(text)
    return bool(bare) and tests.fullmatch(bare) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)
