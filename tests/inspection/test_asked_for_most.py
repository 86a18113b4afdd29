"""What users of link checkers have asked for most: the points that need two inspections by the command line."""

from __future__ import annotations

from tests.inspection.conftest import HEALTHY, page
from tests.support.web import Server


def test_06_and_11_only_failures_are_asked_again_and_only_news_is_new(desk, site) -> None:
    """Point 6: what opened is cached, what failed is asked again. Point 11: page, department, and what is new since.

    A host that is down stays one finding while links to it come and go.
    """
    with Server({}) as down:
        pass
    with Server({"/good.html": page("对方")}) as other:
        links = [f"{other.origin}/good.html 好链接", f"{other.origin}/bad.html 坏链接", f"{down.origin}/1.html 停了的"]
        home = {"/": page("云溪试验站", "/a.html 第一篇", "/b.html 第二篇", *links)}
        site.routes = dict(HEALTHY) | home
        desk.inspect()
        old, dead = sorted(desk.findings(), key=lambda finding: finding["rule"], reverse=True)
        asked = len(other.asked)
        site.routes = (
            dict(HEALTHY)
            | home
            | {"/b.html": page("第二篇", "/new-gone.html 新坏链接", f"{down.origin}/2.html 也停了的")}
        )
        desk.inspect()
        again = [one.path for one in other.asked[asked:] if one.path != "/robots.txt"]
    assert set(again) == {"/bad.html"}
    second = desk.findings()
    (still,) = (finding for finding in second if finding["rule"] == "host-unreachable")
    assert (still["id"], still["baseline"], len(still["evidence"]["links"])) == (dead["id"], "updated", 2)
    second.remove(still)
    assert (old["url"], old["department"], old["baseline"]) == (site.origin + "/", "zfb", "new")
    news = {finding["locus"]["text"]: finding["baseline"] for finding in second}
    assert news == {"坏链接": "unchanged", "新坏链接": "new"}
    known = next(finding for finding in second if finding["id"] == old["id"])
    assert known["evidence"]["times_broken"] == 2
