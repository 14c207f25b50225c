"""Names of attached files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.errors import UnreadableFile
from soat.core.file_names import LONGEST, kept_name


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Kế hoạch 97.docx", "docx", "Kế hoạch 97.docx"),
        ("KẾ HOẠCH.PDF", "pdf", "KẾ HOẠCH.pdf"),
        ("trang.htm", "html", "trang.htm"),
        ("kế hoạch", "txt", "kế hoạch.txt"),
        ("Số 12. Kế hoạch", "pdf", "Số 12. Kế hoạch.pdf"),
        ("97.2024", "pdf", "97.2024.pdf"),
        ("../../etc/mật khẩu.txt", "txt", "mật khẩu.txt"),
        ("C:\\Users\\a\\kh.docx", "docx", "kh.docx"),
        ("kh\u202etxt\n.pdf", "pdf", "khtxt.pdf"),
        ('a<b>"c".pdf', "pdf", "a-b--c-.pdf"),
        ("...", "pdf", "tep.pdf"),
        ("", "txt", "tep.txt"),
        ("a" * 300 + ".docx", "docx", "a" * 195 + ".docx"),
    ],
)
def test_names_are_kept_safe(name: str, kind: str, kept: str) -> None:
    assert kept_name(name, kind) == kept


@pytest.mark.parametrize(
    ("name", "kind"), [("kh.exe", "pdf"), ("kh.pdf", "docx"), ("kh.doc", "html"), ("a.svg", "html")]
)
def test_a_suffix_that_says_something_else_is_refused(name: str, kind: str) -> None:
    with pytest.raises(UnreadableFile, match=name):
        kept_name(name, kind)


@given(st.text(max_size=300))
def test_no_name_leads_astray(name: str) -> None:
    try:
        kept = kept_name(name, "pdf")
    except UnreadableFile:
        return
    assert kept.endswith(".pdf")
    assert 4 < len(kept) <= LONGEST
    assert not kept.startswith(".")
    assert not set(kept) & set('/\\<>:"|?*\n\r\t\x00\u202e')
    assert kept_name(kept, "pdf") == kept
