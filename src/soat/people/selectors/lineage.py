"""Who an agency took over from and who took over from it, through all chains, in one query (requirement P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db import connection

from soat.people.models import Agency, SuccessionKind

# UNION drops what was met before at the same depth; the bound stops circles that older data may hold.
_SQL = """
WITH RECURSIVE line(side, id, far, depth) AS (
  (SELECT 'origin', s.id, s.predecessor_id, 1 FROM people_succession s WHERE s.successor_id = %(id)s
   UNION ALL
   SELECT 'heir', s.id, s.successor_id, 1 FROM people_succession s WHERE s.predecessor_id = %(id)s)
  UNION
  SELECT line.side, s.id, CASE line.side WHEN 'origin' THEN s.predecessor_id ELSE s.successor_id END, line.depth + 1
    FROM line JOIN people_succession s
      ON line.far = CASE line.side WHEN 'origin' THEN s.successor_id ELSE s.predecessor_id END
   WHERE line.depth < 40
)
SELECT line.side, min(line.depth), old.id, old.name, new.id, new.name, s."on", s.kind, s.document, s.note
  FROM line JOIN people_succession s ON s.id = line.id
  JOIN people_agency old ON old.id = s.predecessor_id JOIN people_agency new ON new.id = s.successor_id
 GROUP BY line.side, s.id, old.id, new.id
 ORDER BY s."on", old.sort_key, new.sort_key, s.id
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One succession on the way. `side`: "origin" before the agency, "heir" after it; `depth` 1 touches it."""

    side: Literal["origin", "heir"]
    depth: int
    predecessor_id: UUID
    predecessor: str
    successor_id: UUID
    successor: str
    on: date
    kind: SuccessionKind
    document: str
    note: str


def lineage(agency: Agency) -> list[Link]:
    """All successions before and after the agency, by day."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"id": agency.pk})
        rows = cursor.fetchall()
    return [
        Link(side, depth, old_id, old, new_id, new, on, SuccessionKind(kind), document, note)
        for side, depth, old_id, old, new_id, new, on, kind, document, note in rows
    ]
