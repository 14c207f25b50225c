"""Measures of Decree 30/2020/NĐ-CP, Annex I, one place for both writers and for the tests that read them back.

Lengths are millimetres, type sizes and line pitches points. Where the decree gives a range, the value chosen is
named here once; the ranges themselves are in `RANGES`. Called by `soat.core.paper.flow` and `soat.papers.writers`.
"""

from __future__ import annotations

MM_PER_PT = 25.4 / 72

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 20.0
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LANDSCAPE_TEXT_WIDTH = PAGE_HEIGHT - LEFT - RIGHT
PAGE_NUMBER_SIZE = 14
PAGE_NUMBER_TOP = 10.0  # from the edge of the page to the line of the number, within the top margin

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATIONAL_TITLE_SIZE, MOTTO_SIZE = 12, 13
ISSUER_SIZE, NUMBER_SIZE, DATE_SIZE = 12, 13, 13
LETTER_ABSTRACT_SIZE = 12
TYPE_SIZE, BODY_SIZE, SIGNATURE_SIZE = 14, 14, 14
RECIPIENTS_HEAD_SIZE, RECIPIENTS_SIZE = 12, 11
TABLE_SIZE = 12
URGENCY_SIZE = 13

HEAD_SHARES = (0.41, 0.59)  # of the text width: issuer left, national title right
FOOT_SHARES = (0.5, 0.5)
INDENT = 12.7
BULLET_INDENT = 12.7
PARAGRAPH_GAP = 6.0
SIGNATURE_GAP = 68.0  # for signature and seal, about 24 mm
RULE_SHARE = 0.4  # of the line above, the decree wants 1/3 to 1/2
RULE_WEIGHT = 0.5
RULE_GAP = 3.0  # points between a line and the rule below it

SINGLE = 1.15  # line pitch of Times New Roman "single", in type sizes
BODY_PITCH = 18.0  # for size 14: about 1.12 lines

RANGES = {
    "top": (20.0, 25.0),
    "bottom": (20.0, 25.0),
    "left": (30.0, 35.0),
    "right": (15.0, 20.0),
    "indent": (10.0, 12.7),
    "rule": (1 / 3, 1 / 2),
}


def mm(points: float) -> float:
    """Points as millimetres."""
    return points * MM_PER_PT


def single(size: float) -> float:
    """The pitch of single-spaced lines of a size, in points, to the tenth."""
    return round(size * SINGLE, 1)


def pitch(size: float) -> float:
    """The pitch of body lines of a size, in points, to the half."""
    return round(size * BODY_PITCH / BODY_SIZE * 2) / 2
