"""What is compared between a read plan and the answer of a careful official (G1, G2, L2), aspect by aspect.

Each check yields `(holds, message)` pairs and only for keys the answer gives; `test_corpus` runs and counts
them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from soat.core.plans.model import Outline, OutlineItem, OutlineSection, Plan, Seat

Check = tuple[bool, str]
Expected = dict[str, Any]


def fold(text: str | None) -> str:
    """Lower case, no diacritics, đ as d, single spaces: two spellings of one Vietnamese name become equal."""
    bare = unicodedata.normalize("NFD", (text or "").replace("Đ", "D").replace("đ", "d").replace("Ð", "D"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", kept).strip().casefold()


def loose(text: str | None) -> str:
    """`fold` for words of the plan: the usual abbreviation counts as its full form."""
    return fold(text).replace("ubnd", "uy ban nhan dan")


def same(label: str, found: object, wanted: object) -> Check:
    return found == wanted, f"{label}: found {found!r}, wanted {wanted!r}"


def holds(label: str, found: str | None, wanted: str) -> Check:
    return loose(wanted) in loose(found), f"{label}: {wanted!r} is not in {found!r}"


def among(label: str, wanted: str, found: Iterable[str]) -> Check:
    listed = list(found)
    return any(loose(wanted) in loose(one) for one in listed), f"{label}: {wanted!r} is in none of {listed!r}"


def check_document(plan: Plan, expected: Expected) -> Iterator[Check]:
    document = expected.get("document", {})
    if "number" in document:
        yield same("document.number", plan.document.number, document["number"])
    for field in ("type", "place", "signer"):
        if field in document:
            found, wanted = getattr(plan.document, field), document[field]
            yield fold(found) == fold(wanted), f"document.{field}: found {found!r}, wanted {wanted!r}"
    for part in document.get("issuer", []):
        yield holds("document.issuer", plan.document.issuer, part)
    if "date" in document:
        found_date = plan.document.date
        yield same("document.date", found_date.isoformat() if found_date else None, document["date"])


def check_purposes(plan: Plan, expected: Expected) -> Iterator[Check]:
    for key, found in (("n_purposes", plan.purposes), ("n_requirements", plan.requirements)):
        if key in expected:
            yield same(f"{key} {[text.text[:50] for text in found]}", len(found), expected[key])


def check_content_areas(plan: Plan, expected: Expected) -> Iterator[Check]:
    wanted = expected.get("content_areas", {})
    titles = [area.title for area in plan.content_areas]
    if "count" in wanted:
        yield same(f"number of content areas {titles}", len(titles), wanted["count"])
    for title in wanted.get("titles", []):
        yield among("content area", title, titles)


def check_period(plan: Plan, expected: Expected) -> Iterator[Check]:
    for edge, wanted in expected.get("period", {}).items():
        found = getattr(plan.period, edge, None)
        yield same(f"period.{edge}", found.isoformat() if found else None, wanted)


def check_methods(plan: Plan, expected: Expected) -> Iterator[Check]:
    kinds = {method.kind for method in plan.methods}
    if "methods" in expected:
        yield same("methods", sorted(kinds), sorted(expected["methods"]))
    for kind in expected.get("methods_include", []):
        yield kind in kinds, f"methods: {kind} is not in {sorted(kinds)}"
    for kind in expected.get("methods_exclude", []):
        yield kind not in kinds, f"methods: {kind} must not be in {sorted(kinds)}"


def check_notice(plan: Plan, expected: Expected) -> Iterator[Check]:
    """A wanted figure may stand on a method or, where the plan says it only there, in the due of a duty."""
    found = {method.notice_working_days for method in plan.methods} - {None}
    if "notice_working_days" in expected:
        for days in expected["notice_working_days"]:
            due = any(re.search(rf"\b0?{days} ngay lam viec", fold(duty.due)) for duty in plan.duties)
            yield days in found or due, f"notice: {days} working days not among {found}"
        extra = found - set(expected["notice_working_days"])
        yield not extra, f"notice: {extra} working days are not in the plan"
    if "notice_plain_days" in expected:
        doubted = any("notice" in doubt.field or "methods" in doubt.field for doubt in plan.doubts)
        yield not found or doubted, f"notice: plain days read as working days without a doubt: {found}"


def check_subjects(plan: Plan, expected: Expected) -> Iterator[Check]:
    if "subjects" not in expected:
        return
    wanted = expected["subjects"]
    names = [fold(subject.name) for subject in plan.subjects]
    wanted_names = [fold(name) for name, _ in wanted]
    missing = [name for name, _ in wanted if fold(name) not in names]
    extra = [subject.name for subject in plan.subjects if fold(subject.name) not in wanted_names]
    for name, _ in wanted:
        yield fold(name) in names, f"subjects: {name!r} missing; all missing {missing}, extra {extra}"
    yield not extra, f"subjects: not in the plan {extra}"
    if not missing and not extra:
        yield same("subjects in order", names, wanted_names)


def check_subject_kinds(plan: Plan, expected: Expected) -> Iterator[Check]:
    kinds = {fold(subject.name): subject.kind for subject in plan.subjects}
    for name, kind in expected.get("subjects", []):
        if kind is not None:
            yield same(f"kind of {name!r}", kinds.get(fold(name)), kind)


def check_months(plan: Plan, expected: Expected) -> Iterator[Check]:
    months = {fold(subject.name): subject.month for subject in plan.subjects}
    for (name, _), wanted in zip(expected.get("subjects", []), expected.get("months", []), strict=False):
        found = months.get(fold(name))
        yield same(f"month of {name!r}", found.isoformat() if found else None, wanted)


def check_special(plan: Plan, expected: Expected) -> Iterator[Check]:
    """What was carried over from last year, thematic inspections, who sits on the unit's side."""
    for key, found in (("carried_over", plan.carried_over), ("thematic", plan.thematic)):
        for part in expected.get(key, []):
            yield among(key, part, [text.text for text in found])
    if "n_unit_side" in expected:
        found_side = [text.text for text in plan.unit_side]
        yield same(f"unit side {found_side}", len(found_side), expected["n_unit_side"])


def seat_words(seat: Seat) -> str:
    return " ".join(part for part in (seat.text, seat.agency, seat.person) if part)


def check_team(plan: Plan, expected: Expected) -> Iterator[Check]:
    """A secretary named beside the members may be read as one of them or not."""
    wanted = expected.get("team", {})
    head = seat_words(plan.team.head) if plan.team.head else None
    if wanted.get("head"):
        yield holds("team.head", head, wanted["head"])
    elif "head" in wanted:
        yield same("team.head", head, None)
    if "deputies" in wanted:
        yield same("number of deputies", len(plan.team.deputies), wanted["deputies"])
    members = [seat_words(seat) for seat in plan.team.members]
    if "members" in wanted:
        for member in wanted["members"]:
            yield among("team.members", member, members)
        more = len(members) - len(wanted["members"])
        allowed = (0, 1) if wanted.get("secretary") else (0,)
        yield more in allowed, f"members: {len(wanted['members'])} wanted, found {members}"
    if "support" in wanted:
        support = [seat_words(seat) for seat in plan.team.support_agencies]
        yield same(f"number of support agencies {support}", len(support), wanted["support"])


def check_duties(plan: Plan, expected: Expected) -> Iterator[Check]:
    parties = list(dict.fromkeys(duty.party for duty in plan.duties))
    for party in expected.get("duties", []):
        yield among("duties", party, parties)


def check_dues(plan: Plan, expected: Expected) -> Iterator[Check]:
    """A party's duty names its deadline, as the plan words it."""
    for party, due in expected.get("dues", []):
        dues = [duty.due for duty in plan.duties if loose(party) in loose(duty.party) and duty.due]
        yield among(f"due of {party!r}", due, dues)


def check_funding(plan: Plan, expected: Expected) -> Iterator[Check]:
    if "funding" in expected:
        yield same("funding given", plan.funding is not None, expected["funding"])


def items_of(sections: Iterable[OutlineSection]) -> Iterator[OutlineItem]:
    for section in sections:
        yield from nested(section.items)
        yield from items_of(section.sections)


def nested(items: Iterable[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from nested(item.items)


def audiences(outline: Outline) -> list[str]:
    heads = [outline.audience.text] if outline.audience else []
    return heads + [item.audience for item in items_of(outline.sections) if item.audience]


def check_outline(plan: Plan, expected: Expected) -> Iterator[Check]:
    wanted = expected.get("outline")
    if wanted is None:
        return
    outline = plan.outline
    yield same("outline present", outline is not None, wanted["present"])
    if not wanted["present"]:
        return
    sections = outline.sections if outline else []
    if "n_sections" in wanted:
        yield same(f"sections {[one.title for one in sections]}", len(sections), wanted["n_sections"])
    for title in wanted.get("titles", []):
        yield among("outline section", title, [one.title for one in sections])
    for audience in wanted.get("audience", []):
        yield among("outline audience", audience, audiences(outline) if outline else [])
    if "data_period" in wanted:
        given = outline.data_period.text if outline and outline.data_period else None
        yield holds("outline data period", given, wanted["data_period"])


def check_item_kinds(plan: Plan, expected: Expected) -> Iterator[Check]:
    """Some item that holds the words asks for the kind wanted."""
    items = list(items_of(plan.outline.sections)) if plan.outline else []
    for words, kind in (expected.get("outline") or {}).get("kinds", []):
        kinds = [item.kind for item in items if loose(words) in loose(item.text)]
        yield kind in kinds, f"kind of {words!r}: found {kinds}, wanted {kind}"


def check_ratios(plan: Plan, expected: Expected) -> Iterator[Check]:
    wanted = (expected.get("outline") or {}).get("ratios")
    if wanted is None:
        return
    sections = plan.outline.sections if plan.outline else []
    ratios = [item for item in items_of(sections) if item.kind == "ratio"]
    tied = [item.text for item in ratios if item.numerator and item.denominator]
    open_ones = [item.text for item in ratios if not (item.numerator and item.denominator)]
    yield same(f"tied ratios {tied}", len(tied), wanted["tied"])
    yield same(f"ratios without counts {open_ones}", len(open_ones), wanted["untied"])
    for text, numerator, denominator in wanted.get("ties", []):
        ties = [one for one in ratios if fold(text) in fold(one.text)]
        yield among(f"numerator of {text!r}", numerator, [tie.numerator or "" for tie in ties])
        yield among(f"denominator of {text!r}", denominator, [tie.denominator or "" for tie in ties])


def check_citations(plan: Plan, expected: Expected) -> Iterator[Check]:
    if "citations" not in expected:
        return
    found, wanted = {citation.number for citation in plan.citations}, expected["citations"]
    for number in wanted:
        yield number in found, f"citations: {number} missing; found {sorted(found)}"
    yield found <= set(wanted), f"citations: not in the plan: {sorted(found - set(wanted))}"


def check_related(plan: Plan, expected: Expected) -> Iterator[Check]:
    """Documents without a number (laws by name) are left to the reader's taste."""
    if "related" in expected:
        found = sorted({citation.number for citation in plan.related_documents if citation.number})
        yield same("related documents", found, sorted(expected["related"]))


ASPECTS: dict[str, Callable[[Plan, Expected], Iterator[Check]]] = {
    "document": check_document,
    "purposes": check_purposes,
    "content_areas": check_content_areas,
    "period": check_period,
    "methods": check_methods,
    "notice": check_notice,
    "subjects": check_subjects,
    "subject_kinds": check_subject_kinds,
    "months": check_months,
    "special": check_special,
    "team": check_team,
    "duties": check_duties,
    "dues": check_dues,
    "funding": check_funding,
    "outline": check_outline,
    "item_kinds": check_item_kinds,
    "ratios": check_ratios,
    "citations": check_citations,
    "related": check_related,
}
