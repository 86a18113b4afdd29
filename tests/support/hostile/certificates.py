"""Certificates for hostile TLS: of an own root and intermediate, expired, of another name, of an old kind."""

from __future__ import annotations

import ipaddress
import ssl
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey
Issued = tuple[x509.Certificate, Key]


def issue(
    name: str, issuer: Issued | None, *, host: str = "127.0.0.1", days: tuple[int, int] = (-30, 300), ca: bool = False
) -> Issued:
    """A certificate valid ``days`` from now; signed by itself without an ``issuer``."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        names: list[x509.GeneralName] = (
            [x509.IPAddress(ipaddress.ip_address(host))] if host[0].isdigit() else [x509.DNSName(host)]
        )
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def pem(certificates: Sequence[x509.Certificate]) -> bytes:
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


def context(folder: Path, issued: Issued, *more: x509.Certificate, old: bool = False) -> ssl.SSLContext:
    """A server's context that shows the certificate and ``more`` of its chain; ``old``: TLS 1.1 at most."""
    path = folder / f"{issued[0].serial_number}.pem"
    key = issued[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(key + pem([issued[0], *more]))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        server.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():  # Python, too, thinks that this is too old
            warnings.simplefilter("ignore", DeprecationWarning)
            server.minimum_version = ssl.TLSVersion.TLSv1
            server.maximum_version = ssl.TLSVersion.TLSv1_1
    server.load_cert_chain(path)
    return server
