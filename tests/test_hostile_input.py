"""Every command that reads a file answers whatever it is given with one sentence and exit 2, and never waits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from soat import cli
from soat.cli import main
from soat.core.errors import UnreadableFile
from soat.core.input_files import SHOWN, read_bytes, shown

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
COMMANDS = [
    ["plan", "read", "FILE"],
    ["cite", "FILE"],
    ["workdays", "deadline", "2024-05-06", "3", "--local", "FILE"],
    ["schedule", "solve", "FILE"],
    ["sample", "replay", "FILE"],
    ["paper", "render", "FILE", "--pdf", "never-written.pdf"],
]


def refusal(command: list[str], file: str, capfd: pytest.CaptureFixture[str]) -> str:
    """What the command says of the file, in Vietnamese and on one line."""
    assert main([file if word == "FILE" else word for word in command]) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert said.count("\n") == 1
    assert said.endswith(".\n")
    assert "codec" not in said
    assert "recursion" not in said
    return said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("", "Chưa ghi tên tệp"),
        (".", "là thư mục"),
        ("/dev/zero", "không phải là tệp thường"),
        ("pipe", "không phải là tệp thường"),
        ("khong-co", "Không mở được"),
        ("a" * 5000, "…”; hãy kiểm tra lại đường dẫn"),
        ("a\0b", "Không mở được"),
        ("huge", "lớn hơn"),
    ],
)
def test_what_is_no_file_to_read(
    command: list[str],
    file: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with Path("huge").open("wb") as large:
        large.truncate(10**12)
    assert says in refusal(command, file, capfd)


@pytest.mark.parametrize("command", COMMANDS[2:], ids=lambda command: command[0])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\0",
        b"\0\0\0",
        b"[" * 100_000,
        b'"' * 10_000,
        b'{"a": ' + b"9" * 6000 + b"}",
        b'{"\\ud800": 1}',
        '{"issuer": "S\ufffe\x00"}'.encode(),
    ],
)
def test_content_that_is_none(
    command: list[str], content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(content)
    refusal(command, str(tmp_path / "file"), capfd)


def test_a_paper_with_signs_of_no_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good = next(EXAMPLES.glob("paper-*.json")).read_text(encoding="utf-8")
    file = tmp_path / "file"
    file.write_text(good.replace('": "', '": "\ufffe', 1), encoding="utf-8")
    assert "U+FFFE không in được" in refusal(COMMANDS[-1], str(file), capfd)


def test_a_file_that_is_larger_than_it_says_is_still_limited() -> None:
    proc = Path("/proc/self/maps")  # says it has 0 bytes
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_bytes(proc, 10, "Tệp quá lớn.")


def test_long_names_are_cut_in_sentences() -> None:
    assert shown(Path("a" * SHOWN)) == "a" * SHOWN
    assert shown(Path("b" * 200)) == "b" * SHOWN + "…"


@pytest.mark.parametrize(
    "command",
    [["workdays", "deadline", "2024-05-06", "3"], ["sample", "replay", str(EXAMPLES / "draw.json")]],
)
def test_a_full_disk_is_told_once(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "soat.cli", *command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    said = done.stderr.decode()
    assert (done.returncode, said.count("\n")) == (2, 1)
    assert said.startswith("Không ghi được kết quả")


def test_a_reader_that_leaves_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "soat.cli", "workdays", "deadline", "2024-05-06", "3"],
        stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_machine_without_memory_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none_left(argv: object) -> int:
        raise MemoryError

    monkeypatch.setattr(cli, "_run", none_left)
    assert main([]) == 2
    assert "không đủ bộ nhớ" in capsys.readouterr().err


def test_other_faults_of_the_system_are_not_taken_for_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_use(argv: object) -> int:
        raise OSError(98, "in use")

    monkeypatch.setattr(cli, "_run", in_use)
    with pytest.raises(OSError, match="in use"):
        main([])
