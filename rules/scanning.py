"""One search through a document for everything that rules on documents look for; most documents hold none of it.

A rule names in ``META.signs`` what must stand in a document for it to find anything. All signs of all rules, and the
words of the dictionaries, are patterns of one automaton, which runs over text squeezed with fast string methods: a
superset, so that nothing is hidden from a rule, and without any cost for a further rule. Characters of an unusual form
(full width, traditional, radicals) are patterns as well, so that text without them pays nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain

import daachorse

from dictionaries import Dictionaries, Word
from records.evidence import Document
from records.model import RuleMeta
from rules.privacy import masks, numbers, recognising
from rules.registry import LEADER, MASK, PERSONAL, WORDS, all_rules
from rules.word.normalising import Forms, plain_form, simplified, squeeze, unusual, without_gaps

KIND = PERSONAL + ":"
"""Before a kind of personal data that is known by its words."""
NUMBER = "@number"
"""Digits that may be a personal number by themselves."""
_NUMBER = frozenset((PERSONAL, NUMBER))
_UNUSUAL = "@unusual"
_NONE: frozenset[str] = frozenset()

Found = list[tuple[int, int, int]]
Lines = list[tuple[int, int, tuple[Word, ...]]]


class Scanner:
    """Everything to look for in one automaton. What was found in the last document is kept for the next rule.

    ``metas`` are the rules that may be told to have nothing to look for.
    """

    def __init__(self, dictionaries: Dictionaries, metas: Iterable[RuleMeta] = ()) -> None:
        self._metas = tuple(meta for meta in metas if meta.signs)
        written = frozenset("".join(word.word for word in dictionaries.words))
        simple = {code: plain for code, plain in simplified().items() if chr(code) not in written}
        self.forms = Forms(simple)
        words: dict[str, list[Word]] = {}
        for word in (_comparable(each, simple) for each in dictionaries.words):
            words.setdefault(without_gaps(plain_form(max(word.pieces, key=len), simple)), []).append(word)
        signs = {key: {WORDS + word.category for word in of_key} for key, of_key in words.items()}
        for sign, text in _texts(dictionaries, self._metas):
            signs.setdefault(squeeze(text).replace("\n", ""), set()).add(sign)
        if words:
            for character in unusual(self.forms, frozenset("".join(words))):
                signs.setdefault(character, set()).add(_UNUSUAL)
        self._always = frozenset(signs.pop("", ()))
        alike: dict[frozenset[str], frozenset[str]] = {}  # a few for 100,000 words
        self._signs = [alike.setdefault(each, each) for each in map(frozenset, signs.values())]
        self._patterns = list(signs)
        self._longest = max(map(len, self._patterns), default=0)
        self._words = [tuple(words.get(pattern, ())) for pattern in signs]
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(self._patterns)
        self._last: Document | None = None
        self._squeezed = ""  # the last document's text,
        self._found: Found = []  # what was found in it without its line ends,
        self._near: Found = []  # and near its unusual characters once they had their plain form
        self._signs_there = _NONE
        self._asleep: dict[frozenset[str], frozenset[str]] = {}

    def asleep(self, document: Document) -> frozenset[str]:
        """Ids of the rules that can find nothing in the document, because none of their signs stands there."""
        signs = self.signs_in(document)
        asleep = self._asleep.get(signs)
        if asleep is None:
            asleep = frozenset(meta.id for meta in self._metas if signs.isdisjoint(meta.signs))
            self._asleep[signs] = asleep
        return asleep

    def signs_in(self, document: Document) -> frozenset[str]:
        """Every sign that may stand in the document."""
        if self._last is not document:
            text = "\n".join(document.texts)
            squeezed = squeeze(text)
            joined = squeezed.replace("\n", "")
            found, near, signs = self._find(joined), [], self._always
            if found:
                signs = self._signs_of(found)
                if _UNUSUAL in signs:
                    near = self._find(self._usual(self._near_unusual(joined, found), found))
                    signs |= self._signs_of(near)
            if NUMBER not in signs and numbers.long_enough(squeezed) and numbers.in_plain_digits(text):
                signs |= _NUMBER
            self._last, self._signs_there = document, signs
            self._squeezed, self._found, self._near = squeezed if found else "", found, near
        return self._signs_there

    def words_met(self, document: Document) -> Iterator[Word]:
        """The words of which the longest piece may stand in the document."""
        self.signs_in(document)
        for _, _, index in chain(self._found, self._near):
            yield from self._words[index]

    def lines_with_words_in(self, document: Document) -> Lines:
        """In which lines of the document's texts, taken one after the other, words may stand; see
        :meth:`lines_with_words`."""
        self.signs_in(document)
        return self._lines(self._squeezed, self._found)

    def lines_with_words(self, text: str) -> Lines:
        """In which lines of the text the longest piece of words may stand: the first, the last and the words."""
        squeezed = squeeze(text)
        return self._lines(squeezed, self._find(squeezed.replace("\n", "")))

    def words_in(self, plain: str) -> Iterator[tuple[int, int, tuple[Word, ...]]]:
        """Where the longest piece of words stands in a text made comparable: start, end and the words."""
        for start, end, index in self._find(plain):
            if words := self._words[index]:
                yield start, end, words

    def _lines(self, squeezed: str, found: Found) -> Lines:
        """Lines of a squeezed text with words, ``found`` being what stands in it without its line ends."""
        if found and _UNUSUAL in self._signs_of(found):
            squeezed = self._usual(squeezed, found)
            found = self._find(squeezed.replace("\n", ""))
        hits = [(start, end, words) for start, end, index in found if (words := self._words[index])]
        ends = list(accumulate(map(len, squeezed.split("\n")))) if hits else []
        return [(bisect_right(ends, start), bisect_right(ends, end - 1), words) for start, end, words in hits]

    def _usual(self, text: str, found: Found) -> str:
        """The text with the unusual characters that were found in their plain form."""
        for index in {index for _, _, index in found if _UNUSUAL in self._signs[index]}:
            character = self._patterns[index]
            text = text.replace(character, without_gaps(self.forms[ord(character)]))
        return text

    def _near_unusual(self, squeezed: str, found: Found) -> str:
        """As much around every unusual character as the longest word may take up."""
        pieces: list[str] = []
        reached = 0
        for start, end, index in found:
            if _UNUSUAL in self._signs[index]:
                low = start - self._longest
                if low > reached:
                    pieces.append("\n")
                pieces.append(squeezed[max(low, reached) : end + self._longest])
                reached = end + self._longest
        return "".join(pieces)

    def _find(self, text: str) -> Found:
        try:
            found: Found = self._automaton.find_overlapping(text)
        except UnicodeEncodeError:  # half of a surrogate pair, in a text that was cut or made to harm
            found = self._automaton.find_overlapping(text.encode("utf-8", "replace").decode())
        return found

    def _signs_of(self, found: Found) -> frozenset[str]:
        return self._always.union(*{self._signs[index] for _, _, index in found})


@lru_cache(maxsize=4)
def scanner(dictionaries: Dictionaries) -> Scanner:
    """The scanner for one set of dictionaries and every rule, built once."""
    return Scanner(dictionaries, [rule.meta for rule in all_rules()])


def _comparable(word: Word, simple: Mapping[int, str]) -> Word:
    """The word with all that it is compared with in its plain form, as the text will be."""
    around = (word.exceptions, word.contexts, word.needs)
    exceptions, contexts, needs = (tuple(plain_form(text, simple) for text in texts) for texts in around)
    if (exceptions, contexts, needs) == around:
        return word
    return replace(word, exceptions=exceptions, contexts=contexts, needs=needs)


def _texts(dictionaries: Dictionaries, metas: Iterable[RuleMeta]) -> Iterator[tuple[str, str]]:
    """Every sign with every text it stands for."""
    for digit in numbers.WIDE:
        yield from ((PERSONAL, digit), (NUMBER, digit))
    for kind, texts in recognising.signs(dictionaries).items():
        for text in texts:
            yield from ((PERSONAL, text), (KIND + kind, text))
    for text in masks.SIGNS:
        yield MASK, text
    for leader in dictionaries.leaders:
        yield LEADER, leader.name
    for meta in metas:
        for sign in meta.signs:
            if not sign.startswith("@"):
                yield sign, sign
