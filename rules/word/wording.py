"""From hits to problems, alike for all rules about words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dictionaries import Word
from records.evidence import Document
from records.masking import mask_text
from records.model import Certainty, Locus, Problem
from rules.context import Context
from rules.word.matching import Hit, matcher

_READ_BY_MACHINE = (".pdf", ".ofd")
_PLACES_LISTED = 20


def word_problems(
    document: Document,
    category: str,
    ctx: Context,
    message: str,
    *,
    advice: str = "请将“{word}”改为“{right}”。",
    certainty: Certainty = Certainty.CONFIRMED,
    dated_only: bool = False,
) -> Iterator[Problem]:
    """One problem a document and word. ``message`` and ``advice`` are formats with ``word`` and ``right``.

    In a PDF, OFD or picture a wrong character may be the reading program's: for review. The same where a word is wrong
    only in documents of certain dates and this one is undated or its date is a guess (``dated_only``: then it says
    nothing), and where every hit is doubtful.
    """
    reader = matcher(ctx.dictionaries)
    dated = document.published.value if document.published and document.published.sure else None
    if not any(_in_time(word, dated, dated_only) for word in reader.words_met(document, category)):
        return
    by_word: dict[str, list[Hit]] = {}
    for hit in reader.hits(document, category):
        by_word.setdefault(hit.word.word, []).append(hit)
    for found in by_word.values():
        hits = _without_repeated_headline(found)
        word = hits[0].word
        if not _in_time(word, dated, dated_only):
            continue
        doubtful = (
            (document.attachment or "").lower().endswith(_READ_BY_MACHINE)
            or hits[0].part.role == "scan"
            or (dated is None and _bounded(word))
            or all(hit.doubtful for hit in hits)
        )
        times = f"，共 {len(hits)} 处" if len(hits) > 1 else ""
        yield Problem(
            url=document.mend_url,
            message=message.format(word=word.word, right=word.suggestion) + times + "。",
            suggestion=advice.format(word=word.word, right=word.suggestion)
            + ("请对照原件核实后再改。" if doubtful else ""),
            locus=locus_of(document, hits[0]),
            evidence={
                "word": word.word,
                "right": word.suggestion,
                "count": len(hits),
                "places": [place_of(hit) for hit in hits[:_PLACES_LISTED]],
                "source": word.source,
            },
            target=document.url,
            discriminator=word.word,
            certainty=Certainty.REVIEW if doubtful else certainty,
            severity=word.severity,
            column=document.column,
        )


def _without_repeated_headline(hits: list[Hit]) -> list[Hit]:
    """The hits without those of a headline that the text begins with once more: it stands on the page once."""
    texts = [hit.part.text for hit in hits if hit.part.role != "title"]
    return [hit for hit in hits if hit.part.role != "title" or not any(hit.part.text in text for text in texts)]


def _in_time(word: Word, dated: date | None, dated_only: bool) -> bool:
    """Whether the word is wrong in a document of this date (None: undated)."""
    if dated is None:
        return not (dated_only and _bounded(word))
    return not ((word.valid_from and dated < word.valid_from) or (word.valid_until and dated > word.valid_until))


def _bounded(word: Word) -> bool:
    return word.valid_from is not None or word.valid_until is not None


def locus_of(document: Document, hit: Hit) -> Locus:
    """Where a hit stands, its sentence masked."""
    part = hit.part
    return Locus(
        text=mask_text(hit.sentence),
        offset=hit.start,
        attachment=document.attachment,
        picture=document.picture,
        page=part.page,
        sheet=part.sheet,
        cell=part.cell,
    )


def place_of(hit: Hit) -> Mapping[str, Any]:
    """A hit as JSON-ready evidence: its sentence (masked) and its place."""
    place = {"page": hit.part.page, "sheet": hit.part.sheet, "cell": hit.part.cell, "role": hit.part.role}
    return {"text": mask_text(hit.sentence), **{name: value for name, value in place.items() if value is not None}}
