"""Addresses as browsers understand them (WHATWG URL, RFC 3986), brought to one spelling. Pure functions, no network.

Links on government pages are written by hand: blanks, line breaks, backslashes, Chinese in paths, missing slashes. What
a browser would open is what must be asked; what no browser would open over HTTP is no address (``None``).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import lru_cache
from urllib.parse import quote

import idna

_PLAIN_PATH = re.compile(r"/(?!/)[A-Za-z0-9_~!$&'()*+,;=:@%?/.-]*\Z")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_STRAY = re.compile(r"[\t\r\n]")
_NUMERIC = re.compile(r"(?:(?:0x[0-9a-f]*|[0-9]+)(?:\.|\Z)){1,4}\Z", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._[]|"
_QUERY_SAFE = _PATH_SAFE + "?{}^`"
_MISWRITTEN = re.compile(
    r"""https?
    (?:\s*[：；;，,。.、]\s*[/／\\]{1,2}        # http：// http;//
      |[/／]{2}                               # http//
      |:[/\\]*／                             # http:／／
      |\s+:\s*/ | :\s+/                      # http ://
      |:[/\\]*\s*https?[：:]?[/\\／]{2}      # http://http://
    )""",
    re.VERBOSE,
)
_WRAPPED = re.compile(r"""(?:[\s"'“”‘’（(【《<：:，,；;]+|(?:网址|链接|地址)\s*[：:]\s*)https?:""")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_BLANKS = "".join(map(chr, range(33))) + "\u3000\u00a0\ufeff\u200b"


def normalise(base: str, href: str, encoding: str = "utf-8") -> str | None:
    """The absolute address a browser would open for ``href`` on the page ``base``, in one spelling.

    ``base`` is itself an absolute http(s) address (pass the address twice to normalise it). Fragments and user names
    are dropped, scheme and host are lower case (IDNA), default ports removed, dot segments resolved, characters that
    must not travel bare are percent-encoded (queries in the page's ``encoding``, as browsers do). ``None`` where there
    is nothing to ask over HTTP: ``mailto:``, ``javascript:``, a bare fragment, an impossible host or port.
    """
    if _PLAIN_PATH.match(href) and "/." not in href:
        return _origin(base) + href
    return _resolve(base, href, encoding)


def is_miswritten(href: str) -> bool:
    """Whether the scheme is written so wrongly that a browser goes somewhere nobody can have meant.

    ``http：//…``, ``http//…`` and ``“http://…”`` are names of files in the page's own folder to a browser, and in
    ``http://http://…`` the host is called ``http`` (WHATWG URL, basic URL parser).
    """
    start = href.lstrip(_BLANKS)[:40].lower()
    if start.startswith("http"):
        return _MISWRITTEN.match(start) is not None
    return "http" in start and _WRAPPED.match(start) is not None


def host_of(url: str) -> str:
    """Host and, where it is not the default, port of a normalised address: what politeness is bound to."""
    return url.split("/", 3)[2] if "://" in url else ""


def name_of(host: str) -> str:
    """The host name without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one site: equal hosts, ``www.`` ignored, http and https alike.

    Another port is another service and another sub-domain another site: the office registers them separately.
    """
    return host_of(a).removeprefix("www.") == host_of(b).removeprefix("www.")


def is_host_name(host: str) -> bool:
    """Whether reaching this host needs the DNS: no IP literal, not ``localhost``."""
    name = name_of(host)
    return bool(name) and name != "localhost" and not name.endswith(".localhost") and _address(name) is None


@lru_cache(maxsize=4096)
def is_private(host: str) -> bool:
    """Whether the host is plainly of an inner network: ``localhost`` or a loopback, private or link-local literal."""
    name = name_of(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    return address is not None and not address.is_global


@lru_cache(maxsize=4096)
def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    # browsers and resolvers also take 0x7f.1, 127.1 and 2130706433 for addresses (WHATWG URL, IPv4 parser)
    if not _NUMERIC.match(name):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None


@lru_cache(maxsize=1024)
def _origin(base: str) -> str:
    return "/".join(base.split("/", 3)[:3])


def _resolve(base: str, href: str, encoding: str) -> str | None:
    href = _STRAY.sub("", href.strip(_BLANKS)).partition("#")[0]
    if not href:
        return None
    scheme = base.partition(":")[0].lower()
    if match := _SCHEME.match(href):
        own = match[1].lower()
        if own not in _DEFAULT_PORTS:
            return None
        href = href[match.end() :]
        if own != scheme or (href[:1] in ("/", "\\") and href[1:2] in ("/", "\\")):
            href = "//" + href.lstrip("/\\")  # browsers take any number of slashes
        scheme = own
        if not href:
            return None
    path, mark, query = href.partition("?")
    path = path.replace("\\", "/")
    if path.startswith("//"):
        netloc, _, rest = path[2:].partition("/")
        path = "/" + rest
    else:
        netloc = host_of(base)
        base_path = "/" + base.partition("?")[0].partition("#")[0].split("/", 3)[3] if base.count("/") > 2 else "/"
        if not path:
            path = base_path
        elif not path.startswith("/"):
            path = base_path.rpartition("/")[0] + "/" + path
    host = _clean_host(netloc, scheme)
    if host is None:
        return None
    url = f"{scheme}://{host}{quote(_without_dots(path), safe=_PATH_SAFE, errors='replace')}"
    return url + "?" + _quote_query(query, encoding) if mark else url


def _quote_query(query: str, encoding: str) -> str:
    try:
        return quote(query, safe=_QUERY_SAFE, encoding=encoding, errors="xmlcharrefreplace")
    except (LookupError, UnicodeError):
        return quote(query, safe=_QUERY_SAFE, errors="replace")


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


@lru_cache(maxsize=4096)
def _clean_host(netloc: str, scheme: str) -> str | None:
    netloc = netloc.rpartition("@")[2]
    if netloc.startswith("["):
        name, _, port = netloc[1:].partition("]")
        port = port.removeprefix(":")
        if _address(name) is None:
            return None
        host = f"[{name.lower()}]"
    else:
        name, _, port = netloc.partition(":")
        host = name.lower()
        if not host.isascii():
            try:
                host = idna.encode(host, uts46=True).decode()
            except (idna.IDNAError, UnicodeError):
                return None
        host = host.rstrip(".")
        if not _HOST.match(host) or len(host) > 253:
            return None
    if not port or port == _DEFAULT_PORTS[scheme]:
        return host
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        return None
    port = str(int(port))
    return host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"
