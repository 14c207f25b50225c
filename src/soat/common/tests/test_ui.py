"""Components: what each draws, that text stays text; the frame with and without a signed-in person."""

from datetime import date

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string

from soat.common.looks import Badge, Empty, Entry, Me, MeLink, NavItem, Node, Tab
from soat.common.source_text import SourceSpan

HOSTILE = "<script>alert(1)</script>"


def draw(source, **context):
    return " ".join(engines["django"].from_string(source).render(context).split())


class Search(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    where = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("{% badge x %}", {}),
        ("{% alert x mend=x url=x action=x %}", {}),
        ("{% empty_state x x x x %}", {}),
        ("{% crumb x x %}{% crumb x %}", {}),
        ("{% definition_list y %}", {"y": [(HOSTILE, HOSTILE)]}),
        ("{% timeline y %}", {"y": [Entry(None, HOSTILE, HOSTILE, HOSTILE, url=HOSTILE)]}),
        ("{% tree y x %}", {"y": [Node(HOSTILE, HOSTILE, HOSTILE, HOSTILE)]}),
        ("{% tabs y x %}", {"y": [Tab(HOSTILE, HOSTILE)]}),
        ("{% source_text x y %}", {"y": [SourceSpan(HOSTILE, 0, 5)]}),
        ("{% dropzone x name=x action=x accept=x help=x %}", {}),
        ("{% card x %}{{ x }}{% endcard %}", {}),
        ("{% toolbar x %}{{ x }}{% endtoolbar %}", {}),
        ("{% confirm id=x title=x action=x label=x %}{{ x }}{% endconfirm %}", {}),
        ("{% progress 1 2 x %}", {}),
    ],
)
def test_text_stays_text(source, context):
    html = draw(source, x=HOSTILE, **context)
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_badge_from_record_text_and_own_icon():
    assert 'class="state tone-good"' in draw("{% badge x %}", x=Badge("Xong", "good"))
    assert 'class="state tone-bad"' in draw('{% badge "Quá hạn" tone="bad" icon="clock" %}')
    assert "tone-neutral" in draw('{% badge "Mới" %}')


def test_alert_is_read_out_only_when_it_appears_later():
    assert "role=" not in draw('{% alert "Sai." %}')
    assert 'role="alert"' in draw('{% alert "Sai." is_live=True %}')
    assert 'role="status"' in draw('{% alert "Xong." tone="good" is_live=True %}')


def test_empty_state_takes_words_or_a_record():
    html = draw("{% empty_state x %}", x=Empty("Chưa có.", "Hãy nhập.", "Nhập", "/nhap"))
    assert '<a class="btn btn-primary" href="/nhap">Nhập</a>' in html
    assert "btn" not in draw('{% empty_state "Chưa có." %}')


def test_definition_list_draws_dates_states_and_gaps():
    pairs = [("Ngày", date(2024, 4, 16)), ("Trạng thái", Badge("Xong")), ("Ký", None), ("Số", 0)]
    html = draw("{% definition_list pairs %}", pairs=pairs)
    assert ">16/04/2024</time>" in html
    assert 'class="state' in html
    assert html.count("Chưa có") == 1


def test_tree_folds_branches_and_numbers_lines():
    leaf = Node("Lá", "a)", id="la", badges=[Badge("Mới")])
    html = draw(
        "{% tree nodes %}",
        nodes=[Node("Gốc", "1", children=[leaf]), Node("Đóng", children=[leaf], is_open=False)],
    )
    assert html.count("<details open>") == 1
    assert html.count("<details>") == 1
    assert html.count('id="la"') == 2
    assert "tree-depth-1" in html


def test_tabs_and_progress():
    html = draw("{% tabs tabs %}", tabs=[Tab("Một", "/1", active=True, count=0), Tab("Hai", "/2")])
    assert html.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in html
    assert 'value="1200" max="4000"' in draw('{% progress 1200 4000 "mục" %}')


def test_timeline_shows_when_and_who():
    html = draw(
        "{% timeline y %}", y=[Entry(date(2024, 4, 16), "Ban hành", who="Đức", tone="good", icon="flag")]
    )
    assert "16/04/2024</time> · <span>Đức</span>" in html


def test_filters_are_a_plain_form_that_htmx_hastens():
    html = draw('{% filter_bar form target="ds" %}', form=Search())
    assert 'method="get"' in html
    assert 'hx-target="#ds" hx-select="#ds"' in html
    assert 'type="hidden" name="where"' in html
    assert "<button" in html


def test_dialog_and_dropzone_carry_the_token():
    html = draw(
        '{% confirm id="a" title="b" action="/c" label="d" tone="danger" %}{% endconfirm %}', csrf_token="tok"
    )
    assert 'value="tok"' in html
    assert "btn-danger" in html
    assert 'value="tok"' in draw('{% dropzone "Tệp" %}', csrf_token="tok")


def test_filters_for_dates_and_numbers():
    assert "16/04/2024" in draw("{{ d|day }}{{ none|day }}", d=date(2024, 4, 16), none=None)
    assert draw("{{ n|number }}", n=1234.5) == "1.234,5"


def test_toolbar_and_card_options():
    assert "toolbar-sticky" in draw("{% toolbar sticky=True %}x{% endtoolbar %}")
    assert "card-body" not in draw('{% card "T" flush=True id="k" %}x{% endcard %}')
    assert "card-header" not in draw("{% card %}x{% endcard %}")


def test_source_text_keeps_every_character():
    template = engines["django"].from_string("{% source_text text spans %}")
    html = template.render({"text": "abc\n  def", "spans": [SourceSpan("1", 1, 3, "doubtful")]})
    assert ">a<span" in html
    assert ">bc</span>\n  def</div>" in html


PAGE = (
    '{% extends "base.html" %}{% block title %}Sổ {{ name }}{% endblock %}{% block content %}x{% endblock %}'
)


def test_title_stands_in_head_and_heading():
    html = draw(PAGE, name="A & B")
    assert "<title>Sổ A &amp; B · Soát</title>" in html
    assert "<h1>Sổ A &amp; B</h1>" in html


def test_block_again_outside_a_page_is_nothing():
    assert draw('{% block_again "title" %}') == ""


def test_menu_groups_marks_and_counts():
    nav = [NavItem("Việc", "/v", "home", active=True, count=3), NavItem("Sổ", "/s", "book", group="Tra cứu")]
    html = draw(
        PAGE,
        nav=nav,
        me=Me(
            "Đặng Ánh", "Điều phối", [MeLink("Ra", "/ra", "logout", post=True), MeLink("Tôi", "/t", "user")]
        ),
    )
    assert '<a href="/v" aria-current="page">' in html
    assert '<span class="count">3</span>' in html
    assert '<p class="nav-group">Tra cứu</p>' in html
    assert '<form method="post" action="/ra">' in html
    assert '<a href="/t">' in html


def test_signed_out_pages_have_no_menu():
    assert "sidebar" not in draw('{% extends "base_plain.html" %}{% block title %}Đăng nhập{% endblock %}')
    assert "me-name" not in draw(PAGE)


@pytest.mark.parametrize(
    ("level", "tone", "role"),
    [
        (constants.ERROR, "bad", "alert"),
        (constants.WARNING, "warn", "status"),
        (constants.SUCCESS, "good", "status"),
        (constants.INFO, "info", "status"),
    ],
)
def test_messages(level, tone, role):
    html = draw(PAGE, messages=[Message(level, "Đã lưu <b>")])
    assert f'class="notice tone-{tone}" role="{role}"' in html
    assert "Đã lưu &lt;b&gt;" in html


@pytest.mark.parametrize("status", ["400", "403", "404", "409", "422", "500", "503"])
def test_error_pages_say_what_to_do(status):
    html = render_to_string(f"{status}.html")
    assert "hãy" in html.lower()
    assert "data-problem" in html
    assert "Đã có người khác làm." in render_to_string(f"{status}.html", {"message": "Đã có người khác làm."})
