"""Looking at links alone: every broken one is found, and what was not looked at is neither accused nor acquitted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.bundle.reader import BundleReader
from tests.inspection.conftest import Desk, page
from tests.support.web import Server

LEAK = "低保人员名单:李示例,身份证号 340102199003070010,住云溪区示例路 1 号。"  # made up, with a valid check digit
SITE = {
    "/": '<html><head><title>云溪试验站</title><link rel="stylesheet" href="/site.css"></head><body>'
    '<a href="/a.html">第一篇</a><a href="/b.html">第二篇</a>'
    "<span onclick=\"location.href='/no.html'\">办事</span></body></html>",
    "/a.html": page("第一篇", "/gone.html 旧文章", "/table.pdf 附表"),
    "/b.html": page("第二篇", text=LEAK),
    "/site.css": lambda ask: ask.reply(200, ".top { background: url(/no.png) }", Content_Type="text/css"),
    "/table.pdf": lambda ask: ask.reply(200, "%PDF-1.4 no document at all", Content_Type="application/pdf"),
}


@pytest.fixture
def site():
    with Server(dict(SITE)) as server:
        yield server


def test_links_are_judged_and_the_rest_is_left_as_it_was(desk: Desk, site: Server) -> None:
    desk.inspect()
    whole = {(finding["rule"], finding["locus"].get("target")) for finding in desk.findings()}
    links = {("link-broken", site.origin + path) for path in ("/gone.html", "/no.html", "/no.png")}
    assert links < whole
    assert any(rule.startswith("privacy-") for rule, _ in whole)

    run = desk.inspect("--links-only", as_of="2026-11-23")
    assert run.code == 1
    assert "只检查链接,已读 3 页" in run.err.replace("，", ",")
    seen = json.loads((desk.out / "findings.json").read_text(encoding="utf-8"))
    assert {(finding["rule"], finding["locus"]["target"]) for finding in seen["findings"]} == links
    assert {finding["baseline"] for finding in seen["findings"]} == {"unchanged"}
    assert seen["scores"] == []
    looked = {one["rule"] for one in seen["outcomes"] if one["verdict"] != "not_applicable"}
    assert all(rule.startswith(("link-", "host-", "site")) for rule in looked)
    open_still = json.loads(desk.wangcha("findings", "--office", desk.office, "--format", "json").out)
    assert any(finding["rule"].startswith("privacy-") for finding in open_still)


def test_texts_and_good_answers_are_not_kept(desk: Desk) -> None:
    desk.wangcha("gather", "--links-only", "--office", desk.office, "--out", desk.out)
    (folder,) = (path.parent for path in desk.out.rglob("bundle.sqlite"))
    reader = BundleReader(folder)
    try:
        assert reader.gather.limits == ("links_only",)
        assert not any(reader.page(id_).text for id_ in reader.page_ids())
        assert not reader.attachment_ids()
        stored = {attempt.final_url for target in reader.failed_targets() for attempt in target.attempts}
    finally:
        reader.close()
    raw = b"".join(path.read_bytes() for path in folder.glob("*.warc.gz"))
    assert raw
    assert all(url.endswith(("/gone.html", "/no.html", "/no.png")) for url in stored)


def test_a_patrol_of_links_alone_is_refused(desk: Desk, tmp_path: Path) -> None:
    run = desk.inspect("--patrol", "--links-only")
    assert run.code == 2
    assert "只能用一个" in run.err
    assert not (desk.out / "evidence").exists()
