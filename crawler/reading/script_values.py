"""What a page's scripts say plainly: literals, arrays of objects, and simple sums of texts. Nothing is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_ARRAY = 400_000
"""Characters of one script that are looked through for arrays, closed or not."""
MAX_ARRAYS = 40
_ARRAY = re.compile(r"\[\s*\{")
_ASSIGNED = re.compile(
    r"""(?<![\w.$])(?:var|let|const)?\s*([A-Za-z_$][\w$]{0,40})\s*[=:]\s*(?:"([^"\n]{0,300})"|'([^'\n]{0,300})'|(\d{1,12})\b)"""
)
# A string, or what stands outside strings: comments, bare names before a colon, a comma before a bracket.
_LOOSE = re.compile(
    r""""(?:[^"\\\n]|\\.){0,20000}"|'((?:[^'\\\n]|\\.){0,20000})'|//[^\n]*|/\*.{0,5000}?\*/"""
    r"""|([A-Za-z_$][\w$]{0,60})(?=\s*:)|,(?=\s*[\]}])""",
    re.DOTALL,
)
_TERM = re.compile(r"""\s*(?:"([^"\n]{0,500})"|'([^'\n]{0,500})'|([A-Za-z_$][\w$.]{0,60})|\(([^()]{0,60})\))\s*(\+)?""")
_FIRST_PAGE = re.compile(r"^(?:p|i|n|page|curr\w*page|page\w{0,8}|cur\w{0,6}|start)$", re.IGNORECASE)


def assigned(script: str) -> dict[str, str]:
    """Names that are given a plain text or number in a script; of several the first."""
    found: dict[str, str] = {}
    for match in _ASSIGNED.finditer(script):
        found.setdefault(match[1], next(value for value in match.groups()[1:] if value is not None))
    return found


def summed(script: str, start: int, known: dict[str, str]) -> str | None:
    """The text of ``"a" + name + "b"`` that begins at ``start``; None where a part of it is not known.

    A name that counts pages stands for the first page.
    """
    pieces: list[str] = []
    while (term := _TERM.match(script, start)) and len(pieces) < 12:
        text = term[1] if term[1] is not None else term[2]
        if text is None:
            name = (term[3] or term[4] or "").split(".")[-1].strip()
            text = known.get(name, "1" if _FIRST_PAGE.match(re.sub(r"\s*[+-]\s*1$", "", name)) else None)
        if text is None:
            return None
        pieces.append(text)
        start = term.end()
        if not term[5]:
            return "".join(pieces)
    return None


def arrays_of_objects(script: str) -> Iterator[list[dict[str, Any]]]:
    """Arrays of objects written out in a script (JSON, or what JavaScript allows besides), at most 40, bounded."""
    position, left = 0, MAX_ARRAY
    for _ in range(MAX_ARRAYS):
        start = _ARRAY.search(script, position)
        if start is None or left <= 0:
            return
        position = start.end()
        end = _closing(script, start.start(), left)
        left -= end - start.start() if end > 0 else left
        if end < 0:
            continue
        values = loose_json(script[start.start() : end])
        if isinstance(values, list) and values and all(isinstance(value, dict) for value in values):
            yield values
            position = end


def loose_json(text: str) -> Any:
    """JSON, or an object literal of JavaScript with plain values; None for anything else."""
    for rewritten in (False, True):
        try:
            return json.loads(_LOOSE.sub(_strict, text) if rewritten else text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _strict(match: re.Match[str]) -> str:
    if match[1] is not None:
        return '"' + match[1].replace("\\'", "'").replace('"', '\\"') + '"'
    if match[2] is not None:
        return f'"{match[2]}"'
    return match[0] if match[0].startswith('"') else ""


def _closing(script: str, start: int, reach: int) -> int:
    """Behind the bracket that closes the one at ``start`` (-1: none within reach); strings are stepped over."""
    depth = 0
    for match in _BRACKETS.finditer(script, start, start + reach):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


_BRACKETS = re.compile(r"""[\[\]{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""")
