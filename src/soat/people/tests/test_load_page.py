"""The import page: a good file, a bad one with all its errors, no file, too large, the example files."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast

from soat.common.spreadsheet import MAX_BYTES, read_table

URL = "/co-quan/nhap/"


@pytest.fixture
def editor(cast: Cast, client_for: Any) -> Client:
    client: Client = client_for(cast.user("starter"))
    return client


def send(client: Client, text: str, query: str = "", **headers: str) -> Any:
    file = SimpleUploadedFile("ds.csv", text.encode())
    return client.post(URL + query, {"file": file}, headers=headers)


def test_a_good_file(editor: Client) -> None:
    text, defaults = "ten,loai\nThái Bình,xã\n", "?dia_ban=Th%C3%A1i+B%C3%ACnh&tu_ngay=1/7/2025"
    answer = send(editor, text, defaults)
    assert answer.headers["Location"] == "/co-quan/"
    page = editor.get("/co-quan/?q=thai+binh").text
    assert "Đã thêm 1 dòng; 0 dòng đã có" in page
    assert "01/07/2025" in page
    again = send(editor, text, defaults, **{"HX-Request": "true"})
    assert again.headers["HX-Redirect"] == "/co-quan/"
    assert "Đã thêm 0 dòng; 1 dòng" in editor.get("/co-quan/").text


def test_a_bad_file_shows_all_its_errors_once(editor: Client) -> None:
    answer = send(editor, "ten,loai\nA,x\n,sở\n")
    assert answer.headers["Location"] == URL
    page = editor.get(URL).text
    assert "Không rõ loại “x”" in page
    assert "không được để trống" in page
    assert "Không rõ loại" not in editor.get(URL).text


def test_successions(editor: Client) -> None:
    line = "Sở Du lịch,Sở Nội vụ,sáp nhập,1/3/2025,NQ 18\n"
    answer = send(editor, "cu,moi,loai,ngay,van_ban\n" + line, "?loai=ke-thua")
    assert answer.headers["Location"] == "/co-quan/"
    assert "van_ban" in editor.get(URL + "?loai=ke-thua").text


def test_what_is_no_table(editor: Client) -> None:
    assert "Hãy chọn tệp" in editor.post(URL).text
    assert "tiêu đề" in send(editor, "").text
    assert "5 MB" in send(editor, "x" * (MAX_BYTES + 1)).text


@pytest.mark.parametrize("name", ["co-quan", "ke-thua"])
def test_example_files_can_be_read(editor: Client, name: str) -> None:
    answer = editor.get(f"{URL}mau-{name}.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(read_table(answer.content, "a.csv")) == 1
