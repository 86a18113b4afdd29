"""Columns (栏目) and the entries of their lists."""

from __future__ import annotations

from dataclasses import dataclass

from records.evidence.parts import SourcedDate
from records.model import Reason


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
