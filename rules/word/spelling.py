"""Characters that are unlikely where they stand: with one of like sound or shape they make a word of official writing.

The words of official writing (``official-words.txt``, and the longer corrections of the word lists) are found by one
search; looked at is only what lies between them. Two characters beside such a word (机制|建社) count where another one
in place of one of them makes a short word; of a longer word, the beginning or the end must stand there. Only then the
text around is cut into words: what is a word, or reaches into one, is none; and the word must be likelier by ``gain``
(in natural logarithms) than the pieces that stand there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from dictionaries import Dictionaries
from dictionaries.confusions import confusions
from rules.word.matching import Hit, Matcher
from rules.word.segmenting import segmenter

_HAN = re.compile("[\u4e00-\u9fff]+")
_LONG = 3
"""So many characters are a word that needs no other beside it."""
_PAIR = 2
_RARE = 3
"""A word that the segmenter's corpus has so often is none: it may be a misspelling itself."""
_SELDOM = 50
"""So seldom half of a long word is hardly what was meant."""
_OFTEN = 100
"""A word of official writing is at least so frequent, also where the segmenter's corpus does not know it."""
_AROUND = 30
_PROSE = 0.5
"""How much of the text around must be words of more than a character: a heap of them holds near misses by chance."""
_OFFICIAL = 0.1
"""How much of a text must be words of official writing for it to be looked at; of most pages it is half."""
_JOINING = frozenset("的和与及、")
"""What may stand between a near miss and the word beside it."""
_SMALL = frozenset(
    "之以的一是在不了其即自本所为被于对从将把向再最更较很已又也都就才使让要须可会应当该此每各或则且而并等大小多少上下中内外前后"
    "起至到有无高成"
)
"""Characters that are words by themselves so often that they meet others by chance."""
_PLACE = frozenset("省市县区镇乡村州旗庄屯坪坡沟湾岭洼坝堡河江湖岛山峰")
"""Endings of names: what stands before them may be any character."""
_PERSON = re.compile("[长任员记席授师士生官警人事]$")
"""The end of what a person is called; a name may follow."""
_SURNAME = re.compile("[长任员记席授师士生官警][\u4e00-\u9fff]$")
"""The same with a surname; the rest of the name may follow."""
_COMPANY = re.compile("公司|集团|合作社|总经理|董事长|[厂店馆]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """``text[start:end]`` may have been meant as ``likely``; ``gain`` in natural logarithms."""

    start: int
    end: int
    likely: str
    gain: float


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a word that was found says of its neighbours: whether a short word may follow or stand before it, and which
    long words it begins and ends: those by the character next to it, and with a dot by the one after that.
    """

    leads: bool = False
    follows: bool = False
    begun: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ended: Mapping[str, Sequence[str]] = field(default_factory=dict)


_NOTHING = _Beside()


class NearMisses:
    """What is nearly a word of official writing, by one set of dictionaries."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        corrections = (word.suggestion for key in ("misspelled", "severe") for word in dictionaries.words_of(key))
        self._short = frozenset(word for word in dictionaries.official if len(word) < _LONG)
        begun: dict[str, dict[str, list[str]]] = {}
        ended: dict[str, dict[str, list[str]]] = {}
        self._long = frozenset(
            word for word in (*corrections, *dictionaries.official) if len(word) >= _LONG and _HAN.fullmatch(word)
        )
        for word in sorted(self._long):
            _file(begun.setdefault(word[:2], {}), word, word[2:4])
            _file(ended.setdefault(word[-2:], {}), word, word[-4:-2][::-1])
        words = sorted({*self._short, *begun, *ended})
        self._words = [
            _Beside(
                leads=word in self._short and not _PERSON.search(word),
                follows=word in self._short,
                begun=begun.get(word, {}),
                ended=ended.get(word, {}),
            )
            for word in words
        ]
        self._automaton = (
            CharwiseDoubleArrayAhoCorasick(words, match_kind=MATCH_KIND_LEFTMOST_LONGEST) if words else None
        )
        self._firsts = _partners((last, first) for first, last in map(tuple, self._short))
        self._seconds = _partners(map(tuple, self._short))
        self._meant_by = lru_cache(maxsize=1 << 16)(self._meant_by_pair)

    def suspicions(self, text: str, beside_one: float, beside_two: float, alone: float) -> Iterator[Suspicion]:
        """What is nearly a word, in reading order, with at least the gain asked: of short words beside one and between
        two words of official writing, of long words alone.
        """
        reached = 0
        for start, end, meant, beside in self._candidates(text):
            if start < reached or text[start:end] in self._long or _named(text, start, end):
                continue
            weight = _weight_of_pieces(text, start, end)
            if weight is None:
                continue
            frequency, likely = max((max(segmenter().frequencies.get(word, 0), _OFTEN), word) for word in meant)
            gain = math.log(frequency) - math.log(segmenter().total) - weight
            if gain >= (alone, beside_one, beside_two)[beside]:
                reached = end
                yield Suspicion(start, end, likely, gain)

    def _candidates(self, text: str) -> Iterator[tuple[int, int, Sequence[str], int]]:
        """Start and end, the words that may be meant, and beside how many words it stands (0: of a long word)."""
        left, reached = _NOTHING, 0
        found = self._automaton.find(text) if self._automaton else []
        if sum(end - start for start, end, _ in found) < _OFFICIAL * len(text):
            return
        for start, end, index in (*found, (len(text), len(text), -1)):
            right = self._words[index] if index >= 0 else _NOTHING
            if start - reached >= _PAIR:
                low = reached + (text[reached] in _JOINING)
                high = start - (text[start - 1] in _JOINING)
                between = left.leads and right.follows and high == low + 2
                if left.leads and low + 2 <= start and (meant := self._meant_by(text[low : low + 2])):
                    yield low, low + 2, meant, 1 + between
                ahead = right.follows and not between and high - 2 >= reached
                if ahead and (meant := self._meant_by(text[high - 2 : high])):
                    yield high - 2, high, meant, 1
            if right.begun:
                for word in _filed(right.begun, text[end : end + 1], text[end + 1 : end + 2]):
                    if _nearly(text[start : start + len(word)], word):
                        yield start, start + len(word), (word,), 0
            if right.ended and start:
                for word in _filed(right.ended, text[start - 1], text[start - 2 : start - 1]):
                    if _nearly(text[max(0, end - len(word)) : end], word):
                        yield end - len(word), end, (word,), 0
            left, reached = right, end

    def _meant_by_pair(self, written: str) -> tuple[str, ...]:
        """The short words that two characters may be meant for; none if these meet others by chance."""
        one, other = written[0], written[1]
        if one in _SMALL or other in _SMALL or other in _PLACE:
            return ()
        alike, none = confusions(), frozenset[str]()
        firsts = self._firsts.get(other, none) & alike.get(one, none)
        seconds = self._seconds.get(one, none) & alike.get(other, none)
        return (*(each + other for each in firsts), *(one + each for each in seconds))


@lru_cache(maxsize=4)
def near_misses(dictionaries: Dictionaries) -> NearMisses:
    """What is nearly a word by one set of dictionaries, made once."""
    return NearMisses(dictionaries)


def unlisted(found: Iterable[Suspicion], text: str, words: Matcher) -> Iterator[Suspicion]:
    """The suspicions where no word of the dictionaries was found, which have rules of their own.

    Nor where one stands that is right there, by its exceptions or contexts: that has been judged.
    """
    hits: list[Hit] | None = None
    for each in found:
        if words.lists(text[each.start : each.end]):
            continue
        if hits is None:  # most texts have no suspicion
            hits = list(chain.from_iterable(words.all_hits_in(text).values()))
        if not any(hit.start < each.end and each.start < hit.end for hit in hits):
            yield each


def _partners(pairs: Iterable[Sequence[str]]) -> dict[str, frozenset[str]]:
    """What stands with each character in pairs of them."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


def _file(by: dict[str, list[str]], word: str, beside: str) -> None:
    """File a long word by the characters that may stand beside its beginning or end where another one is wrong."""
    alone = confusions().get(beside, ()) if len(beside) == 1 else ()
    for key in alone or (beside[0], "." + beside[1:]):
        by.setdefault(key, []).append(word)


def _filed(by: Mapping[str, Sequence[str]], next_one: str, after: str) -> Iterator[str]:
    """The long words of which one of the two characters stands there."""
    yield from by.get(next_one, ())
    yield from by.get("." + after, ())


def _nearly(written: str, word: str) -> bool:
    """Whether they differ in one character that is mistaken for the other."""
    if len(written) != len(word) or written == word:
        return False
    odd = [(one, other) for one, other in zip(written, word, strict=True) if one != other]
    return len(odd) == 1 and odd[0][0] not in _SMALL and odd[0][1] in confusions().get(odd[0][0], ())


def _named(text: str, start: int, end: int) -> bool:
    """Whether it may be the name of a person or of a company, which may be written in any way."""
    if _SURNAME.search(text, max(0, start - 2), start):
        return True
    following = _HAN.match(text, end, end + 14)
    return following is not None and _COMPANY.search(following[0]) is not None


def _weight_of_pieces(text: str, start: int, end: int) -> float | None:
    """How likely (a logarithm) the words are that ``text[start:end]`` is made of; None where it is made of words alone
    that are more than a character, a word reaches into it, or what stands around it is no prose.
    """
    frequencies, total = segmenter().frequencies, math.log(segmenter().total)
    if frequencies.get(text[start:end], 0) > _RARE:  # said at once of most
        return None
    low = max(0, start - _AROUND)
    weight, position, loose = 0.0, low, False
    words = characters = 0
    for token in segmenter().cut(text[low : end + _AROUND]):
        after = position + len(token)
        if position < start < after or position < end < after:
            return None
        if start <= position and after <= end:
            frequency = frequencies.get(token, 0)
            loose = loose or len(token) == 1 or frequency <= (_RARE if len(token) == end - start else _SELDOM)
            weight += math.log(frequency or 1) - total
        elif _HAN.match(token):
            characters += len(token)
            words += len(token) if len(token) > 1 else 0
        position = after
    return weight if loose and words >= _PROSE * characters else None
