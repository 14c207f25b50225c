"""The foot of a paper: recipients beside the signer, or several sides beside each other (cells 7a–7c and 9b).

Called by `soat.core.paper.flow`.
"""

from __future__ import annotations

from soat.core.paper import layout as measures
from soat.core.paper.formats import listed, plain
from soat.core.paper.lines import centred
from soat.core.paper.model import Align, Paper, Signature
from soat.core.paper.shapes import Columns, Line, Run, Shape
from soat.core.paper.widths import width

_GAP = 14.0
_MANY = 40  # recipients that still fit one page; more may go on to the next


def foot_shapes(paper: Paper, room: float) -> list[Shape]:
    """One signer stands right of the recipients; two and more in pairs, the recipients below them."""
    whole = len(paper.recipients) <= _MANY
    half = round(room * measures.FOOT_SHARES[0], 2)
    signers = [_signature(one, half - 4) for one in paper.signatures]
    if len(signers) == 1:
        return [Columns((half, half), _recipients(paper), signers[0], before=_GAP, whole=whole)]
    shapes: list[Shape] = []
    for place in range(0, len(signers), 2):
        left, right = signers[place : place + 2] if place + 1 < len(signers) else ((), signers[place])
        shapes.append(Columns((half, half), left, right, before=_GAP))
    if paper.recipients:
        shapes.append(Columns((half, half), _recipients(paper), (), before=_GAP, whole=whole))
    return shapes


def _signature(signature: Signature, room: float) -> tuple[Shape, ...]:
    size = measures.SIGNATURE_SIZE
    above = [f"{authority} {plain(whom).upper()}" for authority, whom in signature.on_behalf]
    lines = [centred(text, size, room, bold=True) for text in (*above, plain(signature.office).upper())]
    if signature.note:
        lines.append(centred(signature.note, measures.RECIPIENTS_HEAD_SIZE, room, italic=True))
    name = centred(signature.name, size, room, bold=True, before=measures.SIGNATURE_GAP)
    return (*lines, name)


def _recipients(paper: Paper) -> tuple[Shape, ...]:
    if not paper.recipients:
        return ()
    size, head = measures.RECIPIENTS_SIZE, measures.RECIPIENTS_HEAD_SIZE
    hang = width("- ", size)
    lead = Line(
        (Run("Nơi nhận:", bold=True, italic=True),),
        head,
        measures.single(measures.SIGNATURE_SIZE),
        Align.LEFT,
        keep=True,
    )
    items = [
        Line((Run(f"- {item}"),), size, measures.single(size), Align.LEFT, hang, -hang)
        for item in listed([plain(one) for one in paper.recipients])
    ]
    return (lead, *items)
