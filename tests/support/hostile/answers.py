"""Ways to answer: each makes a route of :class:`tests.support.web.Server`."""

from __future__ import annotations

import gzip
import socket
import time

from tests.support.web import Ask, Route

MENU = "".join(f'<li><a href="/menu-{number}.html">栏目{number}</a></li>' for number in range(3))
PARAGRAPH = "为进一步优化营商环境，提升政务服务水平，现将有关事项通知如下，请结合实际认真抓好贯彻落实。"


_BOMB = gzip.compress(b"0" * 30_000_000)


def page(title: str = "关于开展示例工作的通知", text: str = PARAGRAPH * 20, *, more: str = "") -> str:
    """An ordinary page with enough text to be an article."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<h1>{title}</h1><div class="content"><p>{text}</p>{more}</div></body></html>'
    )


def notice(title: str, text: str) -> str:
    """A thin page: a menu and one sentence."""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><ul class="nav">{MENU}</ul>'
        f"<h2>{text}</h2><p>返回首页</p></body></html>"
    )


def status(code: int, body: str = "<h1>出错</h1>", **headers: str) -> Route:
    return lambda ask: ask.reply(code, body, **headers)


def moved(where: str, code: int = 302) -> Route:
    return lambda ask: ask.reply(code, "", Location=where)


def first_then(code: int, **headers: str) -> Route:
    """Fails the first time it is asked with GET or HEAD, and is a page from then on."""

    def route(ask: Ask) -> None:
        ask.reply(code if ask.nth == 1 else 200, page(), **(headers if ask.nth == 1 else {}))

    return route


def head_is(code: int, then: int = 200) -> Route:
    """HEAD says one thing, GET another."""
    return lambda ask: ask.reply(code if ask.command == "HEAD" else then, page())


def raw(answer: bytes) -> Route:
    """Bytes as they are, then the end of the connection."""

    def route(ask: Ask) -> None:
        ask.close_connection = True
        ask.wfile.write(answer)

    return route


def framed(body: str, headers: str, line: str = "HTTP/1.1 200 OK") -> Route:
    """An answer whose headers are written by hand."""
    return raw(f"{line}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n\r\n".encode() + body.encode())


def hang_up(ask: Ask) -> None:
    ask.connection.shutdown(socket.SHUT_RDWR)
    ask.close_connection = True


def silence(seconds: float, on: str = "HEAD GET") -> Route:
    def route(ask: Ask) -> None:
        if ask.command in on:
            time.sleep(seconds)
        ask.reply(200, page())

    return route


def drip(seconds: float) -> Route:
    """One byte at a time, of a body that is announced to be large."""

    def route(ask: Ask) -> None:
        ask.send_response(200)
        ask.send_header("Content-Type", "text/html")
        ask.send_header("Content-Length", "100000")
        ask.end_headers()
        end = time.monotonic() + seconds
        while ask.command != "HEAD" and time.monotonic() < end:
            ask.wfile.write(b"x")
            ask.wfile.flush()
            time.sleep(0.1)
        ask.close_connection = True

    return route


def endless(ask: Ask) -> None:
    ask.close_connection = True
    ask.send_response(200)
    ask.send_header("Content-Type", "text/html")
    ask.send_header("Connection", "close")
    ask.end_headers()
    while ask.command != "HEAD":
        ask.wfile.write(b"<p>" + b"x" * 65536)


def bomb(ask: Ask) -> None:
    ask.reply(200, _BOMB, Content_Encoding="gzip")


def cookie_then(where: str) -> Route:
    """A redirect to itself that ends once the cookie is brought back."""

    def route(ask: Ask) -> None:
        if "seen=1" in (ask.headers.get("Cookie") or ""):
            ask.reply(200, page())
        else:
            ask.reply(302, "", Location=where, Set_Cookie="seen=1; Path=/")

    return route
