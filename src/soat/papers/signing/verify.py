"""Verifies the signatures of a PDF (requirement D3): who signed, who vouches for her, when, unchanged since or not.

Nothing is fetched: a signer is trusted when her certificate leads to one of the roots the installation holds
(`SOAT_TRUST_ROOTS`), else it is said that the issuer could not be checked.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto.x509 import Name
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from soat.core.errors import DomainError
from soat.papers.signing.gap import untouched, vouched
from soat.papers.signing.sign import NOT_A_PDF

# That an issuer is unknown is a verdict here, not an incident for the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

_GROWN_BY_SIGNING = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One signature: `intact` the signed bytes are as signed; `unchanged` nothing but further signatures came after.

    `trusted`: the certificate leads to a root of the installation and was good at `now`; `expired`: it was good at
    the time of signing only. `time_proven`: the time is an authority's, not the signer's own clock.
    """

    signer: str
    issuer: str
    signed_at: datetime | None
    time_proven: bool
    intact: bool
    unchanged: bool
    trusted: bool
    expired: bool
    reason: str

    @property
    def good(self) -> bool:
        return self.intact and self.unchanged and self.trusted

    @property
    def sentence(self) -> str:
        """What an official reads."""
        if not self.intact:
            return "Nội dung đã bị thay đổi sau khi ký, hoặc chữ ký hỏng. Không dùng văn bản này."
        if not self.unchanged:
            return "Văn bản đã bị sửa hoặc thêm nội dung sau khi ký. Hãy lấy lại bản do người ký gửi."
        if self.trusted:
            return "Chữ ký hợp lệ; văn bản không thay đổi từ khi ký."
        if self.expired:
            return "Văn bản không thay đổi từ khi ký; chứng thư còn hạn lúc ký, nay đã hết hạn."
        return "Văn bản không thay đổi từ khi ký, nhưng chưa kiểm được nơi cấp chứng thư trên máy này."


UNREADABLE = Verdict("", "", None, False, False, False, False, False, "")


def verify(pdf: bytes, roots: Sequence[Certificate] = (), *, now: datetime) -> list[Verdict]:
    """The verdicts in the order of signing; none where the PDF bears no signature.

    Raises DomainError where the bytes are no readable PDF. A signature that cannot be read counts as not intact.
    """
    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    except (
        PdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        RecursionError,
    ):
        raise DomainError(NOT_A_PDF, "file") from None
    return [_verdict(pdf, one, list(roots), now) for one in found]


def read_roots(folder: Path | None) -> list[Certificate]:
    """The certificates the installation trusts: every .pem, .crt and .cer file of `folder`; none without one."""
    if folder is None:
        return []
    files = sorted(one for one in folder.glob("*") if one.suffix in (".pem", ".crt", ".cer"))
    try:
        return [cert for one in files for cert in _certificates(one.read_bytes())]
    except (OSError, ValueError) as wrong:
        raise DomainError(f"Không đọc được chứng thư gốc trong {folder}: {wrong}") from None


def _certificates(data: bytes) -> list[Certificate]:
    pem = b"-----BEGIN" in data
    return load_pem_x509_certificates(data) if pem else [load_der_x509_certificate(data)]


def _verdict(pdf: bytes, signature: EmbeddedPdfSignature, roots: list[Certificate], now: datetime) -> Verdict:
    try:
        status = _status(signature, roots, now)
        whole, known = untouched(pdf, signature), vouched(signature, roots)
        claimed = status.signer_reported_dt
        expired = bool(not status.trusted and claimed and _status(signature, roots, claimed).trusted)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError, AttributeError):
        return UNREADABLE
    stamp = status.timestamp_validity
    proven = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
    return Verdict(
        signer=_name(status.signing_cert.subject),
        issuer=_name(status.signing_cert.issuer),
        signed_at=stamp.timestamp if proven and stamp else claimed,
        time_proven=proven,
        intact=status.intact and status.valid and whole,
        unchanged=bool(status.docmdp_ok) and status.modification_level in _GROWN_BY_SIGNING,
        trusted=status.trusted and known,
        expired=expired,
        reason=str(signature.sig_object.get("/Reason", "")),
    )


def _status(signature: EmbeddedPdfSignature, roots: list[Certificate], at: datetime) -> PdfSignatureStatus:
    trusted = [translate_pyca_cryptography_cert_to_asn1(one) for one in roots]
    trust = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at, best_signature_time=at)
    return validate_pdf_signature(signature, trust)


def _name(name: Name) -> str:
    """The common name, else what stands in its place."""
    native = name.native
    return str(native.get("common_name") or native.get("organization_name") or name.human_friendly)
