"""What a recheck asks again for files and pictures that stand on a page."""

from __future__ import annotations

from dataclasses import replace

from inspection.recheck.addresses import addresses_of
from records.evidence import Page
from records.model import Finding, Locus
from rules.checking import check_document
from rules.registry import all_rules

RULES = {rule.meta.id: rule for rule in all_rules()}
PAGE, FILE = "https://portal.example/a.html", "https://portal.example/W1.png"
TEXT = "甲某，身份证号350102198506110018。"


def leak_in(locus: Locus, target: str) -> Finding:
    """A leak on the page, as if it stood in a file or picture."""
    page = Page(PAGE, "article", None, None, None, (), None, None, None, TEXT, "given")
    (found,) = check_document(page).findings
    return replace(found, locus=locus, evidence={"target": target})


def test_a_picture_is_read_as_a_file_and_its_page_may_show_another_by_now() -> None:
    leak = leak_in(Locus(picture="W1.png"), FILE)
    addresses = addresses_of([leak], RULES, ())
    assert addresses.only == {FILE: "attachment", PAGE: "page"}
    assert addresses.follow == {PAGE: "picture"}


def test_a_file_of_the_same_page_changes_nothing_of_that() -> None:
    leak = leak_in(Locus(picture="W1.png"), FILE)
    other = leak_in(Locus(attachment="a.xlsx"), "https://portal.example/a.xlsx")
    for findings in ([leak, other], [other, leak]):
        assert addresses_of(findings, RULES, ()).follow == {PAGE: "picture"}
