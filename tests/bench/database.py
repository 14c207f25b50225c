"""A database of the size the issue names: 3 programmes with 200 subjects in all, 5,000 documents, 200 agencies."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soat.settings")


@contextmanager
def filled() -> Iterator[object]:
    """Yields the cast on a fresh embedded server, filled; the server ends with the bench."""
    with tempfile.TemporaryDirectory(prefix="soat-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["SOAT_DATA_DIR"] = folder
        from soat.common.postgres import provide_environment
        from soat.upgrade import migrate

        provide_environment(Path(folder))
        migrate()
        import django

        django.setup()
        from tests.cast import build
        from tests.rows import fill

        cast = build()
        fill(cast)
        _many(cast)
        yield cast


def _many(cast) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from tests.cast import NOW, SYSTEM

    import soat
    from soat.access.actor import acting_as
    from soat.core.text import fold, sort_key, sort_text
    from soat.legal import services as legal
    from soat.legal.models import Citation, Document, Relation
    from soat.people.models import Agency
    from soat.programmes.models import Area, Duty, Item, Node, Outline, Subject

    with acting_as(SYSTEM):
        agencies = [
            Agency(
                name=name,
                kind="commune",
                level="commune",
                sort_key=sort_text(sort_key(name)),
                folded=fold(name),
            )
            for name in (f"Ủy ban nhân dân xã Đông Thịnh {n}" for n in range(200))
        ]
        Agency.objects.bulk_create(agencies)
        text = (Path(soat.__file__).parent / "samples" / "ke-hoach-97-2024.txt").read_text(encoding="utf-8")
        documents = [
            Document(
                number=f"{n}/KH-UBND", type="Kế hoạch",
                title=f"Kế hoạch {n} về cải cách hành chính và kiểm soát thủ tục hành chính",
                issuer="Ủy ban nhân dân tỉnh",
                issued_on=date(2015, 1, 1) + timedelta(days=n % 4000), created_at=NOW, created_by=SYSTEM.id,
                full_text=text if n % 10 == 0 else "",
            )
            for n in range(1000, 6000)
        ]  # fmt: skip
        for document in documents:
            legal.derive(document)
        Document.objects.bulk_create(documents, batch_size=500)
        Relation.objects.bulk_create(
            Relation(source=a, target=b, kind="amends", created_at=NOW, created_by=SYSTEM.id)
            for a, b in zip(documents[:800], documents[800:1600], strict=True)
        )
        for programme in (cast.ours, cast.theirs, cast.draft):
            Subject.objects.bulk_create(
                Subject(programme=programme, name=a.name, kind="commune", agency=a, order=10 + n)
                for n, a in enumerate(agencies[:66])
            )
            areas = [
                Area(programme=programme, number=f"1.{n}", title=f"Lĩnh vực {n}", order=n) for n in range(8)
            ]
            Area.objects.bulk_create(areas)
            items = [
                Item(programme=programme, area=a, text=f"Việc thực hiện nội dung {n}", order=n)
                for a in areas
                for n in range(12)
            ]
            Item.objects.bulk_create(items)
            Citation.objects.bulk_create(
                Citation(
                    document=d,
                    programme_id=programme.pk,
                    subject_type="programmes.item",
                    subject_id=i.pk,
                    label=i.text[:80],
                )
                for d, i in zip(documents, items, strict=False)
            )
            Duty.objects.bulk_create(
                Duty(programme=programme, owner="units", party=a.name, agency=a, text="Gửi báo cáo.", order=n)
                for n, a in enumerate(agencies[:66])
            )
            outline = Outline.objects.filter(programme=programme, state="draft").first()
            section = Node(programme=programme, outline=outline, kind="section", text="Mục I", code="m0")
            section.save(force_insert=True)
            Node.objects.bulk_create(
                Node(
                    programme=programme,
                    outline=outline,
                    parent=section,
                    kind="count",
                    text=f"Số nhiệm vụ {n}",
                    order=n,
                    code=f"m{n + 2}",
                )
                for n in range(250)
            )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
