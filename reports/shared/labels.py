"""Chinese labels of the program's words, from ``labels.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from records.model import FAMILIES


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("reports.shared") / "labels.toml").read_text(encoding="utf-8"))


def label(table: str, word: str) -> str:
    """The Chinese label of ``word`` in one table (``severity``, ``state`` …); the word itself if unknown."""
    return _tables()[table].get(word, word)


def known(table: str, word: str) -> bool:
    """Whether the table has a label for the word."""
    return word in _tables()[table]


def words(table: str) -> tuple[str, ...]:
    """Every word that the table has a label for, in the file's order."""
    return tuple(_tables()[table])


def family_title(family: str) -> str:
    """The Chinese title of a family of rules."""
    return FAMILIES.get(family, family)
