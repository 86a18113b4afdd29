"""How much a wrong link weighs by where it stands (``link-weights.toml``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dictionaries.tables import read_toml, typed
from records.errors import BadInputError
from records.model import Severity

PLACES = ("home", "list", "article", "attachment", "other")
"""Where a link may stand, the weightiest first."""

FILE = "link-weights.toml"
_SIDES = ("internal", "external")


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """Severities by place (one of :data:`PLACES`), each of a link within the site and of one to another site."""

    table: Mapping[str, tuple[Severity, Severity]]

    def at(self, place: str, *, internal: bool) -> Severity:
        """What a link weighs in one place."""
        return self.table[place][0 if internal else 1]


def load_weights(folders: Iterable[Path]) -> LinkWeights:
    """The table; a later folder replaces the fields that it names. Raises BadInputError."""
    known: dict[str, dict[str, Severity]] = {place: {} for place in PLACES}
    for folder in folders:
        if (path := folder / FILE).is_file():
            content: dict[str, Any] = typed(path, FILE, read_toml(path), dict.fromkeys(PLACES, dict))
            for place, row in content.items():
                known[place] |= _row(path, place, row)
    return LinkWeights({place: (row["internal"], row["external"]) for place, row in known.items()})


def _row(path: Path, place: str, row: Mapping[str, Any]) -> dict[str, Severity]:
    values = typed(path, place, row, dict.fromkeys(_SIDES, str))
    allowed = tuple(severity.value for severity in Severity)
    for side, value in values.items():
        if value not in allowed:
            raise BadInputError(
                f"{path} [{place}]：“{side}”不能是“{value}”；可用：{'、'.join(allowed)}。整个文件未采用。"
            )
    return {side: Severity(value) for side, value in values.items()}
