"""From HTTP statuses and network exceptions to the shared words for "why it could not be had"."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterator

import pycurl
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet import error as tx
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from records.model import Reason

_STATUSES = {
    401: Reason.LOGIN_REQUIRED,
    403: Reason.BLOCKED,
    404: Reason.NOT_FOUND,
    407: Reason.BLOCKED,
    410: Reason.NOT_FOUND,
    412: Reason.BLOCKED,  # the usual answer of browser-challenge firewalls
    429: Reason.RATE_LIMITED,
    451: Reason.BLOCKED,
    521: Reason.BLOCKED,
}
_BROKEN_OFF = (
    ConnectionResetError,
    BrokenPipeError,
    ResponseDataLossError,
    ResponseNeverReceived,
    tx.ConnectionLost,
    tx.ConnectionDone,
)
# in the order in which they decide: libraries wrap the telling exception in a vaguer one
_EXCEPTIONS: tuple[tuple[tuple[type[BaseException], ...], Reason], ...] = (
    # what our own way out refuses says nothing about the site
    ((TunnelError,), Reason.BLOCKED),
    ((ssl.SSLError, SSL.Error, VerificationError), Reason.TLS),
    ((socket.gaierror, CannotResolveHostError, tx.DNSLookupError), Reason.DNS),
    ((IgnoreRequest, DownloadCancelledError), Reason.TOO_LARGE),
    ((TimeoutError, DownloadTimeoutError, tx.TimeoutError, tx.TCPTimedOutError), Reason.TIMEOUT),
    (_BROKEN_OFF, Reason.RESET),
    ((ConnectionRefusedError, tx.ConnectError, DownloadConnectionRefusedError), Reason.REFUSED),
)
_CURL_CODES = {
    pycurl.E_COULDNT_RESOLVE_HOST: Reason.DNS,
    pycurl.E_COULDNT_CONNECT: Reason.REFUSED,
    pycurl.E_SSL_CONNECT_ERROR: Reason.TLS,
    pycurl.E_PEER_FAILED_VERIFICATION: Reason.TLS,
    pycurl.E_SSL_CIPHER: Reason.TLS,
    pycurl.E_GOT_NOTHING: Reason.RESET,
    pycurl.E_SEND_ERROR: Reason.RESET,
    pycurl.E_RECV_ERROR: Reason.RESET,
    pycurl.E_PARTIAL_FILE: Reason.RESET,
}
_ERRNOS = {errno.ETIMEDOUT: Reason.TIMEOUT, errno.ECONNRESET: Reason.RESET}
_NO_HANDSHAKE = re.compile(r"SSL_ERROR_SYSCALL|unexpected eof|connection reset", re.IGNORECASE)

SECOND_LOOK = frozenset(
    {
        Reason.NOT_FOUND,
        Reason.HTTP_ERROR,
        Reason.DNS,
        Reason.REFUSED,
        Reason.RESET,
        Reason.TLS,
        Reason.TIMEOUT,
        Reason.BLOCKED,
        Reason.RATE_LIMITED,
    }
)
"""Reasons after which an address is looked at a second time."""


def reason_of_status(status: int) -> Reason:
    """What a final HTTP status means."""
    if status in _STATUSES:
        return _STATUSES[status]
    return Reason.HTTP_ERROR if status >= 400 or status < 200 else Reason.OK


def reason_of_exception(error: BaseException) -> tuple[Reason, str]:
    """The reason and the plain phrase behind what a download raised."""
    chain = list(_causes(error))
    for kinds, reason in _EXCEPTIONS:
        for cause in chain:
            if isinstance(cause, kinds):
                return reason, _phrase(cause)
    for cause in chain:
        if isinstance(cause, pycurl.error):
            return _of_curl(*cause.args)
        if isinstance(cause, OSError):
            return _ERRNOS.get(cause.errno or 0, Reason.REFUSED), _phrase(cause)
    return Reason.HTTP_ERROR, _phrase(chain[-1])


def _of_curl(code: int, phrase: str) -> tuple[Reason, str]:
    """What libcurl raises; a connection that ends in the middle of a handshake is no fault of TLS."""
    reason = _CURL_CODES.get(code, Reason.HTTP_ERROR)
    if reason is Reason.TLS and _NO_HANDSHAKE.search(phrase):
        reason = Reason.RESET
    return reason, f"curl {code}: {phrase}"[:300].replace("\n", " ")


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, ResponseFailed):
            waiting += [failure.value for failure in one.reasons]


def _phrase(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300].replace("\n", " ")
