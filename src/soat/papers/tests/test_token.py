"""Signatures with a PKCS#11 token (D3), on SoftHSM, which `make setup` provides."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.exceptions import PinLocked
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from soat.cli import main
from soat.core.errors import DomainError
from soat.papers.signing import Token, sign, verify
from soat.papers.signing.cli import VARIABLE
from soat.papers.tests.certificates import SIGNER, Authority
from soat.papers.tests.samples import small
from soat.papers.writers import write_pdf

NOW = datetime.now(UTC)
ROOT = Path(__file__).resolve().parents[4]
PLACES = ("/usr/lib/softhsm", "/usr/lib/*/softhsm", str(ROOT / ".cache/softhsm/usr/lib/*/softhsm"))
NAME, PIN = "Ky so thu", "123456"


def library() -> Path | None:
    found = (one for place in PLACES for one in Path("/").glob(f"{place[1:]}/libsofthsm2.so"))
    return next(found, None)


def tool() -> str:
    return shutil.which("softhsm2-util") or str(ROOT / ".cache/softhsm/usr/bin/softhsm2-util")


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The library, with one empty token of its own."""
    found = library()
    if found is None:
        pytest.skip("SoftHSM is not there: install softhsm2 and run make setup")
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    config = home / "softhsm2.conf"
    config.write_text(
        f"directories.tokendir = {home / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    made = [
        tool(),
        "--module",
        str(found),
        "--init-token",
        "--free",
        "--label",
        NAME,
        "--pin",
        PIN,
        "--so-pin",
        "0" * 8,
    ]
    subprocess.run(made, check=True, capture_output=True)
    yield found
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(NOW)


@pytest.fixture(scope="module")
def put(softhsm: Path, authority: Authority) -> Callable[[str], None]:
    """Puts a key with its certificate onto the token."""

    def put(label: str) -> None:
        key, cert = authority.signer()
        der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        known = {Attribute.LABEL: label, Attribute.TOKEN: True}
        with pkcs11.lib(str(softhsm)).get_token(token_label=NAME).open(rw=True, user_pin=PIN) as session:
            session.create_object(decode_rsa_private_key(der) | known | {Attribute.SIGN: True})
            session.create_object(decode_x509_certificate(cert.public_bytes(Encoding.DER)) | known)

    return put


def test_the_token_signs_and_says_what_is_wrong(
    softhsm: Path, put: Callable[[str], None], authority: Authority
) -> None:
    pdf = write_pdf(small())
    with pytest.raises(DomainError, match="không có khóa nào"):
        sign(pdf, Token(softhsm, NAME, PIN), now=NOW)
    put("truong-doan")
    (one,) = verify(sign(pdf, Token(softhsm, NAME, PIN), now=NOW), [authority.root], now=NOW)
    assert one.good
    assert one.signer == SIGNER
    put("van-thu")
    with pytest.raises(DomainError, match=r"có nhiều khóa\. Hãy chọn một trong: truong-doan, van-thu"):
        sign(pdf, Token(softhsm, NAME, PIN), now=NOW)
    with pytest.raises(DomainError, match="không có khóa “khac”"):
        sign(pdf, Token(softhsm, NAME, PIN, "khac"), now=NOW)
    (one,) = verify(sign(pdf, Token(softhsm, NAME, PIN, "van-thu"), now=NOW), [authority.root], now=NOW)
    assert one.good


@pytest.mark.parametrize(
    ("name", "pin", "told"),
    [(NAME, "999999", "Mã PIN không đúng"), ("khac", PIN, "Không thấy USB ký số “khac”")],
)
def test_a_wrong_pin_and_a_missing_token(softhsm: Path, name: str, pin: str, told: str) -> None:
    with pytest.raises(DomainError, match=told):
        sign(write_pdf(small()), Token(softhsm, name, pin), now=NOW)


def test_a_library_that_is_not_there() -> None:
    with pytest.raises(DomainError, match=r"thư viện khong-co\.so"):
        sign(write_pdf(small()), Token(Path("/khong/khong-co.so"), NAME, PIN), now=NOW)


def test_a_locked_token_sends_to_its_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: object, **_named: object) -> None:
        raise PinLocked

    monkeypatch.setattr("soat.papers.signing.keys.open_pkcs11_session", locked)
    with pytest.raises(DomainError, match="đã bị khóa"):
        sign(write_pdf(small()), Token(Path("x.so"), NAME, PIN), now=NOW)


def test_the_command_takes_a_token(softhsm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(write_pdf(small()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "999999")
        told = main(
            [
                "paper",
                "sign",
                str(tmp_path / "a.pdf"),
                "--library",
                str(softhsm),
                "--token",
                NAME,
                "--out",
                "b.pdf",
            ]
        )
    assert told == 2
    assert "Mã PIN không đúng" in capsys.readouterr().err
