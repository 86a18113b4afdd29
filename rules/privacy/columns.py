"""Whether the column of a number tells that it is another number: by its heading, or by the numbers beside it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from records.evidence import TextPart
from rules.context import Context
from rules.privacy.numbers import MOBILE, RESIDENT_ID, ascii_digits, is_resident_id
from rules.privacy.recognising import Labelled
from rules.privacy.setting import mentions
from rules.privacy.tables import column_at, column_cells, columnar, heading_line

_PARENTHESES = re.compile(r"[(\uff08][^)\uff09]*[)\uff09]?")
_LIKE_ID = re.compile(r"\d{17}[\dXx]")


class OtherColumns:
    """The columns of one document, each judged once."""

    def __init__(self, parts: Sequence[TextPart], regions: Container[str], ctx: Context) -> None:
        self._parts, self._regions, self._ctx = parts, regions, ctx
        self._mostly_ids: dict[object, bool] = {}
        self._other_numbers: dict[object, bool] = {}

    def hold(self, seen: Labelled) -> bool:
        """Of a number that fills its cell; of a mobile number also below a line of headings."""
        in_column = columnar(seen.part, seen.start, seen.end)
        if seen.kind.id == MOBILE:
            return self._other_than_mobile(seen) if in_column else self._below_others(seen)
        return in_column and seen.kind.id == RESIDENT_ID and self._other_than_ids(seen)

    def _other_than_mobile(self, seen: Labelled) -> bool:
        column = column_at(seen.part, seen.start)
        if seen.header:  # else it is too far below its heading
            self._other_numbers[column] = self._names_others(seen, seen.header)
        return self._other_numbers.get(column, False)

    def _below_others(self, seen: Labelled) -> bool:
        return not seen.part.cell and self._names_others(seen, heading_line(seen.part.text, seen.start))

    def _names_others(self, seen: Labelled, header: str) -> bool:
        """Whether headings name numbers (准考证号) or amounts, and nothing about it a telephone."""
        words = self._ctx.dictionaries.privacy
        said = "".join((seen.near + header).split())
        return not mentions(words.contact_headings, said) and any(
            _PARENTHESES.sub("", piece).endswith(words.number_headings) for piece in header.split()
        )

    def _other_than_ids(self, seen: Labelled) -> bool:
        if mentions(self._ctx.dictionaries.personal[RESIDENT_ID].labels, seen.header):
            return False
        column = column_at(seen.part, seen.start)
        if column not in self._mostly_ids:
            self._mostly_ids[column] = self._are_ids(column_cells(self._parts, seen.part, seen.start))
        return not self._mostly_ids[column]

    def _are_ids(self, cells: Sequence[str]) -> bool:
        """Whether at least half of the long numbers of a column are residents': one in eleven is by chance."""
        alike = [plain for cell in cells if _LIKE_ID.fullmatch(plain := ascii_digits(cell))]
        proven = sum(is_resident_id(plain, self._regions, self._ctx.today) for plain in alike)
        return 2 * proven >= len(alike)
