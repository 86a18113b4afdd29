"""Names of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from crawler.attachments.cells import cell_name


@given(st.integers(1, 18_278), st.integers(1, 1_048_576))
def test_cells_are_named_as_spreadsheets_name_them(column: int, row: int) -> None:
    assert cell_name(column, row) == f"{get_column_letter(column)}{row}"
