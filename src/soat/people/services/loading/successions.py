"""Which agency took over from which, from a file (requirement P1): all of it or nothing, errors by row at once.

Called by the import page, the demonstration and the command line.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.spreadsheet import Row
from soat.core.text import fold
from soat.people import rules
from soat.people.models import Agency, Succession, SuccessionKind
from soat.people.services import agencies as write
from soat.people.services.loading.table import Known, Loaded, Reading, Source, Span, check, require, rows_of
from soat.people.services.successions import Join, join

SUCCESSION_COLUMNS = ("cu", "moi", "loai", "ngay", "van_ban", "dia_ban", "ghi_chu")

_SUCCESSIONS = {
    **{kind.value: kind for kind in SuccessionKind},
    **{fold(kind.written): kind for kind in SuccessionKind},
    "hop nhat": SuccessionKind.MERGE,
    "sap nhap": SuccessionKind.MERGE,
    "chia": SuccessionKind.SPLIT,
    "tach": SuccessionKind.SPLIT,
    "chuyen": SuccessionKind.TRANSFER,
}


def load_successions(source: Source, *, by: Actor, now: datetime) -> Loaded:
    """Add the successions of a table with `SUCCESSION_COLUMNS`: names of the old and new agency, kind, day, document.

    Agencies must be in the register: the old one until that day, the new one on it. Raises BadRows.
    """
    by.require("agency.edit")
    rows = rows_of(source, {})
    with transaction.atomic():
        write.lock_register()
        reading, known = Reading(), Known(Agency.objects.select_for_update())
        require(reading, rows, ("cu", "moi", "loai", "ngay", "van_ban"))
        standing = set(Succession.objects.values_list("predecessor_id", "successor_id"))
        pairs = [pair for row in rows if (pair := _pair(row, known, reading))]
        reading.finish()
        new = {
            (old.pk, heir.pk): pair
            for pair in pairs
            if ((old := pair[0]).pk, (heir := pair[1]).pk) not in standing
        }
        join(list(new.values()), by=by, now=now)
    return Loaded(len(new), len(pairs) - len(new))


def _pair(row: Row, known: Known, reading: Reading) -> Join | None:
    on = reading.day(row, "ngay")
    kind = _SUCCESSIONS.get(fold(row.get("loai")))
    if row.get("loai") and kind is None:
        reading.wrong(
            row, "loai", gettext("Hãy ghi một trong: sáp nhập, hợp nhất, chia, tách, đổi tên, chuyển.")
        )
    if on is None or kind is None or not (row.get("cu") and row.get("moi") and row.get("van_ban")):
        return None
    old = _one(row, "cu", (None, on), known, reading)
    new = _one(row, "moi", (on, None), known, reading)
    if old is None or new is None:
        return None
    errors = len(reading.errors)
    check(row, "cu", reading, lambda: rules.check_predecessor(old, on))
    if old.pk == new.pk:
        reading.wrong(row, "moi", gettext("Cơ quan cũ và mới là một. Hãy ghi cơ quan kế thừa."))
    if len(reading.errors) > errors:
        return None
    return old, new, kind, on, row.get("van_ban")[:200], row.get("ghi_chu")[:300]


def _one(row: Row, column: str, span: Span, known: Known, reading: Reading) -> Agency | None:
    """The agency a row names: for the old one the latest of that name before the day, for the new one that on it."""
    name = row.get(column)
    place = row.get("dia_ban")
    found = known.meeting(name, place, span)
    if column == "moi" and span[0]:
        found = [a for a in found if a.valid_from is None or a.valid_from <= span[0]]
    if len(found) == 1:
        return found[0]
    words = gettext("Danh mục không có") if not found else gettext("Danh mục có nhiều cơ quan tên")
    reading.wrong(
        row,
        column,
        gettext("%(words)s “%(name)s” vào ngày đó. Hãy thêm cơ quan hoặc ghi thêm cột dia_ban.")
        % {"words": words, "name": name},
    )
    return None
