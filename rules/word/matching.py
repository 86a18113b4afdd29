"""Finding the words of the dictionaries in documents: one pass over the text for all words, careful only where it hits.

The first pass runs over text squeezed with fast string methods; characters of an unusual form (full width, traditional,
radicals) are patterns of the same automaton, so that text without them pays nothing. Only a document in which a word
was found is read again, part by part, with every offset mapped back to the text as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import daachorse

from dictionaries import Dictionaries, Word
from records.evidence import Document, TextPart
from rules.word.bearing import counts, sentence_around
from rules.word.normalising import Normalised, normalise, plain_form, simplified, squeeze, unusual, usual

_HAN_ONLY = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_PATTERN_GAP = "[^。!?;\uff01\uff1f\uff1b\n]{0,12}?"
"""What ``…`` in a pattern stands for: at most 12 characters of the same sentence."""
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
    """All words of one set of dictionaries in one automaton. The last document's hits are kept for the next rule."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        self._words = dictionaries.words
        keys = [max(word.pieces, key=len) for word in self._words]
        written = frozenset("".join(word.word for word in self._words))
        self._simple = {code: plain for code, plain in simplified().items() if chr(code) not in written}
        self._by_key: dict[str, list[Word]] = {}
        for key, word in zip(keys, self._words, strict=True):
            self._by_key.setdefault(plain_form(key, self._simple), []).append(word)
        self._keys = list(self._by_key)
        latin = any(not _HAN_ONLY.fullmatch(key) for key in self._keys)
        patterns = ["".join(usual(character, {}) for character in key) for key in self._keys]
        self._first_mark = len(patterns)
        self._marks = unusual(latin, written)
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick([*patterns, *self._marks]) if patterns else None
        self._last: tuple[Document | None, dict[str, tuple[Hit, ...]]] = (None, {})

    def hits(self, document: Document, category: str) -> tuple[Hit, ...]:
        """The hits of one category, in reading order."""
        last, hits = self._last
        if last is not document:
            hits = self._find(document.parts)
            self._last = (document, hits)
        return hits.get(category, ())

    def hits_in(self, text: str, category: str) -> tuple[Hit, ...]:
        """The hits of one category in a text by itself."""
        return self.all_hits_in(text).get(category, ())

    def all_hits_in(self, text: str) -> dict[str, tuple[Hit, ...]]:
        """The hits in a text by itself, by category."""
        return self._find((TextPart(text),))

    def _find(self, document_parts: tuple[TextPart, ...]) -> dict[str, tuple[Hit, ...]]:
        parts = tuple(part for part in document_parts if not part.hidden)  # wording that nobody sees is no fault
        if not parts:
            return {}
        text = parts[0].text if len(parts) == 1 else "\n\n".join([part.text for part in parts])
        if not self._promising(text):
            return {}
        found: dict[str, list[Hit]] = {}
        for part in parts:
            if self._promising(part.text):
                for hit in self._find_in(part):
                    found.setdefault(hit.word.category, []).append(hit)
        return {category: tuple(hits) for category, hits in found.items()}

    def _promising(self, text: str) -> bool:
        """Whether a word may stand in the text."""
        if self._automaton is None:
            return False
        squeezed = squeeze(text)
        found = self._automaton.find_overlapping(squeezed)
        if not found:
            return False
        marks = {index for _, _, index in found if index >= self._first_mark}
        if marks:
            for mark in marks:
                character = self._marks[mark - self._first_mark]
                squeezed = squeezed.replace(character, usual(character, self._simple))
            found = self._automaton.find_overlapping(squeezed)
        return any(index < self._first_mark for _, _, index in found)

    def _find_in(self, part: TextPart) -> Iterator[Hit]:
        plain = normalise(part.text, self._simple)
        hits = list(self._counting(part, plain, broken=False))
        joined = normalise(part.text, self._simple, joined=True)
        if len(joined.text) < len(plain.text):
            hits += self._counting(part, joined, broken=True)
        yield from _longest(hits)

    def _counting(self, part: TextPart, plain: Normalised, *, broken: bool) -> Iterator[Hit]:
        """The hits that count. ``broken``: only those that go on in the next line."""
        if self._automaton is None:
            return
        for key_start, key_end, index in self._automaton.find_overlapping(plain.text):
            if index >= self._first_mark:
                continue
            for word in self._by_key[self._keys[index]]:
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
    return Matcher(dictionaries)


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


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """In reading order; of hits that overlap the first and longest."""
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.doubtful)):
        if hit.start >= reached:
            reached = hit.end
            yield hit
