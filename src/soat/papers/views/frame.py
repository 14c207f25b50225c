"""What the pages of the papers room share: programme, parts of the room, words of a paper's state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from soat.access.views import actor_of
from soat.common.errors import Missing
from soat.common.looks import Badge
from soat.papers.models import Paper
from soat.papers.selectors import papers as read
from soat.programmes.views import desk
from soat.programmes.views.frame import programme_for, require_on

STATE_BADGES = {
    "draft": Badge("Dự thảo", "warn"),
    "issued": Badge("Đã ban hành", "good"),
    "revoked": Badge("Đã thu hồi", "bad", "ban"),
    "replaced": Badge("Đã được thay", "neutral", "switch-horizontal"),
}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# part, label, view, action
_PARTS = (
    ("papers", "Văn bản", "papers:papers", "paper.view"),
    ("register", "Sổ số", "papers:register", "number.view"),
    ("wordings", "Mẫu văn bản", "papers:wordings", "paper.drafts"),
)


class Desk(desk.Desk):
    """The acting person at the papers of a programme."""

    def context(self, part: str, **more: Any) -> dict[str, Any]:
        """What `papers/base_papers.html` needs, and what the page adds."""
        return self.shared("papers", _PARTS, part) | more


def desk_for(request: HttpRequest, pk: UUID, action: str = "") -> Desk:
    """404 to who does not know the programme, 403 unless she may do `action` on some of its rows."""
    found = Desk(actor_of(request), programme_for(request, pk))
    if action:
        require_on(found.actor, action, found.programme)
    return found


def paper_for(desk: Desk, paper_id: UUID) -> Paper:
    """The paper if she may see it; a draft is not there for who does not draft."""
    found = read.one(desk.programme, desk.actor, paper_id)
    if found is None:
        raise Missing
    return found


def download(data: bytes, name: str, suffix: str) -> HttpResponse:
    """The bytes as a file to keep."""
    shown = content_disposition_header(True, f"{name}.{suffix}") or ""
    return HttpResponse(data, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": shown})
