"""Files of a document (requirement L1): a new one becomes the current one, those before it stay and can be fetched.

Called by the page of a document.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.core.citations import find_citations
from soat.core.file_names import kept_name
from soat.core.plans.extract import Extracted, extract_bytes
from soat.legal.models import Document, File
from soat.legal.registration import as_citation
from soat.legal.services.registering import derive, register
from soat.legal.services.relations import relate_text
from soat.trail import services as trail


def attach(
    document: Document, data: bytes, name: str, *, replaces: UUID | None = None, by: Actor, now: datetime
) -> Document:
    """Keep a file of the document and its text; documents the text cites are registered and related.

    `replaces`: the current file as the person saw it, when she means to put a new one in its place; a document that
    has another one, or one nobody said to replace, is a Conflict. The current file sent again changes nothing.
    Raises UnreadableFile with one sentence when the file cannot be read; then nothing changes.
    """
    by.require("legal.edit")
    extracted = extract_bytes(data, name)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        current = document.files.defer("data").first()
        file = _file(document, data, kept_name(name, extracted.kind), extracted.kind, by, now)
        if current is not None and current.sha256 == file.sha256:
            return document
        _require_meant(current, replaces)
        file.number = current.number + 1 if current else 1
        file.save(force_insert=True)
        before = _told(current, document)
        _take_text(document, extracted)
        trail.record("legal.edit", document, by=by, now=now, before=before, after=_told(file, document))
        mentions = [as_citation(document), *find_citations(extracted.text)]
        known = register(mentions, by=by, now=now, issuer=document.issuer)
        relate_text(extracted.text, document, known, by=by, now=now, issuer=document.issuer)
    return document


def _file(document: Document, data: bytes, name: str, kind: str, by: Actor, now: datetime) -> File:
    return File(
        document=document, data=data, name=name, type=kind, size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        added_at=now, added_by=by.id, added_by_name=by.name,
    )  # fmt: skip


def _require_meant(current: File | None, replaces: UUID | None) -> None:
    if current is None or current.pk == replaces:
        return
    raise Conflict(
        f"Văn bản này đã có tệp “{current.name}”, {current.added_by_name or 'một người'} đính kèm ngày "
        f"{localdate(current.added_at):%d/%m/%Y}. Tệp vừa gửi chưa được lưu. Hãy tải lại trang văn bản; nếu vẫn muốn "
        "thay, bấm “Thay bằng tệp mới”: tệp cũ vẫn được giữ."
    )


def _take_text(document: Document, extracted: Extracted) -> None:
    document.full_text, document.is_stub = extracted.text, False
    derive(document)
    document.save()


def _told(file: File | None, document: Document) -> dict[str, Any]:
    if file is None:
        return {}
    return {
        "file_name": file.name,
        "version": file.number,
        "sha256": file.sha256,
        "characters": len(document.full_text),
    }
