"""Lays a `Paper` out by Decree 30/2020/NĐ-CP, Annex I: which line stands where, how large, how indented.

Writers only draw what `layout_of` returns. Called by `soat.papers.writers`.
"""

from __future__ import annotations

from dataclasses import replace

from soat.core.paper import layout as measures
from soat.core.paper.body import body_shapes
from soat.core.paper.foot import foot_shapes
from soat.core.paper.formats import plain, roman
from soat.core.paper.head import head_shapes
from soat.core.paper.lines import centred, rule_under
from soat.core.paper.model import Attachment, Paper
from soat.core.paper.shapes import Layout, Line, Section, Shape

_LONGEST_TITLE = 255  # letters in the properties of a file


def layout_of(paper: Paper) -> Layout:
    """The paper and its annexes as sections of pages, in order."""
    title = " ".join(f"{paper.type} {paper.abstract}".split())
    return Layout(
        title=plain(title)[:_LONGEST_TITLE],
        author=" ".join(plain(paper.issuer).split())[:_LONGEST_TITLE],
        day=(paper.date.year, paper.date.month or 1, paper.date.day or 1),
        sections=(_main(paper), *_annexes(paper)),
    )


def _main(paper: Paper) -> Section:
    room = _room(paper.landscape)
    body = [*head_shapes(paper, room), *body_shapes(paper.body, room)]
    foot = foot_shapes(paper, room)
    if foot and isinstance(body[-1], Line):  # a signature never stands alone on a page
        body[-1] = replace(body[-1], keep=True)
    return Section(paper.landscape, (*body, *foot))


def _annexes(paper: Paper) -> list[Section]:
    many = len(paper.attachments) > 1
    return [
        _annex(attachment, f"Phụ lục {roman(place)}" if many else "Phụ lục")
        for place, attachment in enumerate(paper.attachments, start=1)
    ]


def _annex(attachment: Attachment, label: str) -> Section:
    room = _room(attachment.landscape)
    size = measures.TYPE_SIZE
    title = centred(attachment.title.upper(), size, room - 20, bold=True)
    head: list[Shape] = [centred(label, size, room, bold=True, level=1), title]
    if attachment.note:
        note = plain(attachment.note).strip("()")
        head.append(centred(f"({note})", size, room - 10, italic=True))
    head.append(rule_under(title, before=4))
    return Section(attachment.landscape, (*head, *body_shapes(attachment.body, room)))


def _room(landscape: bool) -> float:
    return measures.LANDSCAPE_TEXT_WIDTH if landscape else measures.TEXT_WIDTH
