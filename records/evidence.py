"""What rules see: plain views of the evidence of one site. No database, no network, no clock behind them.

A view is made by ``records.bundle`` from stored evidence, or by hand in a test. Times are UTC, ISO 8601 text; dates are
the site's local dates (Asia/Shanghai).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from records.masking import mask_text
from records.model import Locus, Reason

_POSSIBLE = frozenset(("css", "json", "record", "feed"))


@dataclass(frozen=True, slots=True)
class SourcedText:
    """A text and where it was read from: ``meta:ArticleTitle``, ``h1``, ``title``, ``info-table``, ``breadcrumb`` …"""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcedDate:
    """A date and where it was read from: ``meta:PubDate``, ``visible``, ``info-table``, ``list``, ``htmldate``."""

    value: date
    source: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a document's text with its place. Only what applies is set (see :class:`records.model.Locus`)."""

    text: str
    role: str = "body"  # title | body | cell | note
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach an address: when, how, what came back. ``status`` is the HTTP status or None."""

    at: str
    method: str
    status: int | None
    reason: Reason
    final_url: str
    elapsed_ms: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A place where a target is linked: the page, the words of the link, the tag, and the region of the page.

    ``region`` is ``nav`` (header, menu, footer: stands on many pages) or ``main``. ``raw`` is the attribute as written.
    Where it stands in a file that the page links to or needs (an attachment, a stylesheet, a list feed), ``file`` is
    that file's address, ``file_name`` its name, and ``page``, ``sheet``, ``cell`` the place within an attachment.
    """

    page_url: str
    page_title: str
    page_kind: str
    anchor: str
    tag: str
    region: str
    raw: str = ""
    file: str = ""
    file_name: str = ""
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def certain(self) -> bool:
        """Whether a visitor surely meets it: a stylesheet has rules for elements that no page has, and what a script
        makes of the addresses in its data cannot be told from outside."""
        return self.tag not in _POSSIBLE

    def locus(self, target: str | None = None) -> Locus:
        """Where it stands, and the address pointed at."""
        return Locus(
            text=mask_text(self.anchor.strip())[:60] or None,
            target=target,
            attachment=self.file_name if self.tag == "document" and self.file_name else None,
            page=self.page,
            sheet=self.sheet,
            cell=self.cell,
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A distinct address that pages link to, with every attempt to reach it and (some of) the places that link to it.

    ``kind`` is page | attachment | resource | external. ``reason`` is the last attempt's. ``uses`` holds at most the
    first 200 places, ``use_count`` counts them all.
    """

    url: str
    kind: str
    internal: bool
    reason: Reason
    attempts: tuple[Attempt, ...]
    uses: tuple[LinkUse, ...]
    use_count: int
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """A reference that there is nothing to ask for over HTTP (``mailto:``, ``file:``, a host that cannot be), as
    written, or the address a form is posted to (tag ``form-post``). ``uses`` and ``use_count`` as of targets.
    """

    raw: str
    uses: tuple[LinkUse, ...]
    use_count: int


@dataclass(frozen=True, slots=True)
class LostFragment:
    """A link to a place within a page of the site where that page, which was read, has no such place."""

    url: str
    fragment: str
    uses: tuple[LinkUse, ...]
    use_count: int


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on one page, as the page's own rules need it (e.g. policy and interpretation pointing at each other)."""

    url: str
    anchor: str
    region: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """An entry of a list page (列表): title, address and date shown."""

    title: str
    url: str
    date: SourcedDate | None


class Document(Protocol):
    """Any published text: page, attachment, post. ``url`` is its address, ``mend_url`` the page a clerk mends."""

    @property
    def url(self) -> str: ...
    @property
    def mend_url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def parts(self) -> tuple[TextPart, ...]: ...
    @property
    def attachment(self) -> str | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def published(self) -> SourcedDate | None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. ``kind`` is home | list | article | other; every field says where it came from.

    ``column`` is the address of the column (list) it was found in, if known. ``links`` and ``items`` may be
    read from the bundle only when a rule looks at them.
    """

    url: str
    kind: str
    headline: SourcedText | None
    published: SourcedDate | None
    column_name: SourcedText | None
    breadcrumb: tuple[str, ...]
    source: SourcedText | None
    doc_no: SourcedText | None
    index_no: SourcedText | None
    text: str
    text_source: str
    meta: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[PageLink] = ()
    items: Sequence[ListItem] = ()
    column: str | None = None

    @property
    def mend_url(self) -> str:
        return self.url

    @property
    def title(self) -> str:
        return self.headline.value if self.headline else ""

    @property
    def parts(self) -> tuple[TextPart, ...]:
        head = (TextPart(self.headline.value, role="title"),) if self.headline else ()
        return (*head, TextPart(self.text)) if self.text else head

    @property
    def attachment(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from a page and read part by part; ``mend_url`` is the first page that links to it."""

    url: str
    mend_url: str
    name: str
    format: str
    reason: Reason
    parts: tuple[TextPart, ...]
    column: str | None = None
    published: SourcedDate | None = None
    detail: str = ""

    @property
    def title(self) -> str:
        return self.name

    @property
    def attachment(self) -> str | None:
        return self.name


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a new-media account. ``url`` is its own address, or one made of the account's where it has none."""

    url: str
    title: str
    published: SourcedDate | None
    text: str

    @property
    def mend_url(self) -> str:
        return self.url

    @property
    def parts(self) -> tuple[TextPart, ...]:
        head = (TextPart(self.title, role="title"),) if self.title else ()
        return (*head, TextPart(self.text)) if self.text else head

    @property
    def attachment(self) -> str | None:
        return None

    @property
    def column(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class AccountEvidence:
    """A new-media account (政务新媒体账号) and what its source (feed or table) told of it.

    ``site`` is the account's id, ``url`` its home page or else its source, ``source`` the source's address (or file
    name). ``limit_days`` is its own update limit, None where none is registered. ``reason`` is why the source could or
    could not be read (``parse_failed``: it was no feed), ``attempts`` every try, ``problem`` one sentence where
    something of it could not be read. ``complete``: all that the source offered was read. ``reaches`` is the day up to
    which the source knows (None: unknown); ``reaches_stated``: somebody said so, it is not just the date of a file.
    ``collected``: a collecting tool stands between the account and the source.
    """

    site: str
    name: str
    platform: str
    url: str
    source: str
    limit_days: int | None
    posts: tuple[Post, ...]
    reason: Reason
    attempts: tuple[Attempt, ...]
    problem: str
    complete: bool
    reaches: date | None
    reaches_stated: bool = True
    collected: bool = False

    @property
    def newest(self) -> Post | None:
        """The post with the newest date; None where no date is known."""
        dated = [post for post in self.posts if post.published]
        return max(dated, key=lambda post: post.published.value if post.published else date.min, default=None)

    @property
    def undated(self) -> int:
        """How many posts have no date that can be believed."""
        return sum(1 for post in self.posts if post.published is None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目): a list with its pages, its kind and its update limit.

    ``kind`` is a key of ``dictionaries/column-kinds.toml`` (``""``: unknown), ``limit_days`` its update limit in days
    (None: none applies), ``machine_certain`` whether a machine can confirm staleness for this kind. ``newest`` is the
    newest date among the items and the articles behind them; ``undated`` counts items for which no date is known.
    ``complete`` says that every page of the list that was asked for could be read. ``blank_marker`` is the sentence
    with which the page itself says that it holds nothing. ``level`` is 1 for a first-level column.
    """

    url: str
    name: str
    breadcrumb: tuple[str, ...]
    kind: str
    limit_days: int | None
    machine_certain: bool
    clause: str
    items: tuple[ListItem, ...]
    newest: SourcedDate | None
    undated: int
    complete: bool
    blank_marker: str
    level: int
    registered: bool = False


@dataclass(frozen=True, slots=True)
class GatherResult:
    """How the gathering of one site ended. ``limits`` names the limits that were reached (``max_pages`` …)."""

    site: str
    start_url: str
    started: str
    finished: str
    complete: bool
    limits: tuple[str, ...]
    interrupted: bool
    home_reason: Reason
    counts: Mapping[str, int]


class SiteEvidence(Protocol):
    """Everything gathered from one site. Iterators read lazily; a rule may walk them several times."""

    @property
    def site(self) -> str: ...
    @property
    def start_url(self) -> str: ...
    @property
    def gather(self) -> GatherResult: ...
    @property
    def home(self) -> Page | None: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...
    @property
    def dns_proven(self) -> bool:
        """Whether some outside host name was resolved in this inspection, so that a DNS failure means something."""
        ...

    @property
    def column_urls(self) -> tuple[str, ...]:
        """Addresses of the registered columns, asked even where nothing links to them."""
        ...

    def pages(self) -> Iterator[Page]: ...
    def attachments(self) -> Iterator[Attachment]: ...
    def failed_targets(self) -> Iterator[Target]:
        """Targets whose last attempt was not ``ok``, however often tried."""
        ...

    def inner_targets(self) -> Iterator[Target]:
        """Targets of other sites whose host is plainly of an inner network, asked or not."""
        ...

    def strays(self) -> Iterator[Stray]: ...
    def lost_fragments(self) -> Iterator[LostFragment]: ...
    def home_targets(self) -> Iterator[Target]:
        """Attempts on the start address itself."""
        ...

    def target_count(self) -> int: ...
    def pages_linking_to(self, url: str) -> Iterable[str]: ...
