"""Leads a Chromium to the stand-in shop: every address of AliExpress and Cainiao is answered by it, over TLS.

The pages then have their real addresses, so that the extension's content scripts run as on the real site, in tabs that
the extension opens itself too. No other name is found: nothing leaves the computer.
"""

import base64
import hashlib
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("*.aliexpress.com", "*.aliexpress.us", "*.aliexpress-media.com", "*.cainiao.com")


@dataclass(frozen=True)
class Certificate:
    """A certificate of its own for the shop's names, and its fingerprint as Chromium takes it."""

    context: ssl.SSLContext
    fingerprint: str


def certificate() -> Certificate:
    """A new one, for a day; its key is known to nobody and gone with the process."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in shop")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in NAMES]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + made.public_bytes(serialization.Encoding.PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.touch(mode=0o600)
        file.write_bytes(pem)
        context.load_cert_chain(file)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Certificate(context, base64.b64encode(hashlib.sha256(public).digest()).decode())


def chromium_args(port: int, fingerprint: str) -> list[str]:
    """With these, Chromium finds the shop at its real names, and nothing else but this computer.

    To the browser the shop is on the internet, so that what it forbids to pages of the internet stays forbidden.
    """
    rules = [f"MAP {name} 127.0.0.1:{port}" for name in NAMES]
    return [
        f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'])}",
        f"--ignore-certificate-errors-spki-list={fingerprint}",
        f"--ip-address-space-overrides=127.0.0.1:{port}=public",
    ]
