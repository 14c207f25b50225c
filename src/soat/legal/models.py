"""The register of legal documents (requirements L1–L4): what they are, how they bear on each other, who cites them.

A document's key is number + symbol + issuer + date, since 97/KH-UBND recurs every year. A cited document that nobody
entered is a stub. `folded_head` (number to signer) and `folded` (head and text) hold what is searched, without
diacritics, kept by `services`. `settled` names the fields a person has set, which no import changes.
"""

from __future__ import annotations

from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel

# Words of the searched text; its own parser would take "97/kh-ubnd" for the path of a file, a single word.
_WORDS = Func(
    F("folded"),
    Value("[^[:alnum:]]+"),
    Value(" "),
    Value("g"),
    function="regexp_replace",
    output_field=models.TextField(),
)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        return self if actor.may("legal.view") else self.none()


class Document(BaseModel):
    """A legal document. `is_stub`: known only because something cites it ("không có trong sổ")."""

    number = models.CharField(max_length=80)
    number_key = models.CharField(max_length=80, db_index=True)
    type = models.CharField(max_length=60, blank=True)
    title = models.TextField(blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issuer_key = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    signer = models.CharField(max_length=150, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    full_text = models.TextField(blank=True)
    is_stub = models.BooleanField(default=False)
    folded_head = models.TextField(editable=False, default="")
    folded = models.TextField(editable=False)
    settled = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "issuer_key", "issued_on", "issued_year"],
                nulls_distinct=False,
                name="legal_document_once",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(effective_on__gte=F("issued_on")),
                name="legal_document_effect_after_issue",
            ),
        ]
        indexes = [
            GinIndex(SearchVector(_WORDS, config="simple"), name="legal_document_words"),
            models.Index(fields=["-issued_on", "number"], name="legal_document_newest"),
        ]

    def __str__(self) -> str:
        said = (
            self.number if self.number.startswith(self.type) else f"{self.type} {self.number}"
        )  # "Đề án 06"
        return said.strip()


class File(BaseModel):
    """A file of a document; the highest `number` is the current one, those before it stay. No row is ever changed.

    The name of who added it is kept, as in the trail: whoever reads the register may not see accounts.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    data = models.BinaryField(editable=False)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    added_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="legal_file_once")]

    def __str__(self) -> str:
        return f"{self.name} (bản {self.number})"


class RelationKind(Choices):
    """How `source` bears on `target`."""

    BASED_ON = "based_on", gettext_lazy("Căn cứ")
    AMENDS = "amends", gettext_lazy("Sửa đổi, bổ sung")
    REPLACES = "replaces", gettext_lazy("Thay thế")
    GUIDES = "guides", gettext_lazy("Hướng dẫn")
    ISSUED_WITH = "issued_with", gettext_lazy("Ban hành kèm theo")
    CITES = "cites", gettext_lazy("Viện dẫn")


class Relation(BaseModel):
    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    effective_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="legal_relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="legal_relation_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display().lower()} {self.target}"


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, actor: Actor) -> CitationQuerySet:
        return cast(CitationQuerySet, visible(self, actor, "citation.view", state=""))


class Citation(BaseModel):
    """A place in a programme's text that cites a document. The record is named by type and id: its room is higher."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    programme_id = models.UUIDField(db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField(db_index=True)
    label = models.CharField(max_length=300)
    sentence = models.TextField(blank=True)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    cited_on = models.DateField(null=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "subject_type", "subject_id", "span_start"],
                nulls_distinct=False,
                name="legal_citation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} ← {self.label}"
