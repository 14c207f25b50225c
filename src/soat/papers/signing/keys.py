"""Keys that sign: a PKCS#12 file (.p12, .pfx) with its passphrase, or a PKCS#11 token with its PIN.

A key is opened for one signature and closed again; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pkcs11
from pkcs11 import Attribute, ObjectClass
from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner

from soat.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Pkcs12:
    """The bytes of a .p12 or .pfx file and what opens it."""

    data: bytes = field(repr=False)
    passphrase: str = field(repr=False)

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """Yields what signs. Raises DomainError where file or passphrase is wrong."""
        try:
            signer = SimpleSigner.load_pkcs12_data(self.data, [], self.passphrase.encode())
        except (ValueError, AttributeError, TypeError):
            raise DomainError(
                "Không mở được khóa ký: tệp .p12 hỏng, không có khóa, hoặc mật khẩu không đúng. "
                "Hãy kiểm tra rồi nhập lại.",
                "passphrase",
            ) from None
        yield signer


@dataclass(frozen=True, slots=True)
class Token:
    """A PKCS#11 token: its maker's library, the token's label, the PIN; `label` of the key where it holds several."""

    library: Path
    token: str
    pin: str = field(repr=False)
    label: str = ""

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """Yields what signs while the session is open. Raises DomainError with what to do."""
        try:
            session = open_pkcs11_session(
                str(self.library), token_criteria=TokenCriteria(label=self.token), user_pin=self.pin
            )
        except PinLocked:
            raise DomainError(
                "USB ký số đã bị khóa vì nhập sai mã PIN nhiều lần. Hãy liên hệ nơi cấp.", "pin"
            ) from None
        except (PinIncorrect, PinInvalid, PinLenRange):
            raise DomainError("Mã PIN không đúng. Nhập sai nhiều lần thì USB ký số bị khóa.", "pin") from None
        except PKCS11Error:
            raise DomainError(
                f"Không thấy USB ký số “{self.token}”. "
                f"Hãy cắm USB, kiểm tra tên và thư viện {self.library.name} rồi thử lại.",
                "token",
            ) from None
        with session:
            yield PKCS11Signer(session, cert_label=self._label(session), other_certs_to_pull=None)

    def _label(self, session: pkcs11.Session) -> str:
        """The label of the one key, or of the key that was asked for."""
        query = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
        labels = sorted({one[Attribute.LABEL] for one in session.get_objects(query)})
        if self.label in labels or (not self.label and len(labels) == 1):
            return self.label or labels[0]
        if not labels:
            raise DomainError("USB ký số không có khóa nào để ký. Hãy liên hệ nơi cấp.", "token")
        asked = f"không có khóa “{self.label}”" if self.label else "có nhiều khóa"
        raise DomainError(f"USB ký số {asked}. Hãy chọn một trong: {', '.join(labels)}.", "label")
