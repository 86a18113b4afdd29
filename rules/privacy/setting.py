"""What kind of document personal data stands in: a list of persons, one that must name them, a sample."""

from __future__ import annotations

from dataclasses import dataclass

from dictionaries import PrivacyWords
from records.evidence import Document
from records.model import Certainty
from rules.privacy.tables import has_names

_TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """``listed``: a list of persons by its title or its numbers; ``public``: one whose contacts must be public;
    ``ordered``: the law has it name persons; ``sample``: an example to fill in by; ``named``: a heading says that
    persons are named.
    """

    title: str
    listed: bool
    public: bool
    ordered: bool
    sample: bool
    named: bool

    def tempered(self, certainty: str) -> Certainty | None:
        """How sure a find is here, ``certainty`` being how sure it is by itself (``""`` or None: not listed)."""
        if not certainty or (self.ordered and certainty == Certainty.REVIEW):
            return None
        return Certainty.REVIEW if self.ordered or self.sample else Certainty(certainty)


def setting_of(document: Document, words: PrivacyWords) -> Setting:
    """Read from the title, the first sheet's name and the first line or cell."""
    parts = document.parts
    first = parts[0] if parts else None
    pieces = [document.title]
    if first is not None:
        pieces += [first.sheet or "", first.member or "", first.text.strip().split("\n", 1)[0][:_TITLE_LENGTH]]
    title = " ".join(filter(None, pieces))
    return Setting(
        title=title,
        listed=mentions(words.lists, title),
        public=mentions(words.public_lists, title),
        ordered=mentions(words.ordered, title),
        sample=mentions(words.samples, title),
        named=has_names(parts),
    )


def mentions(words: tuple[str, ...], text: str) -> bool:
    """Whether the text has any of the words."""
    for word in words:  # noqa: SIM110 - asked of every page for every kind: a generator takes three times as long
        if word in text:
            return True
    return False
