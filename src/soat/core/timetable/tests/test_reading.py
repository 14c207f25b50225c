"""Every bad problem is refused in a sentence that names the place; limits hold before any work is done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from soat.cli import main
from soat.core import values
from soat.core.errors import DomainError
from soat.core.timetable.problem import Weights
from soat.core.timetable.reading import read
from soat.core.timetable.tests.instances import instance

ROOT = Path(__file__).resolve().parents[5]


def changed(**change: Any) -> dict[str, Any]:
    return instance(3, 1, 3, 10) | change


def first_unit(**change: Any) -> dict[str, Any]:
    problem = instance(3, 1, 3, 10)
    problem["units"][0] |= change
    return problem


LOCK = {"unit": "đơn vị 0", "day": "2024-05-07", "half": "am"}
BAD = [
    ([], "phải là một bảng JSON"),
    (changed(lạ=1), "tên lạ “lạ”"),
    ({key: one for key, one in changed().items() if key != "days"}, "thiếu “days”"),
    (changed(days=[]), "days đang trống"),
    (changed(units=[]), "units đang trống"),
    (changed(people=None), "people đang trống"),
    (changed(days=["2024-05-07", "2024-05-06"]), "thứ tự tăng dần"),
    (changed(days=["2024-05-07", "2024-05-07"]), "mỗi ngày một lần"),
    (changed(days=["06/05/2024"]), "ngày dạng 2024-05-06"),
    (changed(days=["2024-W19-1"]), "ngày dạng 2024-05-06"),
    (changed(days=[5]), "ngày dạng 2024-05-06"),
    (changed(days=["2024-02-30"]), "ngày dạng 2024-05-06"),
    (changed(days="2024-05-06"), "phải là một danh sách"),
    (changed(units=[{"id": "x"}] * 10_000), "10000 đơn vị; mỗi lần xếp lịch nhận nhiều nhất 2000"),
    (changed(people=[{}] * 501), "501 người"),
    (changed(units=instance(3, 1, 3, 10)["units"] * 2), "“đơn vị 0” hai lần"),
    (changed(lead_people=["người 9"]), "người “người 9” không có trong tệp"),
    (changed(lead_people=["x"] * 20_001), "nhiều hơn mức nhận được"),
    (changed(subteams=0), "số nguyên từ 1"),
    (changed(vehicles=True), "số nguyên từ 1"),
    (changed(locked=[LOCK | {"unit": "đơn vị 9"}]), "đơn vị “đơn vị 9” không có"),
    (changed(locked=[LOCK, LOCK]), "“đơn vị 0” hai lần"),
    (changed(locked=[LOCK | {"day": "2030-01-01"}]), "không nằm trong days"),
    (changed(previous=[LOCK | {"half": "sáng"}]), "“am” (buổi sáng)"),
    (first_unit(duration_half_days=2) | {"locked": [LOCK | {"half": "pm"}]}, "phải ghi buổi “am”"),
    (first_unit(earliest="2024-05-10", latest="2024-05-07"), "thời hạn ngược"),
    (first_unit(id=""), "không để trống"),
    (first_unit(place=7), "phải là chữ"),
    (first_unit(duration_half_days=3), "số nguyên từ 1 đến 2"),
    (changed(travel=[]), "travel phải là một bảng"),
    (changed(travel={"a": 5}), "travel[a] phải là một bảng"),
    (changed(travel={"a": {"b": float("nan")}}), "phải là số từ 0"),
    (changed(travel={"a": {"b": "xa"}}), "phải là số từ 0"),
    (changed(weights={"xa": 1}), "tên lạ “xa”"),
    (changed(weights={"early": -1}), "số nguyên từ 0"),
    (changed(limits={"seconds": 0}), "phải là số từ 0.1"),
    (changed(limits={"workers": 99}), "số nguyên từ 1 đến 8"),
]


@pytest.mark.parametrize(("data", "says"), BAD)
def test_a_bad_problem_is_one_sentence(data: object, says: str) -> None:
    with pytest.raises(DomainError) as error:
        read(data)
    assert says in error.value.message
    assert error.value.message.endswith(".")


def test_a_person_recused_from_a_unit_that_is_not_there() -> None:
    problem = changed()
    problem["people"][0]["worked_at"] = ["đơn vị 77"]
    with pytest.raises(DomainError, match="worked_at của “người 0” nói đến đơn vị “đơn vị 77”"):
        read(problem)


def test_what_is_left_out_has_plain_values() -> None:
    data = changed()
    for name in ("lead_people", "travel", "weights", "limits"):
        del data[name]
    for name in ("earliest", "latest", "blackout"):
        del data["units"][0][name]
    problem = read(data)
    assert (problem.weights, problem.travel, problem.locked) == (Weights(), None, ())
    assert (problem.units[0].earliest, problem.units[0].latest) == (problem.days[0], problem.days[-1])


HALF = "\\ud83d"  # the first half of an emoji, as JSON writes it


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "không phải là JSON đúng: dòng 1, cột 2"),
        ("[" * 100_000, "lồng nhau quá sâu"),
        ("\ud800", "không phải chữ UTF-8"),
        ('{"a": ' + "9" * 6000 + "}", "một số dài quá mức"),
        (f'{{"a": ["{HALF}"]}}', "có ký tự hỏng"),
        (f'{{"{HALF}": 1}}', "có ký tự hỏng"),
    ],
)
def test_a_file_that_is_no_json(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(DomainError) as error:
        values.load(path)
    assert says in error.value.message
    assert error.value.message.endswith(".")


def test_both_halves_of_a_character_are_one() -> None:
    assert values.decoded(f'"{HALF}\\ude00"', "Tệp") == "😀"


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="Không mở được"):
        values.load(tmp_path / "none.json")
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(values.MOST_BYTES + 1)
    with pytest.raises(DomainError, match="lớn hơn 20 MB"):
        values.load(large)


@pytest.mark.parametrize("name", ["schedule-12", "schedule-replan"])
def test_the_command_answers_in_words_and_as_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / f"examples/{name}.json")
    assert main(["schedule", "solve", path, "--json"]) == 0
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert (answer["status"], printed.err) == ("optimal", "")
    assert main(["schedule", "solve", path]) == 0
    printed = capsys.readouterr()
    assert "Lịch tốt nhất, đã chứng minh" in printed.out
    assert "cận dưới" in printed.err


def test_the_command_says_why_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "examples/schedule-infeasible.json")
    assert main(["schedule", "solve", path]) == 1
    said = capsys.readouterr().out
    assert "mâu thuẫn với nhau" in said
    assert "Một trong các cách sau gỡ được" in said
    assert main(["schedule", "solve", path, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["status"], answer["visits"], answer["objective"]) == ("infeasible", [], None)


def test_the_command_refuses_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "solve", str(tmp_path / "none.json")]) == 2
    assert "Không mở được" in capsys.readouterr().err
