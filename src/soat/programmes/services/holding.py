"""A programme held while something in it is written: nobody closes it, or writes the same thing, in between.

Those who may not change the programme's row cannot lock it (row-level security), so the lock is by its name. The
steps of its life take the same lock. Called by the services of duties and questions and by `lifecycle`.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common import locks
from soat.common.errors import Conflict, Missing
from soat.programmes.models import Programme


def held(programme: Programme, action: str, *, by: Actor, agency_id: UUID | None = None) -> Programme:
    """The programme as it is now, held to the end of the transaction, if she may do `action` in it.

    Raises Refused; Missing if she may no longer see it; Conflict if its state is no longer the one that was seen.
    """
    by.require(action, programme_id=programme.pk, state=programme.state, agency_id=agency_id)
    locks.hold(programme.pk)
    fresh = Programme.objects.visible_to(by).filter(pk=programme.pk).first()
    if fresh is None:
        raise Missing(
            gettext(
                "Chương trình này không còn mở cho bạn. Hãy về Việc của tôi để xem các chương trình của bạn."
            )
        )
    if fresh.state != programme.state:
        raise Conflict(
            gettext("Trạng thái chương trình vừa thay đổi nên chưa ghi được. Hãy tải lại trang để xem.")
        )
    return fresh
