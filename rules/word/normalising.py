"""Text made comparable: one form for every character, nothing between the characters of a word, and the way back.

:func:`squeeze` is what all text goes through and costs almost nothing; :func:`normalise` keeps the offsets and is only
for text in which something was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_BLANKS = " \t\r\u3000\xa0"
_DECORATION = "·•*_~-."
"""What is set between the characters of a word for show, or to hide it; ``|`` and ``/`` part words instead."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}])[{_BLANKS}{_INVISIBLE}{re.escape(_DECORATION)}]+(?=[{_HAN}])|[{_INVISIBLE}]+")
_BREAK = re.compile(rf"(?<=[{_HAN}])[{_BLANKS}]*\n[{_BLANKS}]*(?=[{_HAN}])")
_WRAPPED_LINE = 20
"""A line of at least so many characters may have been broken for want of room; a shorter one was meant to end."""

_OTHER_HAN = (
    range(0x2000, 0x200B),
    (0x202F, 0x205F),
    range(0x2E80, 0x2FE0),
    range(0x3036, 0x303B),
    range(0x3200, 0x3400),
    range(0xF900, 0xFB00),
    range(0x2F800, 0x2FA20),
)
"""What NFKC turns into Han characters (PDF files hold radicals instead of the characters themselves) or blanks."""
_OTHER_LATIN = (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B), range(0x2460, 0x2500))
"""What NFKC turns into Latin letters or digits (full width, circled)."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text made comparable; ``offsets[i]`` is where its character ``i`` stood in the text as published."""

    text: str
    offsets: tuple[int, ...]

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


_COMMON_GAPS = ("\n", " ", "\t", "-", ".")
_RARE_GAPS = tuple(character for character in _BLANKS + _INVISIBLE + _DECORATION if character not in _COMMON_GAPS)


def unusual(latin: bool, written: Collection[str]) -> list[str]:
    """Every character that another form, or nothing, must replace before words can be found.

    ``latin``: Latin letters and digits stand in words, too. ``written`` are the characters of the words themselves:
    one that a word is written with stays as it is.
    """
    found = list(_RARE_GAPS)
    for codes in (*_OTHER_HAN, *(_OTHER_LATIN if latin else ())):
        for code in codes:
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code) and plain:
                found.append(chr(code))
    found += [chr(code) for code in simplified() if chr(code) not in written]
    return found


def squeeze(text: str) -> str:
    """A cheap superset of :func:`normalise` for text without unusual characters: what is found there is found here."""
    for removed in _COMMON_GAPS:
        text = text.replace(removed, "")
    return text


def usual(character: str, simple: Mapping[int, str]) -> str:
    """What an unusual character counts as."""
    return "" if character in _RARE_GAPS else squeeze(plain_form(character, simple))


def plain_form(text: str, simple: Mapping[int, str]) -> str:
    """NFKC and simplified characters (``simple``, for ``str.translate``); lengths may change."""
    return unicodedata.normalize("NFKC", text).translate(simple)


def normalise(text: str, simple: Mapping[int, str], *, joined: bool = False) -> Normalised:
    """NFKC character by character, simplified, with nothing between Han characters that does not end a line.

    ``joined``: long lines that end with a Han character are taken for broken and joined with the next.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for plain in character if character < "\x80" else plain_form(character, simple):
            characters.append(plain)
            offsets.append(offset)
    whole = "".join(characters)
    kept = bytearray(b"\x01") * len(whole)
    for gap in _GAP.finditer(whole):
        kept[gap.start() : gap.end()] = bytes(gap.end() - gap.start())
    if joined:
        for gap in _BREAK.finditer(whole):
            if gap.start() - (whole.rfind("\n", 0, gap.start()) + 1) >= _WRAPPED_LINE:
                kept[gap.start() : gap.end()] = bytes(gap.end() - gap.start())
    return Normalised(
        "".join(character for character, keep in zip(whole, kept, strict=True) if keep),
        tuple(offset for offset, keep in zip(offsets, kept, strict=True) if keep),
    )
