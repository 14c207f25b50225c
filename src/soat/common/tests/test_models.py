"""`pair`: a time and its person are set together or not at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.models import pair
from soat.programmes.models import Subject


@pytest.mark.parametrize("half", [{"reviewed_at": NOW}, {"reviewed_by": SYSTEM.id}])
def test_half_a_pair_is_refused_by_the_database(cast: Cast, half: dict[str, object]) -> None:
    with acting_as(SYSTEM):
        with pytest.raises(IntegrityError, match="reviewed_pair"), transaction.atomic():
            Subject.objects.filter(programme=cast.ours).update(**half)
        Subject.objects.filter(programme=cast.ours).update(reviewed_at=NOW, reviewed_by=SYSTEM.id)


def test_a_pair_is_named_by_model_and_verb() -> None:
    assert pair("programmes_programme", "closed").name == "programmes_programme_closed_pair"
