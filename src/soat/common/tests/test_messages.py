"""What Django's forms and password checks say, in our words: each message tells what to do."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import date_format, localize
from django.utils.translation import override

import soat

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


MADE = runpy.run_path(str(Path(soat.__file__).parents[2] / "scripts" / "messages.py"))
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
EXAMPLE = re.compile(r'<span lang="vi">.+?</span>')  # a Vietnamese example in an English help text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """Forgotten `make messages` would leave the site with old words."""
    path: Path = MADE["catalogue"](language)
    assert MADE["compiled"](MADE["read"](language)) == path.with_suffix(".mo").read_bytes()


def test_the_english_catalogue_has_exactly_what_the_sources_say() -> None:
    """A sentence added or changed without `make messages`."""
    said, kept = ({message.id for message in catalog} for catalog in (MADE["found"](), MADE["read"]("en")))
    assert said == kept


def test_every_sentence_has_its_english_with_the_same_places() -> None:
    """`python scripts/messages.py --empty` lists what waits for a translation."""
    wrong = []
    for message in MADE["read"]("en"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        places = [sorted(PLACES.findall(EXAMPLE.sub("", words))) for words in (ids[0], *strings)]
        if message.fuzzy or not all(strings) or any(found != places[0] for found in places):
            wrong += [message.id] if message.id else []
    assert not wrong


def test_numbers_and_days_are_written_the_vietnamese_way_in_english_too() -> None:
    with override("en"):
        assert str(date_format(date(2024, 4, 16))) == "16/04/2024"
        assert localize(1234.5) == "1234,5"
