"""Text files: encodings, one form of text, refusals by content."""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soat.core.errors import UnreadableFile
from soat.core.plans import extract as package
from soat.core.plans.extract import extract, extract_bytes
from soat.core.plans.extract.clean import clean
from soat.core.plans.extract.plain import decode
from soat.core.plans.tests.files import SAMPLE, archive

SENTENCE = "Ủy ban nhân dân tỉnh và các sở kiểm tra việc thực hiện của đơn vị năm 2024"
TCVN3 = "Uû ban nh©n d©n vµ c¸c së kiÓm tra viÖc thùc hiÖn cña ®¬n vÞ n¨m 2024"
VNI = "UÛy ban nhaân daân vaø caùc sôû kieåm tra vieäc thöïc hieän cuûa ñôn vò naêm 2024"


def text_of(data: bytes) -> str:
    return extract_bytes(data, "x").text


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        extract_bytes(data, "x")
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    return caught.value.message


def test_sample_is_taken_as_it_stands() -> None:
    extracted = extract(SAMPLE)
    assert (extracted.text, extracted.kind, extracted.warnings) == (SAMPLE.read_text("utf-8"), "txt", [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    assert text_of(SENTENCE.encode(encoding)) == SENTENCE


def test_big_endian_with_mark() -> None:
    assert text_of(b"\xfe\xff" + SENTENCE.encode("utf-16-be")) == SENTENCE


def test_windows_1258() -> None:
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    letters: list[str] = []
    for sign in unicodedata.normalize("NFD", SENTENCE):
        if sign in tones or not unicodedata.combining(sign):
            letters.append(sign)
        else:
            held = [letters.pop()] if letters[-1] in tones else []
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
            letters += held
    assert text_of("".join(letters).encode("cp1258")) == SENTENCE


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_old_encodings_are_refused_by_name(text: str, name: str) -> None:
    assert name in refusal(text.encode("latin-1"))
    assert name in refusal(text.encode("utf-8"))


def test_a_few_broken_bytes_are_told() -> None:
    text, warnings = decode((SENTENCE * 10).encode() + b"\xff")
    assert text.endswith("\ufffd")
    assert warnings == ["Tệp có 1 ký tự hỏng, được thay bằng dấu \ufffd."]


@pytest.mark.parametrize(
    "data",
    [bytes(range(1, 256)) * 40, b"\x00" * 500, b"abc\x01\x02\x03\x04", b"\xff\xfe" + b"\x00\xd8" * 50],
)
def test_bytes_that_are_no_text(data: bytes) -> None:
    assert "không phải là văn bản" in refusal(data)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("a\xa0b\tc\u2009d", "a b c d"),
        ("\ufeffTHÀNH\u200b PHỐ\xad", "THÀNH PHỐ"),
        ("Ho\u0300a", "Hòa"),
        ("QÐ-UBND của Ðoàn", "QĐ-UBND của Đoàn"),
        ("QÐ of Seyðisfjörður", "QÐ of Seyðisfjörður"),
    ],
)
def test_one_form_of_text(written: str, meant: str) -> None:
    assert clean(written) == meant


def test_endless_marks_on_a_letter_are_cut() -> None:
    assert len(clean("a" + "\u0301\u0323" * 100_000)) < 40


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"\x89PNG\r\n\x1a\n", "ảnh"),
        (b"RIFF\x00\x00\x00\x00WEBP", "ảnh"),
        (b"\x00\x00\x00\x18ftypheic", "ảnh"),
        (b"MZ\x90", "chương trình"),
        (b"Rar!\x1a\x07\x00", "tệp nén"),
        (b"{\\rtf1", "RTF"),
        (b"MIME-Version: 1.0", ".mht"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptionInfo".encode("utf-16-le"), "có mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "không phải Word"),
        (b"BM\x0a\x00\x00\x00\x00\x00\x00\x00", "ảnh"),
        (archive({"xl/workbook.xml": "", "[Content_Types].xml": ""}), "Excel"),
        (archive({"ppt/presentation.xml": ""}), "trình chiếu"),
        (archive({"content.xml": ""}), "OpenDocument"),
        (archive({"a.txt": ""}), "tệp nén"),
    ],
)
def test_other_kinds_are_refused_by_content(start: bytes, word: str) -> None:
    assert word in refusal(start)


def test_places_without_a_file(tmp_path: Path) -> None:
    for path, word in ((tmp_path, "thư mục"), (tmp_path / "x.txt", "Không mở được")):
        with pytest.raises(UnreadableFile, match=word):
            extract(path)


def test_size_is_checked_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(UnreadableFile, match="20 MB"):
        extract(large)


def test_empty_and_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "rỗng" in refusal(b"")
    monkeypatch.setattr(package, "MAX_CHARACTERS", 10)
    assert "11 ký tự, mỗi lần chỉ đọc được 10 ký tự" in refusal(b"a" * 11)


@settings(deadline=None)  # a PDF is read in a process of its own
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"%PDF", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        extracted = extract_bytes(start + data, "x")
        assert extracted.text == clean(extracted.text)


def test_a_content_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match="20 MB"):
        extract_bytes(bytes(package.MAX_BYTES + 1), "lon.txt")
