"""Pages with every component: long names, many rows, nothing there, failure; looked at by `test_look.py`.

Run as `python tests/gallery.py FOLDER` it saves a picture of each page at 1440 and 390 px (docs/look.md).
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
LONG = "Ủy ban nhân dân thành phố và Ban Quản lý Khu kinh tế phường Đông Hải thuộc đặc khu Bạch Long Vĩ"
PAGES = {path.stem: path for path in sorted((Path(__file__).parent / "gallery_pages").glob("*.html"))}


def pages() -> dict[str, str]:
    """Name of each page and its HTML. Django must be set up."""
    from django.template import engines
    from django.template.loader import render_to_string

    context = {**_frame(), **_records(), **_lists(), **_forms()}
    template = engines["django"].from_string
    drawn = {name: template(path.read_text(encoding="utf-8")).render(context) for name, path in PAGES.items()}
    errors = {name: render_to_string(f"{name}.html") for name in ("404", "500")}
    return {**drawn, **errors}


def _frame() -> dict[str, object]:
    from soat.common.looks import Me, MeLink, NavItem

    nav = [
        NavItem("Việc của tôi", "/empty", "checklist", count=12),
        NavItem("Chương trình", "/record", "clipboard-list", active=True, group="Kiểm tra"),
        NavItem("Đề cương báo cáo", "/form", "forms", group="Kiểm tra"),
        NavItem("Sổ văn bản", "/list", "book", group="Tra cứu"),
        NavItem("Cơ quan", "/list", "building-bank", group="Tra cứu"),
    ]
    me = Me(
        "Nguyễn Thị Đặng Thùy Ánh Tuyết",
        f"Điều phối · {LONG}",
        [MeLink("Đăng xuất", "/post", "logout", post=True)],
    )
    return {"nav": nav, "me": me, "long": LONG, "csrf_token": "x" * 32}


def _records() -> dict[str, object]:
    from soat.common.looks import Badge, Entry, Node, Tab
    from soat.common.source_text import SourceSpan

    states = [
        Badge("Chưa bắt đầu"),
        Badge("Đang xem", "accent"),
        Badge("Đang làm", "info"),
        Badge("Đã xong", "good"),
        Badge("Sắp đến hạn", "warn"),
        Badge("Quá hạn 3 ngày", "bad"),
    ]
    leaf = Node(
        f"Công tác chỉ đạo, điều hành tại {LONG}",
        "a)",
        note="Quyết định 766/QĐ-TTg",
        url="#",
        badges=states[3:5],
    )
    area = Node("Cải cách thủ tục hành chính", "2", children=[leaf, leaf])
    text = (SRC / "soat" / "samples" / "ke-hoach-97-2024.txt").read_text(encoding="utf-8")
    kinds = ["placed", "placed", "doubtful", "unplaced"]
    spans = [SourceSpan(str(n), 300 * n + 40, 300 * n + 160, kinds[n % 4]) for n in range(40)]
    return {
        "states": states,
        "tabs": [Tab(f"Phần thứ {n} của hồ sơ", "#", n == 1, n * 7 if n % 2 else None) for n in range(7)],
        "nodes": [Node("Chỉ đạo, điều hành", "1", children=[leaf, area]), area, Node("Không có nhánh", "3")],
        "facts": [
            ("Số, ký hiệu", "97/KH-UBND"),
            ("Ngày", date(2024, 4, 16)),
            ("Nơi", LONG),
            ("Người ký", None),
        ],
        "entries": [
            Entry(datetime(2024, 4, 16, 2, 30, tzinfo=UTC), "Ban hành kế hoạch", who="Văn Đức", tone="good"),
            Entry(date(2024, 5, 2), "Hạn nộp báo cáo", text=LONG, tone="warn", url="#"),
            Entry(None, "Kết luận"),
        ],
        "text": text,
        "spans": spans,
    }


def _lists() -> dict[str, object]:
    from django.http import QueryDict

    from soat.common.looks import Badge, Empty
    from soat.common.tables import Column, Table

    rows = [
        {"name": f"{LONG} số {n}", "points": n * 1234.5, "on": date(2024, 1, 1) + timedelta(n), "none": None}
        for n in range(200)
    ]
    columns = [
        Column(
            label="Tên văn bản",
            value="name",
            key="ten",
            sort=lambda row: row["name"],
            head=True,
            link=lambda row: "#",
        ),
        Column(label="Điểm", value="points", key="diem", sort=lambda row: row["points"], kind="num"),
        Column(label="Ngày ban hành", value="on", key="ngay", sort=lambda row: row["on"], kind="date"),
        Column(label="Ngày hết hiệu lực", value="none", kind="date"),
        Column(label="Cơ quan ban hành", value=lambda row: LONG),
        Column(label="Trạng thái", value=lambda row: Badge("Còn hiệu lực", "good")),
    ]
    empty = Empty(
        "Chưa có chương trình nào.",
        "Tải tệp kế hoạch lên; Soát đọc và dựng chương trình.",
        "Nhập kế hoạch",
        "#",
    )
    table = Table(columns, rows, QueryDict("page=2"), caption="Văn bản", sort="ten")
    return {
        "table": table,
        "none": Table(columns, [], QueryDict(), caption="Chương trình", id="none", empty=empty),
    }


def _forms() -> dict[str, object]:
    from django import forms

    from soat.common.forms import DayField

    class Agency(forms.Form):
        name = forms.CharField(label="Tên cơ quan", help_text="Viết đầy đủ như trong quyết định thành lập.")
        kind = forms.ChoiceField(label="Loại", choices=[("", "Chọn loại"), ("s", "Sở"), ("x", LONG)])
        since = DayField(label="Hoạt động từ ngày")
        levels = forms.MultipleChoiceField(
            label="Cấp",
            choices=[("t", "Tỉnh"), ("x", "Xã, phường, đặc khu")],
            widget=forms.CheckboxSelectMultiple,
        )
        note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
        open = forms.BooleanField(label=f"Công khai trên trang của {LONG}", required=False)
        paper = forms.FileField(label="Quyết định", required=False)

    class Filters(forms.Form):
        q = forms.CharField(label="Tìm", required=False, widget=forms.TextInput(attrs={"type": "search"}))
        kind = forms.ChoiceField(
            label="Loại văn bản", required=False, choices=[("", "Tất cả"), ("qd", "Quyết định")]
        )

    class Login(forms.Form):
        email = forms.EmailField(label="Thư điện tử")
        password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)

    return {"form": Agency({"kind": "zz", "since": "31/02/2024"}), "filters": Filters(), "login": Login()}


class _Handler(SimpleHTTPRequestHandler):
    """The drawn pages, the built files under /static/, a refusal, and a connection that drops."""

    def __init__(self, *args: object, drawn: dict[str, str], **kwargs: object) -> None:
        from soat.common.middleware import _POLICY

        self.drawn, self.policy = drawn, _POLICY
        super().__init__(*args, directory=str(SRC / "soat"), **kwargs)

    def do_GET(self) -> None:
        name = self.path.strip("/").split("?")[0]
        if name in self.drawn:
            self._answer(200, "text/html; charset=utf-8", self.drawn[name])
        elif name.startswith("static/"):
            super().do_GET()
        else:
            self.close_connection = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/accept":
            self._answer(200, "text/html", "", {"HX-Redirect": "/list"})
            return
        problem = {"status": 400, "detail": "Tệp này không phải là kế hoạch kiểm tra. Hãy chọn tệp khác."}
        self._answer(400, "application/problem+json", json.dumps(problem))

    def _answer(self, status: int, kind: str, body: str, headers: dict[str, str] | None = None) -> None:
        sent = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Content-Length", str(len(sent)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def served(drawn: dict[str, str]) -> Iterator[str]:
    """Address of a server of these pages, under the product's content-security policy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, drawn=drawn))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main(folder: str) -> None:
    """Save the pictures."""
    import django

    from chromium import chromium

    django.setup()
    with served(pages()) as address, chromium() as browser:
        for width in (1440, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for name in [*PAGES, "404"]:
                page.goto(f"{address}/{name}", wait_until="networkidle")
                page.screenshot(path=f"{folder}/{name}-{width}.png")


if __name__ == "__main__":
    main(sys.argv[1])
