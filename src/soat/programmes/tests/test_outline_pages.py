"""The outline editor, versions and the form preview, for the coordinator, the team, units and strangers (G3, G4)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Cast

from soat.programmes.models import Outline
from soat.programmes.tests.outline_help import make_outline

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(cast: Cast) -> Outline:
    return make_outline(cast.ours)


@pytest.fixture
def owner(cast: Cast, client_for: Any) -> Any:
    return client_for(cast.user("coordinator"))


def url(cast: Cast, rest: str = "") -> str:
    return f"/chuong-trinh/{cast.ours.pk}/de-cuong/{rest}"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 200),
        ("head", 200),
        ("unit_head", 302),
        ("press", 302),
        ("other_coordinator", 404),
        ("stranger", 404),
    ],
)
def test_who_opens_the_editor(cast: Cast, client_for: Any, draft: Outline, name: str, status: int) -> None:
    assert client_for(cast.user(name)).get(url(cast)).status_code == status


def test_the_editor_shows_the_tree_and_what_is_open(cast: Cast, owner: Any, draft: Outline) -> None:
    page = owner.get(url(cast)).text
    assert "Cần xem (1)" in page
    assert "Chưa ban hành được: còn 1 mục" in page
    assert page.count('role="treeitem"') == 8
    assert "Tổng số nhiệm vụ" in page
    assert "m3 &lt;= m4" in page or "không" in page
