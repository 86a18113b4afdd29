"""Small helps for writing Markdown in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WIDE = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_WIDE}])\n[ \t]*(?=\S)|(?<=\S)\n[ \t]*(?=[{_WIDE}])")


def joined(text: str) -> str:
    """Paragraphs with their lines joined: Chinese without a blank between, Latin words with one."""
    paragraphs = re.split(r"\n[ \t]*\n", text.strip())
    return "\n\n".join(_BREAK.sub("", paragraph).replace("\n", " ") for paragraph in paragraphs)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
