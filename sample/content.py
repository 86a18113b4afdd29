"""Reads the content files of a sample site: site, columns, articles, pages, letters; as today or as it once stood."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONTENT = HERE / "content"
EDUCATION = HERE / "education"
TODAY = date(2026, 11, 20)


def read_toml(name: str, content: Path = CONTENT) -> dict[str, Any]:
    """One content file of a site as plain values; a site need not have each of them."""
    path = content / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@dataclass(frozen=True)
class Column:
    """A column of the portal. ``layout`` names the template; ``gone`` are list entries without an article.

    ``since`` is the day on which the column was opened; ``shows`` is another column whose articles it lists.
    """

    path: str
    name: str
    type: str
    layout: str = "list"
    department: str = "zfb"
    per_page: int = 50
    paging: str = ""
    blank: str = ""
    dates: bool = True
    gone: Sequence[Mapping[str, str]] = ()
    since: str = ""
    shows: str = ""

    @property
    def parent(self) -> str:
        """The path of the column above, ``/`` for a first-level one."""
        return self.path.rstrip("/").rpartition("/")[0] + "/"


@dataclass(frozen=True)
class Article:
    """An article, a document of the policy library (``document`` is its info table) or an interpretation.

    ``listed`` is the date beside it in lists where that is not its own, ``shown`` the one on its page. ``undated``:
    its date stands nowhere, not in its address either.
    """

    id: int
    column: str
    title: str
    date: str
    body: str
    source: str = ""
    listed: str = ""
    shown: str = ""
    undated: bool = False
    document: Mapping[str, str] | None = None
    interpretations: Sequence[int] = ()
    explains: Sequence[int] = ()

    @property
    def name(self) -> str:
        """Its address within the column, in the manner of the common systems."""
        if self.undated:
            return f"content_{self.id}.html"
        return f"{self.date[:7].replace('-', '')}/t{self.date.replace('-', '')}_{self.id}.html"

    @property
    def path(self) -> str:
        """Its address within the site."""
        return self.column + self.name

    @property
    def href(self) -> str:
        """As lists of other columns link to it."""
        return self.path

    @property
    def beside(self) -> str:
        """The date beside it in lists, ``""`` for none."""
        return "" if self.undated else self.listed or self.date


@dataclass(frozen=True)
class Portal:
    """Everything the portal is made of."""

    site: Mapping[str, Any]
    columns: Sequence[Column]
    articles: Sequence[Article]
    pages: Sequence[Mapping[str, Any]]
    letters: Sequence[Mapping[str, Any]]
    links: Mapping[str, Sequence[Sequence[str]]]

    @cached_property
    def by_id(self) -> Mapping[int, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def by_path(self) -> Mapping[str, Column]:
        return {column.path: column for column in self.columns}

    def children(self, path: str) -> list[Column]:
        """The columns directly below one."""
        return [column for column in self.columns if column.parent == path]

    def newest(self, path: str, count: int = 1000) -> list[Article]:
        """The newest articles of a column and of all below it, newest first."""
        inside = [article for article in self.articles if article.column.startswith(path)]
        return sorted(inside, key=lambda article: (article.date, article.id), reverse=True)[:count]

    def listed(self, column: Column, count: int = 1000) -> list[Article]:
        """The newest articles that a column lists."""
        return self.newest(column.shows or column.path, count)

    def department_name(self, department: str) -> str:
        """The full name of the department with this id."""
        names: Mapping[str, str] = {entry["id"]: entry["name"] for entry in self.site["department"]}
        return names[department]

    def on(self, day: date) -> Portal:
        """The portal as it stood on an earlier day: without what was published after it."""
        last = day.isoformat()
        there = {article.id for article in self.articles if article.date <= last}
        return replace(
            self,
            columns=[
                replace(column, gone=[entry for entry in column.gone if entry["date"] <= last])
                for column in self.columns
                if column.since <= last
            ],
            articles=[
                replace(
                    article,
                    interpretations=[id for id in article.interpretations if id in there],
                    explains=[id for id in article.explains if id in there],
                )
                for article in self.articles
                if article.id in there
            ],
            letters=[letter for letter in self.letters if letter["answered"] <= last],
        )


def load_portal(content: Path = CONTENT) -> Portal:
    """The portal, or another site, as its content files describe it today."""
    articles = [
        Article(**values)
        for path in sorted((content / "articles").glob("*.toml"))
        for values in read_toml(f"articles/{path.name}", content)["article"]
    ]
    return Portal(
        site=read_toml("site.toml", content),
        columns=[Column(**values) for values in read_toml("columns.toml", content)["column"]],
        articles=articles,
        pages=read_toml("pages.toml", content)["page"],
        letters=read_toml("letters.toml", content).get("letter", []),
        links=read_toml("links.toml", content),
    )
