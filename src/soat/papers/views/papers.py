"""Papers of a programme: the list, one paper with its pages, writing, issuing, taking back, its files (D1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import posted, signed_in
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.forms import attempted, tried
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.papers import rules
from soat.papers.forms.papers import ComposeForm, IssueForm, PaperFilter, ReasonForm, TextsForm
from soat.papers.kinds import kind_of
from soat.papers.models import Paper
from soat.papers.pictures import pictures_of
from soat.papers.selectors import papers as read
from soat.papers.services import papers as write
from soat.papers.views.frame import STATE_BADGES, Desk, desk_for, download, paper_for
from soat.papers.writers import write_docx, write_pdf

Issue = Callable[..., Paper]


@require_safe
@signed_in
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_for(request, pk, "paper.view")
    form = PaperFilter(request.GET, drafts=desk.may("paper.drafts"))
    form.is_valid()
    rows = read.listed(desk.programme, desk.actor, **form.chosen())
    table = Table(_columns(), rows, request.GET, caption="Văn bản của chương trình", empty=_no_papers(desk))
    batch = read.running(desk.programme, desk.actor)
    may_write = desk.may("paper.draft")
    may_notify = desk.may("visit.notify") and desk.may("paper.issue")
    context = desk.context(
        "papers", table=table, form=form, batch=batch, may_write=may_write, may_notify=may_notify
    )
    return render(request, "papers/papers.html", context)


def _columns() -> list[Column]:
    return [
        Column(label="Trích yếu", value="title", head=True, link=_link, key="trich-yeu", sort="title"),
        Column(label="Loại", value="label"),
        Column(label="Số và ký hiệu", value="number_text", key="so", sort="number_text"),
        Column(label="Ngày", value="dated", kind="date", key="ngay", sort="dated"),
        Column(label="Đơn vị nhận", value=lambda one: one.agency or ""),
        Column(label="Trạng thái", value=lambda one: STATE_BADGES[one.state], key="trang-thai", sort="state"),
    ]


def _link(paper: Paper) -> str:
    return reverse("papers:paper", args=[paper.programme_id, paper.pk])


def _no_papers(desk: Desk) -> Empty:
    if not desk.may("paper.draft"):
        return Empty("Chưa có văn bản nào.", "Văn bản hiện ra ở đây khi được ban hành.")
    return Empty(
        "Chưa có văn bản nào.",
        "Soạn từ mẫu; số và ngày có khi ban hành.",
        "Soạn văn bản",
        reverse("papers:compose", args=[desk.programme.pk]),
    )


@require_safe
@signed_in
def batch(request: HttpRequest, pk: UUID, batch_id: UUID) -> HttpResponse:
    """How far many papers are, for the card that asks again and again."""
    desk = desk_for(request, pk)
    desk.require("paper.drafts")
    found = read.batch(desk.programme, desk.actor, batch_id)
    if found is None:
        raise Missing
    return render(request, "papers/batch.html", {"programme": desk.programme, "batch": found})


@require_http_methods(["GET", "POST"])
@signed_in
def compose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft of any kind from its template."""
    desk = desk_for(request, pk)
    desk.require("paper.draft")
    form = ComposeForm(posted(request), programme=desk.programme)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about = write.About(agency=given["agency"])
        step = partial(write.draft, desk.programme, kind_of(given["kind"]), {}, about, key=given["key"])
        if (made := attempted(form, partial(step, by=desk.actor, now=timezone.now()))) is not None:
            messages.success(request, "Đã lập dự thảo theo mẫu. Hãy điền các chỗ còn dấu chấm.")
            return redirect("papers:edit", pk, made.pk)
    return render(request, "papers/compose.html", desk.context("papers", form=form))


@require_safe
@signed_in
def paper(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    desk = desk_for(request, pk)
    return page(request, desk, paper_for(desk, paper_id))


def page(
    request: HttpRequest,
    desk: Desk,
    found: Paper,
    form: IssueForm | None = None,
    revoking: ReasonForm | None = None,
) -> HttpResponse:
    """One paper with its pages and what may be done with it; `form`, `revoking`: as they were refused."""
    steps = {one.name for one in rules.open_steps(found.state) if desk.may(one.action)}
    if "issue" in steps and form is None:
        form = IssueForm(paper=found, initial={"seen": found.revision, "dated": timezone.localdate()})
    step = kind_of(found.kind).step
    context = desk.context(
        "papers",
        paper=found,
        badge=STATE_BADGES[found.state],
        facts=_facts(found),
        files=read.files(found),
        steps=steps,
        form=form if "issue" in steps else None,
        issue_url=reverse(step or "papers:issue", args=[desk.programme.pk, found.pk]),
        revoking=(revoking or ReasonForm()) if "revoke" in steps else None,
        **_pages(found),
    )
    return render(request, "papers/paper.html", context)


def _facts(found: Paper) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Loại", found.label),
        ("Số và ký hiệu", found.number_text),
        ("Ngày", found.dated),
        ("Người ký", found.signer),
        ("Đơn vị nhận", found.agency),
        ("Lý do kết thúc", found.end_reason),
        ("Lập dự thảo lúc", found.made_at),
        ("Ban hành lúc", found.issued_at),
    ]
    return [fact for fact in facts if fact[1]]


def _pages(found: Paper) -> dict[str, object]:
    """Its pages as pictures: of the issued bytes, or of the draft as it stands; or why it cannot be drawn."""
    try:
        return {"pictures": pictures_of(_bytes(found, "pdf"))}
    except DomainError as error:
        return {"problem": error.message}


def _bytes(found: Paper, suffix: str) -> bytes:
    if found.state == rules.State.DRAFT:
        year = timezone.localdate().year
        return {"docx": write_docx, "pdf": write_pdf}[suffix](
            write.drawn(found.texts, found.tables, year=year)
        )
    kept = read.file_of(found, suffix)
    if kept is None:
        raise Missing
    return bytes(kept.data)


@require_safe
@signed_in
def file(request: HttpRequest, pk: UUID, paper_id: UUID, suffix: str) -> HttpResponse:
    """The issued bytes as they are kept; of a draft, what it would be now."""
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    if suffix not in ("docx", "pdf"):
        raise Missing
    name = found.number_text.replace("/", "-") or f"du-thao-{found.kind}"
    return download(_bytes(found, suffix), name, suffix)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """The texts of a draft, with the pages beside them."""
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    desk.require("paper.draft")
    form = TextsForm(posted(request), initial={**found.texts, "seen": found.revision})
    if request.method == "POST" and form.is_valid():
        step = partial(write.edit, found, form.texts(), seen=form.cleaned_data["seen"])
        if tried(form, partial(step, by=desk.actor, now=timezone.now())):
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("papers:paper", pk, found.pk)
    if found.state != rules.State.DRAFT:
        return redirect("papers:paper", pk, found.pk)
    context = desk.context("papers", paper=found, form=form, tables=list(found.tables))
    return render(request, "papers/edit.html", context)


@require_POST
@signed_in
def preview(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """The pages of a draft as it is typed; nothing is saved."""
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    desk.require("paper.draft")
    form = TextsForm(request.POST)
    year = timezone.localdate().year
    return shown(request, form, lambda texts: write_pdf(write.drawn(texts, found.tables, year=year)))


def shown(request: HttpRequest, form: TextsForm, draw: Callable[[dict[str, str]], bytes]) -> HttpResponse:
    """The fragment of a preview: pages, or the sentence that says which line is wrong."""
    context: dict[str, object] = {}
    if not form.is_valid():
        context["problem"] = " ".join(str(one) for errors in form.errors.values() for one in errors)
    else:
        try:
            context["pictures"] = pictures_of(draw(form.texts()))
        except DomainError as error:
            context["problem"] = error.message
    return render(request, "papers/pages.html", context)


@require_POST
@signed_in
def issue(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    return issued(request, pk, paper_id, write.issue)


def issued(request: HttpRequest, pk: UUID, paper_id: UUID, step: Issue) -> HttpResponse:
    """Issues by `step`, which another room gives where issuing does more; or shows the paper with what is wrong."""
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    desk.require("paper.issue")
    _still(found, "issue")
    form = IssueForm(request.POST, paper=found)
    if form.is_valid():
        write_it = partial(
            step,
            found,
            form.terms(),
            seen=form.cleaned_data["seen"],
            instead_of=form.instead(),
            by=desk.actor,
            now=timezone.now(),
        )
        if (done := attempted(form, write_it)) is not None:
            messages.success(request, f"Đã ban hành văn bản số {done.number_text}.")
            return redirect("papers:paper", pk, done.pk)
    return page(request, desk, found, form)


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    desk.require("paper.issue")
    _still(found, "revoke")
    form = ReasonForm(request.POST)
    if form.is_valid():
        step = partial(
            write.revoke, found, reason=form.cleaned_data["reason"], by=desk.actor, now=timezone.now()
        )
        if tried(form, step):
            messages.success(request, "Đã thu hồi văn bản. Số của văn bản vẫn ở trong sổ.")
            return redirect("papers:paper", pk, found.pk)
    return page(request, desk, found, revoking=form)


def _still(found: Paper, step: str) -> None:
    """Raises Conflict if the paper has gone on since the page was opened."""
    if found.state != rules.step(step).from_state:
        raise Conflict(f"Văn bản này {found.get_state_display().lower()}. Hãy tải lại trang.")


@require_POST
@signed_in
def discard(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    desk = desk_for(request, pk)
    found = paper_for(desk, paper_id)
    desk.require("paper.draft")
    write.discard(found, by=desk.actor, now=timezone.now())
    messages.success(request, "Đã bỏ dự thảo.")
    return redirect("papers:papers", pk)
