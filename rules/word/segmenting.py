"""Cutting Chinese text into words by frequency: jieba's dictionary and its most probable path, without guessed words.

Read from jieba's own file, not through its loader, which takes two seconds and trusts a cache that lies in the
computer's common folder for temporary files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_BLOCK = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")
"""What words are looked for in, as jieba has it; each other character stands by itself."""
_LETTER = re.compile(r"[a-zA-Z0-9]")
_CHUNK = 1 << 20


class Segmenter:
    """Words and how often they stand in jieba's corpus."""

    def __init__(self, dictionary: Path) -> None:
        self.frequencies: dict[str, int] = {}
        self.total = 0
        with dictionary.open(encoding="utf-8") as file:
            while lines := file.readlines(_CHUNK):
                cells = " ".join(lines).split()  # word, frequency, part of speech
                counts = list(map(int, cells[1::3]))
                self.frequencies.update(zip(cells[::3], counts, strict=True))
                self.total += sum(counts)
        self._beginnings = {word[:2] for word in self.frequencies}
        self._longest = max(map(len, self.frequencies))
        self._log_total = math.log(self.total)

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text one after the other; joined they are the text."""
        for odd, block in enumerate(_BLOCK.split(text)):
            if odd % 2:
                yield from self._words(block)
            else:
                yield from block

    def _words(self, block: str) -> Iterator[str]:
        ends = self._path(block)
        start, letters = 0, ""
        while start < len(block):
            word = block[start : ends[start]]
            start = ends[start]
            if len(word) == 1 and _LETTER.match(word):
                letters += word
                continue
            if letters:
                yield letters
                letters = ""
            yield word
        if letters:
            yield letters

    def _path(self, block: str) -> list[int]:
        """Where the word that begins at each place ends, on the most probable way to the end of the block."""
        known, beginnings, longest, log = self.frequencies.get, self._beginnings, self._longest, math.log
        size, total = len(block), self._log_total
        ends = [0] * size
        weights = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            end = start + 1
            best, best_end = log(known(block[start], 0) or 1) - total + weights[end], end
            if block[start : start + 2] in beginnings:
                for end in range(start + 2, min(start + longest, size) + 1):
                    frequency = known(block[start:end], 0)
                    if frequency:
                        weight = log(frequency) - total + weights[end]
                        if weight >= best:  # of two alike the longer one, as in jieba
                            best, best_end = weight, end
            weights[start], ends[start] = best, best_end
        return ends


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """The one segmenter, loaded only when a first doubtful hit asks for it."""
    found = find_spec("jieba")
    places = found.submodule_search_locations if found else None
    return Segmenter(Path(next(iter(places or ()))) / "dict.txt")
