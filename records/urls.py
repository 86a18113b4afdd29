"""One spelling an address: what links, the frontier and findings agree on."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2048
_PORTS = {"http": 80, "https": 443}
_SAFE = "!$%&'()*+,/:;=?@[]~|"


def normalise(base: str, href: str) -> str | None:
    """``href`` as found on ``base`` as an absolute http(s) address without fragment, or None where it is none.

    Host and scheme are lower-cased, the default port and dot segments removed, spaces and non-ASCII characters
    percent-encoded as UTF-8. None for other schemes (``javascript:``, ``mailto:`` …) and for what cannot be parsed.
    """
    reference = href.strip().replace("\t", "").replace("\n", "").replace("\r", "")
    if len(reference) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, reference))
        if parts.scheme not in _PORTS or not parts.hostname:
            return None
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE), ""))
