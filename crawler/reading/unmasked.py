"""Whole numbers in the source of a page of which its text shows masked ones: in attributes, scripts, comments.

Whether one is somebody's number is for the rules to say; here it only has to fit a mask of the text.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.reading.reading import Unseen
from records.masking import MASK_SIGNS

SOURCE = "source"
MAX_UNMASKED = 200
_MOST_MASKS = 500
_SIGNS = re.escape("".join(MASK_SIGNS)) + "xX"
_MASKED = re.compile(rf"(?<![\w{_SIGNS}])(?=\d*[{_SIGNS}]{{2}})[\d{_SIGNS}]{{11,19}}(?![\w{_SIGNS}])")
_PLAIN = re.compile(r"(?<!\d)\d{10,18}[\dXx](?![\dXx])")
_LEAST_SHOWN = 5


def find_unmasked(html: str, text: str) -> tuple[Unseen, ...]:
    """Every number of the source that is not in the text and of which a masked form is; at most a few hundred."""
    behind = _behind_masks(text)
    if behind is None:
        return ()
    numbers = dict.fromkeys(match[0].upper() for match in _PLAIN.finditer(html))
    found = (number for number in numbers if behind.fullmatch(number) and number not in text)
    return tuple(Unseen(SOURCE, number, "") for number in islice(found, MAX_UNMASKED))


def _behind_masks(text: str) -> re.Pattern[str] | None:
    """What may stand behind the masked numbers of a text, None where there is none."""
    if not any(sign in text for sign in (*MASK_SIGNS, "xx", "XX")):
        return None
    written = dict.fromkeys(match[0] for match in _MASKED.finditer(text))
    masks = islice((each for each in written if sum(map(str.isdigit, each)) >= _LEAST_SHOWN), _MOST_MASKS)
    forms = [re.sub(rf"[{_SIGNS}]", "[0-9X]", each) for each in masks]
    return re.compile("|".join(forms)) if forms else None
