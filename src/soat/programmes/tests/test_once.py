"""Every form of the programmes that adds something adds it once, however often it is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict
from soat.common.ids import new_id
from soat.programmes.models import Duty, Node, Question, Statement, Subject, Unplaced
from soat.programmes.parts import BY_SLUG
from soat.programmes.services import outline_nodes, unplaced
from soat.programmes.tests.outline_help import make_outline


def key_in(page: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


DUTY = {"text": "Đưa tin.", "party": "Báo", "owner": "press"}
FORMS: list[tuple[str, str, str, dict[str, str], type[Any]]] = [
    ("coordinator", "draft", "soat/muc-dich/them/", {"text": "Rà soát."}, Statement),
    ("coordinator", "draft", "soat/doi-tuong/them/", {"name": "Sở X", "kind": "other"}, Subject),
    ("coordinator", "ours", "nhiem-vu/them/", DUTY, Duty),
    ("unit_officer", "ours", "vuong-mac/gui/", {"text": "Thiếu máy."}, Question),
]


@pytest.mark.parametrize(("who", "of", "path", "values", "model"), FORMS)
def test_a_form_sent_twice_makes_one_row(
    cast: Cast, client_for: Any, who: str, of: str, path: str, values: dict[str, str], model: type[Any]
) -> None:
    client, base = client_for(cast.user(who)), f"/chuong-trinh/{getattr(cast, of).pk}/"
    if model is Subject:
        values = {**values, "agency": str(cast.unit.pk)}
    form = client.get(base + path.replace("gui/", "")).text
    sent = {**values, "key": key_in(form)}
    answers = [client.post(base + path, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    first = next(iter(values))
    other = client.post(base + path, {**sent, first: "Nội dung khác."})
    assert "đã thêm" in other.text
    with acting_as(SYSTEM):
        assert model.objects.filter(programme=getattr(cast, of)).count() == 1


def test_a_node_and_a_placed_text_are_added_once(cast: Cast) -> None:
    outline, key = make_outline(cast.ours), new_id()
    with acting_as(SYSTEM):
        left = Unplaced.objects.create(
            programme=cast.draft, text="Yêu cầu.", span_start=0, span_end=8, reason="x"
        )
    with acting_as(cast.actor("coordinator")) as by:
        more: dict[str, Any] = {"by": by, "now": NOW, "key": key}
        node: dict[str, Any] = {"kind": "section", "parent": None, "after": None, **more}
        made = [outline_nodes.add(outline, text="III", **node) for _ in range(2)]
        assert made[0] == made[1]
        with pytest.raises(Conflict, match="đã thêm “III III”"):
            outline_nodes.add(outline, text="IV", **node)
        assert Node.objects.filter(outline=outline, text__in=("III", "IV")).count() == 1
        placed = [unplaced.place(left, BY_SLUG["yeu-cau"], {"text": "Yêu cầu."}, **more) for _ in range(2)]
        assert placed[0] == placed[1]
        assert Statement.objects.filter(programme=cast.draft).count() == 1
