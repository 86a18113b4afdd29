"""What a failed TLS handshake says, and which faults a page may still be read behind."""

from __future__ import annotations

import re
import ssl
import warnings

FORGIVEN = frozenset({"incomplete", "untrusted", "weak"})
"""Faults that say more about the server's settings than about the page: most browsers, or some, still open it."""

_FAULTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("expired", re.compile(r"certificate has expired", re.IGNORECASE)),
    ("early", re.compile(r"certificate is not yet valid", re.IGNORECASE)),
    (
        "mismatch",
        re.compile(
            r"hostname mismatch|ip address mismatch|DNSMismatch|IPAddressMismatch"
            r"|subject name matches target|not match target",
            re.IGNORECASE,
        ),
    ),
    ("self-signed", re.compile(r"self[- ]signed certificate(?! in)|DEPTH_ZERO_SELF_SIGNED", re.IGNORECASE)),
    ("untrusted", re.compile(r"self[- ]signed certificate in certificate chain", re.IGNORECASE)),
    (
        "incomplete",
        re.compile(r"unable to get (?:local )?issuer|unable to verify the first certificate", re.IGNORECASE),
    ),
    (
        "weak",
        re.compile(
            r"unsupported.protocol|wrong.ssl.version|alert.protocol.version|dh.key.too.small|(?:ca|ee).(?:md|key).too"
            r"|legacy.sigalg|unsafe.legacy.renegotiation|no.protocols.available|bad.signature.type",
            re.IGNORECASE,
        ),
    ),
)


def tls_fault(phrase: str) -> str:
    """The fault behind the phrase of an exception: ``expired``, ``early``, ``mismatch``, ``self-signed``,
    ``untrusted`` (its root is unknown here), ``incomplete`` (an intermediate certificate is missing, or its issuer
    is unknown), ``weak`` (old protocol or algorithm); ``other`` where it says none of these.
    """
    return next((name for name, pattern in _FAULTS if pattern.search(phrase)), "other")


def lenient_context() -> ssl.SSLContext:
    """For reading what stands behind a forgiven fault: any certificate, protocols and algorithms of ten years ago."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():  # Python warns of what is old, which is just what is wanted here
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context
