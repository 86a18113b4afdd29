"""Whether a word that was found counts: not as part of a right one, nor across words, nor where it is talked about."""

from __future__ import annotations

import re

from dictionaries import Word
from rules.word.normalising import Normalised
from rules.word.segmenting import segmenter

_SENTENCE_END = re.compile(r"[。!?;\uff01\uff1f\uff1b\n]")
_CORRECTION = re.compile(r"错别字|更正|勘误|应为|应改|改为|误写|误作|误为|写成|写错|混淆|而非|不是|易错|规范写法")
_SENTENCE_LENGTH = 60
_TITLE_LENGTH = 80
_CUT_CONTEXT = 20


def counts(word: Word, plain: Normalised, start: int, end: int) -> bool:
    """Whether the hit ``plain.text[start:end]`` is wrong as it stands."""
    text = plain.text
    return not (
        _spelled_right(text, start, end, word)
        or (word.titles and _in_title(text, start, end))
        or not _in_context(text, start, end, word)
        or (word.boundary and _cut_through(text, start, end))  # the dearest question last
    )


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds ``text[start:end]``, at most 60 characters to either side."""
    low, high = max(0, start - _SENTENCE_LENGTH), min(len(text), end + _SENTENCE_LENGTH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    if ends:
        low = ends[-1]
    following = _SENTENCE_END.search(text, end, high)
    if following:
        high = following.end()
    return " ".join(text[low:high].split())


def whole_word(text: str, start: int, end: int) -> bool:
    """Whether no word reaches beyond one of the ends while overlapping the span."""
    return not _cut_through(text, start, end)


def _spelled_right(text: str, start: int, end: int, word: Word) -> bool:
    """Whether the hit is part of a longer right writing."""
    written = text[start:end]
    for longer in word.exceptions:
        inside = longer.find(written)
        while inside >= 0:
            first = start - inside
            if first >= 0 and text.startswith(longer, first):
                return True
            inside = longer.find(written, inside + 1)
    return False


def _in_title(text: str, start: int, end: int) -> bool:
    """Whether the hit stands inside 《…》."""
    opened = text.rfind("《", max(0, start - _TITLE_LENGTH), start)
    if opened < 0 or "》" in text[opened:start] or "\n" in text[opened:start]:
        return False
    closed = text.find("》", end, end + _TITLE_LENGTH)
    return closed >= 0 and "\n" not in text[end:closed]


def _in_context(text: str, start: int, end: int, word: Word) -> bool:
    """Whether the sentence uses the word (does not correct it) and is one in which it is wrong."""
    sentence = sentence_around(text, start, end)
    if word.suggestion and word.suggestion in sentence and _CORRECTION.search(sentence):
        return False
    if any(context in sentence for context in word.contexts):
        return False
    return not word.needs or any(needed in sentence for needed in word.needs)


def _cut_through(text: str, start: int, end: int) -> bool:
    """Whether the segmenter sees two words meeting inside the hit, of which one reaches beyond it (自己|经营)."""
    low = max(text.rfind("\n", 0, start) + 1, start - _CUT_CONTEXT)
    newline = text.find("\n", end)
    high = min(end + _CUT_CONTEXT, newline if newline >= 0 else len(text))
    position = low
    for token in segmenter().cut(text[low:high]):
        token_end = position + len(token)
        overlaps = position < end and token_end > start
        if overlaps and (position < start < token_end or position < end < token_end):
            return True
        position = token_end
    return False
