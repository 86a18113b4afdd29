"""Addresses of other sites that opened in an inspection not long ago: the gatherer need not ask them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "known-links.json"


@dataclass(frozen=True, slots=True)
class KnownGood:
    """One look that succeeded: when (UTC ISO text), how, and where it ended."""

    at: str
    method: str
    status: int
    final_url: str
    content_type: str


def write_known(folder: Path, known: Mapping[str, KnownGood]) -> None:
    """Put them beside the order, for the gatherer of the bundle in ``folder``."""
    values = {url: asdict(one) for url, one in known.items()}
    path = folder / FILE_NAME
    path.touch(mode=0o600)
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def read_known(folder: Path) -> dict[str, KnownGood]:
    """By address; nothing where the office knows none."""
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    return {url: KnownGood(**one) for url, one in json.loads(path.read_text(encoding="utf-8")).items()}
