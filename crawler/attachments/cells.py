"""How cells of tables are named: ``B12``."""

from __future__ import annotations

from functools import lru_cache


def cell_name(column: int, row: int) -> str:
    """The name of a cell, both counted from 1, as spreadsheets write it."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The letters of a column counted from 1: A to Z, AA to ZZ, and on."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
