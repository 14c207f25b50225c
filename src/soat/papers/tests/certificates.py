"""A make-believe certificate authority for the tests of signatures; its keys live as long as the test run."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

AUTHORITY, SIGNER, PASSPHRASE = "Cơ quan chứng thực thử", "Nguyễn Văn Ánh", "mật khẩu 1"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    start: datetime,
    end: datetime,
) -> x509.Certificate:
    """A certificate of an authority where it is its own issuer, else of a person who signs."""
    is_authority = name == issuer
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                not is_authority,
                not is_authority,
                False,
                False,
                False,
                is_authority,
                is_authority,
                False,
                False,
            ),
            critical=True,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """Vouches for signers; `root` is what an installation would trust."""

    def __init__(self, now: datetime, name: str = AUTHORITY) -> None:
        self.name, self.now, self.key = name, now, new_key()
        self.root = certificate(
            name, self.key, name, self.key, now - timedelta(days=900), now + timedelta(days=900)
        )

    def signer(self, start: int = -30, end: int = 300) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """A key and its certificate, good from `start` to `end` days from now."""
        key = new_key()
        days = (self.now + timedelta(days=one) for one in (start, end))
        return key, certificate(SIGNER, key, self.name, self.key, *days)

    def file(self, start: int = -30, end: int = 300) -> bytes:
        """The same as a PKCS#12 file."""
        key, cert = self.signer(start, end)
        closed = BestAvailableEncryption(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(b"ky", key, cert, [self.root], closed)
