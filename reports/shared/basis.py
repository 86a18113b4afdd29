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


def basis_words(ids: Iterable[str], clauses: Mapping[str, ClauseInfo]) -> str:
    """Every clause with its text, joined by semicolons, a document's title once; empty where none is known.

    What is not certain is left out: a notice may not rest on it.
    """
    known = (clauses[key] for key in dict.fromkeys(ids) if key in clauses)
    texts: dict[str, list[str]] = {}
    for clause in known:
        if clause.certainty in QUOTABLE:
            texts.setdefault(title_words(clause), []).append(clean(clause.text).rstrip("。；"))
    return "；".join(_document_words(title, told) for title, told in texts.items())


def basis_numbers(ids: Iterable[str], clauses: Mapping[str, ClauseInfo]) -> str:
    """The clauses as short as a table needs them: the 文号, or the title where there is none.

    What is not certain carries 请与原文核对.
    """
    known = [clauses[key] for key in dict.fromkeys(ids) if key in clauses]
    numbers = (
        (clean(clause.number) if clause.number.endswith("号") else title_words(clause))
        + ("" if clause.certainty in QUOTABLE else "（请与原文核对）")
        for clause in known
    )
    return "；".join(dict.fromkeys(numbers))


def certain_titles(ids: Iterable[str], clauses: Mapping[str, ClauseInfo]) -> list[str]:
    """Titles of those clauses that may be quoted as a basis, without repeats."""
    certain = (clauses[key] for key in ids if key in clauses and clauses[key].certainty in QUOTABLE)
    return list(dict.fromkeys(title_words(clause) for clause in certain))


def _document_words(title: str, texts: Iterable[str]) -> str:
    told = "；".join(filter(None, texts))
    return f"{title}：{told}" if told else title
