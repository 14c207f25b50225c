"""Folding, order, hits: requirements L4 and P5."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.text import (
    flat,
    fold,
    fold_with_map,
    highlight,
    list_mark,
    normalise,
    normalise_with_map,
    numeral,
    person_sort_key,
    snippet,
    sort_key,
    sort_text,
)

VIETNAMESE = st.text(
    "aăâbcdđeêghikmnoôơpqrstuưvxyáàảãạấẫậệỹỵ ĐẶỦỶ\n.,/-0123\u0301\u0323\u200b\u00a0Ðß", max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ủy ban nhân dân đường", "uy ban nhan dan duong"),
        ("UỶ BAN NHÂN DÂN ĐƯỜNG", "uy ban nhan dan duong"),
        (unicodedata.normalize("NFD", "Ủy ban nhân dân Đường"), "uy ban nhan dan duong"),
        ("QÐ và Ðoàn, ðường", "qd va doan, duong"),
        ("hoà hòa thuỷ thủy", "hoa hoa thuy thuy"),
        ("  hai\u00a0 \n chữ\u200b  ", "hai chu"),
        ("kế\u200bhoạch\u00adnăm", "kehoachnam"),
        ("straße", "strasse"),
        ("\u0301", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_normalise_keeps_line_breaks_and_words():
    text = unicodedata.normalize("NFD", "Quyết định") + "\n số\u00a0QÐ\u200b-\ufeffUBND"
    assert normalise(text) == "Quyết định\n số QĐ-UBND"


@given(VIETNAMESE | st.text(max_size=40))
def test_maps_lead_back_to_the_original(text):
    for mapped, change in ((normalise_with_map(text), normalise), (fold_with_map(text), fold)):
        assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
        assert all(start < end for start, end in zip(mapped.starts, mapped.ends, strict=True))
        assert all(one <= other for one, other in pairwise(mapped.starts))
        assert change(mapped.text) == mapped.text
    if normalise(text):
        start, end = normalise_with_map(text).span(0, len(normalise(text)))
        assert normalise(text[start:end]) == normalise(text)


@given(VIETNAMESE)
def test_fold_is_blind_to_form_and_case(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.swapcase()) == fold(text.swapcase().swapcase()) == fold(text)


ORDER = "a A à ả ã á ạ ă ằ â ầ b c d đ Đ đa e ê g h i k l m n o ô ơ p q r s t u ư v x y ỳ z"


def test_alphabet_order():
    words = ORDER.split()
    assert sorted(sorted(words), key=sort_key) == words
    assert sorted(["Đông", "Dũng", "dung", "Dung", "Ân", "An"], key=sort_key) == [
        "An", "Ân", "dung", "Dung", "Dũng", "Đông",
    ]  # fmt: skip


def test_signs_and_digits_first_foreign_letters_last():
    assert sorted(["яблоко", "z", "é", "ü", "u", "e", "ê", "1", "-", "☂"], key=sort_key) == [
        "-", "1", "☂", "e", "é", "ê", "u", "ü", "z", "яблоко",
    ]  # fmt: skip


def test_tones_break_ties_only_after_all_letters():
    assert sorted(["bà con", "ba hoa", "ba con"], key=sort_key) == ["ba con", "bà con", "ba hoa"]


def test_persons_by_given_name():
    names = ["Trần Văn Đức", "Nguyễn An", "Lê Thị Ánh", "Bùi Dương", "An", "Phạm Văn An", ""]
    assert sorted(names, key=person_sort_key) == [
        "", "An", "Nguyễn An", "Phạm Văn An", "Lê Thị Ánh", "Bùi Dương", "Trần Văn Đức",
    ]  # fmt: skip


@given(VIETNAMESE, VIETNAMESE)
def test_equal_keys_mean_the_same_text(one, other):
    same = normalise(one).split() == normalise(other).split()
    assert not same or sort_key(" ".join(one.split())) == sort_key(" ".join(other.split()))
    assert (sort_key(one) < sort_key(other)) + (sort_key(other) < sort_key(one)) <= 1


TEXT = "Báo cáo năm 2024. Chủ tịch UỶ BAN NHÂN DÂN ĐƯỜNG phố; Ủy ban nhân dân đường\nQuyết định số 5."


def _hits(text, query):
    return [text[start:end] for start, end in highlight(text, query)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("uy ban nhan dan duong", ["UỶ BAN NHÂN DÂN ĐƯỜNG", "Ủy ban nhân dân đường"]),
        ("Ủy  ban", ["UỶ BAN", "Ủy ban"]),
        ("quyet bao", ["Báo", "Quyết"]),
        ("an", []),
        ("bao khong", []),
        ("quyet quyet dinh din", ["Quyết", "định"]),
        (" ", []),
    ],
)
def test_highlight(query, hits):
    assert _hits(TEXT, query) == hits


def test_highlight_in_decomposed_text():
    text = unicodedata.normalize("NFD", "Theo Ủy ban nhân dân")
    assert [fold(hit) for hit in _hits(text, "uy ban")] == ["uy ban"]


def test_snippet_is_the_sentence_with_most_hits():
    found = snippet("Kế hoạch. Kế hoạch sửa kế hoạch; hết.", "ke hoach")
    assert found is not None
    assert found.text == "Kế hoạch sửa kế hoạch"
    assert [found.text[start:end] for start, end in found.hits] == ["Kế hoạch", "kế hoạch"]
    assert snippet(TEXT, "thành phố") is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- 6Nghị định 61/2018/NĐ-CP", "Nghị định 61/2018/NĐ-CP"),
        ("• Nghị định 61/2018/NĐ-CP", "Nghị định 61/2018/NĐ-CP"),
        ("- 61/2018/NĐ-CP", "61/2018/NĐ-CP"),
        ("- 30c/2018/NĐ-CP và 61/2018/NĐ-CP", "30c/2018/NĐ-CP và 61/2018/NĐ-CP"),
        ("61/2018/NĐ-CP", "61/2018/NĐ-CP"),
    ],
)
def test_a_snippet_begins_after_the_list_mark(line, words):
    found = snippet(f"Văn bản liên quan:\n{line}\n", "61/2018")
    assert found is not None
    assert found.text.strip() == words
    assert [found.text[start:end] for start, end in found.hits] == ["61/2018"]
    assert line[list_mark(line) :] == words


def test_a_count_is_written_with_points():
    assert [numeral(count) for count in (7, 1_000, 1_234_567)] == ["7", "1.000", "1.234.567"]


@pytest.mark.parametrize("before", ["", "từ " * 300, "x" * 900 + " "])
@pytest.mark.parametrize("after", ["", " sau" * 300, " " + "y" * 900])
def test_snippet_of_an_endless_sentence_is_cut_at_spaces(before, after):
    text = f"{before}đúng chỗ{after}"
    found = snippet(text, "dung cho")
    assert found is not None
    assert "đúng chỗ" in found.text
    assert len(found.text) < 700
    assert text[slice(*found.span)] == found.text
    assert all(not word or word in text.split() for word in found.text.split(" "))


@given(VIETNAMESE, VIETNAMESE)
def test_hits_fold_to_words_of_the_query(text, query):
    spans = highlight(text, query)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    found = snippet(text, query)
    assert (found is None) == (not spans)
    if found:
        assert found.hits
        assert all(fold(found.text[start:end]) in fold(query) for start, end in found.hits)


@given(VIETNAMESE, VIETNAMESE)
def test_sort_text_orders_as_the_keys_do(one: str, other: str) -> None:
    first, second = sort_key(one), sort_key(other)
    assert (first < second) == (sort_text(first).encode() < sort_text(second).encode())
    mine, yours = person_sort_key(one), person_sort_key(other)
    assert (mine == yours) == (sort_text(*mine) == sort_text(*yours))


def test_sort_text_survives_every_letter() -> None:
    assert sort_text(sort_key("한글 \ud7a3 𠀀")).encode()


@given(VIETNAMESE | st.text(max_size=40))
def test_runs_of_plain_letters_fold_as_one_by_one(text):
    """The quick way through runs of letters gives what folding each letter gives."""
    apart = "".join(fold(char) if not char.isspace() else " " for char in unicodedata.normalize("NFC", text))
    assert fold(text) == " ".join(apart.split())


@given(VIETNAMESE | st.text(max_size=40))
def test_flat_keeps_every_place(text):
    assert len(flat(text)) == len(text)
    assert flat("Ủy ban\nĐường") == "uy ban duong"
