"""Addresses in the register: what is accepted, when two are the same, and what lies below which."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]")
_INDEX = re.compile(r"(?:index|default)\.[a-z]{2,5}", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def web_address(text: str) -> str:
    """The address as it is kept: scheme and host in lower case, ``/`` for an empty path, no fragment.

    Raises :class:`ValueError` with a Chinese reason for what is no http or https address.
    """
    written = text.strip()
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        raise ValueError(f"“{text}”不是有效的网址") from None
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise ValueError(f"“{text}”不是网址，网址须以 http:// 或 https:// 开头（半角字符）")
    if re.search(r"\s", written):
        raise ValueError(f"“{text}”中间有空格或换行")
    if parts.username is not None:
        raise ValueError("网址里不能带用户名或密码")
    host = parts.hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(bracketed):
        raise ValueError(f"“{text}”的主机名不对")
    netloc = bracketed if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else f"{bracketed}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def host_name(text: str) -> str:
    """A host, with a port where it is not the usual one, in lower case. Raises :class:`ValueError`."""
    written = text.strip().lower()
    if not re.fullmatch(rf"(?:{_HOST.pattern})(?::\d{{1,5}})?", written):
        raise ValueError(f"“{text}”不是主机名，应像 www.example.gov.cn 这样，不带 http:// 和路径")
    return written


def host_of(address: str) -> str:
    """Host (and unusual port) of an address, also of one written without its scheme."""
    return _place(address).netloc


def address_key(address: str) -> str:
    """What two spellings of one address have in common: no scheme, no last slash, no ``index.html``."""
    parts = _place(address)
    path = _INDEX.sub("", parts.path) if _INDEX.fullmatch(parts.path.rpartition("/")[2]) else parts.path
    return parts.netloc + path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def column_covers(column: str, url: str) -> bool:
    """Whether ``url`` lies in the column (or site) at the address ``column``: it is the same, or stands below it.

    ``/zwgk`` and ``/zwgk/index.html`` cover ``/zwgk/2026/1.html``, not ``/zwgk2``. An address with a query, or a file
    that is not an index, covers itself and what continues its query. The root of a host covers the root only, so that
    a registered home page does not take every page from its own department.
    """
    above, below = address_key(column), address_key(url)
    if above == below:
        return True
    if "/" not in above:
        return False
    continued = "&" if "?" in above else "/"
    return below.startswith(above + continued) or ("?" not in above and below.startswith(above + "?"))


def _place(address: str) -> SplitResult:
    """Split without failing; host in lower case, usual ports dropped."""
    written = address.strip()
    if "://" not in written:
        written = f"http://{written}"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        return SplitResult("", "", written, "", "")
    usual = port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower())
    netloc = (parts.hostname or "") + ("" if usual else f":{port}")
    return SplitResult("", netloc, parts.path, parts.query, "")
