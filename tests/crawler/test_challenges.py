"""Firewalls' pages are told by their traits, and never mistaken for pages that write about them."""

from __future__ import annotations

import pytest
from scrapy.http import Headers

from crawler.challenges import challenge

LINKS = '<a href="/1">一</a><a href="/2">二</a><a href="/3">三</a>'


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (521, "<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>", "加速乐"),
        (412, "<meta id='9' content='x' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>", "瑞数"),
        (200, "<meta id='9' content='x' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>", "瑞数"),
        (403, "<h1>网站防火墙</h1><p>您的请求带有不合法的参数</p><p>安全狗</p>", "安全狗"),
        (503, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "Cloudflare"),
        (200, "<script>var arg1='ABC';setCookie('acw_sc__v2', x)</script>", "阿里云盾"),
        (200, "<script>function YunSuoAutoJump(){location=stringtohex(security_verify_data)}</script>", "云锁"),
        (403, "<p>您的访问请求可能对网站造成安全威胁</p>", "网站防护"),
    ],
)
def test_challenges_are_known(status: int, body: str, name: str) -> None:
    assert name in challenge(status, Headers(), body.encode())


def test_old_firewalls_write_gbk() -> None:
    body = "<h1>网站防火墙</h1><p>您的请求带有不合法的参数</p><p>安全狗</p>".encode("gb18030")
    assert challenge(403, Headers(), body) == "安全狗"


def test_a_header_tells_it_without_a_body() -> None:
    assert challenge(403, Headers({"cf-mitigated": "challenge"}), b"") == "Cloudflare"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h1>403 Forbidden</h1>",
        f"<h1>关于部署安全狗、网站防火墙的通知</h1><p>您的请求带有不合法的参数</p>{LINKS}",
        f"<script src='/cdn-cgi/challenge-platform/x.js'></script>{LINKS}",
        "<h1>政务公开</h1><p>知道创宇公司中标。</p>",
    ],
)
def test_pages_are_none(body: str) -> None:
    assert challenge(200, Headers({"Set-Cookie": "__jsluid_s=abc; path=/"}), body.encode()) == ""
