"""The gap of a signed PDF: the bytes its signature cannot cover, because it stands there itself.

A signature covers every byte but its own place (ISO 32000-1, 12.8.1). What may be changed there
unseen, the padding, the case of the hex digits, unsigned fields and foreign certificates of the CMS (RFC 5652),
is checked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asn1crypto import cms
from asn1crypto.core import Null
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import Certificate, load_der_x509_certificate
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def untouched(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the gap holds nothing but the signature, written in one way."""
    text, written = _digits(pdf, signature), signature.pkcs7_content.hex().encode()
    der = cms.ContentInfo.load(signature.pkcs7_content).dump()
    return (
        text in (written.ljust(len(text), b"0"), written.upper().ljust(len(text), b"0"))
        and not signature.pkcs7_content[len(der) :].strip(b"\0")
        and _plain(signature.signed_data, signature.signer_info)
        and _names(signature.signer_info, signature.signer_cert)
    )


def vouched(signature: EmbeddedPdfSignature, roots: Sequence[Certificate]) -> bool:
    """Whether every certificate beside the signature is signed by one of its company or by a root."""
    company = [load_der_x509_certificate(one.chosen.dump()) for one in signature.signed_data["certificates"]]
    return all(_issued(one, [*company, *roots]) for one in company)


def _digits(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes:
    """The hex digits between the brackets of the gap; empty where something else stands there."""
    start, first, second, _rest = (int(one) for one in signature.byte_range)
    gap = pdf[start + first : second]
    return gap[1:-1] if gap[:1] == b"<" and gap[-1:] == b">" else b""


def _plain(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Whether the unsigned fields say what the signed ones need (RFC 5652, 5.1 and 5.3), and no parameters beside."""
    named = [one.dump() for one in signed["digest_algorithms"]]
    versions = signed["version"].native, signer["version"].native
    written = signer["digest_algorithm"].dump()
    plain = cms.DigestAlgorithm({"algorithm": signer["digest_algorithm"]["algorithm"].native})
    forms = [
        plain.dump(),
        cms.DigestAlgorithm({"algorithm": plain["algorithm"], "parameters": Null()}).dump(),
    ]
    return named == [written] and written in forms and versions == ("v1", "v1")


def _names(signer: cms.SignerInfo, cert: Any) -> bool:
    """Whether the signer is named as her certificate is, to the letter: the library compares more loosely."""
    sid = signer["sid"]
    if sid.name == "subject_key_identifier":
        return bool(sid.chosen.native == cert.key_identifier)
    return bool(
        sid.chosen["issuer"].dump() == cert.issuer.dump()
        and sid.chosen["serial_number"].native == cert.serial_number
    )


def _issued(one: Certificate, known: Sequence[Certificate]) -> bool:
    return any(_signed_by(one, other) for other in known if other.subject == one.issuer)


def _signed_by(one: Certificate, issuer: Certificate) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
