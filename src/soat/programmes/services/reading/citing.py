"""The documents a plan lists and cites go into the register, and each place that cites one is kept (L1, L2).

Called by `services.import_plan` after the rows are saved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from soat.access.actor import Actor
from soat.core.citations import Citation as Mention
from soat.core.citations import find_citations
from soat.core.plans.model import Plan
from soat.legal import services as legal
from soat.legal.models import Document
from soat.legal.registration import Register
from soat.programmes.models import Programme, Sourced
from soat.programmes.services.reading.rows import Rows


def cite_plan(programme: Programme, plan: Plan, rows: Rows, *, by: Actor, now: datetime) -> None:
    """Register what the plan lists (known) and cites (stubs), relate them, and keep where each is cited."""
    home = programme.issuer
    legal.register(plan.related_documents, by=by, now=now, issuer=home, listed=True)
    cited = [*plan.citations, *plan.named_citations]
    known = legal.register([*cited, *find_citations(plan.text)], by=by, now=now, issuer=home)
    own = _own(programme, plan, by=by, now=now)
    if own is not None:
        known.add(own)
    legal.relate_text(plan.text, own, known, by=by, now=now, issuer=home)
    legal.cite(
        _places(plan, cited, known, rows, home, own),
        programme_id=programme.pk,
        cited_on=programme.issued_on,
        by=by,
        now=now,
    )


def _own(programme: Programme, plan: Plan, *, by: Actor, now: datetime) -> Document | None:
    """The plan itself as a document of the register, with its head and its whole text."""
    if not programme.number:
        return None
    head = plan.document
    mention = Mention(
        head.number or "", head.type, head.issuer, head.date, "", head.span, title=programme.title
    )
    document = legal.register([mention], by=by, now=now, listed=True).find(mention)
    if document is None or document.full_text:
        return document
    return legal.keep_text(
        document, plan.text, place=programme.place, signer=programme.signer, by=by, now=now
    )


def _places(
    plan: Plan, cited: list[Mention], known: Register, rows: Rows, home: str, own: Document | None
) -> Iterator[tuple[Document, legal.Place]]:
    """Each mention with the row that holds it; the innermost where rows lie in one another."""
    holders = sorted(
        (row for row in rows.by_path.values() if row.span_start is not None),
        key=lambda row: (row.span_start, -(row.span_end or 0)),
    )
    starts = [row.span_start or 0 for row in holders]
    for mention in cited:
        document = known.find(legal.at_home(mention, home))
        if document is None or (own is not None and document.pk == own.pk):
            continue
        row = _holder(holders, starts, mention)
        subject: Sourced | Programme = row or rows.programme
        yield (
            document,
            legal.Place(
                subject._meta.label_lower,
                subject.pk,
                str(subject),
                legal.line_around(plan.text, mention.span),
                mention.span,
            ),
        )


def _holder(holders: list[Sourced], starts: list[int], mention: Mention) -> Sourced | None:
    """The last row that begins before the mention and ends after it. Rows of one plan rarely nest deeply."""
    at = bisect_right(starts, mention.span[0])
    for row in reversed(holders[max(0, at - 40) : at]):
        if (row.span_end or 0) >= mention.span[1]:
            return row
    return None
