"""Common words of official writing (``official-words.txt``): words apart by blanks, lines with ``#`` are remarks."""

from __future__ import annotations

import re
from pathlib import Path

from dictionaries.tables import read_text
from records.errors import BadInputError

_WORD = re.compile(r"[\u4e00-\u9fff]{2,20}")


def read_official(path: Path) -> frozenset[str]:
    """The words of a file. Raises BadInputError that names the line where something else stands; none is taken then."""
    words: set[str] = set()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        for word in () if line.startswith("#") else line.split():
            if not _WORD.fullmatch(word):
                raise BadInputError(
                    f"{path} 第 {number} 行：“{word}”不是两到二十个汉字的词；词与词之间用空格隔开，说明文字前面加 #。"
                    "整个文件未采用，请改正后重试。"
                )
            words.add(word)
    return frozenset(words)
