"""The hostile site gathered once; then the verdict on every endpoint, and every finding, against the truth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dictionaries
from records.bundle.lookup import BundleLookup
from records.model import Problem
from records.urls import host_of
from rules.context import Context
from rules.link.verdict import verdict_on
from rules.registry import Rule, all_rules
from tests.support.hostile import ENDPOINTS, Endpoint, HostileSite
from tests.support.hostile.answers import page
from tests.support.web import Gathered, Server, gather

WORDS = dictionaries.load()
RULES = {rule.meta.id: rule for rule in all_rules()}
CONTEXT = Context(date(2026, 3, 1), "test", "示例区人民政府", WORDS, b"key", lambda start, end: 0)


def judged(rule: Rule, bundle: BundleLookup) -> list[Problem]:
    return list(rule.check(bundle, rule.meta.options, CONTEXT))


def test_the_gathering_comes_to_its_end(done: Gathered) -> None:
    assert done.about("complete") == "1", done.stderr
    assert "Traceback" not in done.stderr
    assert len(ENDPOINTS) >= 120


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.host}{one.path[:40]}")
def test_every_endpoint_has_its_verdict(bundle: BundleLookup, site: HostileSite, endpoint: Endpoint) -> None:
    url = site.url(endpoint)
    target = bundle.looked_at(url)
    if endpoint.state == "unseen" and target is None:
        return  # turned away as a trap before it was asked
    assert target is not None, f"{url} was not asked"
    baseline = bundle.baseline(host_of(url))
    assert verdict_on(target, WORDS.wrong_targets, baseline, dns_proven=bundle.dns_proven).state == endpoint.state


def test_the_findings_are_the_truth_and_nothing_else(bundle: BundleLookup, site: HostileSite) -> None:
    """Ours misses none and invents none; what no program can tell is never confirmed."""
    wanted = {(one.rule, _target(site, one), one.certainty) for one in ENDPOINTS if one.rule}
    found = {
        (name, problem.target, problem.certainty.value)
        for name in ("link-broken", "link-wrong-target", "host-unreachable")
        for problem in judged(RULES[name], bundle)
    }
    extra = {(name, target, certainty) for name, target, certainty in found - wanted if not _is_ours(target or "")}
    assert (wanted - found, extra) == (set(), set())


def _target(site: HostileSite, endpoint: Endpoint) -> str:
    """What the finding is about: the address, or the whole host."""
    url = site.url(endpoint)
    return "/".join(url.split("/")[:3]) + "/" if endpoint.rule == "host-unreachable" else url


def _is_ours(target: str) -> bool:
    """Addresses that only the menus of error pages and the shell name; they are gone, and rightly found."""
    return "/menu-" in target or target.endswith("/app.js")


def test_the_links_of_a_host_that_is_down_stand_below_one_finding(bundle: BundleLookup, site: HostileSite) -> None:
    down = f"http://{site.host('down')}/"
    (problem,) = (problem for problem in judged(RULES["host-unreachable"], bundle) if problem.target == down)
    assert problem.evidence["link_count"] == sum(one.host == "down" for one in ENDPOINTS)
    assert set(problem.evidence["links"]) == {site.url(one) for one in ENDPOINTS if one.host == "down"}


def test_what_cannot_be_told_is_never_confirmed(bundle: BundleLookup, site: HostileSite) -> None:
    unknown = {site.url(one) for one in ENDPOINTS if one.truth in ("unknown", "good")}
    for name in ("link-broken", "link-wrong-target"):
        confirmed = {problem.target for problem in judged(RULES[name], bundle) if problem.certainty == "confirmed"}
        assert not confirmed & unknown


def test_made_up_addresses_are_asked_once_a_host(bundle: BundleLookup, site: HostileSite) -> None:
    for name in ("site", "soft", "homing"):
        assert sum(one.path.startswith("/wangcha-") for one in site.servers[name].asked) == 1
        assert bundle.baseline(site.host(name)) is not None
    assert bundle.baseline(site.host("limited")) is None, "a host that raises no doubt is not troubled"


def test_pages_of_other_sites_are_asked_with_head_first(site: HostileSite, done: Gathered) -> None:
    asked = [one.method for one in site.servers["other"].asked if one.path == "/there.html"]
    assert asked == ["HEAD", "GET"]
    assert [one.method for one in site.servers["other"].asked if one.path == "/big.zip"] == ["HEAD"]
    ranged = [one.headers.get("Range") for one in site.servers["other"].asked if one.path == "/big.html"]
    assert ranged == [None, "bytes=0-262143"]


@pytest.mark.parametrize(("name", "fault"), [("tls-incomplete", "incomplete"), ("tls-old", "weak")])
def test_faulty_tls_is_told_and_the_site_behind_it_is_read(
    site: HostileSite, tmp_path: Path, name: str, fault: str
) -> None:
    pages = {"/": page(more="".join(f'<a href="/{n}.html">{n}</a>' for n in range(12)))}
    pages |= {f"/{number}.html": page() for number in range(12)}
    with Server(pages, tls=site.context(name)) as server:
        done = gather(server.origin, tmp_path, env=site.trust(tmp_path), rate=20.0, second_look_seconds=0.3)
    assert len(done.read_paths()) == 13
    reader = BundleLookup(done.bundle)
    (problem,) = judged(RULES["site-tls-weak"], reader)
    assert problem.target == server.origin + "/"
    assert {met.fault for met in reader.tls_faults()} == {fault}
    assert judged(RULES["link-broken"], reader) == []
    reader.close()
