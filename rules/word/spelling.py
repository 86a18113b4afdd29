"""Characters that are unlikely where they stand: with one of like sound or shape, loose pieces become a common word.

A sentence is cut into words by frequency alone. Where one character stands by itself beside others, each character it
is mistaken for is tried: if the pieces then are one word, the gain is how much likelier (in natural logarithms) that
word is than the pieces one after another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dictionaries.confusions import confusions
from rules.word.segmenting import segmenter

_HAN = re.compile("[\u4e00-\u9fff]{2,400}")
_LONGEST = 5
_COMMON = 50
"""How often the word must stand in the segmenter's frequencies."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """``text[start:end]`` may have been meant as ``likely``; ``gain`` in natural logarithms."""

    start: int
    end: int
    likely: str
    gain: float


def suspicions(text: str, gain_of_two: float, gain_of_more: float) -> Iterator[Suspicion]:
    """Unlikely pieces, the strongest where they overlap, with at least the gain asked of two or of more characters."""
    for run in _HAN.finditer(text):
        taken: set[int] = set()
        for found in sorted(_in_run(run[0]), key=lambda each: -each.gain):
            least = gain_of_two if found.end - found.start == 2 else gain_of_more
            span = range(found.start, found.end)
            if found.gain >= least and not taken.intersection(span):
                taken.update(span)
                yield Suspicion(run.start() + found.start, run.start() + found.end, found.likely, found.gain)


def _in_run(run: str) -> Iterator[Suspicion]:
    tokens = list(segmenter().cut(run))
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    total = math.log(segmenter().total)
    for first in range(len(tokens) - 1):
        weight = _weight(tokens[first])
        for last in range(first + 1, len(tokens)):
            if starts[last + 1] - starts[first] > _LONGEST:
                break
            weight += _weight(tokens[last])
            pieces = tokens[first : last + 1]
            for likely, frequency in _words_near(pieces):
                gain = math.log(frequency) - weight + (last - first) * total
                yield Suspicion(starts[first], starts[last + 1], likely, gain)


def _words_near(pieces: list[str]) -> Iterator[tuple[str, int]]:
    """The common words that the pieces make when one that is a single character is another."""
    alike, known = confusions(), segmenter().frequencies
    for place, piece in enumerate(pieces):
        if len(piece) == 1:
            before, after = "".join(pieces[:place]), "".join(pieces[place + 1 :])
            for other in alike.get(piece, ()):
                word = before + other + after
                frequency = known.get(word, 0)
                if frequency >= _COMMON:
                    yield word, frequency


def _weight(token: str) -> float:
    return math.log(segmenter().frequencies.get(token) or 1)
