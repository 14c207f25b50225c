"""Rows of the papers room: number register, text templates, papers with the bytes they were issued in (D1, D2, D4)."""

from soat.papers.models.numbers import Number, Series
from soat.papers.models.papers import Batch, Paper, PaperFile
from soat.papers.models.wordings import Wording

__all__ = ["Batch", "Number", "Paper", "PaperFile", "Series", "Wording"]
