"""Reads the sample's content files: site, columns, articles, pages, letters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONTENT = HERE / "content"


def read_toml(name: str) -> dict[str, Any]:
    """One content file as plain values."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Column:
    """A column of the portal. ``layout`` names the template; ``gone`` are list entries whose article was deleted."""

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

    @property
    def parent(self) -> str:
        """The path of the column above, ``/`` for a first-level one."""
        return self.path.rstrip("/").rpartition("/")[0] + "/"


@dataclass(frozen=True)
class Article:
    """An article, a document of the policy library (``document`` is its info table) or an interpretation."""

    id: int
    column: str
    title: str
    date: str
    body: str
    source: str = ""
    document: Mapping[str, str] | None = None
    interpretations: Sequence[int] = ()
    explains: Sequence[int] = ()

    @property
    def name(self) -> str:
        """Its address within the column, in the manner of the common systems."""
        return f"{self.date[:7].replace('-', '')}/t{self.date.replace('-', '')}_{self.id}.html"

    @property
    def path(self) -> str:
        """Its address within the site."""
        return self.column + self.name

    @property
    def href(self) -> str:
        """As lists of other columns link to it."""
        return self.path


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

    def department_name(self, department: str) -> str:
        """The full name of the department with this id."""
        names: Mapping[str, str] = {entry["id"]: entry["name"] for entry in self.site["department"]}
        return names[department]


def load_portal() -> Portal:
    """The portal as its content files describe it."""
    articles = [
        Article(**values)
        for path in sorted((CONTENT / "articles").glob("*.toml"))
        for values in read_toml(f"articles/{path.name}")["article"]
    ]
    return Portal(
        site=read_toml("site.toml"),
        columns=[Column(**values) for values in read_toml("columns.toml")["column"]],
        articles=articles,
        pages=read_toml("pages.toml")["page"],
        letters=read_toml("letters.toml")["letter"],
        links=read_toml("links.toml"),
    )
