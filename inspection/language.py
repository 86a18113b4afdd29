"""English for what is said at the terminal, Chinese for what click says: whole sentences, where they are printed.

Sentences are made in Chinese all over the house. The files of ``english/`` pair a sentence template with its
counterpart; a finished sentence is matched against the templates, so that no other module needs to know of languages.
They are read when they are asked for, so that a command in Chinese does not wait for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from string import Formatter
from typing import NamedTuple

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = (CHINESE, ENGLISH)
SENTENCES = Path(__file__).with_name("english")
CLICK, HELP = "click", "help"
"""Two files that are kept apart: what click says, and what is said in click's help and errors."""

_LONGEST = 1000
"""Characters of a line; a longer one is no sentence of ours, and matching it would take its time."""
_KINDS = {"": r".*?", "w": r"[^\s，。；：、]+", "c": r"[^。]*?"}
"""What a placeholder may hold, by its kind: anything, a word without blanks and commas, a clause without 。."""
_MOST_PARTS = 300
"""How many parts of a line are looked up; what comes after them stays as it is."""
_DEEPEST = 30
"""How many sentences are looked for inside one another."""


@dataclass(frozen=True)
class Template:
    """One pair, ready to be matched. A ``frame`` has no word of its own and counts only around a known sentence."""

    parts: tuple[tuple[str, str | None, str | None], ...]
    counterpart: str
    texts: tuple[str, ...]
    frame: bool

    @classmethod
    def of(cls, template: str, counterpart: str) -> Template:
        """Placeholders are written ``{name}``, with a kind (:data:`_KINDS`) ``{name:w}``; braces are doubled.

        Raises :class:`ValueError` for a faulty template.
        """
        parts = tuple((text, name, kind) for text, name, kind, _ in Formatter().parse(template))
        texts = tuple(text for text, _, _ in parts)
        return cls(parts, counterpart, texts, not any(map(str.isalpha, "".join(texts))))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template as an expression, made when a sentence may fit: hundreds of them take a tenth of a second.

        A frame ends each part but the last where its mark comes first, and tries no other place: there are many.
        """
        expression = ""
        for text, name, kind in self.parts:
            expression += re.escape(text)
            if name:
                expression = f"(?>{expression})" if self.frame else expression
                expression += f"(?P<{name}>{_KINDS[kind or '']})"
        return re.compile(expression)

    def values(self, sentence: str) -> dict[str, str] | None:
        """What the placeholders hold in ``sentence``, None where it is another sentence."""
        if not all(text in sentence for text in self.texts):  # quick, and most templates end here
            return None
        match = self.pattern.fullmatch(sentence)
        return match.groupdict() if match else None


class Translation:
    """The templates of one direction, those with the longest text first."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._templates = sorted((Template.of(*pair) for pair in pairs), key=lambda each: -sum(map(len, each.texts)))

    def __call__(self, message: str) -> str:
        """The message line by line; a line that nobody translated stays as it is."""
        return "\n".join(self._line(line) for line in message.split("\n"))

    def _line(self, line: str) -> str:
        text = line.strip()
        start = line.index(text)
        told = self._sentence(text, {})
        return line if told is None else line[:start] + told.words + line[start + len(text) :]

    def _sentence(self, text: str, seen: dict[str, Told | None], depth: int = 0) -> Told | None:
        """The counterpart of ``text``, None where it is unknown. ``seen`` keeps what was looked up before."""
        if text not in seen and text and len(text) <= _LONGEST and len(seen) < _MOST_PARTS and depth < _DEEPEST:
            seen[text] = None
            seen[text] = self._matched(text, partial(self._sentence, seen=seen, depth=depth + 1))
        return seen.get(text)

    def _matched(self, text: str, counterpart: Callable[[str], Told | None]) -> Told | None:
        """By the longest template; of frames, which may take a sentence apart at a wrong place, by the best filled."""
        best, most = None, 0
        for template in self._templates:
            if (values := template.values(text)) is None:
                continue
            words = {name: _Words(value, counterpart) for name, value in values.items()}
            parts = [each.told for each in words.values()] if template.frame else []
            whole = all(part and part.whole for part in parts)
            filled = 3 if whole else 2 if any(part and part.whole for part in parts) else 1 if any(parts) else 0
            if filled > most:
                best, most = Told(template.counterpart.format(**words).strip(), whole), filled
            if whole:
                break
        return best


class Told(NamedTuple):
    """A counterpart, and whether it is whole: in a frame something may stand that nobody translated."""

    words: str
    whole: bool


class _Words:
    """What a placeholder holds. ``{name:list}`` takes a list with 、 apart, ``{name:same}`` is never translated."""

    def __init__(self, text: str, counterpart: Callable[[str], Told | None]) -> None:
        self._text, self._counterpart = text, counterpart

    @property
    def told(self) -> Told | None:
        return self._counterpart(self._text)

    def __format__(self, way: str) -> str:
        if way == "same":
            return self._text
        if way == "list":
            parts = ((part, self._counterpart(part)) for part in self._text.split("、"))
            return ", ".join(dict.fromkeys(told.words if told else part for part, told in parts))
        return format(self.told.words if self.told else self._text, way)


def in_language(sentence: str, lang: str) -> str:
    """A finished Chinese sentence in the language ``lang``; one that nobody translated stays as it is."""
    return _english()(sentence) if lang == ENGLISH else sentence


def help_in_language(words: str, lang: str) -> str:
    """What click shows of a command, partly its own English, partly our Chinese, in the language ``lang`` alone."""
    return (_help() if lang == ENGLISH else _click())(words)


@cache
def _english() -> Translation:
    stems = sorted(path.stem for path in SENTENCES.glob("*.toml"))
    return Translation([pair for stem in stems if stem not in (CLICK, HELP) for pair in pairs(stem)])


@cache
def _help() -> Translation:
    return Translation(pairs(HELP))


@cache
def _click() -> Translation:
    return Translation([(english, chinese) for chinese, english in pairs(CLICK)])


def pairs(stem: str) -> list[tuple[str, str]]:
    """The Chinese templates of one file of :data:`SENTENCES`, each with its English."""
    tables = tomllib.loads((SENTENCES / f"{stem}.toml").read_text(encoding="utf-8"))
    return [pair for table in tables.values() for pair in table.items()]
