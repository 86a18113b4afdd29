"""Finding the words of the dictionaries in documents.

Only a document in which the scanner met a word (:mod:`rules.scanning`) is read again, part by part, with every offset
mapped back to the text as published.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import Dictionaries, Word
from records.evidence import Document, TextPart
from rules.registry import WORDS
from rules.scanning import Lines, Scanner, scanner
from rules.word.bearing import counts, sentence_around
from rules.word.normalising import Normalised, normalise

_PATTERN_GAP = "[^。!?;\uff01\uff1f\uff1b\n]{0,12}?"
"""What ``…`` in a pattern stands for: at most 12 characters of the same sentence."""
_AROUND = 300
"""How much of the text before and after a broken word is read with it: more than any context reaches."""
_NEWLINE = re.compile("\n")
_LONG_WORD = 4
_BROKEN_WORD = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: where in the part it stands as published, and the sentence around it (not masked).

    ``doubtful``: something stands inside the word that may as well part two words.
    """

    word: Word
    part: TextPart
    start: int
    end: int
    sentence: str
    doubtful: bool = False


class Matcher:
    """All words of one scanner's dictionaries. The last document's hits are kept for the next rule."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._last: tuple[Document | None, dict[str, tuple[Hit, ...]]] = (None, {})

    def words_met(self, document: Document, category: str) -> Iterator[Word]:
        """The words of one category that may stand in the document: what the one search says, before any reading."""
        if WORDS + category in self._scanner.signs_in(document):
            for word in self._scanner.words_met(document):
                if word.category == category:
                    yield word

    def hits(self, document: Document, category: str) -> tuple[Hit, ...]:
        """The hits of one category, in reading order."""
        if WORDS + category not in self._scanner.signs_in(document):
            return ()
        last, hits = self._last
        if last is not document:
            hits = _by_category(self._find(document))
            self._last = (document, hits)
        return hits.get(category, ())

    def hits_in(self, text: str, category: str) -> tuple[Hit, ...]:
        """The hits of one category in a text by itself."""
        return self.all_hits_in(text).get(category, ())

    def all_hits_in(self, text: str) -> dict[str, tuple[Hit, ...]]:
        """The hits in a text by itself, by category."""
        return _by_category(self._find_in(TextPart(text), self._scanner.lines_with_words(text)))

    def lists(self, text: str) -> bool:
        """Whether a text, as it stands, holds a word of the dictionaries, be it right or wrong there."""
        return any(len(word.pieces) == 1 for _, _, words in self._scanner.words_in(text) for word in words)

    def _find(self, document: Document) -> Iterator[Hit]:
        """Part by part, each with the lines of the document's texts that are its own."""
        met = deque(self._scanner.lines_with_words_in(document))  # in the order of their ends
        texts = iter(document.texts)
        begins = 0
        for part in document.parts if met else ():
            for text in texts:  # of which a title or an empty text is no part
                first, begins = begins, begins + text.count("\n") + 1
                if text == part.text:
                    break
            own = []
            while met and met[0][1] < begins:
                low, high, words = met.popleft()
                if first <= low:
                    own.append((low - first, high - first, words))
            if not part.hidden:  # wording that nobody sees is no fault
                yield from self._find_in(part, own)

    def _find_in(self, part: TextPart, promising: Lines) -> Iterator[Hit]:
        """Only the lines are read closely in which a word may stand, and those about a word that may be broken."""
        if not promising:
            return
        starts = [0, *(newline.end() for newline in _NEWLINE.finditer(part.text)), len(part.text) + 1]
        hits: list[Hit] = []
        for line in sorted({first for first, last, _ in promising if first == last}):
            plain = normalise(part.text, self._scanner.forms, starts[line], starts[line + 1] - 1)
            hits += self.read_closely(part, plain, broken=False)
        lines = (
            (bisect_right(starts, starts[first] - _AROUND) - 1, bisect_left(starts, starts[last + 1] + _AROUND))
            for first, last, words in promising
            if _may_go_on(first, last, words)
        )
        for first, end in _merged(lines):
            high = starts[min(end, len(starts) - 1)] - 1
            joined = normalise(part.text, self._scanner.forms, starts[max(0, first)], high, joined=True)
            hits += self.read_closely(part, joined, broken=True)
        yield from longest(hits)

    def read_closely(self, part: TextPart, plain: Normalised, *, broken: bool) -> Iterator[Hit]:
        """The hits that count. ``broken``: only those that go on in the next line."""
        for key_start, key_end, words in self._scanner.words_in(plain.text):
            for word in words:
                for start, end in _spans(word, plain.text, key_start, key_end):
                    doubtful = _doubt(word, plain.gaps(part.text, start, end), broken=broken)
                    if doubtful is None or not counts(word, plain, start, end):
                        continue
                    first, last = plain.span(start, end)
                    sentence = sentence_around(part.text, first, last)
                    yield Hit(word, part, first, last, sentence, doubtful)


@lru_cache(maxsize=4)
def matcher(dictionaries: Dictionaries) -> Matcher:
    """The matcher of one set of dictionaries, built once."""
    return Matcher(scanner(dictionaries))


def _by_category(hits: Iterable[Hit]) -> dict[str, tuple[Hit, ...]]:
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.word.category, []).append(hit)
    return {category: tuple(of_category) for category, of_category in found.items()}


def _may_go_on(first: int, last: int, words: tuple[Word, ...]) -> bool:
    """Whether one of the words, whose longest piece stands in these lines, may have another one in another line."""
    return first < last or any(len(word.pieces) > 1 for word in words)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one: every word in it then stands in all of its context."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])  # noqa: PLW2901
        merged.append((start, end))
    return merged


def _spans(word: Word, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the word stands whose longest piece stands at ``text[start:end]``."""
    if len(word.pieces) == 1:
        yield start, end
        return
    reach = len(word.word) + 12 * len(word.pieces)
    low = max(0, start - reach)
    for match in _pattern(word.word).finditer(text, low, end + reach):
        if match.start() <= start and end <= match.end():
            yield match.span()


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_PATTERN_GAP.join(map(re.escape, word.split("…"))))


def _doubt(word: Word, gaps: list[str], *, broken: bool) -> bool | None:
    """Whether what stands inside the word makes it doubtful; None where it is no word at all.

    ``公布 署名`` in a menu is no misspelling; ``人 民 攻 府`` is one, and so is a mark in two parts.
    """
    lines = sum("\n" in gap for gap in gaps)
    if broken:
        return True if lines == 1 and len(gaps) + 1 >= _BROKEN_WORD else None
    if len(word.pieces) > 1:
        return False
    parted = sum(any(not _is_invisible(character) for character in gap) for gap in gaps)
    if parted == 0 or word.category == "nonpublic":
        return False
    if parted == len(gaps) and len(gaps) > 1:
        return False
    return True if len(gaps) + 1 >= _LONG_WORD else None


def _is_invisible(character: str) -> bool:
    return character in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


def longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """In reading order; of hits that overlap the first and longest."""
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.doubtful)):
        if hit.start >= reached:
            reached = hit.end
            yield hit
