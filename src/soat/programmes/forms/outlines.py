"""Forms of the outline editor (requirement G4): one node's fields by its kind, adding, placing, the version's head."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.programmes.models import Node, NodeKind, SubjectKind
from soat.programmes.outline_lines import is_untitled
from soat.programmes.selectors.outlines import Tree
from soat.programmes.services.outline_workbook import MAX_BYTES

_EVERY = ("kind", "text", "required", "help", "audience", "area", "weight")
_OF_KIND: dict[str, tuple[str, ...]] = {
    NodeKind.SECTION: ("number", "text", "help", "audience", "area"),
    NodeKind.COUNT: ("kind", "text", "unit", *_EVERY[2:], "check_rule"),
    NodeKind.RATIO: ("kind", "text", "numerator", "denominator", *_EVERY[2:], "check_rule"),
    NodeKind.TABLE: ("kind", "text", "columns", *_EVERY[2:]),
}
ITEM_KINDS = [choice for choice in NodeKind.choices if choice[0] != NodeKind.SECTION]
PLACES = [("after", "Ngay sau mục đang chọn"), ("inside", "Bên trong mục đang chọn")]


class ManyOptions(forms.Select):
    """A select of hundreds of options, drawn at once: Django renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, " selected" if key == chosen else "", label) for key, label in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt({**(attrs or {}), "name": name}), options)


def _label(node: Node) -> str:
    text = " ".join(node.text.split())
    return f"{node.code} · {text if len(text) <= 110 else text[:107] + '…'}"


class NodeForm(forms.Form):
    """The fields a node of this kind has; `changes` gives them as the service takes them."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="Số thứ tự", max_length=20, required=False)
    kind = forms.ChoiceField(label="Kiểu trả lời", choices=ITEM_KINDS)
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.CharField(
        label="Đơn vị tính", max_length=60, required=False, help_text="Ví dụ: hồ sơ, văn bản"
    )
    numerator = forms.ChoiceField(label="Tử số", required=False, widget=ManyOptions)
    denominator = forms.ChoiceField(label="Mẫu số", required=False, widget=ManyOptions)
    columns = forms.CharField(
        label="Cột của bảng",
        required=False,
        help_text="Mỗi dòng là tên một cột.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    required = forms.BooleanField(label="Bắt buộc trả lời", required=False)
    help = forms.CharField(
        label="Hướng dẫn cho đơn vị", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    audience = forms.MultipleChoiceField(
        label="Đơn vị phải trả lời",
        choices=SubjectKind.choices,
        required=False,
        help_text="Không chọn loại nào: mọi đơn vị thuộc mục chứa nó.",
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.ChoiceField(label="Lĩnh vực kiểm tra", required=False)
    weight = forms.DecimalField(
        label="Trọng số", required=False, max_digits=6, decimal_places=2, min_value=0, localize=True
    )
    check_rule = forms.CharField(
        label="Kiểm tra khi nộp",
        max_length=500,
        required=False,
        help_text="Viết bằng mã của các mục, ví dụ m1 + m2 &lt;= m3.",
    )

    def __init__(self, data: Any, *, node: Node, tree: Tree, areas: list[Any]) -> None:
        names = _OF_KIND.get(node.kind, _EVERY)
        initial = {name: getattr(node, name) for name in ("revision", *names)}
        initial |= {
            "area": node.area_id,
            "numerator": node.numerator_id,
            "denominator": node.denominator_id,
            "columns": "\n".join(node.columns),
            "text": "" if is_untitled(node.text) else node.text,
        }
        super().__init__(data, initial=initial)
        self.fields = {name: self.fields[name] for name in ("revision", *names)}
        if "numerator" in names:
            counts = [("", "Chưa chọn"), *((str(one.pk), _label(one)) for one in tree.nearest_counts(node))]
            self._choose("numerator", counts)
            self._choose("denominator", counts)
        self._choose("area", [("", "Không thuộc lĩnh vực nào"), *((str(one.pk), str(one)) for one in areas)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def changes(self) -> dict[str, Any]:
        """The values under the names of `outline_nodes.EDITABLE`, and the revision."""
        values = dict(self.cleaned_data)
        for name in {"area", "numerator", "denominator"} & values.keys():
            values[f"{name}_id"] = UUID(values[name]) if values[name] else None
            del values[name]
        if "columns" in values:
            values["columns"] = values["columns"].splitlines()
        return values


class AddForm(OnceForm):
    """A new node beside or inside the one at hand; at the top where there is none."""

    kind = forms.ChoiceField(label="Kiểu", choices=NodeKind.choices)
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 3}))
    place = forms.ChoiceField(label="Đặt ở đâu", choices=[*PLACES, ("top", "Cuối đề cương")])


class PlaceForm(forms.Form):
    """Where to put a node, without dragging: before, behind or inside another."""

    target = forms.ChoiceField(label="Mục làm mốc", widget=ManyOptions)
    side = forms.ChoiceField(
        label="Vị trí",
        choices=[("before", "Trước mục mốc"), ("after", "Sau mục mốc"), ("inside", "Trong mục mốc")],
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, node: Node, tree: Tree) -> None:
        super().__init__(data, initial={"revision": node.revision})
        own = {one.pk for one in tree.branch(node)}
        field = self.fields["target"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (place.node.code, f"{'— ' * place.depth}{place.label} {_label(place.node)}")
                for place in tree.places
                if place.node.pk not in own
            ]


class HeadForm(forms.Form):
    """Title, audience and data period of a draft."""

    title = forms.CharField(label="Tên đề cương", max_length=500)
    audience_text = forms.CharField(label="Dành cho", max_length=500, required=False)
    data_period_text = forms.CharField(
        label="Kỳ số liệu",
        max_length=500,
        required=False,
        help_text="Ví dụ: từ ngày 01/01 đến thời điểm báo cáo",
    )
    data_period_start = DayField(label="Số liệu từ ngày", required=False)


class FileForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel",
        help_text="Tệp .xlsx, tối đa 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx", "data-most-bytes": MAX_BYTES}),
    )
