"""Text made comparable: one form for every character, nothing between the characters of a word, and the way back.

:func:`squeeze` is what all text goes through and costs almost nothing; :func:`normalise` keeps the offsets and is only
for text in which something was found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from unicodedata import decomposition, normalize

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_BLANKS = " \t\r\u3000\xa0"
_DECORATION = "·•*_~-."
"""What is set between the characters of a word for show, or to hide it; ``|`` and ``/`` part words instead."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}])[{_BLANKS}{_INVISIBLE}{re.escape(_DECORATION)}]+(?=[{_HAN}])|[{_INVISIBLE}]+")
_BREAK = re.compile(rf"(?<=[{_HAN}])[{_BLANKS}]*\n[{_BLANKS}]*(?=[{_HAN}])")
_WRAPPED_LINE = 20
"""A line of at least so many characters may have been broken for want of room; a shorter one was meant to end."""

_COMPATIBLE = (
    *(range(0x80, 0x3400), range(0xF900, 0x10000)),
    *(range(0x1D400, 0x1D800), range(0x1EE00, 0x1EF00), range(0x1F100, 0x1F300), range(0x2F800, 0x2FA20)),
)
"""Where characters are that NFKC turns into others: PDF files hold radicals instead of the characters themselves."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text made comparable; ``offsets[i]`` is where its character ``i`` stood in the text as published."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the published text for a span of this one."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def gaps(self, published: str, start: int, end: int) -> list[str]:
        """What was left out between the characters of ``text[start:end]``, one entry a pair of neighbours."""
        return [published[self.offsets[at] + 1 : self.offsets[at + 1]] for at in range(start, end - 1)]


@lru_cache(maxsize=1)
def simplified() -> Mapping[int, str]:
    """Traditional characters and their simplified ones, for ``str.translate``."""
    import opencc  # noqa: PLC0415 - loaded once words are looked for

    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {ord(old): new for old, new in zip(han, converted, strict=True) if old != new and len(new) == 1}


_COMMON_GAPS = (" ", "\t", "-", ".")
_RARE_GAPS = tuple(character for character in _BLANKS + _INVISIBLE + _DECORATION if character not in _COMMON_GAPS)
_NO_GAPS = dict.fromkeys(map(ord, ("\n", *_COMMON_GAPS, *_RARE_GAPS)))


_MANY = 0x10000
"""Forms of characters beyond are not kept: a hostile page can hold a million of them."""


class Forms(dict[int, str]):
    """The plain form of every character, for ``str.translate``; made when a character is met first."""

    def __init__(self, simple: Mapping[int, str]) -> None:
        super().__init__()
        self._simple = simple

    def of(self, code: int) -> str:
        """The form of a character that may never be met."""
        return plain_form(chr(code), self._simple)

    def __missing__(self, code: int) -> str:
        form = self.of(code)
        if code < _MANY:
            self[code] = form
        return form


def unusual(forms: Forms, used: Collection[str]) -> Iterator[str]:
    """Every character that another form, or nothing, must replace before words can be found.

    ``used`` are the characters of which the words are made: nothing else need be replaced.
    """
    yield from _RARE_GAPS
    for code in chain((code for codes in _COMPATIBLE for code in codes if decomposition(chr(code))), simplified()):
        form = forms.of(code)
        if form != chr(code) and (not without_gaps(form) or any(character in used for character in form)):
            yield chr(code)


def squeeze(text: str) -> str:
    """The text with nothing of what often stands between characters, its lines kept: a cheap superset of
    :func:`normalise` for text without unusual characters."""
    for gap in _COMMON_GAPS:
        if gap in text:
            text = text.replace(gap, "")
    return text


def without_gaps(text: str) -> str:
    """The text without anything that may be set between the characters of a word."""
    return text.translate(_NO_GAPS)


def plain_form(text: str, simple: Mapping[int, str]) -> str:
    """NFKC and simplified characters (``simple``, for ``str.translate``); lengths may change."""
    return normalize("NFKC", text).translate(simple)


def normalise(text: str, forms: Forms, start: int = 0, end: int | None = None, *, joined: bool = False) -> Normalised:
    """Plain forms of ``text[start:end]``, with nothing between Han characters that does not end a line.

    ``joined``: long lines that end with a Han character are taken for broken and joined with the next.
    """
    part = text[start:end]
    whole = part.translate(forms)
    offsets: Sequence[int] = range(start, start + len(part))
    if len(whole) > len(part):  # no form is empty
        offsets = [offset for offset, character in enumerate(part, start) for _ in forms[ord(character)]]
    gaps = [gap.span() for gap in _GAP.finditer(whole)]
    if joined:
        gaps += [gap.span() for gap in _BREAK.finditer(whole) if _is_long(whole, gap.start())]
        gaps.sort()
    kept: list[str] = []
    places: list[int] = []
    reached = 0
    for gap_start, gap_end in gaps:
        kept.append(whole[reached:gap_start])
        places.extend(offsets[reached:gap_start])
        reached = gap_end
    kept.append(whole[reached:])
    places.extend(offsets[reached:])
    return Normalised("".join(kept), places)


def _is_long(text: str, end: int) -> bool:
    """Whether the line that ends here may have been broken for want of room."""
    return end - (text.rfind("\n", 0, end) + 1) >= _WRAPPED_LINE
