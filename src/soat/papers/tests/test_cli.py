"""`soat paper render`: writes what it is asked, one sentence and exit 2 for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from soat.cli import main
from soat.papers.tests.samples import EXAMPLES

LETTER = str(EXAMPLES / "paper-don-doc.json")


def test_both_files_are_written(tmp_path: Path) -> None:
    docx, pdf = tmp_path / "a.docx", tmp_path / "b.pdf"
    assert main(["paper", "render", LETTER, "--docx", str(docx), "--pdf", str(pdf)]) == 0
    assert docx.read_bytes()[:2] == b"PK"
    assert pdf.read_bytes()[:5] == b"%PDF-"


def test_one_of_them_is_enough(tmp_path: Path) -> None:
    assert main(["paper", "render", LETTER, "--docx", str(tmp_path / "a.docx")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([LETTER], "--docx TỆP.docx, --pdf TỆP.pdf"),
        (["khong-co.json", "--pdf", "a.pdf"], "Không mở được tệp"),
        (["latin.json", "--pdf", "a.pdf"], "không phải chữ UTF-8"),
        (["bad.json", "--pdf", "a.pdf"], "dòng 1, cột 2"),
        ([LETTER, "--pdf", "khong-co/a.pdf"], "Không ghi được tệp"),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.json").write_bytes("ữ".encode("utf-16"))
    (tmp_path / "bad.json").write_text("{")
    assert main(["paper", "render", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.strip().endswith(".")
