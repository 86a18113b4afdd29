"""English for what is said at the terminal, Chinese for what click says: whole sentences, where they are printed.

Sentences are made in Chinese all over the house. ``english.toml`` pairs a sentence template with its counterpart; a
finished sentence is matched against the templates, so that no other module needs to know of languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = (CHINESE, ENGLISH)
SENTENCES = Path(__file__).with_name("english.toml")

_LONGEST = 1000
"""Characters of a line; a longer one is no sentence of ours, and matching it would take its time."""
_MOST_PARTS = 100
"""How many parts of a line are looked up; what comes after them stays as it is."""


@dataclass(frozen=True, slots=True)
class Template:
    """One pair, ready to be matched. A ``frame`` has no word of its own and counts only around a known sentence."""

    pattern: re.Pattern[str]
    counterpart: str
    texts: tuple[str, ...]
    frame: bool

    @classmethod
    def of(cls, template: str, counterpart: str) -> Template:
        """Placeholders are written ``{name}``, braces are doubled. Raises :class:`ValueError` for a faulty template."""
        pattern, texts = "", list[str]()
        for text, name, _, _ in Formatter().parse(template):
            pattern += re.escape(text) + (f"(?P<{name}>.*?)" if name else "")
            texts.append(text)
        return cls(re.compile(pattern), counterpart, tuple(texts), not any(map(str.isalpha, "".join(texts))))

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
        known = self._sentence(text, {})
        return line if known is None else line[:start] + known + line[start + len(text) :]

    def _sentence(self, text: str, seen: dict[str, str | None]) -> str | None:
        """The counterpart of ``text``, None where it is unknown. ``seen`` keeps what was looked up before."""
        if text not in seen and text and len(text) <= _LONGEST and len(seen) < _MOST_PARTS:
            seen[text] = None
            seen[text] = self._matched(text, seen)
        return seen.get(text)

    def _matched(self, text: str, seen: dict[str, str | None]) -> str | None:
        for template in self._templates:
            if (values := template.values(text)) is not None:
                known = {name: self._sentence(value, seen) for name, value in values.items()}
                known = {name: value for name, value in known.items() if value is not None}
                if known or not template.frame:
                    return template.counterpart.format(**values | known)
        return None


def in_language(sentence: str, lang: str) -> str:
    """A finished Chinese sentence in the language ``lang``; one that nobody translated stays as it is."""
    return _english()(sentence) if lang == ENGLISH else sentence


def click_in_chinese(sentence: str) -> str:
    """What click says about a command line that is written wrong, in Chinese; unknown sentences stay as they are."""
    return _click()(sentence)


@cache
def _english() -> Translation:
    tables = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    return Translation([pair for name, table in tables.items() if name != "click" for pair in table.items()])


@cache
def _click() -> Translation:
    table = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["click"]
    return Translation([(english, chinese) for chinese, english in table.items()])
