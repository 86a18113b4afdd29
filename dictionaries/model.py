"""What the dictionaries hold, as plain immutable values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dictionaries.link_weights import LinkWeights
from dictionaries.personal import Allowed, PersonalKind
from dictionaries.wrong_targets import WrongTargets
from records.model import Severity

WORD_CATEGORIES: Mapping[str, str] = {
    "severe": "严重表述错误",
    "territory": "涉港澳台和领土表述",
    "misspelled": "一般错别字",
    "nonpublic": "非公开标识",
    "outdated": "停用的名称",
    "vulgar": "歧视和粗俗用语",
    "absolute": "广告绝对化用语",
    "spam": "被篡改网页的违法推广用语",
    "allow": "允许的写法",
}
"""Categories of ``words/*.csv`` and their Chinese titles. ``allow`` is an office's own list of right writings."""

WITHOUT_SUGGESTION = ("vulgar", "spam", "allow")
"""Categories whose words have no right writing to put in their place."""

GAP = "…"
"""What stands for a few other characters in the word of a pattern."""

_ENOUGH_TITLES = 5
_MOST_TITLES = 0.8
_PAST_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?(?:度|以前|之前)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A wrong writing. ``exceptions`` are longer right writings that contain it.

    ``pieces`` are what a pattern (``甲…乙``) is made of, in this order and not far apart; of a plain word there is one.
    ``contexts`` are pieces of a sentence in which it is right, ``needs`` pieces of which a sentence must hold one for
    it to be wrong, ``titles``: it is right inside a book title 《…》. ``boundary``: only a hit that the segmenter does
    not cut through two words counts. ``valid_from`` and ``valid_until`` bound the dates of the documents in which it
    is wrong (both inclusive).
    """

    word: str
    category: str
    severity: Severity
    suggestion: str
    exceptions: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    boundary: bool = False
    contexts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    titles: bool = False

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(self.word.split(GAP))


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader as the office registers them: name, the titles that are right (职务), and the place in the order.

    ``group`` is the leadership (班子) within which ``rank`` orders, 1 first. ``since`` and ``until`` bound the dates of
    the documents in which this holds (both inclusive).
    """

    name: str
    titles: tuple[str, ...]
    group: str
    rank: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A kind of column (栏目类型). ``limit_days``: its update limit in days, None where none applies.

    ``names`` are whole names, ``contains`` pieces of names, ``types`` values of the standard's meta tag ColumnType,
    ``marks`` pieces of titles that give its entries away, ``titles`` pieces that nearly every title has (``()``: its
    entries may be of anything). ``inherit``: columns below one of this kind are of this kind too. ``machine_certain``:
    a machine may confirm that such a column is stale. ``may_be_blank``: an empty column of this kind can be right.
    """

    id: str
    names: tuple[str, ...]
    contains: tuple[str, ...]
    limit_days: int | None
    clause: str
    machine_certain: bool
    inherit: bool = False
    may_be_blank: bool = False
    types: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def marked(self, title: str) -> bool:
        """Whether the title gives away that it is of this kind."""
        return any(piece in title for piece in self.marks)

    def fits(self, title: str) -> bool:
        """Whether the title is one that entries of this kind may bear."""
        return not self.titles or self.marked(title) or any(piece in title for piece in self.titles)


@dataclass(frozen=True, slots=True)
class Clause:
    """A basis (依据): document, number and the clause in our words. ``certainty``: seen | memory | weak."""

    id: str
    document: str
    number: str
    text: str
    certainty: str

    @property
    def quotable(self) -> bool:
        """Whether a notice may quote it as its basis; what is weak must first be compared with the original."""
        return self.certainty in ("seen", "memory")


@dataclass(frozen=True, slots=True)
class PrivacyWords:
    """Words around a number that tell whether it is somebody's own (see ``privacy.toml``)."""

    office_contact: tuple[str, ...]
    personal_contact: tuple[str, ...]
    lists: tuple[str, ...]
    public_lists: tuple[str, ...]
    private_lists: tuple[str, ...]
    roles: tuple[str, ...]
    no_roles: tuple[str, ...]
    organisation_headings: tuple[str, ...]
    contact_headings: tuple[str, ...]
    number_headings: tuple[str, ...]
    ordered: tuple[str, ...]
    not_personal: tuple[str, ...]
    samples: tuple[str, ...]
    bank: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """Words that tell policy documents and their interpretations from others (see ``policy.toml``)."""

    document_types: tuple[str, ...]
    normative_types: tuple[str, ...]
    not_interpreted: tuple[str, ...]
    normative_marks: tuple[str, ...]
    upper_codes: tuple[str, ...]
    upper_issuers: tuple[str, ...]
    interpretation_titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentWords:
    """Words that give tests, fillers and reprinted articles away (see ``content.toml``)."""

    test_words: tuple[str, ...] = ()
    test_objects: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    reprinted_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TamperWords:
    """Whom a government page may point at without suspicion (see ``tamper.toml``)."""

    trusted_hosts: tuple[str, ...]
    spam_hosts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Dictionaries:
    """All dictionaries of one office, made once by :func:`dictionaries.load`; compared by identity.

    ``archived_names``, ``not_due_names`` and ``repost_names`` are pieces of names of columns that hold what is
    finished, in which nothing is due, or what is reposted on purpose; ``repost_sources`` are pieces of the names of
    upper offices and media; ``general_limit_days`` is the limit of columns of no kind that published again and again,
    None where there is none (see ``column-kinds.toml``); ``official`` are common words of official writing.
    """

    words: tuple[Word, ...]
    column_kinds: Mapping[str, ColumnKind]
    archived_names: tuple[str, ...]
    clauses: Mapping[str, Clause]
    regions: Mapping[str, str]
    privacy: PrivacyWords
    policy: PolicyWords
    wrong_targets: WrongTargets
    tamper: TamperWords
    link_weights: LinkWeights
    personal: Mapping[str, PersonalKind] = field(default_factory=dict)
    allowed: tuple[Allowed, ...] = ()
    leaders: tuple[Leader, ...] = ()
    repost_names: tuple[str, ...] = ()
    repost_sources: tuple[str, ...] = ()
    not_due_names: tuple[str, ...] = ()
    general_limit_days: int | None = None
    content: ContentWords = ContentWords()
    official: frozenset[str] = frozenset()

    def words_of(self, category: str) -> tuple[Word, ...]:
        """The entries of one category."""
        return tuple(word for word in self.words if word.category == category)

    def column_kind(self, name: str, breadcrumb: tuple[str, ...] = ()) -> ColumnKind | None:
        """The kind of a column by its name and the names of the columns above; None when unknown."""
        return self.recognise(name, breadcrumb)[0]

    def recognise(
        self, name: str, above: tuple[str, ...] = (), type_tag: str = "", titles: tuple[str, ...] = ()
    ) -> tuple[ColumnKind | None, str]:
        """The kind of a column and what it was known by: 名称, 上级栏目, 页面标签 or 条目; (None, "") when unknown.

        Columns that by their name hold what is finished (历史、归档、a year) have no kind: nothing is due in them. Only
        a kind known by the column's own name is ``machine_certain``: a sub-column may be quiet for good reasons, a tag
        may be a template's, and titles may deceive.
        """
        name = _squeeze(name)
        upper = tuple(_squeeze(part) for part in above)
        if any(self._archived(part) for part in (name, *upper)):
            return None, ""
        if kind := self._by_name(name):
            return kind, "名称"
        guesses = (
            ("上级栏目", self._inherited(name, upper)),
            ("页面标签", self._by_type(_squeeze(type_tag))),
            ("条目", self._by_titles(titles)),
        )
        return next(
            ((replace(kind, machine_certain=False), source) for source, kind in guesses if kind is not None), (None, "")
        )

    def general_limit(self, name: str, above: tuple[str, ...] = ()) -> int | None:
        """How many days a column of no kind may be silent if it used to publish; None where nothing is due."""
        names = [_squeeze(part) for part in (name, *above)]
        finished = any(self._archived(part) or any(word in part for word in self.not_due_names) for part in names)
        return None if finished or not name else self.general_limit_days

    def _inherited(self, name: str, above: tuple[str, ...]) -> ColumnKind | None:
        kinds = (self._by_name(part) for part in reversed(above) if part != name)
        return next((kind for kind in kinds if kind is not None and kind.inherit), None)

    def _by_type(self, type_tag: str) -> ColumnKind | None:
        return next((kind for kind in self.column_kinds.values() if type_tag and type_tag in kind.types), None)

    def _by_titles(self, titles: tuple[str, ...]) -> ColumnKind | None:
        """The kind that most titles are of, if there are enough of them and they are nearly all."""
        if len(titles) < _ENOUGH_TITLES:
            return None
        shares = ((sum(map(kind.marked, titles)) / len(titles), kind) for kind in self.column_kinds.values())
        share, best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        return best if share >= _MOST_TITLES else None

    def _archived(self, name: str) -> bool:
        return bool(_PAST_YEAR.match(name)) or any(word in name for word in self.archived_names)

    def _by_name(self, name: str) -> ColumnKind | None:
        if not name:
            return None
        for kind in self.column_kinds.values():
            if name in kind.names:
                return kind
        hits = [(len(piece), kind) for kind in self.column_kinds.values() for piece in kind.contains if piece in name]
        return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _squeeze(name: str) -> str:
    return re.sub(r"\s+", "", name)
