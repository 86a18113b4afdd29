"""What is read from documents: texts, dates and where each was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_GUESSES = frozenset(("htmldate", "script", "attribute-only", "relative", "short-year", "year-inferred", "更新时间"))
"""Words of a date's source that make it a guess: it may be another day than the one of publication (updated …)."""


@dataclass(frozen=True, slots=True)
class SourcedText:
    """A text and where it was read from: ``meta:ArticleTitle``, ``h1``, ``title``, ``info-table``, ``breadcrumb`` …"""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcedDate:
    """A date and where it was read from: ``meta:PubDate``, ``visible``, ``info-table``, ``list``, ``htmldate``.

    Behind a colon stands what had to be added to what a reader sees: ``list:address`` (month and day are shown, the
    year is that of the address), ``visible:year-inferred``. ``article:`` before it: not the list told it but the
    article behind the entry.
    """

    value: date
    source: str

    @property
    def sure(self) -> bool:
        """Whether it is the date that a reader is told, rather than a guess; a rule accuses nobody by a guess."""
        return _GUESSES.isdisjoint(self.source.split(":"))


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a document's text with its place. Only what applies is set (see :class:`records.model.Locus`).

    ``member`` is the file inside an archive that it was read from; ``hidden`` says why a reader does not see it
    (隐藏工作表、隐藏行、隐藏列、批注、修订删除、文档属性 …, ``""``: it is in sight).
    """

    text: str
    role: str = "body"  # title | body | cell | note | photo
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    member: str | None = None
    hidden: str = ""
