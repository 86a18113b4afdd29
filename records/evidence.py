"""What rules see: plain views of the evidence of one site. No database, no network, no clock behind them.

A view is made by ``records.bundle`` from stored evidence, or by hand in a test. Times are UTC, ISO 8601 text; dates are
the site's local dates (Asia/Shanghai).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from records.landing import Baseline, HostSeen, Landing, TlsFault
from records.masking import mask_name, mask_text
from records.model import Locus, Reason
from records.past import SitePast

_GUESSES = frozenset(("htmldate", "script", "attribute-only", "relative", "short-year", "year-inferred", "更新时间"))
"""Words of a date's source that make it a guess: it may be another day than the one of publication (updated …)."""
_POSSIBLE = frozenset(("css", "json", "record", "feed"))


@dataclass(frozen=True, slots=True)
class SourcedText:
    """A text and where it was read from: ``meta:ArticleTitle``, ``h1``, ``title``, ``info-table``, ``breadcrumb`` …"""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcedDate:
    """A date and where it was read from: ``meta:PubDate``, ``visible``, ``info-table``, ``list``, ``htmldate``.

    Behind a colon stands what had to be added to what a reader sees: ``list:address`` (month and day are shown, the
    year is that of the address), ``visible:year-inferred``. ``article:`` before it: not the list told it but the
    article behind the entry.
    """

    value: date
    source: str

    @property
    def sure(self) -> bool:
        """Whether it is the date that a reader is told, rather than a guess; a rule accuses nobody by a guess."""
        return _GUESSES.isdisjoint(self.source.split(":"))


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a document's text with its place. Only what applies is set (see :class:`records.model.Locus`).

    ``member`` is the file inside an archive that it was read from; ``hidden`` says why a reader does not see it
    (隐藏工作表、隐藏行、隐藏列、批注、修订删除、文档属性 …, ``""``: it is in sight).
    """

    text: str
    role: str = "body"  # title | body | cell | note | photo
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    member: str | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach an address: when, how, what came back. ``status`` is the HTTP status or None.

    ``landing`` is the shape of what it showed, where that was kept (see :mod:`records.landing`).
    """

    at: str
    method: str
    status: int | None
    reason: Reason
    final_url: str
    elapsed_ms: int
    detail: str = ""
    landing: Landing | None = None


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
            attachment=mask_name(self.file_name) if self.tag == "document" and self.file_name else None,
            page=self.page,
            sheet=mask_name(self.sheet) if self.sheet else None,
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
    uses: Sequence[LinkUse]
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
    """An entry of a list page (列表): title, address and date.

    ``date`` is the one shown beside it, else that of the article behind it; where one of them is a guess, the other.
    ``article`` is the date that the article shows, ``article_kind`` what the page behind the entry is (``""``: it was
    not read), ``source`` the 来源 that it names (``""``: unknown). ``to_come``: beside it stands a date later than the
    day of reading, which is not believed. ``reason`` is how asking its address went (None: nobody asked), ``missing``
    whether it was not there at two looks.
    """

    title: str
    url: str
    date: SourcedDate | None
    article: SourcedDate | None = None
    article_kind: str = ""
    to_come: SourcedDate | None = None
    reason: Reason | None = None
    missing: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a page holds that its readers do not see: the title tag, or a hidden link to another site.

    ``how`` is ``title``, or the way the link is hidden: display, visibility, off-screen, zero-size, colour, marquee,
    script. ``url`` is where it leads (``""`` of a title).
    """

    how: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """Links to one address of another site that say the same: the first page, and on how many pages they stand.

    ``how`` is the way they are hidden (see :class:`Unseen`), ``""`` where they are shown.
    """

    url: str
    text: str
    page_url: str
    page_count: int
    how: str = ""


@dataclass(frozen=True, slots=True)
class HeadTags:
    """Title, keywords and description of a page as its head tags give them."""

    title: str
    keywords: str
    description: str


def head_tags(unseen: Iterable[Unseen], meta: Mapping[str, str]) -> HeadTags:
    """The head tags among what was read of a page."""
    title = next((each.text for each in unseen if each.how == "title"), "")
    return HeadTags(title, meta.get("keywords", ""), meta.get("description", ""))


class Document(Protocol):
    """Any published text: page, attachment, picture, post. ``url`` is its address, ``mend_url`` the page a clerk mends.

    ``attachment`` and ``picture`` are file names, None where it is no such thing.
    """

    @property
    def url(self) -> str: ...
    @property
    def mend_url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def parts(self) -> tuple[TextPart, ...]: ...
    @property
    def texts(self) -> tuple[str, ...]:
        """Title and texts alone, for a first look: most documents need no second."""
        ...

    @property
    def attachment(self) -> str | None: ...
    @property
    def picture(self) -> str | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def published(self) -> SourcedDate | None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. ``kind`` is home | list | article | other; every field says where it came from.

    ``column`` is the address of the column (list) it was found in, if known. ``links``, ``items``, ``other_dates``,
    ``to_come`` and ``unseen`` may be read from the bundle only when a rule looks at them. ``other_dates`` are
    dates that say what else they are; their source is the label on the page (``成文日期``, ``更新时间``). ``to_come``
    are dates shown as the day of publication (``发布时间``, ``meta:PubDate``, ``visible``) that lay in the future when
    the page was read. ``pictures`` is the text of pictures that the page itself holds, ``detail`` what of them was not
    read; both only of a page that is checked before it is published.
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
    other_dates: Sequence[SourcedDate] = ()
    to_come: Sequence[SourcedDate] = ()
    unseen: Sequence[Unseen] = ()
    pictures: tuple[TextPart, ...] = ()
    detail: str = ""

    @property
    def head(self) -> HeadTags:
        """The head tags as they were sent."""
        return head_tags(self.unseen, self.meta)

    @property
    def mend_url(self) -> str:
        return self.url

    @property
    def title(self) -> str:
        return self.headline.value if self.headline else ""

    @property
    def parts(self) -> tuple[TextPart, ...]:
        head = (TextPart(self.headline.value, role="title"),) if self.headline else ()
        return (*head, TextPart(self.text), *self.pictures) if self.text else (*head, *self.pictures)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.text, *(part.text for part in self.pictures))

    @property
    def attachment(self) -> str | None:
        return None

    @property
    def picture(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from a page and read part by part; ``mend_url`` is the first page that links to it.

    ``shown_in`` is the title of the article that shows it where it is a picture in an article's text, None where it is
    a file that is offered. ``unread`` is the reason where a part of a file that is OK was not read (``detail`` says
    which).
    """

    url: str
    mend_url: str
    name: str
    format: str
    reason: Reason
    parts: tuple[TextPart, ...]
    column: str | None = None
    published: SourcedDate | None = None
    detail: str = ""
    shown_in: str | None = None
    unread: Reason | None = None

    def with_masked_names(self) -> Attachment:
        """The same, with what may be a person's number masked in the names of files and sheets."""
        names = {name for part in self.parts for name in (part.sheet, part.member) if name}
        parts = self.parts
        if any(mask_name(name) != name for name in names):
            parts = tuple(
                replace(
                    part,
                    sheet=mask_name(part.sheet) if part.sheet else part.sheet,
                    member=mask_name(part.member) if part.member else part.member,
                )
                for part in parts
            )
        return replace(self, name=mask_name(self.name), detail=mask_name(self.detail), parts=parts)

    @property
    def title(self) -> str:
        return self.name if self.shown_in is None else self.shown_in

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, *(part.text for part in self.parts))

    @property
    def attachment(self) -> str | None:
        return self.name if self.shown_in is None else None

    @property
    def picture(self) -> str | None:
        return None if self.shown_in is None else self.name


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
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.text)

    @property
    def attachment(self) -> str | None:
        return None

    @property
    def picture(self) -> str | None:
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
    which the source knows (None: unknown); ``reaches_stated``: somebody said so, it is not just the date of a file or
    of the visit. ``built`` is the day on which a feed says it was made. ``collected``: a collecting tool stands between
    the account and the source.
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
    reaches_stated: bool = False
    built: date | None = None
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
    with which the page itself says that it holds nothing. ``level`` is 1 for a first-level column; ``placed`` says that
    the page's own path or the site's menu told so. ``parent`` is the address of the column above (``""``: none).
    ``kind_source`` says what the kind was known by. ``scripted``: its entries are fetched by script. ``unlinked``
    counts dated entries without an address.
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
    placed: bool = True
    parent: str = ""
    kind_source: str = ""
    scripted: bool = False
    unlinked: int = 0


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

    def shown_targets(self) -> Iterator[Target]:
        """Targets that opened and of which it was kept what they showed: some of them may be wrong ones."""
        ...

    def baseline(self, host: str) -> Baseline | None:
        """How a host answers for an address that cannot exist; None where nobody asked."""
        ...

    def tls_faults(self) -> tuple[TlsFault, ...]:
        """Every fault of TLS behind which a page was read, by host and time."""
        ...

    def hosts(self) -> Mapping[str, HostSeen]:
        """How the addresses of each host fared."""
        ...

    @property
    def past(self) -> SitePast:
        """What the office remembers of the site from earlier inspections and probes."""
        ...

    def pages_titled(self, title: str) -> Sequence[str]:
        """Addresses of the pages with this title; blanks do not count."""
        ...

    def other_spelling(self, url: str) -> str:
        """The page that opens under another spelling of the address (case, final slash, ``.htm(l)``), ``""``: none."""
        ...

    def is_page(self, url: str) -> bool:
        """Whether a page of the site, and none that may be another than the one meant, was read under this address."""
        ...

    def sitemap_naming(self, url: str) -> str:
        """The sitemap of the site that an address was first found in; ``""`` where it was found on a page."""
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
    def outgoing_links(self) -> Iterator[OutgoingLink]:
        """Links to other sites, shown and hidden."""
        ...

    @property
    def search_engine_home(self) -> HeadTags | None:
        """The head tags of the home page as a search engine is shown it; None where that was not asked."""
        ...
