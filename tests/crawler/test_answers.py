"""One site with everything a server can answer, gathered once; then what the bundle says of each address."""

from __future__ import annotations

import gzip
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.support.web import Ask, Gathered, Server, gather

BOMB = gzip.compress(b"0" * 30_000_000)

PAGES = [
    "ok.html",
    "gone.html",
    "removed.html",
    "login.html",
    "forbidden.html",
    "challenge.html",
    "ddos.html",
    "error.html",
    "flaky.html",
    "busy.html",
    "drip.html",
    "cut.html",
    "gbk.html",
    "framed-by.html",
    "moved.html",
    "loop-a.html",
    "to-script.html",
    "to-gone.html",
    "cookie.html",
    "private/secret.html",
    "bomb.html",
    "short.html",
    "whole.html?b=2&a=1",
    "whole.html?a=1&b=2",
    "away.html",
]
LONG = "/long?" + "x" * 2100


def page(*links: str, more: str = "") -> str:
    anchors = "".join(f'<p><a href="{link}">链接 {number}</a></p>' for number, link in enumerate(links))
    return f"<!DOCTYPE html><html><head><title>页面</title></head><body><h1>页面</h1>{anchors}{more}</body></html>"


def answer(status: int, body: str = "<h1>出错</h1>", **headers: str):
    return lambda ask: ask.reply(status, body, **headers)


def first_then(first: int, **headers: str):
    def route(ask: Ask) -> None:
        ask.reply(first if ask.nth == 1 else 200, page(), **(headers if ask.nth == 1 else {}))

    return route


def drip(ask: Ask) -> None:
    ask.send_response(200)
    ask.send_header("Content-Length", "100000")
    ask.end_headers()
    for _ in range(60):
        ask.wfile.write(b"x")
        ask.wfile.flush()
        time.sleep(0.1)


def endless(ask: Ask) -> None:
    ask.send_response(200)
    ask.send_header("Content-Type", "application/pdf")
    ask.end_headers()
    while True:
        ask.wfile.write(b"%PDF" * 4096)


def cut(ask: Ask) -> None:
    ask.connection.shutdown(socket.SHUT_RDWR)
    ask.close_connection = True


def short(ask: Ask) -> None:
    ask.close_connection = True
    ask.reply(200, page("/behind-short.html"), Content_Length="9999", Connection="close")


def cookie(ask: Ask) -> None:
    if "seen=1" in (ask.headers.get("Cookie") or ""):
        ask.reply(200, page())
    else:
        ask.reply(302, Location="/cookie.html", Set_Cookie="seen=1; Path=/")


def head_hater(ask: Ask) -> None:
    ask.reply(405 if ask.command == "HEAD" else 200, b"png", Content_Type="image/png")


@pytest.fixture(scope="module")
def other() -> Iterator[Server]:
    with Server({"/there.html": page("/never-asked.html")}) as server:
        yield server


@pytest.fixture(scope="module")
def site(other: Server) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        refused = f"http://127.0.0.1:{closed.getsockname()[1]}/nobody"
    routes = {
        "/robots.txt": lambda ask: ask.reply(200, "User-agent: *\nDisallow: /private/\n", Content_Type="text/plain"),
        "/": page(
            *("/" + one for one in PAGES),
            f"{other.origin}/there.html",
            f"{other.origin}/not-there.html",
            refused,
            "/files/plain.txt",
            "/files/endless.pdf",
            "/cal?date=2031-01-01",
            "/cal?date=2026-02-01",
            "/a/b/a/b/a/b/a/b/",
            LONG,
            "/session.jsp;jsessionid=0123456789ABCDEF",
            "/session.jsp;jsessionid=FEDCBA9876543210",
            "mailto:someone@example.test",
            more='<img src="/hater.png"><img src="/lost.png">'
            '<a href="#" onclick="location.href=\'/clicked.html\'">点击</a>',
        ),
        "/ok.html": page(),
        "/removed.html": answer(410),
        "/login.html": answer(401),
        "/forbidden.html": answer(403),
        "/challenge.html": answer(412),
        "/ddos.html": answer(521),
        "/error.html": answer(500),
        "/flaky.html": first_then(500),
        "/busy.html": first_then(429, Retry_After="2"),
        "/drip.html": drip,
        "/cut.html": cut,
        "/short.html": short,
        "/behind-short.html": page(),
        "/gbk.html": lambda ask: ask.reply(
            200,
            '<html><head><meta charset="gb2312"><title>关于通知</title></head><body>政务公开</body></html>'.encode(
                "gb18030"
            ),
            Content_Type="text/html",
        ),
        "/framed-by.html": '<html><body><iframe src="/framed.html"></iframe></body></html>',
        "/framed.html": page("/behind-frame.html"),
        "/behind-frame.html": page(),
        "/clicked.html": page(),
        "/moved.html": answer(301, "", Location="/target.html"),
        "/target.html": page("/behind-target.html"),
        "/behind-target.html": page(),
        "/loop-a.html": answer(302, "", Location="/loop-b.html"),
        "/loop-b.html": answer(302, "", Location="/loop-a.html"),
        "/to-script.html": answer(302, "", Location="javascript:alert(1)"),
        "/to-gone.html": answer(302, "", Location="/gone-behind.html"),
        "/away.html": lambda ask: ask.reply(302, "", Location=f"{other.origin}/there.html"),
        "/cookie.html": cookie,
        "/private/secret.html": page(),
        "/bomb.html": lambda ask: ask.reply(200, BOMB, Content_Encoding="gzip"),
        "/whole.html": page(),
        "/hater.png": head_hater,
        "/files/plain.txt": lambda ask: ask.reply(200, "附件正文", Content_Type="text/plain; charset=utf-8"),
        "/files/endless.pdf": endless,
        "/cal": page(),
        "/session.jsp;jsessionid=0123456789ABCDEF": page(),
        "/session.jsp;jsessionid=FEDCBA9876543210": page(),
    }
    with Server(routes) as server:
        server.refused = refused  # type: ignore[attr-defined]
        yield server


@pytest.fixture(scope="module")
def done(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    return gather(site.origin, tmp_path_factory.mktemp("answers"), DOWNLOAD_TIMEOUT=2.5, DOWNLOAD_MAXSIZE=300_000)


def test_it_ends_complete(done: Gathered) -> None:
    assert done.about("complete") == "1", done.stderr
    assert (done.about("interrupted"), done.about("limits"), done.about("dns_proven")) == ("0", "[]", "0")
    assert done.rows("SELECT count(*) FROM urls WHERE state != 'done'") == [(0,)]
    assert done.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("path", "reason", "looks"),
    [
        ("/ok.html", "ok", 1),
        ("/gone.html", "not_found", 2),
        ("/removed.html", "not_found", 2),
        ("/login.html", "login_required", 1),
        ("/forbidden.html", "blocked", 2),
        ("/challenge.html", "blocked", 2),
        ("/ddos.html", "blocked", 2),
        ("/error.html", "http_error", 2),
        ("/flaky.html", "ok", 2),
        ("/busy.html", "ok", 2),
        ("/drip.html", "timeout", 2),
        ("/cut.html", "reset", 2),
        ("/short.html", "ok", 1),
        ("/behind-short.html", "ok", 1),
        ("/gbk.html", "ok", 1),
        ("/framed.html", "ok", 1),
        ("/behind-frame.html", "ok", 1),
        ("/clicked.html", "ok", 1),
        ("/moved.html", "ok", 1),
        ("/behind-target.html", "ok", 1),
        ("/loop-a.html", "http_error", 2),
        ("/to-script.html", "http_error", 2),
        ("/to-gone.html", "not_found", 2),
        ("/away.html", "ok", 1),
        ("/cookie.html", "ok", 1),
        ("/private/secret.html", "robots_denied", 1),
        ("/bomb.html", "too_large", 1),
        ("/files/endless.pdf", "too_large", 1),
        ("/files/plain.txt", "ok", 1),
        ("/hater.png", "ok", 1),
        ("/lost.png", "not_found", 2),
        ("/cal?date=2026-02-01", "ok", 1),
        ("/cal?date=2031-01-01", "skipped_budget", 0),
        ("/a/b/a/b/a/b/a/b/", "skipped_budget", 0),
        (LONG, "skipped_budget", 0),
        ("/session.jsp;jsessionid=0123456789ABCDEF", "ok", 1),
        ("/whole.html?b=2&a=1", "ok", 1),
    ],
)
def test_every_answer_has_its_reason(done: Gathered, path: str, reason: str, looks: int) -> None:
    assert (done.reason(path), len(done.looks(path))) == (reason, looks), done.looks(path)


def test_second_looks_are_gets_after_the_wait(done: Gathered, site: Server) -> None:
    first, second = (one.at for one in site.asked if one.path == "/gone.html")
    assert second - first >= 0.2
    assert done.looks("/lost.png")[1][0] == "GET"


def test_retry_after_is_obeyed(site: Server, done: Gathered) -> None:
    first, second = (one.at for one in site.asked if one.path == "/busy.html")
    assert second - first >= 1.95
    between = [one for one in site.asked if first + 1.0 < one.at < first + 1.9]  # what was under way may still arrive
    assert between == [], "a host that asks for patience is left alone"


def test_variants_are_asked_once(site: Server, done: Gathered) -> None:
    assert sum(one.path.startswith("/session.jsp") for one in site.asked) == 1
    assert sum(one.path.startswith("/whole.html") for one in site.asked) == 1
    assert '"calendar": 1' in done.about("traps")


def test_other_sites_are_asked_once_and_not_crawled(other: Server, done: Gathered) -> None:
    assert done.reason(f"{other.origin}/there.html") == "ok"
    assert other.count("/there.html", "HEAD") == 1
    assert other.count("/never-asked.html", "HEAD") == other.count("/never-asked.html") == 0
    assert done.reason(f"{other.origin}/not-there.html") == "not_found"


def test_refused(site: Server, done: Gathered) -> None:
    assert done.reason(site.refused) == "refused"  # type: ignore[attr-defined]


def test_robots_and_traps_are_never_asked(site: Server, done: Gathered) -> None:
    asked = {one.path for one in site.asked}
    assert not asked & {"/private/secret.html", "/cal?date=2031-01-01", LONG, "/a/b/a/b/a/b/a/b/"}


def test_the_gatherer_says_who_it_is(site: Server, done: Gathered) -> None:
    assert all(one.headers["User-Agent"].startswith("Wangcha/") for one in site.asked)


def test_a_redirect_is_recorded_and_read_under_its_target(done: Gathered) -> None:
    ((redirect_to,),) = done.rows("SELECT redirect_to FROM urls WHERE url = ?", done.origin + "/moved.html")
    assert done.rows("SELECT url FROM urls WHERE id = ?", redirect_to) == [(done.origin + "/target.html",)]
    assert "/target.html" in done.read_paths()
    assert "/moved.html" not in done.read_paths()
    assert "301" in done.looks("/moved.html")[0][3]


def test_the_page_in_gbk_was_read(done: Gathered) -> None:
    query = "SELECT title, text FROM pages JOIN urls ON urls.id = url_id WHERE url = ?"
    ((title, text),) = done.rows(query, done.origin + "/gbk.html")
    assert (title, "政务公开" in text) == ("关于通知", True)


def test_the_home_page_is_known_as_such(done: Gathered) -> None:
    assert done.rows("SELECT url FROM pages JOIN urls ON urls.id = url_id WHERE pages.kind = 'home'") == [
        (done.origin + "/",)
    ]


def test_attachments_are_read_or_say_why_not(done: Gathered) -> None:
    documents = dict(done.rows("SELECT name, reason FROM documents"))
    assert documents == {"plain.txt": "ok", "endless.pdf": "too_large"}
    assert ("附件正文",) in done.rows("SELECT text FROM parts")


def test_raw_responses_are_found_at_their_offset(done: Gathered) -> None:
    query = "SELECT warc_file, warc_offset, size FROM attempts WHERE warc_file != '' AND final_url = ?"
    ((name, offset, size),) = done.rows(query, done.origin + "/ok.html")
    with (done.bundle / name).open("rb") as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(file)))
        assert record.rec_headers.get_header("WARC-Target-URI") == done.origin + "/ok.html"
        assert len(record.content_stream().read()) == size
    external = "SELECT count(*) FROM attempts JOIN urls u ON u.id = url_id WHERE kind = 'external' AND warc_file != ''"
    assert done.rows(external) == [(0,)], "raw responses are kept of the site itself only"


def test_only_the_owner_may_read_the_evidence(done: Gathered) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path(done.bundle).iterdir()}
    assert (stat.S_IMODE(done.bundle.stat().st_mode), modes) == (0o700, {0o600})
