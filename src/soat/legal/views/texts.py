"""The text of a document, in parts, with each cited document as a link; its file (requirements L1, L2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError, Missing
from soat.core.citations import find_all
from soat.core.plans.extract import MAX_BYTES
from soat.legal import services
from soat.legal.forms import FileForm
from soat.legal.models import Document, File
from soat.legal.registration import at_home
from soat.legal.selectors import standing
from soat.legal.views.frame import document_for, link

_LENGTH = 20_000  # characters of a part; finding the citations of more takes longer than a page may


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text, and which of how many it is; none of no text."""

    html: str
    number: int
    count: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


def part_of(document: Document, asked: str) -> Part | None:
    """The part asked for, cut at line breaks; the nearest there is."""
    parts = _cut(document.full_text)
    if not parts:
        return None
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, 1), len(parts))
    return Part(_linked(parts[number - 1], document.issuer), number, len(parts))


def _cut(text: str) -> list[str]:
    parts, start = [], 0
    while start < len(text):
        end = start + _LENGTH
        if end < len(text):
            end = max(text.rfind("\n", start, end), start + _LENGTH // 2) + 1
        parts.append(text[start:end])
        start = end
    return parts


def _linked(text: str, issuer: str) -> str:
    """The text with each cited number as a link to the document, or to a search when it is not told which."""
    mentions = find_all(text)
    known = standing(mentions)
    pieces, at = [], 0
    for mention in mentions:
        start, end = mention.span
        document = known.find(at_home(mention, issuer))
        url = link(document) if document else f"{reverse('legal:list')}?{urlencode({'q': mention.number})}"
        pieces.append((text[at:start], format_html('<a href="{}">{}</a>', url, text[start:end])))
        at = end
    return format_html("{}{}", format_html_join("", "{}{}", pieces), text[at:])


@require_safe
@signed_in
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The current file as it was attached, always a download."""
    return _download(document_for(request, pk).files.first())


@require_safe
@signed_in
def file_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A file as it was attached, the current one or one before it."""
    return _download(document_for(request, pk).files.filter(number=number).first())


def _download(found: File | None) -> HttpResponse:
    if found is None:
        raise Missing(gettext("Văn bản này chưa có tệp như vậy. Hãy mở trang văn bản để xem các tệp đã có."))
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    return response


@require_POST
@signed_in
def file_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    actor.require("legal.edit")
    form = FileForm({**request.POST.dict(), "thay": request.GET.get("thay", "")}, request.FILES)
    if not form.is_valid():
        raise DomainError(gettext("Hãy chọn tệp văn bản (.docx, .pdf, .html hoặc .txt) có nội dung."), "file")
    upload = form.cleaned_data["file"]
    if upload.size > MAX_BYTES:
        raise DomainError(gettext("Tệp lớn hơn 20 MB. Hãy bỏ ảnh, phụ lục quét rồi tải lại."), "file")
    replaces = form.cleaned_data["thay"]
    services.attach(found, upload.read(), upload.name, replaces=replaces, by=actor, now=timezone.now())
    done = (
        gettext("Tệp mới là bản hiện hành, tệp cũ vẫn được giữ") if replaces else gettext("Đã đính kèm tệp")
    )
    messages.success(
        request, gettext("%(done)s; các văn bản mà nó viện dẫn đã được ghi nhận.") % {"done": done}
    )
    return (
        HttpResponseClientRedirect(link(found))
        if request.headers.get("HX-Request")
        else redirect(link(found))
    )
