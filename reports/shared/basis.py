"""Clauses (依据) in words: what is certain is quoted, what is not carries 请与原文核对."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.model import ClauseInfo
from reports.shared.safe_text import clean

QUOTABLE = frozenset({"seen", "memory"})


def title_words(clause: ClauseInfo) -> str:
    """``《政府网站发展指引》(国办发〔2017〕47号)`` or ``《…条例》第十五条``."""
    title = clean(clause.title)
    named = title if "《" in title else f"《{title}》"
    number = clean(clause.number)
    return f"{named}（{number}）" if number.endswith("号") else f"{named}{number}"


def basis_words(ids: Iterable[str], clauses: Mapping[str, ClauseInfo], *, weak: bool = False) -> str:
    """Every clause with its text, joined by semicolons; empty where none is known.

    What is not certain is left out, or, with ``weak``, carries 请与原文核对: a notice may not rest on it.
    """
    known = (clauses[key] for key in dict.fromkeys(ids) if key in clauses)
    return "；".join(_clause_words(clause) for clause in known if weak or clause.certainty in QUOTABLE)


def certain_titles(ids: Iterable[str], clauses: Mapping[str, ClauseInfo]) -> list[str]:
    """Titles of those clauses that may be quoted as a basis, without repeats."""
    certain = (clauses[key] for key in ids if key in clauses and clauses[key].certainty in QUOTABLE)
    return list(dict.fromkeys(title_words(clause) for clause in certain))


def _clause_words(clause: ClauseInfo) -> str:
    text = clean(clause.text).rstrip("。；")
    words = f"{title_words(clause)}：{text}" if text else title_words(clause)
    return words if clause.certainty in QUOTABLE else f"{words}（请与原文核对）"
