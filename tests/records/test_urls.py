from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.urls import host_of, is_host_name, is_private, normalise, same_site

BASE = "http://www.example.gov.cn/a/b/c.html?q=1"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/x/y.html", "http://www.example.gov.cn/x/y.html"),
        ("../d.html", "http://www.example.gov.cn/a/d.html"),
        ("./e/", "http://www.example.gov.cn/a/b/e/"),
        ("/../../f", "http://www.example.gov.cn/f"),
        ("g/../h/./i/..", "http://www.example.gov.cn/a/b/h/"),
        ("?p=2", "http://www.example.gov.cn/a/b/c.html?p=2"),
        (" /a\n b.html ", "http://www.example.gov.cn/a%20b.html"),
        ("//Other.GOV.cn:80/A", "http://other.gov.cn/A"),
        ("HTTPS://other.gov.cn:443#top", "https://other.gov.cn/"),
        ("https://other.gov.cn:8443/x", "https://other.gov.cn:8443/x"),
        ("http:\\\\other.gov.cn\\a", "http://other.gov.cn/a"),
        ("http:///other.gov.cn/a", "http://other.gov.cn/a"),
        ("http:local", "http://www.example.gov.cn/a/b/local"),
        ("http://user:secret@other.gov.cn/", "http://other.gov.cn/"),
        ("http://中国.cn/", "http://xn--fiqs8s.cn/"),
        ("/政务/公开.html", "http://www.example.gov.cn/%E6%94%BF%E5%8A%A1/%E5%85%AC%E5%BC%80.html"),
        ("/100%.html", "http://www.example.gov.cn/100%.html"),
        ("/it's(1).html", "http://www.example.gov.cn/it's(1).html"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_what_a_browser_would_open(href: str, expected: str) -> None:
    assert normalise(BASE, href) == expected


@pytest.mark.parametrize(
    "href",
    [
        *("", "  ", "#", "#top", "javascript:void(0)", "JavaScript:x", "mailto:a@b.cn", "tel:123", "data:,x"),
        *("http:", "http://", "http://a b/", "http://host:port/", "http://host:99999/", "http://[zz]/", "C:\\a.doc"),
    ],
)
def test_what_no_browser_opens_over_http(href: str) -> None:
    assert normalise(BASE, href) is None


def test_queries_travel_in_the_encoding_of_the_page() -> None:
    assert normalise(BASE, "/s?k=公", "gb18030") == "http://www.example.gov.cn/s?k=%B9%AB"
    assert normalise(BASE, "/s?k=公", "no-such-code") == "http://www.example.gov.cn/s?k=%E5%85%AC"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_one_spelling_stays_as_it_is_and_nothing_raises(href: str) -> None:
    url = normalise(BASE, href)
    if url is not None:
        assert normalise(url, url) == url
        assert url.isascii() and "#" not in url and " " not in url
        assert host_of(url)


@given(st.lists(st.sampled_from(["a", "..", ".", "", "b c", "%2e", "?x=1", "\\"]), max_size=8))
def test_relative_paths_stay_on_the_host(parts: list[str]) -> None:
    url = normalise(BASE, "x/" + "/".join(parts))
    assert url is not None
    assert host_of(url) == "www.example.gov.cn"
    assert "/../" not in url.partition("?")[0]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("http://www.example.gov.cn/", "https://example.gov.cn/x", True),
        ("http://example.gov.cn/", "http://zwfw.example.gov.cn/", False),
        ("http://example.gov.cn/", "http://example.gov.cn:8080/", False),
        ("http://example.gov.cn/", "http://another-example.gov.cn/", False),
    ],
)
def test_same_site(a: str, b: str, same: bool) -> None:
    assert same_site(a, b) is same


def test_hosts() -> None:
    assert [is_host_name(host) for host in ("www.example.gov.cn:81", "127.0.0.1:8000", "localhost", "[::1]")] == [
        *(True, False, False, False)
    ]
    assert [
        is_private(host) for host in ("10.1.2.3", "192.168.1.1:80", "localhost:9", "[fe80::1]", "1.1.1.1", "a.cn")
    ] == [*(True, True, True, True, False, False)]


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f.1", "2130706433", "192.168.1", "0300.0250.1.2", "localhost", "10.1.2.3:80"]
)
def test_every_spelling_of_an_inner_address_is_one(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host", ["1.2.3.4", "134744072", "1.2.3.4.5", "0x.example", "10.example", "12345.cn", "0xzz.1"]
)
def test_what_is_none_is_none(host: str) -> None:
    assert not is_private(host)
