"""Links: where they stand, how asking them went, and what readers do not see of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.landing import Landing
from records.model import Locus, Reason

_POSSIBLE = frozenset(("css", "json", "record", "feed"))


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
        from records.masking import mask_name, mask_text  # noqa: PLC0415 - who gathers need not load it

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
class Unseen:
    """What a page holds that its readers do not see: the title tag, a number, or a hidden link to another site.

    ``how`` is ``title``, ``source`` (a whole number in the source of which the text shows a masked form), or the way
    the link is hidden: display, visibility, off-screen, zero-size, colour, marquee, script. ``url`` is where it leads
    (``""`` of the others).
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
