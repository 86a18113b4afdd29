"""The words by which pages are read (``dictionaries/page-reading.toml``), loaded once and made ready for matching."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

_GAP = r"[\s\u3000]*"


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("dictionaries").joinpath("page-reading.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """The entries of one list of the file."""
    return frozenset(_tables()[table][key])


@cache
def ordered(table: str, key: str) -> tuple[str, ...]:
    """The entries of one list in the order of the file."""
    return tuple(_tables()[table][key])


@cache
def selectors(key: str) -> frozenset[str]:
    """Container names in lower case as ``.class`` or ``#id``."""
    return frozenset(entry.lower() for entry in ordered("containers", key))


@cache
def label(key: str) -> str:
    """A regular expression for any of the labels; blanks between characters (``文　　号``) are allowed."""
    longest_first = sorted(ordered("labels", key), key=len, reverse=True)
    return "(?:" + "|".join(_GAP.join(map(re.escape, word)) for word in longest_first) + ")"


def beginning(pattern: re.Pattern[str], text: str, behind: str, *span: int) -> Iterator[re.Match[str]]:
    """The matches that begin the text or follow a blank or one of the characters ``behind``, within a ``span``.

    The pattern itself begins with a label, since a search that can look for first characters is five times as fast.
    """
    position, *end = span or (0,)
    while match := pattern.search(text, position, *end):
        start = match.start()
        if not start or (before := text[start - 1]) in behind or before.isspace():
            yield match
            position = match.end()
        else:
            position = start + 1


@cache
def any_of(table: str, key: str) -> re.Pattern[str]:
    """One pattern for entries that are regular expressions themselves."""
    return re.compile("|".join(ordered(table, key)))
