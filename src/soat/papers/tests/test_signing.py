"""Signatures with a PKCS#12 file (D3): who, when, whole; a changed byte anywhere is seen; nothing wrong is signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from soat.cli import main
from soat.core.errors import DomainError
from soat.papers.signing import Pkcs12, read_roots, sign, verify
from soat.papers.signing.cli import VARIABLE
from soat.papers.signing.gap import _names
from soat.papers.tests.certificates import AUTHORITY, PASSPHRASE, SIGNER, Authority
from soat.papers.tests.samples import small
from soat.papers.writers import write_pdf

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(NOW)


@pytest.fixture(scope="module")
def key(authority: Authority) -> Pkcs12:
    return Pkcs12(authority.file(), PASSPHRASE)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return write_pdf(small())


@pytest.fixture(scope="module")
def signed(pdf: bytes, key: Pkcs12) -> bytes:
    return sign(pdf, key, now=NOW, reason="Ban hành", place="Tỉnh thử")


def test_who_signed_when_and_that_nothing_changed(pdf: bytes, signed: bytes, authority: Authority) -> None:
    assert signed.startswith(pdf)
    (one,) = verify(signed, [authority.root], now=NOW)
    assert (one.signer, one.issuer, one.reason) == (SIGNER, AUTHORITY, "Ban hành")
    assert one.signed_at is not None
    assert abs(one.signed_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert one.good
    assert not one.time_proven
    assert not one.expired
    assert one.sentence == "Chữ ký hợp lệ; văn bản không thay đổi từ khi ký."
    assert verify(pdf, [authority.root], now=NOW) == []


def test_a_second_signature_leaves_the_first_good(signed: bytes, authority: Authority) -> None:
    other = Authority(NOW, "Cơ quan khác")
    both = sign(signed, Pkcs12(other.file(), PASSPHRASE), now=NOW)
    first, second = verify(both, [authority.root, other.root], now=NOW)
    assert first.good
    assert second.good
    assert second.issuer == "Cơ quan khác"
    first, second = verify(both, [authority.root], now=NOW)
    assert first.good
    assert not second.good
    assert "chưa kiểm được nơi cấp" in second.sentence


def test_the_signed_paper_is_still_pdf_a(signed: bytes) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed: run make setup")
    report = page.validate_pdf_bytes(signed, profile="2b")
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_a_changed_byte_is_seen(signed: bytes, authority: Authority) -> None:
    """One bit at places spread over the file, and over the gap, which no signature covers."""
    chance, (start, end) = Random(7), gap(signed)
    places = [chance.randrange(len(signed)) for _ in range(40)] + [
        chance.randrange(start, end) for _ in range(80)
    ]
    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 1 << chance.randrange(8)
        assert not good(bytes(changed), authority), place


def gap(signed: bytes) -> tuple[int, int]:
    """Where the signature itself stands, which no signature can cover."""
    start = signed.rindex(b"/Contents <") + len("/Contents ")
    return start, signed.index(b">", start) + 1


def good(data: bytes, authority: Authority) -> bool:
    try:
        verdicts = verify(data, [authority.root], now=NOW)
    except DomainError:
        return False
    return bool(verdicts) and all(one.good for one in verdicts)


def test_a_changed_word_and_a_changed_padding_are_named(signed: bytes, authority: Authority) -> None:
    start, end = gap(signed)
    parameters = signed.index(b"0201" + b"0500", start) + 5
    for place in (len(signed) // 3, end - 3, parameters):
        changed = bytearray(signed)
        changed[place] ^= 1
        (one,) = verify(bytes(changed), [authority.root], now=NOW)
        assert not one.intact
        assert "bị thay đổi sau khi ký" in one.sentence


def test_a_certificate_changed_beside_the_signature_is_seen(signed: bytes, authority: Authority) -> None:
    beside = authority.root.public_bytes(Encoding.DER).hex().upper().encode()
    last = b"1" if beside[-1:] == b"0" else b"0"
    changed = signed.replace(beside, beside[:-1] + last)
    assert changed != signed
    (one,) = verify(changed, [authority.root], now=NOW)
    assert one.intact
    assert not one.trusted


@pytest.mark.parametrize(("held", "named"), [(b"abc", True), (b"abd", False)])
def test_a_signer_named_by_her_key_is_named_to_the_letter(held: bytes, named: bool) -> None:
    by_key = {"sid": cms.SignerIdentifier("subject_key_identifier", b"abc")}
    assert _names(by_key, SimpleNamespace(key_identifier=held)) is named


def test_what_was_added_after_signing_is_seen(signed: bytes, authority: Authority) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page)
    grown = BytesIO()
    writer.write(grown)
    (one,) = verify(grown.getvalue(), [authority.root], now=NOW)
    assert one.intact
    assert not one.unchanged
    assert "bị sửa hoặc thêm nội dung" in one.sentence


def test_a_certificate_that_has_run_out(pdf: bytes, signed: bytes, authority: Authority) -> None:
    (one,) = verify(signed, [authority.root], now=NOW + timedelta(days=400))
    assert one.expired
    assert not one.good
    assert "nay đã hết hạn" in one.sentence
    for start, end in ((-30, -1), (1, 30)):
        with pytest.raises(DomainError, match="Hãy gia hạn"):
            sign(pdf, Pkcs12(authority.file(start, end), PASSPHRASE), now=NOW)


def test_wrong_keys_and_files_are_refused(pdf: bytes, key: Pkcs12, authority: Authority) -> None:
    only = authority.root
    without_key = pkcs12.serialize_key_and_certificates(b"x", None, only, [], NoEncryption())
    for wrong in (Pkcs12(key.data, "sai"), Pkcs12(b"\x00", PASSPHRASE), Pkcs12(without_key, "")):
        with pytest.raises(DomainError, match="Không mở được khóa ký"):
            sign(pdf, wrong, now=NOW)
    for broken in (b"", b"%PDF-1.7\n%%EOF", b"abc" * 100, pdf[: len(pdf) // 2]):
        with pytest.raises(DomainError, match="không phải PDF"):
            sign(broken, key, now=NOW)
        with pytest.raises(DomainError, match="không phải PDF"):
            verify(broken, now=NOW)
    assert PASSPHRASE not in repr(key)


def test_roots_are_read_in_both_forms(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "a.pem").write_bytes(authority.root.public_bytes(Encoding.PEM) * 2)
    (tmp_path / "b.cer").write_bytes(authority.root.public_bytes(Encoding.DER))
    (tmp_path / "c.txt").write_bytes(b"nothing")
    assert read_roots(tmp_path) == [authority.root] * 3
    assert read_roots(None) == []
    (tmp_path / "d.crt").write_bytes(b"broken")
    with pytest.raises(DomainError, match="Không đọc được chứng thư gốc"):
        read_roots(tmp_path)


@pytest.fixture
def folder(
    tmp_path: Path, pdf: bytes, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "khoa.p12").write_bytes(authority.file())
    (tmp_path / "goc").mkdir()
    (tmp_path / "goc" / "a.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    return tmp_path


def test_the_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, signed, roots = str(folder / "a.pdf"), str(folder / "b.pdf"), str(folder / "goc")
    assert main(["paper", "sign", plain, "--p12", str(folder / "khoa.p12"), "--out", signed]) == 0
    assert main(["paper", "verify", signed, "--roots", roots]) == 0
    assert f"{SIGNER} (nơi cấp: {AUTHORITY}, lúc " in capsys.readouterr().out
    assert main(["paper", "verify", signed, "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)["signatures"]
    assert shown[0]["intact"]
    assert not shown[0]["trusted"]
    assert "nơi cấp" in shown[0]["sentence"]
    assert main(["paper", "verify", plain]) == 1
    assert "không có chữ ký số nào" in capsys.readouterr().out


def test_a_signature_nobody_can_read_is_not_good(
    folder: Path, signed: bytes, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    place = gap(signed)[0]
    broken = signed[: place + 60] + b"00" * 30 + signed[place + 120 :]
    assert not good(broken, authority)
    (folder / "b.pdf").write_bytes(broken)
    assert main(["paper", "verify", str(folder / "b.pdf")]) in (1, 2)
    capsys.readouterr()


def test_the_secret_is_asked_for_unseen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("soat.papers.signing.cli.getpass", lambda _asked: PASSPHRASE)
    out = str(folder / "b.pdf")
    assert (
        main(["paper", "sign", str(folder / "a.pdf"), "--p12", str(folder / "khoa.p12"), "--out", out]) == 0
    )


def test_without_a_terminal_it_says_where_the_secret_is_looked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    told = main(
        [
            "paper",
            "sign",
            str(folder / "a.pdf"),
            "--p12",
            str(folder / "khoa.p12"),
            "--out",
            str(folder / "b.pdf"),
        ]
    )
    assert told == 2
    assert VARIABLE in capsys.readouterr().err
