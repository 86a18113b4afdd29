"""Finding personal data in a document, with what the words around it say. Plain values never leave this module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dictionaries import Dictionaries, PersonalKind
from records.evidence import Document, TextPart
from records.masking import keyed_hash, mask_value
from rules.context import Context
from rules.privacy.columns import OtherColumns
from rules.privacy.numbers import BANK_CARD, MOBILE, RESIDENT_ID, candidates, is_credit_code
from rules.privacy.recognising import Labelled, labelled, recognisers
from rules.privacy.setting import Setting, mentions, setting_of
from rules.privacy.tables import Headers, column_headers, header_at, without_numbers
from rules.scanning import KIND, NUMBER, scanner

_BEFORE, _AFTER = 24, 12
_PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """A value found: masked value, keyed hash, place, and the words about it.

    ``near`` holds the words just around it on its line, ``header`` the headings above it (of its column, or the short
    lines above it in a flattened table).
    """

    kind: PersonalKind
    masked: str
    hash: str
    part: TextPart
    start: int
    end: int
    near: str
    header: str

    def facts(self) -> dict[str, Any]:
        """JSON-ready, masked."""
        place = {
            "member": self.part.member,
            "page": self.part.page,
            "sheet": self.part.sheet,
            "cell": self.part.cell,
            "hidden": self.part.hidden or None,
        }
        return {
            "masked": self.masked,
            "hash": self.hash,
            **{name: value for name, value in place.items() if value is not None},
        }


@dataclass(frozen=True, slots=True)
class Found:
    """All personal data of one document and, where there is any, the kind of document it is."""

    values: tuple[PersonalValue, ...]
    setting: Setting

    def of(self, *kinds: str) -> tuple[PersonalValue, ...]:
        """The values of some kinds in reading order, each value once, unless many persons have it alike."""
        if not self.values:
            return ()
        told: dict[object, PersonalValue] = {}
        for value in self.values:
            if value.kind.id in kinds:
                told.setdefault((id(value.part), value.start) if value.kind.shared else value.hash, value)
        return tuple(told.values())


class Detector:
    """Looks through a document once for the rules that ask one after the other."""

    def __init__(self) -> None:
        self._last: tuple[Document | None, Context | None, Found | None] = (None, None, None)

    def look(self, document: Document, ctx: Context) -> Found:
        """What is personal in the document, less what the office allows to stand."""
        last, last_ctx, found = self._last
        if found is None or last is not document or last_ctx is not ctx:
            parts = document.parts  # made anew by every call
            places = {id(part): number for number, part in enumerate(parts)}
            values = sorted(_find(document, parts, ctx), key=lambda value: (places[id(value.part)], value.start))
            residents = len({value.hash for value in values if value.kind.id == RESIDENT_ID})
            setting = setting_of(document, residents, ctx.dictionaries.privacy) if values else NOTHING.setting
            found = Found(tuple(values), setting)
            self._last = (document, ctx, found)
        return found


NOTHING = Found((), Setting("", listed=False, public=False, ordered=False, sample=False, named=False))
detector = Detector()


def label_of(value: PersonalValue) -> str:
    """The word that names the value, for the notice: from just before it, else from its header."""
    for text in (value.near, value.header):
        found = [word for word in value.kind.labels if word in text]
        if found:
            return max(found, key=len)
    return value.kind.title


@lru_cache(maxsize=4)
def _provinces(dictionaries: Dictionaries) -> Mapping[str, str]:
    return {code: name for code, name in dictionaries.regions.items() if len(code) == _PROVINCE_DIGITS}


def _find(document: Document, parts: Sequence[TextPart], ctx: Context) -> Iterator[PersonalValue]:
    kinds = ctx.dictionaries.personal
    regions = _provinces(ctx.dictionaries)
    headers: Headers | None = None
    taken: dict[int, list[tuple[int, int]]] = {}
    signs = scanner(ctx.dictionaries).signs_in(document)
    others = OtherColumns(parts, regions, ctx)
    for part in parts if NUMBER in signs else ():
        for kind_id, plain, start, end in candidates(part.text, kinds, regions, ctx.today):
            headers = column_headers(parts) if headers is None else headers
            near, header = _near(part.text, start, end), header_at(part, start, headers)
            if kind_id in (RESIDENT_ID, BANK_CARD):
                taken.setdefault(id(part), []).append((start, end))
            seen = Labelled(kinds[kind_id], plain, part, start, end, near=near, header=header)
            if not _named_otherwise(kind_id, plain, near, header, ctx.dictionaries) and not others.hold(seen):
                yield from _kept(seen, document, ctx)
    known = [each for each in recognisers(ctx.dictionaries) if KIND + each.kind.id in signs]
    for seen in labelled(parts, known, title=document.title, headers=headers, regions=regions, today=ctx.today):
        if not any(low < seen.end and seen.start < high for low, high in taken.get(id(seen.part), ())):
            yield from _kept(seen, document, ctx)


def _kept(seen: Labelled, document: Document, ctx: Context) -> Iterator[PersonalValue]:
    """The value without its plain form, unless the office allows it to stand."""
    kind = seen.kind
    masked = mask_value(seen.value, *kind.keep)
    if not any(each.covers(document.mend_url, kind.title, masked, ctx.today) for each in ctx.dictionaries.allowed):
        hashed = keyed_hash(ctx.hash_key, seen.value)
        yield PersonalValue(kind, masked, hashed, seen.part, seen.start, seen.end, seen.near, seen.header)


def _named_otherwise(kind: str, value: str, near: str, header: str, known: Dictionaries) -> bool:
    """Whether the words about it name it as something that is no person's number (信用代码、订单号、索引号 …)."""
    words = known.privacy
    own = ("身份证", "公民身份") if kind == RESIDENT_ID else words.bank if kind == BANK_CARD else words.personal_contact
    if mentions(own, near):
        return False
    if mentions(words.not_personal, near):
        return True
    if kind == RESIDENT_ID and is_credit_code(value, _provinces(known)):  # one number in 31 has a right check character
        return not mentions(own, header) or mentions(words.not_personal, header)
    return kind != MOBILE and mentions(words.not_personal, header) and not mentions(own, header)


def _near(text: str, start: int, end: int) -> str:
    """The words just before and after on the same line, without the numbers themselves."""
    low = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    newline = text.find("\n", end)
    high = min(end + _AFTER, newline if newline >= 0 else len(text))
    return without_numbers(text[low:start] + " " + text[end:high])
