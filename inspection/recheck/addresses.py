"""Which addresses a recheck must fetch again for a finding: what it names, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.source_types import is_source
from records.model import Finding, Scope
from rules.registry import Rule

ATTACHMENT, PAGE, PICTURE, RESOURCE = "attachment", "page", "picture", "resource"
MOST_PAGES = 20
"""How many of the pages that carry a broken link are looked at again."""

_LINK_KINDS = {"附件": ATTACHMENT, "图片等资源": RESOURCE}


@dataclass(slots=True)
class Addresses:
    """Addresses to fetch, by the fields of :class:`records.bundle.spec.GatherSpec` that take them."""

    only: dict[str, str] = field(default_factory=dict)
    lists: dict[str, None] = field(default_factory=dict)
    follow: dict[str, str] = field(default_factory=dict)

    def add(self, url: object, kind: str = PAGE) -> None:
        """Fetch an address; what is not one is left out."""
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            self.only.setdefault(url, kind)


def target_of(finding: Finding) -> str:
    """The address of the thing that is wrong; ``""`` where the ledger does not know it.

    Findings of a version that did not keep it name their page, but an attachment by its name only.
    """
    kept = finding.evidence.get("target")
    if isinstance(kept, str) and kept:
        return kept
    return "" if is_file(finding) else finding.locus.target or finding.url


def is_file(finding: Finding) -> bool:
    """Whether what is wrong stands in a file or picture of the page, which another may have replaced."""
    return bool(finding.locus.attachment or finding.locus.picture)


def pages_with(finding: Finding) -> tuple[str, ...]:
    """The pages on which a broken link stands, as far as the finding lists them."""
    listed = finding.evidence.get("pages")
    pages = [url for url in listed if isinstance(url, str)] if isinstance(listed, list | tuple) else []
    return tuple(dict.fromkeys((finding.url, *pages)))[:MOST_PAGES]


def links_below(finding: Finding) -> tuple[str, ...]:
    """The links to a host that is down, as far as the finding lists them; none where it is about one link."""
    listed = finding.evidence.get("links")
    return tuple(url for url in listed if isinstance(url, str))[:MOST_PAGES] if isinstance(listed, list) else ()


def files_with(finding: Finding) -> tuple[str, ...]:
    """The files on those pages (attachments, stylesheets, list feeds) in which the link stands."""
    listed = finding.evidence.get("files")
    return tuple(url for url in listed if isinstance(url, str))[:MOST_PAGES] if isinstance(listed, list | tuple) else ()


def places_of(finding: Finding) -> tuple[str, ...]:
    """The addresses of the articles that a finding on dates or copies lists, copies each behind its original."""
    places = finding.evidence.get("places")
    listed = [place.get("url") for place in places if isinstance(place, Mapping)] if isinstance(places, list) else []
    return tuple(url for url in listed if isinstance(url, str))


def is_written(finding: Finding) -> bool:
    """Whether the way a link is written is what is wrong, so that its address need not be asked."""
    return "written" in finding.evidence


def addresses_of(findings: Iterable[Finding], rules: Mapping[str, Rule], interpretations: Iterable[str]) -> Addresses:
    """Everything one site's findings name. ``interpretations`` are the addresses of its columns 政策解读."""
    addresses = Addresses()
    for finding in findings:
        rule = rules.get(finding.rule)
        if rule is None:
            continue
        if rule.meta.scope is Scope.COLUMN:
            addresses.add(finding.url)
            addresses.lists[finding.url] = None
        elif rule.meta.scope in (Scope.DOCUMENT, Scope.PAGE):
            _document(addresses, finding)
        else:
            _site(addresses, finding, interpretations)
    return addresses


def _link(addresses: Addresses, finding: Finding) -> None:
    if links := links_below(finding):
        for url in links:
            addresses.add(url)
    elif not is_written(finding):
        addresses.add(target_of(finding), _LINK_KINDS.get(str(finding.evidence.get("kind")), PAGE))
    for url in pages_with(finding):
        addresses.add(url)
    for url in files_with(finding):
        addresses.add(url, RESOURCE if is_source(url) else ATTACHMENT)
    if finding.locus.attachment:
        addresses.follow.setdefault(finding.url, ATTACHMENT)  # the file may have been replaced by another
    if pages_with(finding) == (target_of(finding),):  # no page links to it: a registered column
        addresses.lists[finding.url] = None


def _document(addresses: Addresses, finding: Finding) -> None:
    if is_file(finding):
        addresses.add(target_of(finding), ATTACHMENT)
        if finding.locus.picture:
            addresses.follow[finding.url] = PICTURE
        addresses.follow.setdefault(finding.url, ATTACHMENT)  # the file may have been replaced by another
        addresses.add(finding.url)
    else:
        addresses.add(target_of(finding))
        addresses.add(finding.url)


def _site(addresses: Addresses, finding: Finding, interpretations: Iterable[str]) -> None:
    if finding.family == "link":
        _link(addresses, finding)
    elif finding.family == "policy":
        _policy(addresses, finding, interpretations)
    elif finding.family == "tamper":
        for url in pages_with(finding):
            addresses.add(url)
    elif finding.rule in ("date-disagreeing", "article-duplicated"):
        for url in (*places_of(finding), finding.url):
            addresses.add(url)
        column = finding.evidence.get("column", finding.url)
        if isinstance(column, str):
            addresses.add(column)
            addresses.lists[column] = None
    elif finding.rule == "home-stale":
        addresses.follow[finding.url] = PAGE  # fetched as the start address


def _policy(addresses: Addresses, finding: Finding, interpretations: Iterable[str]) -> None:
    named = (finding.url, target_of(finding), finding.evidence.get("document"), finding.evidence.get("interpretation"))
    for url in named:
        addresses.add(url)
    addresses.follow[target_of(finding)] = PAGE
    for url in interpretations:
        addresses.add(url)
        addresses.follow[url] = PAGE
