"""Whether a paper in somebody's hands is one that was issued and still holds: the page its code leads to (D1, D3).

Open to everybody who has the address, since whoever has it holds the paper. It tells what stands on the paper's first
page and the digests of its files; a file that is chosen is compared in memory and not kept.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from soat.access.actor import acting_as, system
from soat.common.errors import DomainError, Missing
from soat.papers.selectors.papers import verified
from soat.papers.views.frame import STATE_BADGES

MOST_BYTES = 20_000_000


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    with acting_as(system("kiểm văn bản")):
        found = verified(paper_id)
    if found is None:
        raise Missing
    same = _same(request, [one.sha256 for one in found["files"]]) if request.method == "POST" else None
    context = {**found, "badge": STATE_BADGES[found["paper"].state], "same": same}
    return render(request, "papers/verify.html", context)


def _same(request: HttpRequest, digests: list[str]) -> bool:
    chosen = request.FILES.get("file")
    if chosen is None:
        raise DomainError("Hãy chọn tệp PDF hoặc Word để so với bản đã ban hành.", "file")
    if not chosen.size or chosen.size > MOST_BYTES:
        raise DomainError("Tệp trống hoặc lớn hơn 20 MB. Hãy chọn đúng tệp văn bản.", "file")
    digest = hashlib.sha256()
    for chunk in chosen.chunks():
        digest.update(chunk)
    return digest.hexdigest() in digests
