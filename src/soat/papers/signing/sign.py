"""Signs a PDF: one more revision at its end, so that earlier signatures stay good (PAdES, ETSI EN 319 142-1)."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer

from soat.core.errors import DomainError
from soat.papers.signing.keys import Pkcs12, Token

NOT_A_PDF = "Tệp không phải PDF, hoặc đã hỏng. Hãy chọn lại tệp PDF."
FIELD = "ChuKySo"


class _Revision(IncrementalPdfFileWriter):
    """Leaves the description of the paper as it is: rewritten by the library it is PDF/A no longer."""

    def _update_meta(self) -> None:
        pass


def sign(pdf: bytes, key: Pkcs12 | Token, *, now: datetime, reason: str = "", place: str = "") -> bytes:
    """The PDF with one more invisible signature; the bytes before it are unchanged.

    Raises DomainError for a broken or encrypted PDF, a key that does not open, a certificate not good at `now`.
    """
    with key.opened() as signer:
        _in_time(signer, now)
        try:
            writer = _Revision(BytesIO(pdf if pdf.endswith(b"\n") else pdf + b"\n"))
            name = f"{FIELD}{len(PdfFileReader(BytesIO(pdf)).embedded_signatures) + 1}"
            meta = PdfSignatureMetadata(
                field_name=name,
                reason=reason or None,
                location=place or None,
                subfilter=SigSeedSubFilter.PADES,
            )
            signed = PdfSigner(meta, signer, new_field_spec=SigFieldSpec(name)).sign_pdf(writer)
        except (PdfError, ValueError, KeyError):
            raise DomainError(NOT_A_PDF, "file") from None
    return bytes(signed.getbuffer())


def _in_time(signer: Signer, now: datetime) -> None:
    cert = signer.signing_cert
    if cert is None or not cert.not_valid_before <= now <= cert.not_valid_after:
        raise DomainError(
            "Chứng thư số chưa có hiệu lực hoặc đã hết hạn. Hãy gia hạn chứng thư rồi ký lại.", "key"
        )
