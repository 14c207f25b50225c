"""Files people hand in: told by their bytes, given back as downloads only (G5, P4)."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest

from soat.core.errors import DomainError
from soat.files.intake import MAX_BYTES, MEDIA, take
from soat.files.serving import Damaged, download

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)


def old(*streams: str) -> bytes:
    """A file of the old Office whose directory names the streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(600)
        + b"".join(one.encode("utf-16-le") for one in streams)
    )


def office(*names: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "data", "kept", "media"),
    [
        ("bao cao.pdf", PDF, "bao cao.pdf", "application/pdf"),
        ("C:\\anh\\scan.JPEG", JPG, "scan.jpeg", "image/jpeg"),
        ("anh.png", PNG, "anh.png", "image/png"),
        ("Quyết định 12/QĐ.docx", WORD, "QĐ.docx", MEDIA["docx"]),
        ("so-lieu", office("[Content_Types].xml", "xl/workbook.xml"), "so-lieu.xlsx", MEDIA["xlsx"]),
        ("cu.xls", old("Workbook"), "cu.xls", "application/vnd.ms-excel"),
        ("cu.doc", old("WordDocument"), "cu.doc", "application/msword"),
    ],
)  # fmt: skip
def test_a_file_is_taken_for_what_it_is(name: str, data: bytes, kept: str, media: str) -> None:
    taken = take(name, data)
    assert (taken.name, taken.media_type, taken.size) == (kept, media, len(data))
    assert taken.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rong.pdf", b"", "rỗng"),
        ("to.pdf", PDF + bytes(MAX_BYTES), "20 MB"),
        ("trang.html", b"<!doctype html><script>1</script>", "không thuộc loại"),
        ("hinh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "không thuộc loại"),
        ("chay.exe", b"MZ" + bytes(300), "không thuộc loại"),
        ("chu.pdf", "Báo cáo số 1".encode(), "không thuộc loại"),
        ("nen.zip", office("a.txt"), "không thuộc loại"),
        ("hong.docx", b"PK\x03\x04" + bytes(30), "không thuộc loại"),
        ("macro.docm", office("[Content_Types].xml", "word/vbaProject.bin"), "không thuộc loại"),
        ("gia.pdf", PNG, "mang đuôi .pdf"),
    ],
)
def test_what_is_not_taken_says_why(name: str, data: bytes, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        take(name, data)


def test_a_file_comes_back_as_a_download_only() -> None:
    answer = download("Báo cáo.pdf", PDF, hashlib.sha256(PDF).hexdigest())
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(Damaged):
        download("Báo cáo.pdf", PDF + b"x", hashlib.sha256(PDF).hexdigest())


@pytest.mark.parametrize("streams", [(), ("WordDocument", "_VBA_PROJECT"), ("Property",)])
def test_what_only_begins_like_old_office_is_not_taken(streams: tuple[str, ...]) -> None:
    with pytest.raises(DomainError, match="không thuộc loại được nhận"):
        take("cu.doc", old(*streams))


def test_a_sheet_of_macros_is_not_taken() -> None:
    with pytest.raises(DomainError, match="không thuộc loại được nhận"):
        take("cu.xlsx", office("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"))
