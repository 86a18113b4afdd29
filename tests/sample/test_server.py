"""The special answers of the sample's server, over a real connection."""

from __future__ import annotations

import http.client
import re
from urllib.parse import quote

import pytest

from sample.server import PortalServer


def ask(server, path, method="GET"):
    connection = http.client.HTTPConnection(server.host, timeout=5)
    try:
        connection.request(method, quote(path, safe="/?&=;%"))
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/yw/", 200),
        ("/zwgk/tzgg/list?page=2", 200),
        ("/hdjl/qzxx/show.do?id=2", 200),
        ("/search.html?q=%E4%BA%91", 200),
        ("/xmt/", 404),
        ("/zwgk/tzgg/list?page=9", 404),
        ("/../../etc/passwd", 404),
        ("/zwgk/tzgg/list@page=2.html", 404),
        ("/bsfw/cx/jdcx.do", 500),
        ("/bsfw/dl/", 403),
        ("/mzj/lswd/2019ylfw.html", 410),
    ],
)
def test_status(server, path, status):
    assert ask(server, path)[0] == status


@pytest.mark.parametrize(
    ("path", "status", "location"), [("/zwgk/xxgkml", 302, "/zwgk/"), ("/zcwj/zcwjk", 301, "/zcwj/gfxwj/")]
)
def test_redirects_lead_to_pages(server, path, status, location):
    got, headers, _ = ask(server, path)
    assert (got, headers["Location"]) == (status, location)
    assert ask(server, location)[0] == 200


def test_head_is_refused_where_get_is_served(server):
    assert ask(server, "/bsfw/grbs/sbcx.html", "HEAD")[0] == 405
    assert ask(server, "/bsfw/grbs/sbcx.html")[0] == 200


@pytest.mark.parametrize(("path", "first"), [("/hdjl/zjdc/wj/", 429), ("/bsfw/cx/gjj.html", 503)])
def test_the_first_visit_fails_and_reset_forgets_it(server, path, first):
    assert [ask(server, path)[0] for _ in range(3)] == [first, 200, 200]
    server.reset()
    assert ask(server, path)[0] == first


def test_a_limited_visitor_is_told_when_to_come_back(server):
    assert ask(server, "/hdjl/zjdc/wj/")[1]["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("path", "header", "codec", "words"),
    [
        ("/yw/", "text/html; charset=utf-8", "utf-8", "要闻动态"),
        ("/wjw/", "text/html", "gbk", "卫生健康局"),
        ("/jyj/gzdt/", "text/html; charset=gb2312", "utf-8", "教育动态"),
        ("/zjyx/jjft.html", "text/html", "big5", "雲溪簡介"),
    ],
)
def test_charsets_right_missing_and_wrong(server, path, header, codec, words):
    _, headers, body = ask(server, path)
    assert headers["Content-Type"] == header
    assert words in body.decode(codec)


def test_session_ids_change_and_do_not_matter(server):
    def links():
        return re.findall(rb'href="(show\.do;jsessionid=\w+\?id=1)"', ask(server, "/hdjl/qzxx/")[2])

    first, second = links(), links()
    assert first != second
    bodies = [ask(server, "/hdjl/qzxx/" + link.decode())[2] for link in (*first, *second)]
    assert len({re.sub(rb"jsessionid=\w+", b"", body) for body in bodies}) == 1


def test_the_calendar_never_ends(server):
    path = "/hdjl/rl/?y=2026&m=12"
    _, _, body = ask(server, path)
    text = body.decode()
    assert "2026年12月" in text
    assert "/hdjl/rl/?y=2027&amp;m=1" in text
    assert "/hdjl/rl/?y=2026&amp;m=11" in text


def test_head_has_no_body_but_the_length(server):
    status, headers, body = ask(server, "/style.css", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_a_taken_port_is_replaced_by_a_free_one(server, portal):
    with PortalServer(portal, port=int(server.host.rpartition(":")[2])) as other:
        assert other.host != server.host
        assert ask(other, "/")[0] == 200
