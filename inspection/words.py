"""Trying word entries before they judge anybody: against ordinary text and against the right writings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from dictionaries import Dictionaries, Word
from dictionaries.words_file import read_words, write_words
from records.errors import BadInputError
from rules.scanning import Scanner
from rules.word.matching import Hit, Matcher

OWN_FILE = "本单位.csv"
"""Where ``dictionaries add`` keeps what it adds."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is doubtful about an entry, in one sentence for people."""

    word: str
    sentence: str


def ordinary_text() -> str:
    """The sentences, one a line, in which no entry should be found."""
    text = files("dictionaries").joinpath("ordinary-text.txt").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def remarks(loaded: Dictionaries, among: Iterable[str] | None = None) -> list[Remark]:
    """What is doubtful about the entries (of ``among`` only, if given)."""
    wanted = None if among is None else set(among)
    found = Matcher(Scanner(loaded))
    made = [
        Remark(hit.word.word, f"“{hit.word.word}”在平常文字里也会命中：{hit.sentence}请补写例外、词界或语境。")
        for hit in _hits(found, ordinary_text())
        if hit.word.category != "nonpublic"  # counts only as a mark on a line of its own
    ]
    for word in loaded.words:
        if word.suggestion:
            for hit in _hits(found, word.suggestion):
                made.append(
                    Remark(
                        word.word,
                        f"“{word.word}”的正确写法“{word.suggestion}”又会被“{hit.word.word}”命中，请核对哪一个是对的。",
                    )
                )
    return [remark for remark in dict.fromkeys(made) if wanted is None or remark.word in wanted]


def hits(loaded: Dictionaries, text: str) -> list[Hit]:
    """Every hit in a text, of all categories, in reading order."""
    return sorted(_hits(Matcher(Scanner(loaded)), text), key=lambda hit: hit.start)


def take_in(office: Path, loaded: Dictionaries, words: list[Word], file: str) -> Path:
    """Add entries to the office's word file ``file``; what is there of the same word is replaced.

    Raises BadInputError, and changes nothing, where an entry is doubtful or stands in another file of the office.
    """
    folder = office / "dictionaries" / "words"
    path = folder / file
    new = {word.word for word in words}
    kept = read_words(path) if path.is_file() else []
    joined = [word for word in loaded.words if word.word not in new]
    doubtful = remarks(replace_words(loaded, [*joined, *(word for word in words if word.category != "allow")]), new)
    if doubtful:
        told = "\n".join(remark.sentence for remark in doubtful)
        raise BadInputError(f"有 {len(doubtful)} 处需要先改，一条也没有收入：\n{told}")
    for other in sorted(folder.glob("*")):
        if other.suffix.lower() in (".csv", ".xlsx") and other != path and not other.name.startswith(("~$", ".")):
            twice = new & {word.word for word in read_words(other)}
            if twice:
                raise BadInputError(f"“{'、'.join(sorted(twice)[:5])}”在 {other.name} 里已经有了，请在那里改。")
    write_words(path, [*(word for word in kept if word.word not in new), *words])
    return path


def replace_words(loaded: Dictionaries, words: Iterable[Word]) -> Dictionaries:
    """The same dictionaries with other words."""
    return replace(loaded, words=tuple(words))


def _hits(matcher: Matcher, text: str) -> Iterator[Hit]:
    for found in matcher.all_hits_in(text).values():
        yield from found
