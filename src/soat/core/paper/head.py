"""The head of a paper: national title, issuer, number, date, stamp, type and abstract, addressees, grounds.

Numbers of cells are those of the diagram in Decree 30/2020/NĐ-CP, Annex I. Called by `soat.core.paper.flow`.
"""

from __future__ import annotations

from soat.core.paper import layout as measures
from soat.core.paper.formats import listed, number_line, plain
from soat.core.paper.layout import pitch
from soat.core.paper.lines import centred, rule_under
from soat.core.paper.model import Align, Paper, Urgency
from soat.core.paper.shapes import Columns, Line, Run, Shape, Stamp
from soat.core.paper.widths import width

_STAMPS = {Urgency.URGENT: 20.0, Urgency.VERY_URGENT: 40.0, Urgency.IMMEDIATE: 30.0}  # widths, mm
_STAMP_HEIGHT = 8.0
_ADDRESSEE_LEFT = 30.0


def head_shapes(paper: Paper, room: float) -> list[Shape]:
    """Everything above the body, for pages with `room` mm between the margins."""
    shapes = [*_rows(paper, room)]
    if paper.type:
        shapes += _type_and_abstract(paper, room)
    if paper.competence:
        competence = plain(paper.competence).upper()
        shapes.append(centred(competence, measures.TYPE_SIZE, room, bold=True, before=12))
    shapes += _addressees(paper, room)
    shapes += _grounds(paper)
    if paper.enacting:
        enacting = plain(paper.enacting).upper()
        shapes.append(centred(enacting, measures.TYPE_SIZE, room, bold=True, before=8))
    return shapes


def _rows(paper: Paper, room: float) -> list[Shape]:
    left, right = (round(room * share, 2) for share in measures.HEAD_SHARES)
    number = number_line(plain(paper.number), plain(paper.symbol))
    rows = [
        (_issuer(paper, left), _national_title(right)),
        (
            (centred(number, measures.NUMBER_SIZE, left),),
            (centred(f"{plain(paper.place)}, {paper.date}", measures.DATE_SIZE, right, italic=True),),
        ),
    ]
    if below := _below_number(paper, left):
        rows.append((below, ()))
    return [Columns((left, right), *row, before=6 if place == 1 else 0) for place, row in enumerate(rows)]


def _issuer(paper: Paper, room: float) -> tuple[Shape, ...]:  # cell 2
    size = measures.ISSUER_SIZE
    issuer = centred(plain(paper.issuer).upper(), size, room, bold=True)
    superior = [centred(plain(paper.superior).upper(), size, room)] if paper.superior else []
    return (*superior, issuer, rule_under(issuer))


def _national_title(room: float) -> tuple[Shape, ...]:  # cell 1
    title = centred(measures.NATIONAL_TITLE, measures.NATIONAL_TITLE_SIZE, room, bold=True)
    motto = centred(measures.MOTTO, measures.MOTTO_SIZE, room, bold=True)
    return (title, motto, rule_under(motto, share=1))


def _below_number(paper: Paper, room: float) -> tuple[Shape, ...]:  # cells 5b and 10b
    shapes: list[Shape] = []
    if not paper.type:
        shapes.append(
            centred(f"V/v {plain(paper.abstract)}", measures.LETTER_ABSTRACT_SIZE, room - 4, before=6)
        )
    if paper.urgency:
        shapes.append(
            Stamp(paper.urgency, measures.URGENCY_SIZE, _STAMPS[paper.urgency], _STAMP_HEIGHT, before=8)
        )
    return tuple(shapes)


def _type_and_abstract(paper: Paper, room: float) -> list[Shape]:  # cell 5a
    kind = centred(plain(paper.type).upper(), measures.TYPE_SIZE, room, bold=True, before=16, level=1)
    if not paper.abstract:
        return [kind]
    abstract = centred(paper.abstract, measures.TYPE_SIZE, room - 20, bold=True)
    return [kind, abstract, rule_under(abstract, before=4)]


def _addressees(paper: Paper, room: float) -> list[Shape]:  # cell 9a
    size, lead = measures.BODY_SIZE, "Kính gửi:"
    if not paper.addressees:
        return []
    if len(paper.addressees) == 1:
        text = f"{lead} {plain(paper.addressees[0]).rstrip(';.')}"
        if width(text, size) <= room:
            return [Line((Run(text),), size, pitch(size), Align.CENTER, before=16)]
        hang = width(f"{lead} ", size)
        return [Line((Run(text),), size, pitch(size), Align.LEFT, hang, -hang, before=16)]
    # The dashes stand in a line below the colon.
    dash, hang = _ADDRESSEE_LEFT + width(lead[:-1], size), width("- ", size)
    shapes = [Line((Run(lead),), size, pitch(size), Align.LEFT, _ADDRESSEE_LEFT, before=16, keep=True)]
    for item in listed([plain(one) for one in paper.addressees]):
        shapes.append(Line((Run(f"- {item}"),), size, pitch(size), Align.LEFT, dash + hang, -hang))
    return [*shapes]


def _grounds(paper: Paper) -> list[Shape]:  # cell 6, its beginning
    size, gap = measures.BODY_SIZE, measures.PARAGRAPH_GAP
    return [
        Line(
            (Run(ground, italic=True),),
            size,
            pitch(size),
            first=measures.INDENT,
            before=2 * gap if place == 0 else gap,
        )
        for place, ground in enumerate(listed([plain(one) for one in paper.grounds]))
    ]
