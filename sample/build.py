"""Builds a sample site into a folder: the same bytes every time, from its content folder and ``templates/``.

A page with a query is stored as ``path@query.html`` (``/zwgk/tzgg/list?page=2`` as ``list@page=2.html``), which
``sample.server`` undoes.
"""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sample import people
from sample.attachments import write_attachment
from sample.content import CONTENT, HERE, TODAY, Article, Column, load_portal, read_toml

DEFAULT_HOST = "127.0.0.1:8765"
DEFAULT_STRANGERS = ("127.0.0.1:8767", "127.0.0.1:8768")
DYNAMIC = "@"
WEEKDAYS = "一二三四五六日"


def build(
    folder: Path,
    host: str = DEFAULT_HOST,
    content: Path = CONTENT,
    day: date = TODAY,
    *,
    strangers: Sequence[str] = DEFAULT_STRANGERS,
) -> int:
    """Build the site of ``content`` as it stood on ``day`` into ``folder``; returns the number of pages.

    ``host`` is written into absolute links, ``strangers`` into those that lead to sites nobody knows. Before the last
    day, what was published later is not there yet, and the faults of ``earlier.toml`` have not been mended.
    """
    return _Builder(folder, host, content, day, strangers).build()


class _Builder:
    def __init__(self, folder: Path, host: str, content: Path, day: date, strangers: Sequence[str]) -> None:
        self.folder = folder
        self.content = content
        self.portal = load_portal(content).on(day)
        self.unmended = read_toml("earlier.toml", content).get("was", []) if day < TODAY else []
        self.pages = 0
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            site=self.portal.site,
            portal=self.portal,
            links=self.portal.links,
            host=host,
            strangers=strangers,
            person=people,
            today=f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}",
        )

    def build(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(HERE / "assets", self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("scan.jpg"))
        self._page("/index.html", self.portal.site.get("home", "home.html"), title=self.portal.site["name"], trail=[])
        self._page("/wzdt.html", "sitemap.html", title="网站地图", trail=[("网站地图", "/wzdt.html")])
        for column in self.portal.columns:
            self._column(column)
        for article in self.portal.articles:
            self._article(article)
        for page in self.portal.pages:
            self._single(page)
        for letter in self.portal.letters:
            path = f"/hdjl/qzxx/show.do{DYNAMIC}id={letter['id']}.html"
            trail = self._trail(self.portal.by_path["/hdjl/qzxx/"])
            self._page(path, "letter.html", title=letter["title"], trail=trail, letter=letter)
        self._page("/404.html", "missing.html", title="页面不存在", trail=[])
        for spec in read_toml("attachments.toml", self.content).get("file", []):
            write_attachment(self.folder / spec["path"].lstrip("/"), spec)
        for feed in sorted((self.content / "feeds").glob("*")):
            self._feed(feed)
        if "scan" in self.portal.site:
            scan = self.folder / self.portal.site["scan"].lstrip("/")
            scan.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE / "assets" / "scan.jpg", scan)
        for fault in self.unmended:
            self._unmend(**fault)
        return self.pages

    def _unmend(self, path: str, now: str, then: str) -> None:
        """Put an earlier fault back into its page; ``path`` is the file's."""
        target, codec = self.folder / path.lstrip("/"), self._encoding(path)["codec"]
        text = target.read_text(encoding=codec)
        if text.count(now) != 1:
            raise ValueError(f"earlier.toml, {path}: {now}")
        target.write_text(text.replace(now, then), encoding=codec)

    def _column(self, column: Column) -> None:
        articles = self.portal.listed(column)
        entries: list[Mapping[str, str]] = [
            {
                "title": a.title,
                "href": "./" + a.name if a.column == column.path else a.path,
                "date": a.date,
                "beside": a.beside,
            }
            for a in articles
        ]
        entries = sorted([*entries, *column.gone], key=lambda entry: entry["date"], reverse=True)
        chunks = [entries[i : i + column.per_page] for i in range(0, len(entries), column.per_page)] or [[]]
        if column.layout != "list":
            chunks = [entries]
        for number, chunk in enumerate(chunks, start=1):
            self._page(
                column.path + _list_name(column, number),
                f"{column.layout}.html",
                title=column.name,
                trail=self._trail(column),
                column=column,
                entries=chunk,
                number=number,
                total=len(chunks),
            )

    def _article(self, article: Article) -> None:
        column = self.portal.by_path[article.column]
        self._page(
            article.path,
            "document.html" if article.document else "article.html",
            title=article.title,
            trail=self._trail(column),
            column=column,
            article=article,
            source=article.source or self.portal.department_name(column.department),
            body=self._body(article),
        )

    def _single(self, page: Mapping[str, Any]) -> None:
        if page.get("template") == "bare":
            self._write(page["path"], page["body"].strip() + "\n")
            return
        body = Markup(self.environment.from_string(page["body"]).render())  # noqa: S704 - our own content file
        trail = [(page["title"], page["path"])]
        self._page(page["path"], "page.html", title=page["title"], trail=trail, body=body, base=page.get("base", ""))

    def _trail(self, column: Column) -> list[tuple[str, str]]:
        above = self.portal.by_path.get(column.parent)
        return [*(self._trail(above) if above else []), (column.name, column.path)]

    def _body(self, article: Article) -> Markup:
        """Paragraphs are parted by blank lines; those that begin with ``<`` are markup already."""
        folder = posixpath.dirname(article.path)
        text = self.environment.from_string(article.body).render(file=lambda name: f"{folder}/{name}")
        blocks = (block.strip() for block in text.strip().split("\n\n"))
        return Markup("\n".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks))  # noqa: S704

    def _page(self, path: str, template: str, **values: Any) -> None:
        text = self.environment.get_template(template).render(
            **{"base": "", "column": None, "article": None, **values},
            charset=self._encoding(path)["label"],
            path=path,
        )
        self._write(path, text + "\n")

    def _feed(self, source: Path) -> None:
        target = self.folder / "feeds" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        template = self.environment.from_string(source.read_text(encoding="utf-8"))
        target.write_text(template.render() + "\n", encoding="utf-8")

    def _encoding(self, path: str) -> Mapping[str, str]:
        special: list[Mapping[str, str]] = self.portal.site.get("encoding", [])
        matching = (entry for entry in special if path.startswith(entry["prefix"]))
        return next(matching, {"codec": "utf-8", "label": "utf-8"})

    def _write(self, path: str, text: str) -> None:
        target = self.folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode(self._encoding(path)["codec"], errors="xmlcharrefreplace"))
        self.pages += 1


def _list_name(column: Column, number: int) -> str:
    """The file of a list's n-th page, after the column's manner of paging."""
    if number == 1:
        return "index.html"
    names = {
        "links": f"index_{number}.html",
        "script": f"index_{number - 1}.html",
        "query": f"list{DYNAMIC}page={number}.html",
    }
    return names[column.paging]
