"""Whether a text speaks of a day, in figures or in characters."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DIGITS = "〇一二三四五六七八九"


def says_day(text: str, day: date) -> bool:
    """Whether the day is written in the text: ``2026-11-02``, ``2026年11月2日``, ``二〇二六年十一月二日``."""
    plain = unicodedata.normalize("NFKC", text)
    figures = rf"(?<!\d){day.year}\s*[年./-]\s*0?{day.month}\s*[月./-]\s*0?{day.day}(?!\d)"
    if re.search(figures, plain):
        return True
    year = "".join(_DIGITS[int(figure)] for figure in str(day.year))
    return f"{year}年{_in_characters(day.month)}月{_in_characters(day.day)}日" in re.sub("[○零O]", "〇", plain)


def _in_characters(number: int) -> str:
    tens, units = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[units] if units else "")
