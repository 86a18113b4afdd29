"""What kind of document personal data stands in: a list of persons, one that must name them, a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dictionaries import PrivacyWords
from records.evidence import Document, TextPart
from records.model import Certainty
from rules.privacy.tables import has_names, headings, stands_for_others

_TITLE_LENGTH = 60
_PERSONS = 3
"""A document with so many residents' numbers is a list of persons, whatever its title says."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``listed``: a list of persons by its title or its numbers; ``public``: one whose contacts must be public;
    ``ordered``: the law has it name persons; ``sample``: an example to fill in by; ``named``: a heading says that
    persons are named; ``business``: none does, and headings name organisations or those who stand for them.
    """

    title: str
    listed: bool
    public: bool
    ordered: bool
    sample: bool
    named: bool
    business: bool = False

    def tempered(self, certainty: str) -> Certainty | None:
        """How sure a find is here, ``certainty`` being how sure it is by itself (``""`` or None: not listed)."""
        if not certainty or (self.ordered and certainty == Certainty.REVIEW):
            return None
        return Certainty.REVIEW if self.ordered or self.sample else Certainty(certainty)


def setting_of(document: Document, residents: int, words: PrivacyWords) -> Setting:
    """Read from the title, the first sheet's name and the first line or cell; ``residents`` is how many residents'
    numbers stand in the document.
    """
    parts = document.parts
    first = parts[0] if parts else None
    pieces = [document.title]
    if first is not None:
        pieces += [first.sheet or "", first.member or "", first.text.strip().split("\n", 1)[0][:_TITLE_LENGTH]]
    title = " ".join(filter(None, pieces))
    named = has_names(parts, words)
    return Setting(
        title=title,
        listed=residents >= _PERSONS or mentions(words.lists, title),
        public=mentions(words.public_lists, title) and not mentions(words.private_lists, title),
        ordered=mentions(words.ordered, title),
        sample=mentions(words.samples, title),
        named=named,
        business=not named and _names_organisations(parts, words),
    )


def _names_organisations(parts: Sequence[TextPart], words: PrivacyWords) -> bool:
    """Whether a heading names an organisation or the one who stands for it (单位名称、负责人)."""
    return any(
        heading in words.organisation_headings or stands_for_others(heading, words) for heading in headings(parts)
    )


def mentions(words: tuple[str, ...], text: str) -> bool:
    """Whether the text has any of the words."""
    for word in words:  # noqa: SIM110 - asked of every page for every kind: a generator takes three times as long
        if word in text:
            return True
    return False
