"""Finding values of the kinds that are known by the words beside them (``pattern`` in ``personal-data.toml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain

import regex

from dictionaries import Dictionaries, PersonalKind
from records.evidence import TextPart
from rules.privacy.numbers import CHECKS, ascii_digits
from rules.privacy.setting import mentions
from rules.privacy.tables import Headers, cells, column_headers, heading_line

_BETWEEN = r"(?:号码|号|编号)?[ \t\u3000\xa0]*(?:[:：为是]|[(（][^()（）\n]{0,12}[)）][:：]?)?[ \t\u3000\xa0]*"
_BEFORE, _AFTER = r"(?<![A-Za-z\d*@_])", r"(?![A-Za-z\d*@_]|[.\-]\d)"
_LONGEST_HEADING = 90
_DIGITS = regex.compile(r"[0-9]{5}")
_RUN = regex.compile(r"[0-9]{5,}")
_AROUND = 24
_TOP = 200


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value, its place, and the words that name it: just before it or as its heading."""

    kind: PersonalKind
    value: str
    part: TextPart
    start: int
    end: int
    near: str
    header: str


class Recogniser:
    """One kind, ready to search. Expressions are made when a text may hold the kind: all take a tenth of a second."""

    def __init__(self, kind: PersonalKind) -> None:
        self.kind = kind

    @cached_property
    def _named(self) -> regex.Pattern[str]:
        labels = "|".join(regex.escape(label) for label in sorted(self.kind.labels, key=len, reverse=True))
        return regex.compile(rf"(?:{labels}){_BETWEEN}{_BEFORE}(?P<value>{self.kind.pattern}){_AFTER}")

    @cached_property
    def _whole(self) -> regex.Pattern[str]:
        return regex.compile(self.kind.pattern)

    @cached_property
    def _anywhere(self) -> regex.Pattern[str]:
        return regex.compile(rf"{_BEFORE}(?:{self.kind.pattern}){_AFTER}")

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The labels up to their first blank: of a heading in several lines each stands in a cell of its own."""
        return tuple((label.split() or [""])[0] for label in self.kind.labels)

    def in_text(self, part: TextPart) -> Iterator[Labelled]:
        """Values with their label just before them."""
        for match in self._named.finditer(part.text):
            start, end = match.span("value")
            low = max(part.text.rfind("\n", 0, start) + 1, match.start() - _AROUND)
            near = part.text[low:start] + " " + part.text[end : end + _AROUND // 2].split("\n")[0]
            yield Labelled(self.kind, match["value"], part, start, end, near, "")

    def in_lines(self, part: TextPart) -> Iterator[Labelled]:
        """Values below a line of headings that names this kind; only for kinds whose values are like nothing else."""
        for match in self._anywhere.finditer(part.text):
            line = heading_line(part.text, match.start())
            if mentions(self.kind.labels, line):
                yield Labelled(self.kind, match[0], part, match.start(), match.end(), "", line)

    def is_value(self, text: str) -> bool:
        """Whether a whole cell is a value of this kind."""
        return self._whole.fullmatch(text) is not None


@lru_cache(maxsize=4)
def recognisers(dictionaries: Dictionaries) -> tuple[Recogniser, ...]:
    """One for every kind with a pattern, made once."""
    return tuple(Recogniser(kind) for kind in dictionaries.personal.values() if kind.pattern)


def signs(dictionaries: Dictionaries) -> Mapping[str, tuple[str, ...]]:
    """Texts of which one stands in every document with a value of a kind that is known by the words beside it."""
    return {kind.id: kind.titles or kind.labels for kind in dictionaries.personal.values() if kind.pattern}


def labelled(
    parts: Sequence[TextPart],
    known: Sequence[Recogniser],
    *,
    title: str,
    headers: Headers | None,
    regions: Mapping[str, str],
    today: date,
) -> Iterator[Labelled]:
    """Every value of the kinds that are known by their words, in no particular order and without double places."""
    seen: set[tuple[int, int, str]] = set()
    for found in _found(parts, title, headers, known):
        kind = found.kind
        place = (id(found.part), found.start, kind.id)
        if place in seen or mentions(kind.not_near, found.near + " " + found.header):
            continue
        if kind.check and not CHECKS[kind.check](found.value, regions, today):
            continue
        seen.add(place)
        yield found


def _found(
    parts: Sequence[TextPart], title: str, headers: Headers | None, known: Sequence[Recogniser]
) -> Iterator[Labelled]:
    texts = [part for part in parts if part.text]
    whole = texts[0].text if len(texts) == 1 else "\n".join(part.text for part in texts)
    top, headline = title + whole[:_TOP], title + whole[:_TOP].lstrip().split("\n", 1)[0]
    digits = _longest_run(whole) if any(each.kind.digits for each in known) else 0
    wanted = [
        each
        for each in known
        if each.kind.digits <= digits
        and (not each.kind.titles or mentions(each.kind.titles, top))
        and not mentions(each.kind.not_titles, headline)
        and (not each.kind.marks or mentions(each.kind.marks, whole))
        and mentions(each.kind.labels, whole)
    ]
    if not wanted:
        return
    for each in wanted:
        if not each.kind.header_only:
            for part in texts:
                yield from each.in_text(part)
        if each.kind.in_lines:
            for part in texts:
                if not part.cell and "\t" not in part.text:
                    yield from each.in_lines(part)
    beginnings = tuple(chain.from_iterable(each.beginnings for each in wanted))
    for cell in cells(parts, column_headers(parts) if headers is None else headers, beginnings):
        if len(cell.text) > _LONGEST_HEADING:
            continue
        for each in wanted:
            if mentions(each.kind.labels, cell.header) and each.is_value(cell.text):
                end = cell.start + len(cell.text)
                yield Labelled(each.kind, cell.text, cell.part, cell.start, end, "", cell.header)


def _longest_run(text: str) -> int:
    """How many digits stand in a row at most; 0 where no five plain ones do."""
    return max(map(len, _RUN.findall(ascii_digits(text)))) if _DIGITS.search(text) else 0
