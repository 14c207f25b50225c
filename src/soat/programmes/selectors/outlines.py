"""Reads for the outline's pages (requirements G3, G4): versions, the tree of one, what it lacks, who may see what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.core.indicators import Check, derive_checks
from soat.programmes.models import Area, Node, NodeKind, Outline, PlanSource, Programme, Subject, SubjectKind
from soat.programmes.outline_lines import Gap, Line, gaps, measures


@dataclass(frozen=True, slots=True)
class Place:
    """A node where it stands: depth from 0, place among its siblings from 1, and how many they are."""

    node: Node
    depth: int
    place: int
    of: int

    @property
    def label(self) -> str:
        """The section's own number, else the item's place."""
        return self.node.number or ("" if self.node.kind == NodeKind.SECTION else str(self.place))


class Tree:
    """The nodes of a version, loaded once. Walks and looks up without a query."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.by_id: dict[UUID, Node] = {}
        self._below: dict[UUID | None, list[Node]] = {}
        for node in nodes:
            self.by_id[node.pk] = node
            self._below.setdefault(node.parent_id, []).append(node)

    @cached_property
    def by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.by_id.values()}

    def below(self, parent_id: UUID | None) -> list[Node]:
        return self._below.get(parent_id, [])

    def siblings(self, node: Node) -> list[Node]:
        return self.below(node.parent_id)

    def parent(self, node: Node) -> Node | None:
        return self.by_id.get(node.parent_id) if node.parent_id else None

    def above(self, node: Node) -> list[Node]:
        """Parent, its parent, … up to the root."""
        chain: list[Node] = []
        up = self.parent(node)
        while up is not None:
            chain.append(up)
            up = self.parent(up)
        return chain

    def walk(self, parent_id: UUID | None = None, depth: int = 0) -> Iterator[Place]:
        """Document order."""
        group = self.below(parent_id)
        for place, node in enumerate(group, start=1):
            yield Place(node, depth, place, len(group))
            yield from self.walk(node.pk, depth + 1)

    @cached_property
    def places(self) -> list[Place]:
        return list(self.walk())

    def branch(self, node: Node) -> list[Node]:
        """The node and all below it."""
        return [node, *(place.node for place in self.walk(node.pk))]

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(place.node) for place in self.places]

    def _code(self, node_id: UUID | None) -> str:
        return self.by_id[node_id].code if node_id in self.by_id else ""

    def _line(self, node: Node) -> Line:
        return Line(
            code=node.code,
            kind=node.kind,
            text=node.text,
            parent=self._code(node.parent_id),
            number=node.number,
            unit=node.unit,
            required=node.required,
            help=node.help,
            weight=node.weight,
            area=str(node.area) if node.area else "",
            audience=tuple(node.audience),
            numerator=self._code(node.numerator_id),
            denominator=self._code(node.denominator_id),
            check_rule=node.check_rule,
            columns=tuple(node.columns),
        )

    @cached_property
    def gaps(self) -> dict[str, list[Gap]]:
        doubts = {node.code: node.doubt for node in self.by_id.values() if node.is_doubtful}
        return gaps(self.lines, doubts)

    @cached_property
    def proposed_checks(self) -> list[Check]:
        """Checks the structure implies and no node carries yet; ratio checks hold of themselves."""
        held = {rule for node in self.by_id.values() for rule in node.check_rule.split(" và ")}
        ratios = {node.code for node in self.by_id.values() if node.kind == NodeKind.RATIO}
        return [
            check
            for check in derive_checks(measures(self.lines))
            if check.rule not in held and check.code not in ratios
        ]

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a node of the version is added, changed, moved or removed."""
        told = ",".join(sorted(f"{node.pk}:{node.revision}:{node.order}" for node in self.by_id.values()))
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def nearest_counts(self, node: Node) -> list[Node]:
        """Count items for the choice of numerator and denominator, the nearest in the document first."""
        order = {place.node.pk: at for at, place in enumerate(self.places)}
        here = order[node.pk]
        counts = [place.node for place in self.places if place.node.kind == NodeKind.COUNT]
        return sorted(counts, key=lambda count: abs(order[count.pk] - here))


def tree_of(outline: Outline) -> Tree:
    """The version's tree in one query, areas included."""
    return Tree(Node.objects.filter(outline=outline).select_related("area").order_by("order", "id"))


def trees_of(outlines: Sequence[Outline]) -> dict[UUID, Tree]:
    """The trees of several versions, in one query."""
    nodes: dict[UUID, list[Node]] = {outline.pk: [] for outline in outlines}
    rows = Node.objects.filter(outline__in=outlines).select_related("area").order_by("order", "id")
    for node in rows:
        nodes[node.outline_id].append(node)
    return {outline_id: Tree(group) for outline_id, group in nodes.items()}


def sees_all(actor: Actor, programme: Programme) -> bool:
    """Whether she sees every version, drafts too; units see the one in use only."""
    return actor.may("outline.draft", programme_id=programme.pk, state=programme.state)


def versions(programme: Programme, actor: Actor) -> list[Outline]:
    """Versions she may see, the latest first."""
    found: QuerySet[Outline] = (
        Outline.objects.visible_to(actor).filter(programme=programme).select_related("programme")
    )
    if not sees_all(actor, programme):
        found = found.filter(state="in_use")
    return list(found.order_by("-version"))


def pick(outlines: Sequence[Outline], version: str = "") -> Outline | None:
    """The version asked for by number, else the draft, else the one in use, else the latest."""
    if version:
        return next((one for one in outlines if str(one.version) == version), None)
    ranked = sorted(outlines, key=lambda one: ("draft", "in_use", "retired").index(one.state))
    return ranked[0] if ranked else None


def own_kinds(programme: Programme, actor: Actor) -> list[str]:
    """The kinds of unit her own agencies are in this programme, in the order of the list of kinds."""
    kinds = set(Subject.objects.visible_to(actor).filter(programme=programme).values_list("kind", flat=True))
    return [kind for kind in SubjectKind.values if kind in kinds]


def for_audience(tree: Tree, kind: str) -> list[Place]:
    """The places a unit of `kind` sees: its own and those open to all, under parents it sees. "" sees all."""
    seen: list[Place] = []
    hidden_below = -1
    for place in tree.places:
        if 0 <= hidden_below < place.depth:
            continue
        hidden_below = -1
        if kind and place.node.audience and kind not in place.node.audience:
            hidden_below = place.depth
        else:
            seen.append(place)
    return seen


def areas(programme: Programme | None) -> QuerySet[Area]:
    return Area.objects.filter(programme=programme).order_by("order", "id")


def sentence_of(node: Node, actor: Actor) -> str:
    """The words of the plan the node was read from, for those who may see the plan's text."""
    if node.span_start is None or node.span_end is None:
        return ""
    if not actor.may("programme.source", programme_id=node.programme_id):
        return ""
    source = PlanSource.objects.filter(programme_id=node.programme_id).only("text").first()
    return source.text[node.span_start : node.span_end] if source else ""
