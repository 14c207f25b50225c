"""What higher rooms follow: an account's name or address has changed. Sent in the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# user: as it stands now; former: the address before; by: Actor; now: datetime
changed = Signal()
