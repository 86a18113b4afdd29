"""Documents: pages, attachments and posts, which rules on texts see alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from records.evidence.columns import ListItem
from records.evidence.links import (
    HeadTags,
    PageLink,
    Unseen,
    head_tags,
)
from records.evidence.parts import SourcedDate, SourcedText, TextPart
from records.model import Reason


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
        title = self.headline.value if self.headline else ""
        return (title, self.text, *(part.text for part in self.pictures)) if self.pictures else (title, self.text)

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
        from records.masking import mask_name  # noqa: PLC0415 - who gathers need not load it

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
