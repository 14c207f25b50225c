"""Plans say the same as .docx, .html and printed .pdf as in plain text, tables and page breaks included (G1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from corpus_checks import ASPECTS
from printed import printed_of
from test_corpus import expected_of, text_of

from soat.core.plans.extract import extract_bytes
from soat.core.plans.reader import read
from soat.core.plans.tests.files import web_of, word_of

NAMES = (
    "lai-chau-2022-phu-luc", "cao-bang-2019-quy-ten", "xuan-lap-2026-xa", "bac-giang-2023-bang-viec",
    "so-y-te-2021-cong", "ngoc-hien-2016-nfd", "an-giang-2025-dieu", "hai-duong-2014-phan",
    "quang-binh-2015-van-xuoi", "lam-dong-2026-ky-so", "thuan-chau-2020-huyen", "ba-ria-2018-qd-phu-luc",
    "vinh-phuc-2024-cong", "hoan-kiem-2026-phuong",
)  # fmt: skip


@pytest.mark.parametrize("build", [word_of, web_of, printed_of])
@pytest.mark.parametrize("name", NAMES)
def test_reads_the_same_in_every_format(name: str, build: Callable[[Iterable[str]], bytes]) -> None:
    plan = read(extract_bytes(build(text_of(name).splitlines()), name).text)
    checks = [check for aspect in ASPECTS.values() for check in aspect(plan, expected_of(name))]
    assert not [message for ok, message in checks if not ok]
