"""The columns of a site out of its bundle: lists, their names, their place among one another, their entries."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from records.bundle.page_view import items_of
from records.evidence import Column
from records.urls import normalise

_HOME = ("首页", "主页", "网站首页", "门户首页", "本站首页", "Home")
_INDEX = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)
_MOST_TITLES = 40
_DEEPEST = 12
_SEVERAL, _SEVERAL_MONTHS = 5, 3


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What a page says of the column it is, for deciding on its kind.

    ``path`` are the names of the columns above, from the top. ``type`` is the standard's meta tag ColumnType,
    ``titles`` are those of the first entries.
    """

    url: str
    name: str
    path: tuple[str, ...] = ()
    type: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnRuling:
    """What the office and the dictionaries say of a column: its kind, limit and how sure a machine can be.

    ``general_days`` is the limit where nothing says one, for lists that published again and again.
    """

    kind: str = ""
    limit_days: int | None = None
    machine_certain: bool = False
    clause: str = ""
    name: str = ""
    registered: bool = False
    kind_source: str = ""
    general_days: int | None = None


Classify = Callable[[ColumnFacts], ColumnRuling]


@dataclass(frozen=True, slots=True)
class SinglePage:
    """An entry of the site's menus that is no list: a page of its own, or one that was not read (``kind`` ``""``)."""

    url: str
    name: str
    parent: str
    level: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of a menu: its name, the address above (``""``: none) and its level from 1."""

    name: str
    parent: str
    level: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A page that is a column."""

    page_id: int
    url: str
    name: str
    name_source: str
    title: str
    crumbs: tuple[tuple[str, str | None], ...]
    marker: str
    type: str


class ColumnReader:
    """Reads the columns from the tables of one bundle.

    ``home`` is the address of the home page, ``asked`` are the addresses of registered columns. In a ``patrol`` only
    first pages were read, which tells all only of lists that stand newest first.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        classify: Classify,
        *,
        home: str,
        asked: set[str],
        patrol: bool = False,
    ) -> None:
        self._db = db
        self._classify = classify
        self._home = normalise(home, home) or home
        self._asked = asked
        self._patrol = patrol

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every list that is no further page of another, and registered columns whatever they are."""
        return tuple(self._column(row) for row in self._rows.values())

    @cached_property
    def single_pages(self) -> tuple[SinglePage, ...]:
        """What stands in the menus and is neither a list nor an article with a date."""
        kinds = {
            url: (kind, published)
            for url, kind, published in self._db.execute(
                "SELECT u.url, p.kind, p.published FROM urls u JOIN pages p ON p.url_id = COALESCE(u.redirect_to, u.id)"
            )
        }
        internal = {url for (url,) in self._db.execute("SELECT url FROM urls WHERE internal = 1 AND kind = 'page'")}
        found = []
        for url, place in self._menu.items():
            kind, published = kinds.get(url, ("", None))
            if (
                url in internal
                and kind not in ("home", "list")
                and not published
                and self._spelt(url) not in self._rows
            ):
                found.append(SinglePage(url, place.name, self._spelt(place.parent), place.level, kind))
        return tuple(found)

    def menu_order(self, url: str) -> int:
        """Where an address stands in the site's menus; behind all of them where it does not."""
        return self._menu_places.get(_bare(url), len(self._menu_places))

    @cached_property
    def _menu_places(self) -> dict[str, int]:
        return {_bare(url): place for place, url in enumerate(self._menu)}

    def _spelt(self, url: str) -> str:
        return self._spelling.get(_bare(url), url) if url else ""

    @cached_property
    def _rows(self) -> dict[str, _Row]:
        rows = self._db.execute(
            "SELECT p.url_id, u.url, p.column_name, p.column_name_source, p.title, p.breadcrumb, p.blank_marker,"
            " p.meta, p.kind FROM pages p JOIN urls u ON u.id = p.url_id"
            " WHERE p.list_first IS NULL AND p.kind != 'home' ORDER BY p.url_id"
        ).fetchall()
        found = [
            _Row(
                row[0],
                row[1],
                row[2] or "",
                row[3] or "",
                row[4] or "",
                tuple((name, url) for name, url in json.loads(row[5])),
                row[6],
                json.loads(row[7]).get("columntype", ""),
            )
            for row in rows
            if row[8] == "list" or row[6] or row[1] in self._asked
        ]
        # of several addresses of one list (/yw/, /yw/index.html) that counts which is registered or in the menu
        found.sort(key=lambda row: (row.url not in self._asked, row.url not in self._menu))
        chosen: dict[str, _Row] = {}
        for row in found:
            if row.url in self._asked or _bare(row.url) != _bare(self._home):
                chosen.setdefault(_bare(row.url), row)
        return {row.url: row for row in sorted(chosen.values(), key=lambda row: row.page_id)}

    @cached_property
    def _spelling(self) -> dict[str, str]:
        """The address each list goes by, by its bare address."""
        return {_bare(url): url for url in self._rows}

    @cached_property
    def _menu(self) -> dict[str, _Place]:
        """Every address in the site's menus, those of the home page first."""
        places: dict[str, _Place] = {}
        rows = self._db.execute(
            "SELECT m.page_id, m.position, m.parent, u.url, m.name FROM menus m JOIN urls u ON u.id = m.target_id"
            " LEFT JOIN pages p ON p.url_id = m.page_id"
            " ORDER BY CASE p.kind WHEN 'home' THEN 0 ELSE 1 END, m.page_id, m.position"
        ).fetchall()
        entries = {(page, position): (url, parent) for page, position, parent, url, _ in rows}
        for page, _, parent, url, name in rows:
            above = entries[page, parent][0] if (page, parent) in entries else ""
            known = places.get(url)
            # a menu that shows what lies above tells more than one that does not
            if url not in (self._home, above) and name not in _HOME and (known is None or (above and not known.parent)):
                upper = places[above].level if above in places else 0
                places[url] = _Place(name, above, upper + 1)
        return places

    def _in_menu(self, url: str) -> _Place | None:
        return self._menu_by_bare.get(_bare(url))

    @cached_property
    def _menu_by_bare(self) -> dict[str, _Place]:
        return {_bare(url): place for url, place in reversed(self._menu.items())}

    def _column(self, row: _Row) -> Column:
        path = self._path(row)
        name = self._name(row)
        items = list(items_of(self._db, row.page_id))
        further = self._db.execute(
            "SELECT url_id FROM pages WHERE list_first = ? ORDER BY url_id", (row.page_id,)
        ).fetchall()
        for (further_id,) in further:
            items.extend(items_of(self._db, further_id))
        items = list({item.url: item for item in reversed(items)}.values())[::-1]  # pinned ones stand on every page
        titles = tuple(item.title for item in items[:_MOST_TITLES])
        ruling = self._classify(ColumnFacts(row.url, name, tuple(step for step, _ in path), row.type, titles))
        dated = [item.date for item in items if item.date]
        interfaces, unread_interfaces, unlinked = self._list_facts(row.page_id)
        return Column(
            url=row.url,
            name=ruling.name or name,
            breadcrumb=tuple(step for step, _ in row.crumbs),
            kind=ruling.kind,
            limit_days=ruling.general_days
            if ruling.limit_days is None and published_again_and_again([found.value for found in dated])
            else ruling.limit_days,
            machine_certain=ruling.machine_certain,
            clause=ruling.clause,
            items=tuple(items),
            newest=max(dated, key=lambda found: (found.value, found.sure), default=None),
            undated=len(items) - len(dated),
            complete=(
                self._unread(row.page_id) == 0
                and unread_interfaces == 0
                and (not self._patrol or newest_first([found.value for found in dated]))
            ),
            blank_marker=row.marker,
            level=len(path) + 1,
            registered=ruling.registered,
            placed=bool(row.crumbs) or self._in_menu(row.url) is not None,
            parent=self._parent(path),
            kind_source=ruling.kind_source,
            scripted=interfaces > 0,
            unlinked=unlinked,
        )

    def _unread(self, page_id: int) -> int:
        """How many undated entries of the list's first page could not be opened."""
        (unread,) = self._db.execute(
            "SELECT count(*) FROM items i JOIN urls u ON u.id = i.target_id"
            " WHERE i.page_id = ? AND i.date IS NULL AND u.internal = 1"
            " AND (u.state != 'done' OR u.reason IS NOT 'ok')",
            (page_id,),
        ).fetchone()
        return int(unread)

    def _list_facts(self, page_id: int) -> tuple[int, int, int]:
        """How many interfaces the list has, how many of them could not be read, how many entries lead nowhere."""
        row = self._db.execute(
            "SELECT count(l.interface_id), COALESCE(sum(l.interface_id IS NOT NULL AND p.url_id IS NULL), 0),"
            " COALESCE(max(l.unlinked), 0) FROM lists l"
            " LEFT JOIN urls u ON u.id = l.interface_id"
            " LEFT JOIN pages p ON p.url_id = COALESCE(u.redirect_to, u.id) WHERE l.page_id = ?",
            (page_id,),
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    # -- names and places -----------------------------------------------------------------------------------------

    def _steps(self, row: _Row) -> tuple[tuple[str, str | None], ...]:
        """The page's own path without home page and itself."""
        steps = [step for step in row.crumbs if step[0] not in _HOME and step[1] != self._home]
        while steps and self._is_own(row, steps[-1]):
            steps.pop()
        return tuple(steps)

    def _is_own(self, row: _Row, step: tuple[str, str | None]) -> bool:
        """Whether a step of the path is the page itself: by its address, else unless tag, title and menu differ."""
        name, url = step
        if url is not None:
            return url == row.url
        tagged = row.name if row.name_source.startswith("meta:") else ""
        told = {tagged, row.title, self._menu_name(row)} - {""}
        return not told or any(name in other or other in name for other in told)

    def _path(self, row: _Row) -> tuple[tuple[str, str | None], ...]:
        """Names and addresses of the columns above: by the page's path, else by the menus."""
        steps = self._steps(row)
        if row.crumbs:
            return steps
        above: list[tuple[str, str | None]] = []
        place = self._in_menu(row.url)
        while place is not None and place.parent and len(above) < _DEEPEST:
            parent = self._in_menu(place.parent)
            above.append((parent.name if parent else "", place.parent))
            place = parent
        return tuple(reversed(above))

    def _menu_name(self, row: _Row) -> str:
        place = self._in_menu(row.url)
        return place.name if place is not None else ""

    def _parent(self, path: tuple[tuple[str, str | None], ...]) -> str:
        """The nearest column above that is known: one between may not have been read."""
        above = [self._spelt(url) for _, url in reversed(path) if url]
        return next((url for url in above if url in self._rows or self._in_menu(url)), above[0] if above else "")

    def _name(self, row: _Row) -> str:
        """What the column is called: the standard's tag, unless path and menu agree on another name."""
        last = next((step for step in reversed(row.crumbs) if step[0] not in _HOME), None)
        tail = last[0] if last is not None and self._is_own(row, last) else ""
        menu = self._menu_name(row)
        tagged = row.name if row.name_source.startswith("meta:") else ""
        if tagged and menu and tagged != menu and _flat(menu) == _flat(tail):
            return tail
        return tagged or tail or menu or row.title or row.name

    # -- which column a page belongs to ---------------------------------------------------------------------------

    @cached_property
    def _by_article(self) -> dict[str, str]:
        """Article address -> address of the list it stands in; the list nearest in the address tree wins."""
        found: dict[str, str] = {}
        with closing(
            self._db.execute(
                "SELECT t.url, l.url FROM items i JOIN urls t ON t.id = i.target_id"
                " JOIN pages p ON p.url_id = i.page_id JOIN urls l ON l.id = COALESCE(p.list_first, p.url_id)"
                " WHERE p.kind != 'home'"
            )
        ) as rows:
            for article, column in rows:
                known = found.get(article)
                if known is None or _nearness(article, column) > _nearness(article, known):
                    found[article] = column
        return found

    def of(self, url: str) -> str | None:
        """The column a page belongs to: the list in which it stands, or itself if it is one."""
        own = self._spelling.get(_bare(url), url)
        return own if own in self._rows else self._by_article.get(url)


def newest_first(days: Sequence[date]) -> bool:
    """Whether dates of entries stand newest first, but for some that are pinned to the top."""
    rising = sum(earlier < later for earlier, later in pairwise(days))
    return rising <= len(days) // 4


def published_again_and_again(days: Sequence[date]) -> bool:
    """Whether something was published at several times, not once and for all."""
    return len(days) >= _SEVERAL and len({(day.year, day.month) for day in days}) >= _SEVERAL_MONTHS


def _bare(url: str) -> str:
    """An address without its scheme and the name of a folder's index."""
    return _INDEX.sub("/", url.partition("://")[2])


def _flat(name: str) -> str:
    return "".join(name.split())


def _nearness(article: str, column: str) -> int:
    """Length of the common address prefix, up to the last shared slash."""
    base = column.rsplit("/", 1)[0]
    return len(base) if article.startswith(base + "/") else 0
