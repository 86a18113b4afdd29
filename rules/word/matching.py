"""Finding the words of the dictionaries in documents: one pass over the text for all words, careful only where it hits.

The first pass runs over text squeezed with fast string methods; only a document in which something was found is read
again, part by part, with every offset mapped back to the text as published.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import daachorse
import regex

from dictionaries import Dictionaries, Word
from records.evidence import Document, TextPart

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_BLANKS = " \t\r"
_WIDE_BLANKS = "\u3000\xa0"
_HAN_ONLY = re.compile(rf"[{_HAN}]+")
_OTHER_HAN_FORMS = (
    r"[\u2000-\u200a\u202f\u205f\u2e80-\u2fdf\u3036-\u303a\u3200-\u33ff\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
"""What NFKC turns into Han characters (PDF files hold radicals instead of the characters themselves) or blanks."""
_OTHER_FORMS = r"[^\x00-\x7f\u3001-\u3035\u3400-\u9fff\u2010-\u2026\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
"""Whatever NFKC might turn into Latin letters or digits (full width, circled, squared …)."""
_REMOVED = re.compile(rf"(?<=[{_HAN}])[{_BLANKS}{_INVISIBLE}]+(?=[{_HAN}])|[{_INVISIBLE}]+")
_SENTENCE_END = re.compile(r"[。!?;\uff01\uff1f\uff1b\n]")
_CORRECTION = re.compile(r"错别字|更正|勘误|应为|应改|改为|误写|误作|误为|写成|写错|混淆|而非|不是")
_SENTENCE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text made comparable; ``offsets[i]`` is where its character ``i`` stood in the text as published."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the published text for a span of this one."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: where in the part it stands as published, and the sentence around it (not masked)."""

    word: Word
    part: TextPart
    start: int
    end: int
    sentence: str


def normalise(text: str) -> Normalised:
    """NFKC character by character, without invisible characters and without blanks between Han characters."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character):
            characters.append(plain)
            offsets.append(offset)
    joined = "".join(characters)
    kept = bytearray(b"\x01") * len(joined)
    for gap in _REMOVED.finditer(joined):
        kept[gap.start() : gap.end()] = bytes(gap.end() - gap.start())
    return Normalised(
        "".join(character for character, keep in zip(joined, kept, strict=True) if keep),
        tuple(offset for offset, keep in zip(offsets, kept, strict=True) if keep),
    )


class Matcher:
    """All words of one set of dictionaries in one automaton. The last document's hits are kept for the next rule."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._words = dictionaries.words
        patterns = [normalise(word.word).text for word in self._words]
        latin = any(not _HAN_ONLY.fullmatch(pattern) for pattern in patterns)
        self._unusual = regex.compile(_OTHER_FORMS if latin else _OTHER_HAN_FORMS)
        self._search: Callable[[str], list[tuple[int, int, int]]] = (
            daachorse.CharwiseDoubleArrayAhoCorasick(patterns, daachorse.MATCH_KIND_LEFTMOST_LONGEST).find
            if patterns
            else lambda text: []
        )
        self._last: tuple[Document | None, tuple[Hit, ...]] = (None, ())

    def hits(self, document: Document, category: str) -> tuple[Hit, ...]:
        """The hits of one category, in reading order."""
        last, hits = self._last
        if last is not document:
            hits = tuple(self._find(document))
            self._last = (document, hits)
        return tuple(hit for hit in hits if hit.word.category == category)

    def _find(self, document: Document) -> Iterator[Hit]:
        parts = tuple(part for part in document.parts if not part.hidden)  # wording that nobody sees is no fault
        if not self._search(_squeeze("\n".join(part.text for part in parts), self._unusual)):
            return
        for part in parts:
            if self._search(_squeeze(part.text, self._unusual)):
                yield from self._find_in(part)

    def _find_in(self, part: TextPart) -> Iterator[Hit]:
        plain = normalise(part.text)
        for start, end, index in self._search(plain.text):
            word = self._words[index]
            if (
                _spelled_right(plain.text, start, word)
                or (word.category != "nonpublic" and _torn(part.text, plain, start, end))
                or (word.boundary and _cut_through(plain.text, start, end))
                or _talked_about(plain.text, start, end, word)
            ):
                continue
            first, last = plain.span(start, end)
            yield Hit(word, part, first, last, sentence_around(part.text, first, last))


@lru_cache(maxsize=4)
def matcher(dictionaries: Dictionaries) -> Matcher:
    """The matcher of one set of dictionaries, built once."""
    return Matcher(dictionaries)


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


def _squeeze(text: str, unusual: regex.Pattern[str]) -> str:
    """A cheap superset of :func:`normalise`: every word found there is found here, too."""
    if unusual.search(text):
        text = unicodedata.normalize("NFKC", text)
    for removed in _BLANKS + _WIDE_BLANKS + _INVISIBLE:
        if removed in text:
            text = text.replace(removed, "")
    return text


def _spelled_right(text: str, start: int, word: Word) -> bool:
    """Whether the hit is part of a longer right writing."""
    for longer in word.exceptions:
        inside = longer.find(word.word)
        while inside >= 0:
            first = start - inside
            if first >= 0 and text.startswith(longer, first):
                return True
            inside = longer.find(word.word, inside + 1)
    return False


def _torn(published: str, plain: Normalised, start: int, end: int) -> bool:
    """Whether blanks stand inside the hit other than between all its characters (a title set wide).

    ``公布 署名`` in a menu is no misspelling; ``人 民 攻 府`` is one.
    """
    gaps = 0
    for index in range(start, end - 1):
        between = published[plain.offsets[index] + 1 : plain.offsets[index + 1]]
        gaps += any(character.isspace() for character in between)
    return gaps > 0 and (gaps < end - start - 1 or end - start < 3)


def _cut_through(text: str, start: int, end: int) -> bool:
    """Whether the segmenter sees two words meeting inside the hit, of which one reaches beyond it (自己|经营)."""
    low = max(text.rfind("\n", 0, start) + 1, start - 20)
    newline = text.find("\n", end)
    high = min(end + 20, newline if newline >= 0 else len(text))
    position = low
    for token in _segmenter().cut(text[low:high], HMM=False):
        token_end = position + len(token)
        overlaps = position < end and token_end > start
        if overlaps and (position < start < token_end or position < end < token_end):
            return True
        position = token_end
    return False


def _talked_about(text: str, start: int, end: int, word: Word) -> bool:
    """Whether the sentence corrects the word (“布署”应为“部署”) instead of using it."""
    sentence = sentence_around(text, start, end)
    return word.suggestion in sentence and _CORRECTION.search(sentence) is not None


@lru_cache(maxsize=1)
def _segmenter():  # type: ignore[no-untyped-def]
    """jieba, loaded (about two seconds) only when a first doubtful hit asks for it."""
    import jieba  # noqa: PLC0415

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
