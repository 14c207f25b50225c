"""What Django's forms and password checks say, in our words: each message tells what to do."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import soat

WORDS = Path(soat.__file__).parent / "locale/vi/LC_MESSAGES"
CHOICES = [("a", "A")]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(), "", "Hãy điền mục này."),
        (forms.CharField(max_length=3), "abcd", "Hãy viết gọn lại: nhiều nhất 3 ký tự (đang có 4)."),
        (forms.CharField(min_length=3), "ab", "Hãy viết đủ: ít nhất 3 ký tự (đang có 2)."),
        (forms.CharField(), "a\0", "Nội dung có ký tự không hợp lệ. Hãy xóa ký tự lạ rồi gửi lại."),
        (forms.IntegerField(), "x", "Hãy ghi một số nguyên, ví dụ 12."),
        (forms.IntegerField(min_value=2), "1", "Hãy ghi số từ 2 trở lên."),
        (forms.IntegerField(max_value=2), "3", "Hãy ghi số không quá 2."),
        (forms.DecimalField(), "x", "Hãy ghi một số, ví dụ 12 hoặc 12,5."),
        (forms.DecimalField(max_digits=3), "1234", "Hãy ghi số có nhiều nhất 3 chữ số."),
        (forms.DecimalField(decimal_places=1), "1.23", "Hãy ghi nhiều nhất 1 chữ số sau dấu phẩy."),
        (forms.DateField(), "31/2/2024", "Hãy viết ngày theo dạng ngày/tháng/năm, ví dụ 16/4/2024."),
        (forms.EmailField(), "x", "Hãy ghi đúng địa chỉ thư điện tử, ví dụ ten@coquan.example."),
        (forms.ChoiceField(choices=CHOICES), "b", "Lựa chọn “b” không có trong danh sách. Hãy chọn lại."),
        (forms.MultipleChoiceField(choices=CHOICES), "a", "Hãy chọn các mục trong danh sách."),
        (forms.FileField(), None, "Hãy điền mục này."),
        (forms.FileField(), SimpleUploadedFile("a", b""), "Tệp rỗng. Hãy chọn tệp khác."),
        (
            forms.FileField(max_length=3),
            SimpleUploadedFile("abcd", b"x"),
            "Tên tệp dài quá 3 ký tự. Hãy đặt tên ngắn hơn rồi tải lại.",
        ),
    ],
)
def test_a_field_says_what_to_do(field: forms.Field, value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    assert caught.value.messages == [message]


def test_a_password_is_refused_with_every_reason() -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password("12345678")
    assert caught.value.messages == [
        "Mật khẩu quá ngắn. Hãy dùng ít nhất 10 ký tự.",
        "Mật khẩu này quá phổ biến. Hãy chọn mật khẩu khác.",
        "Mật khẩu chỉ gồm chữ số. Hãy thêm chữ cái.",
    ]


def test_what_is_compiled_is_what_is_written() -> None:
    """Forgotten `make messages` would leave the site with old words."""
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO((WORDS / "django.po").read_bytes()), locale="vi"))
    assert compiled.getvalue() == (WORDS / "django.mo").read_bytes()
