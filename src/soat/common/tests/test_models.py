"""`pair`: a time and its person are set together or not at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.models import pair
from soat.programmes.models import Programme


@pytest.mark.parametrize("half", [{"closed_at": NOW}, {"closed_by": SYSTEM.id}])
def test_half_a_pair_is_refused_by_the_database(cast: Cast, half: dict[str, object]) -> None:
    with acting_as(SYSTEM):
        with pytest.raises(IntegrityError, match="closed_pair"), transaction.atomic():
            Programme.objects.filter(pk=cast.ours.pk).update(**half)
        Programme.objects.filter(pk=cast.ours.pk).update(closed_at=NOW, closed_by=SYSTEM.id, state="closed")


def test_a_pair_is_named_by_model_and_verb() -> None:
    assert pair("programmes_programme", "closed").name == "programmes_programme_closed_pair"
