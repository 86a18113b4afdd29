"""Telling policy documents, interpretations and how they point at each other, from the pages of one site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dictionaries import Dictionaries
from records.evidence import Page, SiteEvidence
from rules.context import Context

POLICY_KIND = "政策文件"
INTERPRETATION_KIND = "政策解读"

_QUOTED = re.compile(r"《([^《》]{4,120})》")
_CODE = re.compile(r"^\s*([^\d〔\[(\uff08【]{1,20}?)\s*[〔\[(\uff08【]\s*(?:19|20)\d{2}")
_PUBLISHING = re.compile(r"^.*?(?:关于)?(?:印发|公布|发布)(?=.{4,})")
_TAIL = re.compile(r"(?:的通知|的公告|[(\uff08]?(?:试行|暂行|修订|修订稿)[)\uff09]?)+$")
_COMMON = "市县区镇乡省州盟旗人民政府办公室厅门户网站委员会局自治街道中国"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = re.compile(r"[^\w]+")
_LEAST_TITLE = 6


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A document of this site's own government that wants interpreting.

    ``dated_surely``: the day of publication is told on its page, not guessed. ``names``: the plain titles it goes by.
    ``normative``: it is marked, numbered or titled as 规范性文件.
    """

    page: Page
    published: date
    doc_no: str
    names: frozenset[str]
    normative: bool
    dated_surely: bool


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A page that interprets: the plain titles it names and the addresses it links to."""

    url: str
    title: str
    quoted: frozenset[str]
    plain_title: str
    links: frozenset[str]


def read_policies(
    evidence: SiteEvidence, ctx: Context, since: date
) -> tuple[list[PolicyDocument], list[Interpretation]]:
    """The policy documents published since a day, and all interpretations, in one walk over the pages."""
    kinds = {column.url: column.kind for column in evidence.columns}
    documents: list[PolicyDocument] = []
    interpretations: list[Interpretation] = []
    for page in evidence.pages():
        if page.kind not in ("article", "other") or not page.title:
            continue
        kind = _kind(page, kinds, ctx.dictionaries)
        if _interprets(page, kind, ctx.dictionaries):
            interpretations.append(_interpretation(page))
        elif kind == POLICY_KIND and (document := _document(page, ctx, since)):
            documents.append(document)
    return documents, interpretations


def titled_after(interpretation: Interpretation, document: PolicyDocument) -> bool:
    """Whether the interpretation's title holds the document's."""
    return any(name in interpretation.plain_title for name in document.names)


def names_document(interpretation: Interpretation, document: PolicyDocument) -> bool:
    """Whether the interpretation is titled after the document or quotes its title."""
    return titled_after(interpretation, document) or not document.names.isdisjoint(interpretation.quoted)


def plain(title: str) -> str:
    """A title without blanks, punctuation and brackets."""
    return _PLAIN.sub("", title)


def title_names(title: str) -> frozenset[str]:
    """The plain titles a document goes by: its own, what it quotes, and what it issues (关于印发…的通知)."""
    candidates = [title, *_QUOTED.findall(title)]
    if issued := _PUBLISHING.sub("", title, count=1):
        candidates.append(issued)
    names: set[str] = set()
    for candidate in candidates:
        bare = _TAIL.sub("", candidate.strip("《》 "))
        names.update((plain(candidate), plain(bare)))
    return frozenset(name for name in names if len(name) >= _LEAST_TITLE)


def _kind(page: Page, kinds: dict[str, str], dictionaries: Dictionaries) -> str:
    if page.column and (known := kinds.get(page.column)):
        return known
    name = page.column_name.value if page.column_name else (page.breadcrumb[-1] if page.breadcrumb else "")
    kind = dictionaries.column_kind(name, page.breadcrumb)
    return kind.id if kind else ""


def _interprets(page: Page, kind: str, dictionaries: Dictionaries) -> bool:
    title = plain(page.title)
    marks = dictionaries.policy.interpretation_titles
    return kind == INTERPRETATION_KIND or any(title.startswith(mark) or title.endswith(mark) for mark in marks)


def _interpretation(page: Page) -> Interpretation:
    quoted = (name for text in (page.title, page.text) for name in _QUOTED.findall(text))
    return Interpretation(
        url=page.url,
        title=page.title,
        quoted=frozenset(name for quote in quoted for name in title_names(quote)),
        plain_title=plain(page.title),
        links=frozenset(link.url for link in page.links),
    )


def _document(page: Page, ctx: Context, since: date) -> PolicyDocument | None:
    words = ctx.dictionaries.policy
    title = page.title
    published = page.published
    if page.doc_no is None or published is None or not since <= published.value <= ctx.today:
        return None
    if not _any_in(words.document_types, title) or _any_in(words.not_interpreted, title):
        return None
    code = _issuer_code(page.doc_no.value)
    if not code or not _is_own(code, page, ctx):
        return None
    bare = _TAIL.sub("", _TAIL.sub("", title).strip("《》 "))
    normative = (
        bare.endswith(words.normative_types)
        or code.endswith("规")
        or _any_in(words.normative_marks, " ".join((*page.breadcrumb, *page.meta.values())))
        or (page.column_name is not None and _any_in(words.normative_marks, page.column_name.value))
    )
    names = title_names(title)
    return PolicyDocument(page, published.value, page.doc_no.value, names, normative, published.sure)


def _issuer_code(doc_no: str) -> str:
    """The issuer's part of a document number: ``云政办发`` of ``云政办发〔2026〕5号``; ``""`` when it is none."""
    match = _CODE.match(doc_no)
    return match[1].strip() if match else ""


def _is_own(code: str, page: Page, ctx: Context) -> bool:
    """Whether the number is of this site's own government rather than a reprint from above."""
    words = ctx.dictionaries.policy
    issuer = page.source.value if page.source else ""
    if _any_in(words.upper_issuers, issuer) and not _any_in(words.upper_issuers, ctx.site_name):
        return False
    own_signs = set(_HAN.findall(ctx.site_name)) - set(_COMMON)
    provincial = ctx.site_name.partition("人民政府")[0] in ctx.dictionaries.regions.values()
    if own_signs and not provincial:
        return code[0] in own_signs
    return not code.startswith(words.upper_codes)


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def interpretation_links(page: Page) -> Iterator[str]:
    """Links of the page's own text that call themselves an interpretation, wherever they lead."""
    for link in page.links:
        if link.region == "main" and re.search(r"解读|图解|一图读懂|一图看懂|政策问答", link.anchor):
            yield link.url
