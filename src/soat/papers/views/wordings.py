"""Text templates: the kinds, and the editor of one with its variables and live preview (D4)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import posted, signed_in, step_of
from soat.common.errors import Missing
from soat.common.forms import tried
from soat.common.looks import Badge
from soat.common.tables import Column, Table
from soat.papers.forms.papers import TextsForm
from soat.papers.kinds import Kind, Variable, kinds
from soat.papers.models import Wording
from soat.papers.selectors import wordings as read
from soat.papers.services import wordings as write
from soat.papers.views.frame import Desk, desk_for
from soat.papers.views.papers import shown
from soat.papers.wordings import checked
from soat.papers.writers import write_pdf

Line = tuple[Kind, Wording | None]


@require_safe
@signed_in
def wordings(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_for(request, pk)
    desk.require("paper.drafts")
    rows = read.overview(desk.programme)
    columns = [
        Column(
            label="Loại văn bản",
            value=lambda line: line[0].label,
            head=True,
            link=lambda line: reverse("papers:wording", args=[pk, line[0].key]),
        ),
        Column(label="Sổ", value=lambda line: line[0].type or "Công văn"),
        Column(label="Mẫu đang dùng", value=_badge),
        Column(label="Lưu lúc", value=lambda line: line[1].saved_at if line[1] else "", kind="date"),
        Column(label="Người lưu", value=lambda line: line[1].saved_by_name if line[1] else ""),
    ]
    table = Table(columns, rows, request.GET, caption="Mẫu của từng loại văn bản")
    return render(request, "papers/wordings.html", desk.context("wordings", table=table))


def _badge(line: Line) -> Badge:
    saved = line[1]
    if saved is None or not saved.texts:
        return Badge("Mẫu có sẵn", "neutral")
    return Badge(f"Mẫu riêng, phiên bản {saved.version}", "info")


@require_http_methods(["GET", "POST"])
@signed_in
def wording(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The editor; `step` save or reset."""
    desk = desk_for(request, pk)
    desk.require("paper.drafts" if request.method != "POST" else "paper.template")
    kind = _kind(key)
    now_used = read.current(desk.programme, kind)
    form = TextsForm(posted(request), initial={**now_used.texts, "seen": now_used.version})
    if request.method == "POST" and form.is_valid() and _saved(request, desk, kind, form):
        return redirect("papers:wording", pk, key)
    context = desk.context(
        "wordings",
        kind=kind,
        form=form,
        in_use=now_used,
        may_edit=desk.may("paper.template"),
        variables=[(one, _written(one), _example(one)) for one in kind.variables],
        versions=read.versions(desk.programme, kind),
    )
    return render(request, "papers/wording.html", context)


def _saved(request: HttpRequest, desk: Desk, kind: Kind, form: TextsForm) -> bool:
    seen = form.cleaned_data["seen"]
    if step_of(request, "save", "reset") == "reset":
        step, told = partial(write.reset, desk.programme, kind), "Đã dùng lại mẫu có sẵn."
    else:
        step = partial(write.save, desk.programme, kind, form.texts())
        told = "Đã lưu mẫu. Văn bản đã ban hành và dự thảo đã lập không đổi."
    done = tried(form, partial(step, seen=seen, by=desk.actor, now=timezone.now()))
    if done:
        messages.success(request, told)
    return done


@require_POST
@signed_in
def preview(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The pages of the template as it is typed, with the examples; nothing is saved."""
    desk = desk_for(request, pk)
    desk.require("paper.drafts")
    kind = _kind(key)
    return shown(request, TextsForm(request.POST), lambda texts: write_pdf(checked(kind, texts)))


def _kind(key: str) -> Kind:
    if key not in kinds():
        raise Missing
    return kinds()[key]


def _written(one: Variable) -> list[str]:
    """How the variable stands in a template."""
    if isinstance(one.example, str):
        return [f"{{{{ {one.name} }}}}"]
    loop = f"{{% mỗi x trong {one.name} %}}"
    return [f"[bảng {one.name}]", loop] if one.columns else [loop]


def _example(one: Variable) -> str:
    """What it may be."""
    if isinstance(one.example, str):
        return one.example or "(trống)"
    rows = (one_row if isinstance(one_row, str) else _row(one_row) for one_row in one.example)
    return "; ".join(rows)


def _row(row: dict[str, str]) -> str:
    return ", ".join(f"x.{part}: {value}" for part, value in row.items() if value)
