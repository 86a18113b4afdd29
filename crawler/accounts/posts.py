"""What an adapter yields: the contract between the adapters and the gathering of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MAX_BYTES = 20 * 1024 * 1024
"""What an adapter is given is never larger; a larger answer or file is told as such."""

MAX_CONTENT = 1_000_000
MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class FoundPost:
    """One post. ``id`` tells it from the account's other posts (``""``: its address or title and date must do).

    ``url`` is its own address as written, ``published`` the day in China, None where none is known. ``content`` is
    HTML where ``is_html``, else plain text.
    """

    title: str
    url: str = ""
    id: str = ""
    published: date | None = None
    content: str = ""
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class PostsReading:
    """The posts of one account, in the order of the source.

    ``problem`` is one sentence for people. With posts it says what could not be read besides (so that silence is not
    proven); without, why there is nothing. Both may be empty: the source is sound and holds no posts. ``reaches`` is
    the day up to which the source knows, None where it says nothing of it. ``built`` is the day on which the source
    says it was made (of an Atom feed often only that of its newest post), ``tool`` names the collecting tool that
    made it.
    """

    posts: tuple[FoundPost, ...] = ()
    problem: str = ""
    reaches: date | None = None
    built: date | None = None
    tool: str = ""
