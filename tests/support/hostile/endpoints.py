"""Every endpoint of the hostile site with the truth about it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from tests.support.hostile import answers
from tests.support.hostile.answers import first_then, framed, head_is, moved, notice, page, status
from tests.support.web import Route

SLOW = 4.0  # seconds that slow answers take; longer than the test's time-out
GONE_PAGE = notice("页面不存在 - 示例网", "您访问的页面不存在")
LOGIN_PAGE = notice("用户登录", "用户登录") + '<form method="post"><input type="password"></form>'
GBK_PAGE = (
    '<html><head><meta charset="gb2312"><title>查询</title></head><body><h1>查询</h1>'
    f'<p>{answers.PARAGRAPH}</p><a href="/gbk-query?q=政务公开">按词查询</a></body></html>'
).encode("gb18030")
MANY = "".join('<a href="/ok.html">甲</a><a href="ok-2.html">乙</a>' for _ in range(5000))

Truth = Literal["good", "bad", "unknown", "open"]


@dataclass(frozen=True)
class Endpoint:
    """One address. ``host`` names the server, ``path`` is what the server has, ``link`` what the page says (the same
    where empty). ``state`` is the verdict, ``rule`` the finding it must make (``""``: none) and ``certainty`` its
    certainty. ``truth``: what a visitor with a browser finds; ``unknown`` where no program can tell (calling it broken
    is an invention), ``open`` where either may be said.
    """

    path: str
    answer: Route | str | None
    state: str
    rule: str = ""
    certainty: str = ""
    host: str = "site"
    link: str = ""
    tag: Literal["a", "img"] = "a"
    anchor: str = "示例链接"
    truth: Truth = "good"


def _bad(path: str, answer: Any, state: str = "broken", certainty: str = "confirmed", **more: Any) -> Endpoint:
    rule = "link-wrong-target" if state == "wrong_target" else "link-broken"
    return Endpoint(path, answer, state, **{"rule": rule, "certainty": certainty, "truth": "bad", **more})


def _unsure(path: str, answer: Any, state: str, **more: Any) -> Endpoint:
    return Endpoint(path, answer, state, **{"truth": "unknown", **more})


ENDPOINTS: tuple[Endpoint, ...] = (
    # -- opens --
    Endpoint("/ok.html", page(), "ok"),
    Endpoint("/ok-2.html", page(), "ok"),
    Endpoint("/query.html?b=2&a=1", page(), "ok"),
    Endpoint("/no-type", answers.raw(b"HTTP/1.1 200 OK\r\n\r\n" + page().encode()), "ok"),
    Endpoint("/no-content", status(204, ""), "ok"),
    Endpoint("/truncated", framed(page(), "Content-Length: 99999"), "ok"),
    Endpoint("/longer-than-said", framed(page(), "Content-Length: 2000"), "ok"),
    Endpoint("/bad-chunk", framed("5\r\n<p>ab\r\nzz\r\nrest", "Transfer-Encoding: chunked"), "ok", truth="unknown"),
    Endpoint(
        "/early-hints", framed(page(), "Connection: close", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK"), "ok"
    ),
    Endpoint("/endless", answers.endless, "ok"),
    Endpoint("/bomb", answers.bomb, "ok"),
    Endpoint("/ten-thousand-links", page(more=MANY), "ok"),
    Endpoint("/many-cookies", lambda ask: ask.reply(200, page(), **{"Set_Cookie": "a=" + "x" * 3000}), "ok"),
    Endpoint("/utf-8-bom", lambda ask: ask.reply(200, b"\xef\xbb\xbf" + page().encode()), "ok"),
    Endpoint("/gbk", lambda ask: ask.reply(200, GBK_PAGE, Content_Type="text/html"), "ok"),
    Endpoint("/gzip", lambda ask: ask.reply(200, gzip.compress(page().encode()), Content_Encoding="gzip"), "ok"),
    Endpoint("/Case.html", page(), "ok"),
    Endpoint("/s.jsp;jsessionid=0A1B2C3D4E5F6071", page(), "ok"),
    Endpoint("/talks-of-404.html", page("关于部分页面不存在问题的整改说明"), "ok"),
    Endpoint("/how-to.html", page("页面不存在怎么办", "答：请核对网址。" * 90), "ok"),
    Endpoint(
        "/shell.html",
        "<html><head><title>首页</title></head><body><div id=app></div><script src=/app.js></script></body></html>",
        "ok",
        truth="unknown",
    ),
    Endpoint(
        "/meta-refresh.html", '<html><head><meta http-equiv="refresh" content="0;url=/ok.html"></head></html>', "ok"
    ),
    Endpoint("/script-redirect.html", "<html><head><script>location.href='/ok.html'</script></head></html>", "ok"),
    # -- opens, written oddly --
    Endpoint("/" + quote("中文路径.html"), page(), "ok", link="/中文路径.html"),
    Endpoint("/with%20blank.html", page(), "ok", link="/with blank.html"),
    Endpoint("/back/slash.html", page(), "ok", link="\\back\\slash.html"),
    Endpoint("/broken-line.html", page(), "ok", link="/broken-\nline.html"),
    Endpoint("/dots.html", page(), "ok", link="/a/../b/./../dots.html"),
    Endpoint("/odd%zz.html", page(), "ok"),
    Endpoint("/long?" + "x" * 1500, page(), "ok"),
    Endpoint("/user.html", page(), "ok", link="http://name:secret@{site}/user.html"),
    Endpoint("/wide.html", page(), "ok", link="http://１２７．０．０．１:{site_port}/wide.html"),
    Endpoint("/schemeless.html", page(), "ok", link="//{site}/schemeless.html"),
    Endpoint("/fragment.html", page(), "ok", link="/fragment.html#第二部分"),
    Endpoint("/too-long?" + "x" * 2500, page(), "unseen", truth="unknown"),
    # -- redirects --
    *(Endpoint(f"/moved-{code}", moved("/ok.html", code), "redirected") for code in (301, 302, 303, 307, 308)),
    Endpoint("/chain-1", moved("/chain-2"), "redirected"),
    Endpoint("/chain-2", moved("/chain-3", 301), "redirected"),
    Endpoint("/chain-3", moved("/chain-4", 307), "redirected"),
    Endpoint("/chain-4", moved("/ok.html", 308), "redirected"),
    Endpoint("/cookie", answers.cookie_then("/cookie"), "ok"),
    Endpoint("/raw-location", lambda ask: ask.reply(302, "", Location="/\xe4\xb8\xad.html"), "redirected"),
    Endpoint("/" + quote("中") + ".html", page(), "ok"),
    Endpoint("/loop-a", moved("/loop-b"), "odd", "link-broken", "review", truth="bad"),
    Endpoint("/loop-b", moved("/loop-a"), "odd", "link-broken", "review", truth="bad"),
    Endpoint("/loop-self", moved("/loop-self"), "odd", "link-broken", "review", truth="bad"),
    Endpoint(
        "/cookie-never",
        lambda ask: ask.reply(302, "", Location="/cookie-never"),
        "odd",
        "link-broken",
        "review",
        truth="bad",
    ),
    Endpoint("/to-script", moved("javascript:alert(1)"), "odd", "link-broken", "review", truth="bad"),
    Endpoint("/to-gone", moved("/gone.html"), "broken", "link-broken", "confirmed", truth="bad"),
    # -- gone, failing --
    _bad("/gone.html", status(404)),
    _bad("/case.html", status(404)),
    _bad("/removed.html", status(410)),
    _bad("/error-500", status(500)),
    _bad("/error-502", status(502)),
    _bad("/error-504", status(504)),
    _bad("/files/form.pdf", status(404), link="/files/form.pdf"),
    _bad("/picture.png", status(404), tag="img"),
    _bad("/hang-up", answers.hang_up),
    _bad("/no-answer", answers.raw(b"")),
    *(
        Endpoint(f"/odd-{code}", status(code), "odd", "link-broken", "review", truth="open")
        for code in (400, 402, 405, 406, 418, 422)
    ),
    Endpoint("/http-0.9", answers.raw(page().encode()), "once_dead", truth="open"),
    Endpoint("/bad-status-line", answers.raw(b"HTTP/1.1 abc\r\n\r\n"), "odd", "link-broken", "review", truth="open"),
    # -- flapping --
    Endpoint("/flaky-500", first_then(500), "ok"),
    Endpoint("/flaky-404", first_then(404), "ok"),
    # -- refuses programs --
    *(_unsure(f"/refused-{code}", status(code), "blocked") for code in (401, 403, 407, 412, 451, 521)),
    _unsure("/jsl", status(200, "<script>document.cookie='__jsl_clearance=1';location.href='/'</script>"), "blocked"),
    _unsure("/rs", status(202, "<meta content=x r='m'><script>$_ts=window['$_ts'];$_ts.nsd=1</script>"), "blocked"),
    _unsure(
        "/safedog",
        status(404, "<h1>网站防火墙</h1>您的请求带有不合法的参数，已被网站管理员设置拦截！安全狗"),
        "blocked",
    ),
    _unsure("/cloudflare", status(403, "Just a moment... <script>window._cf_chl_opt={}</script>"), "blocked"),
    _unsure("/cloudflare-503", lambda ask: ask.reply(520, "x", **{"Cf_Mitigated": "challenge"}), "blocked"),
    _unsure(
        "/aliyun",
        status(405, "<h1>405</h1>由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。errors.aliyun.com"),
        "blocked",
    ),
    _unsure("/private/page.html", page(), "robots"),
    # -- another page than the one meant --
    _bad("/blank.html", "<html><head></head><body></body></html>", "wrong_target"),
    _bad("/old/t20190101_1.html", moved("/"), "wrong_target", "review"),
    _bad("/soft-here.html", GONE_PAGE, "wrong_target", "review"),
    _bad("/files/report.doc", moved("/login.html"), "wrong_target"),
    Endpoint("/login.html", LOGIN_PAGE, "ok", anchor="用户登录"),
    Endpoint("/apply.html", moved("/login.html"), "wrong_target", anchor="在线申报"),
    _bad("/missing/a.html", None, "wrong_target", host="soft"),
    _bad("/missing/b.html", None, "wrong_target", host="soft"),
    Endpoint("/news.html", page(), "ok", host="soft"),
    Endpoint("/talk.html", page("页面不存在的原因"), "ok", host="soft"),
    _bad("/old/t20180808_9.html", None, "wrong_target", host="homing"),
    Endpoint("/here.html", page(), "ok", host="homing"),
    Endpoint("/portal", None, "wrong_target", host="homing", anchor="示例网站首页"),
    _bad("/", None, "wrong_target", host="parked"),
    _bad("/expired.html", moved("http://{parked}/"), "wrong_target", host="other"),
    _bad("/blank", "<html></html>", "wrong_target", "review", host="other"),
    _bad("/member.html", moved("/signin"), "wrong_target", "review", host="other"),
    Endpoint("/signin", LOGIN_PAGE, "ok", host="other", anchor="登录"),
    # -- other sites --
    Endpoint("/there.html", page(), "ok", host="other"),
    _bad("/not-there.html", status(404), host="other"),
    Endpoint("/head-405", head_is(405), "ok", host="other"),
    Endpoint("/head-501", head_is(501), "ok", host="other"),
    Endpoint("/head-404", head_is(404), "ok", host="other"),
    Endpoint("/head-403", head_is(403), "ok", host="other"),
    _bad("/head-lies", head_is(200, 404), host="other"),
    Endpoint(
        "/big.zip", lambda ask: ask.reply(200, b"PK" * 900_000, Content_Type="application/zip"), "ok", host="other"
    ),
    Endpoint("/big.html", page(text=answers.PARAGRAPH * 9000), "ok", host="other"),
    Endpoint("/endless", answers.endless, "ok", host="other"),
    Endpoint("/idn", page(), "ok", host="other", link="http://１２７.０.０.１:{other_port}/idn"),
    Endpoint("/always", status(429, Retry_After="1"), "blocked", host="limited", truth="unknown"),
    Endpoint("/once", first_then(429, Retry_After="1"), "ok", host="limited"),
    Endpoint("/service", status(503), "broken", "link-broken", "confirmed", host="limited", truth="bad"),
    _unsure("/silent", answers.silence(SLOW), "timed_out", host="slow"),
    _unsure("/drip", answers.drip(SLOW), "timed_out", host="slow"),
    Endpoint("/head-hangs", answers.silence(SLOW, on="HEAD"), "ok", host="slow-head"),
    # -- no connection --
    _bad("/nobody", None, host="closed", rule="host-unreachable"),
    *(
        Endpoint(f"/{one}", None, "broken", "host-unreachable", "confirmed", host="down", truth="bad")
        for one in ("a.html", "b.html", "c.pdf")
    ),
    Endpoint("/", None, "unseen", truth="open", link="http://meiyou-zhege-wangzhan.invalid/"),
    Endpoint("/", None, "unseen", truth="open", link="http://没有这个网站.invalid/"),
    # -- TLS --
    _bad("/", page(), certainty="confirmed", host="tls-expired", rule="host-unreachable"),
    _bad("/", page(), certainty="confirmed", host="tls-mismatch", rule="host-unreachable"),
    _bad("/", page(), certainty="review", host="tls-self-signed", rule="host-unreachable"),
    Endpoint("/", page(), "ok", host="tls-incomplete"),
    Endpoint("/", page(), "ok", host="tls-old", truth="unknown"),
)
