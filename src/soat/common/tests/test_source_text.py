"""Pieces of a source text: together they are the text, and each knows the spans over it."""

from hypothesis import given
from hypothesis import strategies as st

from soat.common.source_text import Piece, SourceSpan, pieces

TEXTS = st.text(max_size=40)
SPANS = st.lists(
    st.builds(SourceSpan, st.uuids().map(str), st.integers(-5, 45), st.integers(-5, 45)), max_size=8
)


def test_nested_spans_name_the_widest_first():
    spans = [SourceSpan("in", 2, 4, "doubtful"), SourceSpan("out", 0, 5)]
    assert pieces("abcdef", spans) == [
        Piece("ab", ("out",), "placed"),
        Piece("cd", ("out", "in"), "doubtful"),
        Piece("e", ("out",), "placed"),
        Piece("f"),
    ]


@given(TEXTS, SPANS)
def test_pieces_are_the_whole_text_and_cover_each_span(text, spans):
    cut = pieces(text, spans)
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)
    for span in spans:
        covered = "".join(piece.text for piece in cut if span.id in piece.ids)
        assert covered == text[max(0, span.start) : max(0, span.end)]
