"""Which agency a name in a plan stands for (requirements P1, G1): a name alone never decides.

Kind and level, the day and the place must fit: six districts of one plan share their names with wards of the next
year. Called by the import of plans, the search of a select, and the list of agencies. One query each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from soat.people import names
from soat.people.models import Agency, AgencyKind, AgencyLevel
from soat.people.names import Exactness, Name

_TERRITORY = (AgencyLevel.DISTRICT, AgencyLevel.COMMUNE)
_NO_DEPARTMENT = (AgencyKind.DISTRICT, AgencyKind.COMMUNE, AgencyKind.COMMITTEE, AgencyKind.COUNCIL)
_ABSENT = "Danh mục cơ quan không có “{name}”{when}. Hãy chọn cơ quan hoặc thêm vào danh mục."
_ENDED = "“{found}” {why} nên không thể là “{name}”{when}. Hãy chọn cơ quan kế thừa hoặc kiểm tra lại ngày."
_SEVERAL = "Danh mục có {count} cơ quan có thể là “{name}”{when}. Hãy chọn đúng cơ quan."
_LIKELY = "Văn bản ghi “{name}”, danh mục ghi “{found}”. Hãy xác nhận là một."
_UNSURE = "“{name}” không cho biết là cấp nào, danh mục có “{found}”. Hãy xác nhận."


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency a name may stand for. `fits`: it exists on the day and is of the kind told."""

    agency: Agency
    exactness: Exactness
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """The agency if only one can be meant. `reason`: a sentence on what is left to look at, or ""."""

    agency: Agency | None
    candidates: tuple[Candidate, ...]
    reason: str = ""


def find(name: str, on: date | None, place: str | None = None, *, kind: str = "") -> list[Candidate]:
    """Agencies that exist on `on` (any time when None) and may be called so, the likeliest first."""
    return [found for found in _candidates(name, kind, on, place, _register(place)) if found.fits]


def agency_choices(query: str, on: date | None, *, limit: int = 20) -> list[Agency]:
    """The first agencies for what was typed into a search select."""
    return [found.agency for found in find(query, on)[:limit]]


def match_agencies(
    written: Iterable[tuple[str, str]], on: date | None, place: str | None
) -> dict[str, Match]:
    """For each (name, kind as `core.plans` tells it, "" if unknown) the agency it stands for. One query."""
    matcher = Matcher(on, place)
    return {name: matcher.match(name, kind) for name, kind in written}


class Matcher:
    """Matches name after name against the register as of a day and a place. One query, at the start."""

    def __init__(self, on: date | None, place: str | None) -> None:
        self._on, self._place, self._register = on, place, _register(place)

    def match(self, name: str, kind: str = "") -> Match:
        return _match(name, kind, self._on, self._place, self._register)


def _register(place: str | None) -> list[Agency]:
    """The agencies of the place and those of none; all when no place is told."""
    wanted = names.place_key(place or "")
    rows = Agency.objects.order_by("sort_key", "pk")
    return [a for a in rows if not wanted or not a.place or names.place_key(a.place) == wanted]


def _candidates(
    name: str, kind: str, on: date | None, place: str | None, register: Sequence[Agency]
) -> list[Candidate]:
    written = names.parse(name)
    found = [
        Candidate(agency, exactness, _exists(agency, on) and _is_kind(agency, kind, written))
        for agency in register
        if (exactness := _best(name, written, agency, names.place_key(place or agency.place))) is not None
    ]
    return sorted(
        found, key=lambda c: (not c.fits, c.exactness, on is None and c.agency.valid_to is not None)
    )


def _best(name: str, written: Name, agency: Agency, place: str) -> Exactness | None:
    """The best fit among name, short name and abbreviation; the latter two only whole.

    A name with other diacritics is at best to be confirmed.
    """
    for other in (agency.short_name, agency.abbreviation):
        if other and names.parse(other).key == written.key and names.is_spelt_alike(name, other):
            return Exactness.EXACT
    best = names.compare(written, names.parse(agency.name), place)
    if best is None or names.is_spelt_alike(name, agency.name):
        return best
    return max(best, Exactness.BARE)


def _exists(agency: Agency, on: date | None) -> bool:
    return on is None or (
        (agency.valid_from is None or agency.valid_from <= on)
        and (agency.valid_to is None or agency.valid_to > on)
    )


def _is_kind(agency: Agency, kind: str, written: Name) -> bool:
    """Whether the agency can be what the plan and the words of the name say."""
    if written.rank in names.DISTRICT_RANKS:
        kind = "district"
    elif written.rank in names.COMMUNE_RANKS:
        kind = "commune"
    match kind:
        case "district" | "commune":
            return agency.level == kind
        case "department" | "public_unit" | "ministry_unit":
            return agency.kind not in _NO_DEPARTMENT
    return True


def _match(name: str, kind: str, on: date | None, place: str | None, register: Sequence[Agency]) -> Match:
    found = _candidates(name, kind, on, place, register)
    words = {"name": name, "when": f" vào ngày {on:%d/%m/%Y}" if on else ""}
    close = [c for c in found if c.fits and c.exactness <= Exactness.BARE]
    best = [c for c in close if c.exactness == close[0].exactness]
    if len(best) > 1:
        return Match(None, tuple(found), _SEVERAL.format(count=len(best), **words))
    if not best:
        return Match(None, tuple(found), _why_none(found, on, words))
    only = best[0]
    words["found"] = only.agency.name
    if only.agency.level in _TERRITORY and not kind and not names.parse(name).rank:
        return Match(None, tuple(found), _UNSURE.format(**words))
    reason = _LIKELY.format(**words) if only.exactness is Exactness.BARE else ""
    return Match(only.agency, tuple(found), reason)


def _why_none(found: Sequence[Candidate], on: date | None, words: dict[str, str]) -> str:
    """That the agency had ended or had not begun says more than that there is none."""
    missed = next(
        (c.agency for c in found if c.exactness <= Exactness.BARE and not _exists(c.agency, on)), None
    )
    if missed is None:
        return _ABSENT.format(**words)
    ended = missed.valid_to is not None and on is not None and missed.valid_to <= on
    why = (
        f"đã kết thúc ngày {missed.valid_to:%d/%m/%Y}"
        if ended
        else f"chỉ có từ ngày {missed.valid_from:%d/%m/%Y}"
    )
    return _ENDED.format(found=missed.name, why=why, **words)
