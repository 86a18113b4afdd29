"""Finding the header of a table that somebody made: which column holds what, whatever exactly they called it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from records.register.table_file import Row

HEADER_WITHIN = 20
"""How many rows may stand above and in the header (titles, remarks)."""


def find_header(
    sheet: Sequence[Row], spellings: Mapping[str, Iterable[str]], enough: Callable[[Mapping[str, int]], bool]
) -> tuple[int, dict[str, int]]:
    """The index of the first row below the header, and what stands in which column; nothing when there is none.

    ``spellings`` maps each name to what its column may be called (as :func:`header_text` writes it); ``enough`` says
    whether the columns found make a header.
    """
    for index, row in enumerate(sheet[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            text = header_text(cell)
            for name, written in spellings.items():
                if text in written:
                    columns.setdefault(name, column)
        if enough(columns):
            return index + 1, columns
    return 0, {}


def header_text(cell: str) -> str:
    """A header cell without spaces, stars and remarks in brackets: ``*网站名称(全称)`` is ``网站名称``."""
    plain = re.sub(r"\([^()]*\)|[\s*:]", "", unicodedata.normalize("NFKC", cell))
    return plain.lower()


def cell_of(row: Row, columns: Mapping[str, int], name: str) -> str:
    """What stands in the column with this name; ``""`` where there is none."""
    column = columns.get(name)
    return row.cells[column] if column is not None and column < len(row.cells) else ""
