"""What users of link checkers have asked for most, point by point (points 6 and 11 also in tests/inspection)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dictionaries
from crawler.pacing import Pace
from inspection.sentences import gather_ending
from records.bundle.known import KnownGood, write_known
from records.bundle.lookup import BundleLookup
from records.bundle.spec import GatherSpec
from records.bundle.writer import BundleWriter
from records.model import Problem, Reason
from rules.context import Context
from rules.registry import all_rules
from tests.support.hostile import ENDPOINTS, HostileSite
from tests.support.hostile.answers import moved, notice, page
from tests.support.web import Gathered, Server, gather

RULES = {rule.meta.id: rule for rule in all_rules()}
CONTEXT = Context(date(2026, 3, 1), "test", "示例区人民政府", dictionaries.load(), b"key", lambda start, end: 0)


def problems(bundle: BundleLookup) -> dict[str, Problem]:
    """Every problem on links, by its target."""
    found = [
        problem
        for rule in RULES.values()
        if rule.meta.family == "link"
        for problem in rule.check(bundle, rule.meta.options, CONTEXT)
    ]
    return {problem.target or problem.url: problem for problem in found}


def test_01_a_refusal_is_never_called_broken(site: HostileSite, bundle: BundleLookup) -> None:
    """Point 1: 403, 429, challenge pages and the like are unverified, each with its reason."""
    refused = {site.url(one) for one in ENDPOINTS if one.state == "blocked"}
    assert len(refused) > 10
    assert not refused & problems(bundle).keys()
    reasons = {target.url: target.reason for target in bundle.failed_targets()}
    assert {reasons[url] for url in refused} == {Reason.BLOCKED, Reason.LOGIN_REQUIRED, Reason.RATE_LIMITED}


def test_02_each_host_has_its_own_pace_and_is_left_alone_when_it_asks(site: HostileSite, done: Gathered) -> None:
    """Point 2: a rate a host, a lower one for other sites' hosts, Retry-After obeyed, slower after a 429."""
    first, second = (one.at for one in site.servers["limited"].asked if one.path == "/once")
    assert second - first >= 0.95
    pace = Pace(GatherSpec("a", "http://a.cn/", "b", "2026-03-01").others_rate)
    assert pace.interval == 1.0
    pace.slow_down(None)
    assert (pace.in_flight, pace.interval) == (1, 2.0)
    pace.set_rate(50.0)
    assert pace.interval == 0.02
    pace.at_most(5.0)
    pace.set_rate(50.0)
    assert pace.interval == 5.0, "what robots.txt asks for holds whatever the rate"


def test_03_an_allowed_phrase_around_a_hit_wins(tmp_path: Path) -> None:
    """Point 3: an office's own list of right writings is stronger than the lists of wrong ones."""
    (tmp_path / "dictionaries" / "words").mkdir(parents=True)
    (tmp_path / "dictionaries" / "words" / "own.csv").write_text("word,category\n布署路,allow\n", encoding="utf-8")
    rule = RULES["word-misspelled"]
    words = dictionaries.load(tmp_path)
    context = Context(date(2026, 3, 1), "test", "示例", words, b"key", lambda start, end: 0)
    with Server({}) as server:
        url = server.origin
    from records.evidence import Page, SourcedText

    def hits(text: str) -> int:
        read = Page(url, "article", SourcedText("通知", "h1"), None, None, (), None, None, None, text, "test")
        return len(list(rule.check(read, rule.meta.options, context)))

    assert (hits("会议地点在布署路三号。"), hits("会议布署了有关工作。")) == (0, 1)


def test_04_what_falters_is_looked_at_again_and_what_is_slow_is_not_broken(
    site: HostileSite, bundle: BundleLookup
) -> None:
    """Point 4: time-outs stand apart from broken links, and a second look decides on what failed once."""
    found = problems(bundle)
    for path in ("/flaky-500", "/flaky-404"):
        assert bundle.looked_at(site.origin + path).reason is Reason.OK  # type: ignore[union-attr]
        assert site.origin + path not in found
    slow = {site.url(one) for one in ENDPOINTS if one.state == "timed_out"}
    assert slow
    assert not slow & found.keys()
    assert {bundle.looked_at(url).reason for url in slow} == {Reason.TIMEOUT}  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/head-405", "/head-501", "/head-404", "/head-403", "/head-lies"])
def test_05_head_is_not_believed_where_it_lies(site: HostileSite, bundle: BundleLookup, path: str) -> None:
    """Point 5: HEAD refused while GET works is no fault; HEAD that works while GET does not is one."""
    url = f"http://{site.host('other')}{path}"
    assert (url in problems(bundle)) == (path == "/head-lies")


def test_06_what_opened_lately_is_not_asked_again_and_each_address_once(tmp_path: Path) -> None:
    """Point 6: a cache between inspections (failures are always asked), and one request however many pages link."""
    with Server({"/good.html": page(), "/new.html": page()}) as other:
        links = "".join(f'<a href="{other.origin}/{name}.html">{name}</a>' for name in ("good", "new", "bad"))
        pages = {f"/{number}.html": page(more=links) for number in range(5)}
        home = page(more=links + "".join(f'<a href="{path}">{path}</a>' for path in pages))
        with Server(pages | {"/": home}) as server:
            known = KnownGood("2026-02-27T00:00:00.000+00:00", "GET", 200, other.origin + "/good.html", "text/html")
            (tmp_path / "bundle").mkdir()
            write_known(tmp_path / "bundle", {other.origin + "/good.html": known, other.origin + "/stale.html": known})
            done = gather(server.origin, tmp_path)
    assert done.reason(other.origin + "/good.html") == "ok"
    assert done.rows("SELECT at FROM attempts WHERE final_url LIKE '%/good.html'") == [(known.at,)]
    assert [other.count("/good.html", method) for method in ("HEAD", "GET")] == [0, 0]
    assert [other.count("/new.html", method) for method in ("HEAD", "GET")] == [1, 1]
    assert done.reason(other.origin + "/bad.html") == "not_found"
    reader = BundleLookup(done.bundle)
    assert problems(reader)[other.origin + "/bad.html"].evidence["page_count"] == 6
    reader.close()


def test_07_an_unfinished_gathering_goes_on(tmp_path: Path) -> None:
    """Point 7: the frontier is on disk, batch by batch; a killed process loses the last batch at most."""
    spec = GatherSpec("a", "http://a.cn/", str(tmp_path / "bundle"), "2026-03-01")
    writer = BundleWriter.open(spec)
    writer.add("urls", [(1, "http://a.cn/", "a.cn", 1, "page", "queued", None, 0, None)])
    writer.commit()
    assert [url for _, url, *_ in writer.addresses([1])] == ["http://a.cn/"]
    writer.close()  # as a killed process leaves it: asked, and nothing came of it
    again = BundleWriter.open(spec)
    assert again.resumed
    assert [(known.url, known.state) for known in again.known_urls()] == [("http://a.cn/", "queued")]
    again.close()


def test_08_a_site_is_followed_to_its_depths_and_by_its_sitemap(tmp_path: Path) -> None:
    """Point 8: links of links are followed, and pages are read that only sitemap.xml (or robots.txt's) names."""
    pages: dict[str, str] = {
        f"/{number}.html": page(more=f'<a href="/{number + 1}.html">下</a>') for number in range(5)
    }
    pages |= {
        "/5.html": page(),
        "/alone.html": page(),
        "/alone-too.html": page(),
        "/": page(more='<a href="/0.html">上</a>'),
    }
    with Server(pages) as server:
        named = "<?xml version='1.0'?><urlset>" + "".join(
            f"<url><loc>{server.origin}/{name}.html</loc></url>" for name in ("alone", "withdrawn", "4")
        )
        index = f"<sitemapindex><sitemap><loc>{server.origin}/more.xml</loc></sitemap></sitemapindex>"
        more = (
            f"<urlset><url><loc> {server.origin}/alone-too.html </loc></url><loc>http://other.invalid/</loc></urlset>"
        )
        server.routes |= {"/sitemap.xml": named, "/index.xml": index, "/more.xml": more}
        server.routes["/robots.txt"] = f"Sitemap: {server.origin}/index.xml\n"
        done = gather(server.origin, tmp_path)
    assert done.read_paths() == {"/", *(f"/{number}.html" for number in range(6)), "/alone.html", "/alone-too.html"}
    reader = BundleLookup(done.bundle)
    (stale,) = RULES["sitemap-stale"].check(reader, {"links_listed": 9}, CONTEXT)
    assert (stale.url, stale.evidence["links"]) == (
        server.origin + "/sitemap.xml",
        [server.origin + "/withdrawn.html"],
    )
    assert problems(reader) == {}, "no page links to it, so that it is no broken link"
    reader.close()


def test_09_a_page_that_a_script_fills_is_not_judged_blank(site: HostileSite, bundle: BundleLookup) -> None:
    """Point 9: an empty shell proves nothing without a browser; a home page without links is said not to be checked."""
    assert site.origin + "/shell.html" not in problems(bundle)
    from dataclasses import replace

    lonely = replace(bundle.gather, counts={"pages": 1, "page_targets": 1, "attachments": 0})
    sentence, complete = gather_ending(lonely, "", 0)
    assert "网页由脚本生成的，请加 --render" in sentence
    assert not complete


def test_10_soft_404_is_found_and_an_article_about_it_is_not(site: HostileSite, bundle: BundleLookup) -> None:
    """Point 10: words, shape and the host's baseline together; never a phrase alone."""
    found, soft = problems(bundle), f"http://{site.host('soft')}"
    assert found[soft + "/missing/a.html"].certainty == "confirmed"
    assert not {soft + "/talk.html", site.origin + "/talks-of-404.html", site.origin + "/how-to.html"} & found.keys()


def test_11_a_finding_names_the_pages_to_mend(site: HostileSite, bundle: BundleLookup) -> None:
    """Point 11: the page, the words of the link, and how many pages; departments and news are the ledger's."""
    problem = problems(bundle)[site.origin + "/gone.html"]
    assert problem.url == site.origin + "/"
    assert (problem.evidence["anchor"], problem.evidence["place"]) == ("示例链接", "首页")
    assert problem.evidence["pages"] == [site.origin + "/"]


def test_12_redirects_are_told_and_a_replacement_is_proposed(
    site: HostileSite, bundle: BundleLookup, tmp_path: Path
) -> None:
    """Point 12: the whole chain is kept, a redirect is no fault, a dead link gets the page of its title."""
    chain = bundle.looked_at(site.origin + "/chain-1")
    assert chain is not None
    assert chain.attempts[-1].final_url == site.origin + "/ok.html"
    assert [step in chain.attempts[-1].detail for step in ("302", "301", "307", "308")] == [True] * 4
    assert chain.url not in problems(bundle)
    title = "关于做好春季招聘工作的通知"
    links = {"/old.html": title, "/new/list.html": "栏目", "/2.htm": "旧址", "/2.html": "另一种旧址", "/3.html": "三"}
    home = page(more="".join(f'<a href="{path}">{words}</a>' for path, words in links.items()))
    pages = {
        "/": home,
        "/new/list.html": page("栏目", more='<a href="/new/1.html">详情</a>'),
        "/new/1.html": page(title),
        "/2.html": moved("/new/2.html", 301),
        "/new/2.html": page("迁到新栏目的文章"),
        "/3.html": notice("此文已归档", "此文已归档"),
    }
    with Server(pages) as server:
        done = gather(server.origin, tmp_path, wrong_target_words={"gone": ["此文已归档"]})
    reader = BundleLookup(done.bundle)
    problem = problems(reader)[server.origin + "/old.html"]
    assert problem.evidence["proposal"] == server.origin + "/new/1.html"
    assert "/new/1.html" in problem.suggestion
    assert problems(reader)[server.origin + "/2.htm"].evidence["proposal"] == server.origin + "/new/2.html"
    doubted = reader.looked_at(server.origin + "/3.html")
    assert doubted is not None and len(doubted.attempts) == 2, "the office's own words make it look twice"
    assert reader.opened().moved == {server.origin + "/2.html": server.origin + "/new/2.html"}
    reader.close()
