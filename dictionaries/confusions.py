"""Characters that are mistaken for one another (``confusions.csv``): of one sound (声), or of a similar shape (形)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dictionaries.tables import read_table


@cache
def confusions() -> Mapping[str, frozenset[str]]:
    """By character, those that may have been meant in its place. Raises BadInputError."""
    alike: dict[str, set[str]] = {}
    path = Path(__file__).with_name("confusions.csv")
    for row in read_table(path, {"kind": "方面", "characters": "易混字"}, ("kind", "characters")):
        row.choice("kind", {"声": "读音相同", "形": "字形相近"})
        group = set(row.required("characters"))
        for character in group:
            alike.setdefault(character, set()).update(group - {character})
    return {character: frozenset(others) for character, others in alike.items()}
