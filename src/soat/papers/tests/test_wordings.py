"""Templates in versions: saved, refused with line and cause, put back; two editors at once (D4)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.papers.kinds import kind_of
from soat.papers.selectors import wordings as read
from soat.papers.services import wordings
from soat.papers.tests.help import run

KIND = kind_of("don-doc")
TEXTS = {**KIND.texts, "body": "Đề nghị {{ don_vi }} gửi báo cáo./."}


def test_versions_follow_each_other_and_the_shipped_one_comes_back(cast: Cast) -> None:
    with acting_as(cast.actor("coordinator")):
        assert read.current(cast.ours, KIND) == read.InUse(0, KIND.texts, True)
    run(cast, wordings.save, cast.ours, KIND, TEXTS, seen=0)
    with acting_as(cast.actor("coordinator")):
        assert read.current(cast.ours, KIND) == read.InUse(1, TEXTS, False)
    run(cast, wordings.reset, cast.ours, KIND, seen=1)
    with acting_as(cast.actor("coordinator")):
        assert read.current(cast.ours, KIND) == read.InUse(2, KIND.texts, True)
        assert [one.version for one in read.versions(cast.ours, KIND)] == [2, 1]
        saved = {kind.key: one for kind, one in read.overview(cast.ours)}
        assert str(saved["don-doc"]) == "Mẫu don-doc, phiên bản 2"
        assert saved["ke-hoach"] is None


def test_who_was_slower_is_told(cast: Cast) -> None:
    run(cast, wordings.save, cast.ours, KIND, TEXTS, seen=0)
    with pytest.raises(Conflict, match="vừa lưu"):
        run(cast, wordings.save, cast.ours, KIND, TEXTS, seen=0)


def test_a_wrong_template_is_not_saved(cast: Cast) -> None:
    with pytest.raises(DomainError, match="Phần “Nội dung”, dòng 2"):
        run(cast, wordings.save, cast.ours, KIND, {**TEXTS, "body": "a\n{% nếu %}"}, seen=0)
    with acting_as(cast.actor("coordinator")):
        assert read.current(cast.ours, KIND).version == 0


def test_only_the_coordinator_saves_and_nothing_is_changed_afterwards(cast: Cast) -> None:
    with pytest.raises(Refused):
        run(cast, wordings.save, cast.ours, KIND, TEXTS, seen=0, who="head")
    run(cast, wordings.save, cast.ours, KIND, TEXTS, seen=0)
    for sql in ("UPDATE papers_wording SET texts = '{}'", "DELETE FROM papers_wording"):
        with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(sql)
