"""How a gathering begins, is limited, is broken off and is taken up again: real processes, real signals."""

from __future__ import annotations

import http.client
import resource
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from records.bundle.spec import GatherSpec
from tests.support.certificates import self_signed
from tests.support.web import ROOT, Ask, Gathered, Server, finish, gather, order, start


def links(*paths: str, more: str = "") -> str:
    return (
        "<html><title>页面</title><body><h1>页面</h1>"
        + "".join(f'<a href="{path}">{path}</a>' for path in paths)
        + more
    )


def tree(ask: Ask) -> None:
    """An endless binary tree of pages, each a tenth of a second away."""
    time.sleep(0.1)
    number = int(ask.path.strip("/") or 1)
    ask.reply(200, links(f"/{number * 2}", f"/{number * 2 + 1}") if number < 16 else links())


def wait_for_pages(folder: Path, origin: str, count: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        path = folder / "bundle" / "bundle.sqlite"
        if path.exists() and path.stat().st_size > 0:
            bundle = Gathered(0, "", 0, folder / "bundle", origin)
            try:
                if bundle.rows("SELECT count(*) FROM pages") >= [(count,)]:
                    return
            except Exception:  # the tables are being made
                pass
        time.sleep(0.05)
    raise AssertionError("no page was stored")


def test_ctrl_c_ends_in_good_order_and_the_same_order_goes_on(tmp_path: Path) -> None:
    with Server({}, fallback=tree) as server:
        path = order(server.origin, tmp_path, rate=8.0)
        process = start(path)
        wait_for_pages(tmp_path, server.origin, 2)
        process.send_signal(signal.SIGINT)
        first = finish(process, tmp_path, server.origin)
        assert (first.exit_code, first.about("interrupted"), first.about("complete")) == (3, "1", "0"), first.stderr
        assert first.seconds < 5
        assert first.rows("SELECT count(*) FROM pages")[0][0] >= 2
        assert "Traceback" not in first.stderr

        second = finish(start(order(server.origin, tmp_path)), tmp_path, server.origin)
        assert (second.exit_code, second.about("interrupted"), second.about("complete")) == (0, "0", "1"), second.stderr
        # "/" and "/1" are both the root
        assert second.read_paths() == {"/", *(f"/{number}" for number in range(2, 32))}
        again = [path for path in second.read_paths() if server.count(path) > 1]
        assert len(again) <= 16, "at most what was under way is asked again"

        third = finish(start(path), tmp_path, server.origin)
        assert third.exit_code == 2
        assert "取证已经结束" in third.stderr


def test_a_killed_gatherer_loses_at_most_the_last_batch(tmp_path: Path) -> None:
    with Server({}, fallback=tree) as server:
        process = start(order(server.origin, tmp_path, rate=20.0))
        wait_for_pages(tmp_path, server.origin, 5)
        process.kill()
        killed = finish(process, tmp_path, server.origin)
        assert killed.exit_code == -signal.SIGKILL
        kept = killed.rows("SELECT count(*) FROM pages")[0][0]
        assert kept >= 5
        assert killed.rows("PRAGMA integrity_check") == [("ok",)]

        resumed = finish(start(order(server.origin, tmp_path)), tmp_path, server.origin)
        assert resumed.exit_code == 0, resumed.stderr
        assert resumed.read_paths() == {"/", *(f"/{number}" for number in range(2, 32))}
        assert resumed.rows("SELECT url_id FROM attempts GROUP BY url_id HAVING count(*) > 1") == []


@pytest.mark.parametrize(
    ("limit", "value", "complete", "pages"),
    [("max_pages", 5, "0", range(5, 6)), ("max_depth", 2, "1", range(7, 8)), ("max_minutes", 0.02, "0", range(1, 40))],
)
def test_limits_are_kept_and_told(tmp_path: Path, limit: str, value: float, complete: str, pages: range) -> None:
    with Server({}, fallback=tree) as server:
        done = gather(server.origin, tmp_path, rate=20.0, **{limit: value})
        assert (done.about("limits"), done.about("complete")) == (f'["{limit}"]', complete)
        assert done.exit_code == (0 if complete == "1" else 3)
        assert done.rows("SELECT count(*) FROM pages")[0][0] in pages
        assert done.rows("SELECT count(*) FROM urls WHERE state != 'done'") == [(0,)]
        assert done.rows("SELECT count(*) FROM urls WHERE reason = 'skipped_budget'")[0][0] > 0
        assert done.seconds < 15


def test_endless_paging_stops(tmp_path: Path) -> None:
    def paging(ask: Ask) -> None:
        number = int(ask.path.partition("page=")[2] or 1)
        shown = [f"/news/{min(number, 3) * 10 + n}.html" for n in range(6)]
        entries = "".join(
            f'<li><a href="{path}">关于办理第{path[6:8]}号事项的通知</a><span>2026-02-03</span></li>' for path in shown
        )
        pages = (
            f'<div class="pages"><a href="/list.html">首页</a><a href="/list.html?page={number + 1}">下一页</a></div>'
        )
        ask.reply(200, f"<html><title>通知公告</title><body><ul class='list'>{entries}</ul>{pages}</body></html>")

    with Server(
        {"/": links("/list.html"), "/list.html": paging}, fallback=lambda ask: ask.reply(200, links())
    ) as server:
        done = gather(server.origin, tmp_path)
        assert done.exit_code == 0
        asked = [one for one in server.asked if one.path.startswith("/list.html?page=")]
        assert 3 <= len(asked) <= 8
        assert '"paging": 1' in done.about("traps")
        first = done.rows("SELECT DISTINCT u.url FROM pages p JOIN urls u ON u.id = p.list_first")
        assert first == [(server.origin + "/list.html",)]


def test_a_home_page_that_is_only_a_signpost(tmp_path: Path) -> None:
    sign = '<html><head><meta http-equiv="refresh" content="0;url=/index/"></head><body></body></html>'
    with Server({"/": sign, "/index/": links("/a.html"), "/a.html": links()}) as server:
        done = gather(server.origin, tmp_path)
        home = "SELECT url FROM pages JOIN urls ON urls.id = url_id WHERE pages.kind = 'home'"
        assert done.rows(home) == [(server.origin + "/index/",)]
        assert done.about("home_url") == server.origin + "/index/"


def test_an_own_site_is_asked_without_robots(tmp_path: Path) -> None:
    closed = "User-agent: *\nDisallow: /"
    with Server({"/": links(), "/robots.txt": lambda ask: ask.reply(200, closed, Content_Type="text/plain")}) as server:
        assert gather(server.origin, tmp_path / "1").reason("/") == "robots_denied"
        assert server.count("/") == 0
        assert gather(server.origin, tmp_path / "2", owned=True).reason("/") == "ok"


def test_a_robots_txt_that_meets_a_server_error_forbids_everything_until_it_can_be_had(tmp_path: Path) -> None:
    """RFC 9309, 2.3.1.4; what is missing (404) or has no connection forbids nothing (2.3.1.3)."""
    looks = iter((503,))
    with (
        Server({"/robots.txt": lambda ask: ask.reply(500), "/there.html": links()}) as failing,
        Server({}) as server,
    ):
        server.routes = {
            "/": links(failing.origin + "/there.html"),
            "/robots.txt": lambda ask: ask.reply(next(looks, 404)),
        }
        done = gather(server.origin, tmp_path, second_look_seconds=0.3)
        assert done.reason("/") == "ok"
        # the first look at the home page tells only that the site is not down
        assert [one.path for one in server.asked][:4] == ["/robots.txt", "/", "/robots.txt", "/"]
        reasons = "SELECT a.reason FROM attempts a JOIN urls u ON u.id = a.url_id WHERE u.depth = 0 ORDER BY a.id"
        assert done.rows(reasons) == [("robots_denied",), ("ok",)]
        assert failing.count("/there.html") == 0
    refused = done.rows("SELECT a.reason, a.detail FROM attempts a JOIN urls u ON u.id = a.url_id WHERE u.internal = 0")
    assert len(refused) == 2
    assert set(refused) == {
        ("robots_denied", "网站的 robots.txt 打不开（状态码 500），不知道是否允许访问，按不允许处理")
    }


def test_a_site_that_is_down_altogether_is_down_and_not_forbidden(tmp_path: Path) -> None:
    with Server({}, fallback=lambda ask: ask.reply(503)) as server:
        done = gather(server.origin, tmp_path, second_look_seconds=0.3)
    assert done.rows("SELECT reason, status FROM attempts") == [("http_error", 503)] * 2


def test_registered_columns_are_fetched_and_further_hosts_belong_to_the_site(tmp_path: Path) -> None:
    with (
        Server({"/column/": links("/elsewhere.html"), "/elsewhere.html": links()}) as other,
        Server({"/": links("/a.html"), "/a.html": links(), "/hidden/": links()}) as server,
    ):
        columns = (server.origin + "/hidden/", other.origin + "/column/")
        done = gather(server.origin, tmp_path / "1", column_urls=columns)
        assert done.read_paths() == {"/", "/a.html", "/hidden/", other.origin + "/column/"}
        host = urlsplit(other.origin).netloc
        done = gather(server.origin, tmp_path / "2", column_urls=columns, allowed_hosts=(host,))
        assert other.origin + "/elsewhere.html" in done.read_paths()


def test_a_certificate_nobody_signed(tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(self_signed(tmp_path))
    with Server({"/": links()}, tls=tls) as server:
        done = gather(server.origin, tmp_path)
        assert [reason for _, _, reason, _ in done.looks("/")] == ["tls", "tls"], done.looks("/")
        assert (done.exit_code, done.about("complete")) == (0, "1")


def test_through_a_proxy(tmp_path: Path) -> None:
    with Server({"/": links("/a.html"), "/a.html": links()}) as server:

        def forward(ask: Ask) -> None:
            parts = urlsplit(ask.path)
            connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1])
            connection.request(ask.command, parts.path)
            answer = connection.getresponse()
            ask.reply(answer.status, answer.read())

        with Server({}, fallback=forward) as proxy:
            env = {"http_proxy": proxy.origin, "no_proxy": "", "HTTP_PROXY": proxy.origin, "NO_PROXY": ""}
            done = gather("http://portal.example.test", tmp_path, env=env)
            assert done.read_paths() == {"/", "/a.html"}
            assert done.about("dns_proven") == "1"
            assert all(one.path.startswith("http://portal.example.test/") for one in proxy.asked)


def test_a_full_disk_is_told_and_what_was_stored_stays(tmp_path: Path) -> None:
    big = links(*(f"/{number}" for number in range(2, 60)), more="政务公开" * 4_000)

    with Server({}, fallback=lambda ask: ask.reply(200, big)) as server:
        path = order(server.origin, tmp_path, rate=25.0)
        limit = 1_500_000  # bytes a file may grow to: the disk is full soon
        process = start(path)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, limit))
        done = finish(process, tmp_path, server.origin)
        assert done.exit_code == 3
        assert "取证包无法写入" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.rows("PRAGMA integrity_check") == [("ok",)]
        assert done.rows("SELECT count(*) FROM pages")[0][0] > 0


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    spec = GatherSpec(
        site="x", start_url="http://127.0.0.1:9/", bundle=str(tmp_path / "file" / "b"), as_of="2026-03-01"
    )
    spec.write(tmp_path / "order.json")
    done = finish(start(tmp_path / "order.json"), tmp_path, "")
    assert (done.exit_code, "取证包无法写入" in done.stderr) == (3, True)


def test_an_order_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text("{")
    done = finish(start(tmp_path / "order.json"), tmp_path, "")
    assert (done.exit_code, "读不出取证任务" in done.stderr) == (2, True), done.stderr


def test_scrapy_crawl_portal(tmp_path: Path) -> None:
    with Server({"/": links("/a.html"), "/a.html": links()}) as server:
        command = ["crawl", "portal", "-a", f"url={server.origin}", "-a", f"out={tmp_path}"]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
        )
        (bundle,) = tmp_path.iterdir()
        assert f"取证包：{bundle}" in done.stderr
        assert Gathered(0, "", 0, bundle, server.origin).read_paths() == {"/", "/a.html"}


def test_a_name_that_does_not_exist_is_looked_up_once_a_look(tmp_path: Path) -> None:
    """At two requests a second, 40 addresses in two looks would take 40 seconds."""
    links = "".join(f"<a href='http://meiyou.invalid/{number}'>{number}</a>" for number in range(40))
    with Server({"/": f"<h1>首页</h1>{links}"}) as server:
        started = time.monotonic()
        found = gather(server.origin, tmp_path, rate=2, second_look_seconds=0.5)
        spent = time.monotonic() - started
    rows = found.rows("SELECT a.at, a.reason FROM attempts a JOIN urls u ON u.id = a.url_id WHERE u.internal = 0")
    assert [reason for _, reason in rows] == ["dns"] * 80
    assert 2 <= len({at for at, _ in rows}) <= 6
    assert spent < 20


def test_the_far_months_of_a_calendar_are_no_limit_reached(tmp_path: Path) -> None:
    def month(ask: Ask) -> None:
        number = int(ask.path.rpartition("m=")[2])
        ask.reply(200, f"<h1>{number}月</h1><a href='/cal?y=2020&m={number + 1}'>下月</a>")

    home = "<h1>首页</h1><a href='/cal?y=2020&m=1'>日历</a>"
    with Server({"/": home, "/cal": month}) as server:
        found = gather(server.origin, tmp_path, max_depth=5)
    assert found.about("limits") == "[]"
    assert found.about("complete") == "1"
    assert '"calendar": 1' in found.about("traps")
