"""The truth file is sound: it speaks of things that exist and does not contradict itself or the register."""

from __future__ import annotations

import tomllib
from urllib.parse import urlsplit

import pytest

from sample.build import DEFAULT_HOST, DYNAMIC
from sample.content import read_toml
from sample.serve import OFFICE_SOURCE, SITES, copy_office
from sample.truth import BASELINES, ExpectedFinding, compare_findings, compare_unverified, load_truth, site_path

TRUTH = load_truth()
SPECIAL = {
    (site, answer["path"]): answer
    for site, (content, _) in SITES.items()
    for answer in read_toml("answers.toml", content)["answer"]
}
REGISTER = tomllib.loads((OFFICE_SOURCE / "office.toml").read_text(encoding="utf-8"))
ACCOUNTS = {account["id"]: account for account in REGISTER["account"]}
FAMILIES = {
    *("link", "host", "column", "content", "date", "item", "article", "word", "nonpublic", "privacy"),
    *("interpretation", "account", "dark", "spam"),
}


def told(sites, entry):
    """What stands at the place of an entry: the page, or all that the account's source holds, with its register."""
    portal = sites[entry.site if entry.site in SITES else "yunxi"][0]
    if entry.site in SITES:
        folder = portal / entry.path.lstrip("/")
        return (folder / "index.html" if entry.path.endswith("/") else folder).read_bytes()
    settings = ACCOUNTS[entry.site]["settings"]
    source = OFFICE_SOURCE / settings["file"] if "file" in settings else portal / site_path(settings["url"]).lstrip("/")
    return str(settings).encode() + (source.read_bytes() if source.is_file() else b"")


def served(sites, path, site="yunxi"):
    portal = sites[site][0]
    parts = urlsplit(path)
    name = parts.path.lstrip("/") + ("index.html" if parts.path.endswith("/") else "")
    return (portal / f"{name}{DYNAMIC}{parts.query}.html").is_file() or (portal / name).is_file()


@pytest.mark.parametrize("entry", [*TRUTH.findings, *TRUTH.look_alikes], ids=lambda entry: f"{entry.rule}{entry.path}")
def test_every_page_named_exists(sites, entry):
    if entry.site in ACCOUNTS:
        assert entry.path.encode() in told(sites, entry)
    else:
        assert served(sites, entry.path, entry.site)
    assert entry.why.endswith("。")


@pytest.mark.parametrize(("site", "path"), sorted((site, path) for site, path, _ in TRUTH.unverified))
def test_everything_unverifiable_exists(sites, site, path):
    assert served(sites, path, site) or (site, path) in SPECIAL


def test_every_dead_link_stands_on_its_page_and_is_dead(sites):
    for entry in TRUTH.findings:
        if entry.rule == "link-broken":
            page = told(sites, entry)
            site = entry.site if entry.site in SITES else "yunxi"
            assert entry.what.rpartition("/")[2 if not entry.what.endswith("/") else 0].encode() in page, entry
            assert not served(sites, entry.what, site) or SPECIAL[site, entry.what]["status"] >= 400, entry


def test_every_wrong_word_stands_on_its_page(sites):
    for entry in (*TRUTH.findings, *TRUTH.look_alikes):
        if entry.rule.startswith("word-") and entry.what and "附件" not in entry.why and "单元格" not in entry.why:
            content = told(sites, entry)
            assert entry.what.encode() in content or entry.what.encode("gbk") in content, entry


def test_nothing_is_both_planted_and_a_look_alike():
    planted = {(entry.rule, entry.site, entry.path) for entry in TRUTH.findings if not entry.what}
    planted |= {(entry.rule, entry.site, entry.path, entry.what) for entry in TRUTH.findings}
    for entry in TRUTH.look_alikes:
        assert (entry.rule, entry.site, entry.path) not in planted
        assert (entry.rule, entry.site, entry.path, entry.what) not in planted
    assert len(set(TRUTH.look_alikes)) == len(TRUTH.look_alikes)


def test_every_family_has_both_kinds():
    assert {entry.rule.partition("-")[0] for entry in TRUTH.findings} == FAMILIES
    assert {entry.rule.partition("-")[0] for entry in TRUTH.look_alikes} >= FAMILIES


def test_the_departments_follow_from_the_register():
    owners = {site["id"]: site["department"] for site in REGISTER["site"]}
    for entry in TRUTH.findings:
        if entry.site in ACCOUNTS:
            assert entry.department == ACCOUNTS[entry.site]["department"]
            continue
        columns = {
            site_path(column["url"]): column["department"]
            for column in REGISTER["column"]
            if column["site"] == entry.site
        }
        covering = [path for path in columns if entry.path.startswith(path)]
        assert entry.department == (columns[max(covering, key=len)] if covering else owners[entry.site])


def test_registered_columns_exist(sites):
    hosts = {site["id"]: site["url"] for site in REGISTER["site"]}
    assert [hosts[site] for site in SITES] == [f"http://{host}/" for _, host in SITES.values()]
    for column in REGISTER["column"]:
        assert served(sites, site_path(column["url"]), column["site"]), column["url"]
        assert column["url"].startswith(hosts[column["site"]])


def test_what_was_mended_since_is_told_of_pages_that_exist(sites):
    for entry in TRUTH.mended:
        assert served(sites, entry.path, entry.site)
        assert not entry.what or entry.what.encode() not in told(sites, entry)


def test_the_office_is_copied_with_the_true_ports(tmp_path):
    """Also where the portal got the port that the other site has in the source."""
    second = SITES["jyj-site"][1]
    copy_office(tmp_path, [second, "127.0.0.1:4321"])
    register = tomllib.loads((tmp_path / "office.toml").read_text(encoding="utf-8"))
    assert [site["url"] for site in register["site"]] == [f"http://{second}/", "http://127.0.0.1:4321/"]
    assert DEFAULT_HOST not in (tmp_path / "office.toml").read_text(encoding="utf-8")


def as_finding(entry: ExpectedFinding, **changes):
    url = f"http://127.0.0.1:4321{entry.path}"
    told = {
        "rule": entry.rule,
        "site": entry.site,
        "url": url,
        "department": entry.department,
        "certainty": entry.certainty,
        "baseline": BASELINES[entry.seen][0],
    }
    return {**told, "locus": {"target": f"http://127.0.0.1:4321{entry.what}"}, **changes}


def test_the_comparison_accepts_the_truth_and_nothing_else():
    findings = [as_finding(entry) for entry in (*TRUTH.findings, *TRUTH.mended)]
    assert not compare_findings(TRUTH, reversed(findings))
    assert len(compare_findings(TRUTH, findings[1:]).missing) == 1
    assert len(compare_findings(TRUTH, [*findings, findings[0]]).unexpected) == 1
    for changes in (
        {"certainty": "review"},
        {"baseline": "new"},
        {"department": "mzj"},
        {"locus": {}},
        {"rule": "word-severe"},
    ):
        differences = compare_findings(TRUTH, [as_finding(TRUTH.findings[0], **changes), *findings[1:]])
        assert len(differences.missing) == len(differences.unexpected) == 1


def test_a_reported_look_alike_is_called_by_its_reason():
    look_alike = next(entry for entry in TRUTH.look_alikes if entry.what == "/zwgk/xxgkml")
    wrong = as_finding(TRUTH.findings[0], url=f"http://h{look_alike.path}", locus={"target": "http://h/zwgk/xxgkml"})
    (told,) = compare_findings(TRUTH, [*map(as_finding, (*TRUTH.findings, *TRUTH.mended)), wrong]).unexpected
    assert look_alike.why in told


def test_unverified_is_compared_exactly_but_for_what_is_tolerated():
    seen = [{"site": site, "url": f"http://h{path}", "reason": reason} for site, path, reason in TRUTH.unverified]
    month = {"site": "yunxi", "url": "http://h/hdjl/rl/?y=2030&m=1", "reason": "skipped_budget"}
    assert not compare_unverified(TRUTH, seen)
    assert not compare_unverified(TRUTH, [*seen, month])
    assert compare_unverified(TRUTH, seen[1:]).missing
    assert compare_unverified(TRUTH, [*seen, {**month, "reason": "timeout"}]).unexpected
    assert compare_unverified(TRUTH, [*seen, {**month, "site": "jyj-site"}]).unexpected
