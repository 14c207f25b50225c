"""Sign-in, one's own account, the administrator's pages, a programme's people, and the page of an invitation."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import SIGN_IN, acting_as
from soat.access.models import Grant
from soat.accounts import jobs
from soat.accounts.models import Invitation, User
from soat.accounts.tests.conftest import Posted
from soat.people.models import Person
from soat.trail.models import Event

STRONG = "Mua-xuan-2026-ve"
LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture
def head(cast: Cast) -> User:
    user = cast.user("head")
    user.set_password(STRONG)
    with acting_as(SIGN_IN):
        user.save()
    return user


def test_signing_in_and_out(client: Client, head: User) -> None:
    page = client.post(LOGIN, {"login": head.email.upper(), "password": STRONG}, follow=True)
    assert "Việc của tôi" in page.text
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("email", ["truong@soat.example", "head@soat.example"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, head: User, email: str
) -> None:
    page = client.post(LOGIN, {"login": email, "password": "sai"})
    assert "Thư điện tử hoặc mật khẩu không đúng" in page.text


def test_an_empty_form_says_what_to_fill(client: Client, db: None) -> None:
    assert "Hãy điền mục này." in client.post(LOGIN, {}).text


def test_sign_up_is_closed(client: Client, db: None) -> None:
    assert "qua lời mời" in client.get("/tai-khoan/dang-ky/").text


@pytest.mark.parametrize(("email", "sent"), [("head@soat.example", 1), ("khong@soat.example", 0)])
def test_a_forgotten_password_tells_strangers_nothing(
    client: Client, head: User, email: str, sent: int, posted: Posted
) -> None:
    with posted() as outbox:
        page = client.post("/tai-khoan/quen-mat-khau/", {"email": email}, follow=True)
    assert "Nếu địa chỉ vừa nhập là của một tài khoản" in page.text
    assert len(outbox) == sent
    if sent:
        link = re.search(r"http://[^/]+(/\S+)", outbox[0].body)
        assert link
        form = client.get(link[1], follow=True)
        url = form.redirect_chain[-1][0]
        done = client.post(
            url, {"password1": "Mua-ha-2026-nong", "password2": "Mua-ha-2026-nong"}, follow=True
        )
        assert "Mật khẩu mới đã có hiệu lực" in done.text


def test_a_known_address_costs_the_answer_nothing(client: Client, head: User) -> None:
    """Its time tells nothing: the same queries, none about an account, and no mail before the answer has left."""
    asked: list[list[str]] = []
    addresses = [head.email, "khong@soat.example"]
    for email in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.post("/tai-khoan/quen-mat-khau/", {"email": email}).status_code == 302
        asked.append([re.sub(r"s\d+_x\d+", "s", query["sql"]).replace(email, "…") for query in queries])
    assert asked[0] == asked[1]
    assert "accounts_user" not in str(asked)
    assert waiting() == [("accounts.new_password", {"email": email}) for email in addresses]
    assert mail.outbox == []


def test_no_secret_of_a_link_waits_in_the_queue(client: Client, head: User, posted: Posted) -> None:
    client.post("/tai-khoan/quen-mat-khau/", {"email": head.email})
    told = str(waiting())
    with posted() as outbox:
        pass
    link = re.search(r"http://[^/]+/tai-khoan/quen-mat-khau/(\S+)", outbox[0].body)
    assert link
    assert link[1] not in told


def test_a_new_password_that_cannot_be_mailed_is_noted(head: User) -> None:
    jobs._no_new_password(head.email)
    with acting_as(SYSTEM):
        assert "Đặt lại mật khẩu" in Event.objects.get(action="mail.fail").payload


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_second_step_by_app(client: Client, head: User) -> None:
    client.post(LOGIN, {"login": head.email, "password": STRONG})
    again = client.get("/tai-khoan/bao-mat/ung-dung/", follow=True)
    assert "xác nhận lại chính bạn" in again.text
    client.post("/tai-khoan/xac-nhan-lai/", {"password": STRONG})
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    secret = re.search(r"<code>(\w+)</code>", page.text)
    assert secret
    wrong = client.post("/tai-khoan/bao-mat/ung-dung/", {"code": "000000"})
    assert "Mã không đúng" in wrong.text
    page = client.get("/tai-khoan/bao-mat/ung-dung/")
    secret = re.search(r"<code>(\w+)</code>", page.text)
    assert secret
    client.post("/tai-khoan/bao-mat/ung-dung/", {"code": code(secret[1])})
    assert "Đã bật" in client.get("/tai-khoan/bao-mat/").text
    fresh = Client()
    step = fresh.post(LOGIN, {"login": head.email, "password": STRONG}, follow=True)
    assert "Bước xác thực thứ hai" in step.text
    assert fresh.get("/").status_code == 302
    done = fresh.post("/tai-khoan/bao-mat/buoc-hai/", {"code": code(secret[1])}, follow=True)
    assert "Việc của tôi" in done.text


def test_pages_of_ones_own_account(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("unit_officer"))
    assert "Cán bộ đơn vị" in client.get("/tai-khoan/").text
    for url in ("bao-mat/", "bao-mat/khoa/", "phien/", "mat-khau/dat/", "dang-xuat/"):
        assert client.get(f"/tai-khoan/{url}").status_code == 200, url
    assert "chưa có vai trò" in client_for(cast.user("stranger")).get("/tai-khoan/").text


@pytest.mark.parametrize(("name", "status"), [("sysadmin", 200), ("coordinator", 403), ("stranger", 403)])
def test_who_opens_the_administrators_pages(cast: Cast, client_for: Any, name: str, status: int) -> None:
    client, head = client_for(cast.user(name)), cast.user("head")
    assert client.get("/quan-tri/tai-khoan/").status_code == status
    assert client.get(f"/quan-tri/tai-khoan/{head.pk}/").status_code == status
    assert client.post(
        f"/quan-tri/tai-khoan/{head.pk}/khoa/", {"reason": "x", "step": "lock"}
    ).status_code == (302 if status == 200 else 403)


def test_an_administrator_finds_locks_and_invites(cast: Cast, client_for: Any) -> None:
    client, head = client_for(cast.user("sysadmin")), cast.user("head")
    assert head.email in client.get("/quan-tri/tai-khoan/?q=Trần").text
    url = f"/quan-tri/tai-khoan/{head.pk}/"
    assert client.post(f"{url}khoa/").status_code == 400
    assert "Đã khóa" in client.post(f"{url}khoa/", {"reason": "Nghỉ", "step": "lock"}, follow=True).text
    assert client.get(f"/quan-tri/tai-khoan/{cast.ours.pk}/").status_code == 404
    assert (
        client.post(f"/quan-tri/tai-khoan/{cast.ours.pk}/khoa/", {"reason": "x", "step": "lock"}).status_code
        == 404
    )
    fields = {"email": "moi@soat.example", "full_name": "Người Mới", "role": "coordinator"}
    assert "Hãy điền" in client.post("/quan-tri/tai-khoan/moi/", {}).text
    assert "/tai-khoan/loi-moi/" in client.post("/quan-tri/tai-khoan/moi/", fields).text
    assert "đã được mời" in client.post("/quan-tri/tai-khoan/moi/", fields).text
    for state in ("", "moi"):
        listed = client.get(f"/quan-tri/tai-khoan/?tinh_trang={state}&q=nguoi+moi").text
        assert "Chờ chuyển đường dẫn" in listed
    assert "Người Mới" not in client.get("/quan-tri/tai-khoan/?tinh_trang=dung").text
    with acting_as(SYSTEM):
        invitation, grant = Invitation.objects.get(), Grant.objects.get(user=cast.user("starter"))
    step = f"/quan-tri/tai-khoan/loi-moi/{invitation.pk}/"
    assert "/tai-khoan/loi-moi/" in client.post(step, {"step": "resend"}).text
    assert "Đã thu hồi" in client.post(step, {"step": "revoke"}, follow=True).text
    assert client.post(f"/quan-tri/tai-khoan/loi-moi/{cast.ours.pk}/").status_code == 404
    assert "Đã thu vai trò" in client.post(f"/quan-tri/vai-tro/{grant.pk}/thu/", follow=True).text
    assert client.post(f"/quan-tri/vai-tro/{grant.pk}/thu/").status_code == 409
    assert client.post(f"/quan-tri/vai-tro/{cast.ours.pk}/thu/").status_code == 404


def test_accounts_are_found_and_listed_the_vietnamese_way(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("sysadmin"))
    page = client.get("/quan-tri/tai-khoan/").text
    order = [
        page.index(cast.user(name).full_name) for name in ("deputy", "head", "member", "other_unit_officer")
    ]
    assert order == sorted(order)
    assert page.index("Dương Văn Đăng") > page.index("Lý Thị Dung")
    found = client.get("/quan-tri/tai-khoan/?q=duong dang").text
    assert "Dương Văn Đăng" in found
    assert cast.user("head").email not in found
    assert "Không có tài khoản nào như vậy" in client.get("/quan-tri/tai-khoan/?tinh_trang=khoa").text
    assert "Dương Văn Đăng" in client.get("/quan-tri/tai-khoan/?tinh_trang=dung").text


def test_the_list_asks_no_more_for_more_accounts(cast: Cast, client_for: Any, count_queries: Any) -> None:
    client = client_for(cast.user("sysadmin"))
    few = count_queries(lambda: client.get("/quan-tri/tai-khoan/?q=van"))
    many = count_queries(lambda: client.get("/quan-tri/tai-khoan/"))
    assert few == many


def test_an_administrator_gives_a_standing_role(cast: Cast, client_for: Any) -> None:
    client, url = client_for(cast.user("sysadmin")), f"/quan-tri/tai-khoan/{cast.user('stranger').pk}/"
    assert "Đã giao vai trò" in client.post(f"{url}vai-tro/", {"role": "coordinator"}, follow=True).text
    assert client.post(f"{url}vai-tro/", {"role": "coordinator"}).status_code == 409
    assert client.post(f"{url}vai-tro/", {"role": "head"}).status_code == 400
    assert (
        client.post(f"/quan-tri/tai-khoan/{cast.ours.pk}/vai-tro/", {"role": "coordinator"}).status_code
        == 404
    )
    assert (
        client_for(cast.user("coordinator")).post(f"{url}vai-tro/", {"role": "sysadmin"}).status_code == 403
    )


def test_ones_own_name(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("stranger"))
    assert "Hãy điền mục này." in client.post("/tai-khoan/", {"full_name": ""}).text
    page = client.post("/tai-khoan/", {"full_name": "Nguyễn Thị Ửng"}, follow=True).text
    assert "Đã lưu họ và tên" in page
    assert "Nguyễn Thị Ửng" in page


def test_the_page_says_whether_a_mail_goes_out(cast: Cast, client_for: Any, settings: Any) -> None:
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nguoi/"
    fields = {"full_name": "Người Mới", "role": "unit_officer", "agency": str(cast.unit.pk)}
    assert "không gửi được thư mời" in client.get(url).text
    made = client.post(url, {**fields, "email": "moi@soat.example"}).text
    assert "không có thư nào được gửi" in made
    assert 'data-copy="link"' in made
    settings.EMAIL_HOST = "mail.example"
    assert "không gửi được thư mời" not in client.get(url).text
    assert "Thư mời đang được gửi" in client.post(url, {**fields, "email": "hai@soat.example"}).text
    assert "Đã mời, chưa nhận" in client.get(url).text


def test_a_long_list_of_people_costs_no_more_queries(
    cast: Cast, client_for: Any, django_assert_max_num_queries: Any
) -> None:
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nguoi/"
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    count = len(few)
    for number in range(12):
        invited(cast, client_for, f"moi{number}@soat.example")
    with django_assert_max_num_queries(count):
        assert client.get(url).text.count("Người Mới") >= 12


def test_who_signed_in_last_comes_first_when_sorted_so(cast: Cast, client_for: Any) -> None:
    with acting_as(SIGN_IN):
        User.objects.filter(pk=cast.user("press").pk).update(last_login=NOW)
    page = client_for(cast.user("sysadmin")).get("/quan-tri/tai-khoan/?sort=lan").text
    names = re.findall(r'<a href="/quan-tri/tai-khoan/[^"]+">([^<]+)</a>', page)
    assert names.index("Đặng Văn Ươm") < names.index("Lê Thị Ánh")


def test_what_waits_says_why(cast: Cast, client_for: Any) -> None:
    invited(cast, client_for)
    invited(cast, client_for, "cu@soat.example")
    with acting_as(SYSTEM):
        Invitation.objects.filter(email="moi@soat.example").update(mail_state="failed")
        Invitation.objects.filter(email="cu@soat.example").update(expires_at=NOW)
    page = client_for(cast.user("coordinator")).get(f"/chuong-trinh/{cast.ours.pk}/nguoi/").text
    assert "Không gửi được thư" in page
    assert "đã hết hạn" in page


def test_a_programmes_people(cast: Cast, client_for: Any) -> None:
    url = f"/chuong-trinh/{cast.ours.pk}/nguoi/"
    client = client_for(cast.user("coordinator"))
    assert "Mời người" in client.get(url).text
    assert "Mời người" not in client_for(cast.user("head")).get(url).text
    assert client_for(cast.user("unit_officer")).get(url).status_code == 403
    assert client_for(cast.user("stranger")).get(url).status_code == 404
    fields = {"email": "moi@soat.example", "full_name": "Người Mới", "role": "unit_officer"}
    assert "Hãy tìm và chọn cơ quan" in client.post(url, fields).text
    fields["agency"] = str(cast.unit.pk)
    assert "không gắn với cơ quan nào" in client.post(url, {**fields, "role": "member"}).text
    assert "/tai-khoan/loi-moi/" in client.post(url, fields).text
    assert "đã được mời" in client.post(url, fields).text
    assert client_for(cast.user("head")).post(url, fields).status_code == 403
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get()
        grant = Grant.objects.get(user=cast.user("member"), programme_id=cast.ours.pk)
    step = f"{url}loi-moi/{invitation.pk}/"
    assert "/tai-khoan/loi-moi/" in client.post(step, {"step": "resend"}).text
    assert "Đã thu hồi" in client.post(step, {"step": "revoke"}, follow=True).text
    assert client.post(f"{url}loi-moi/{cast.ours.pk}/").status_code == 404
    assert "Đã thu vai trò" in client.post(f"{url}vai-tro/{grant.pk}/", follow=True).text
    assert client.post(f"{url}vai-tro/{grant.pk}/").status_code == 409
    assert client.post(f"{url}vai-tro/{cast.ours.pk}/").status_code == 404


def invited(cast: Cast, client_for: Any, email: str = "moi@soat.example") -> str:
    fields = {"email": email, "full_name": "Người Mới", "role": "unit_officer", "agency": str(cast.unit.pk)}
    page = client_for(cast.user("coordinator")).post(f"/chuong-trinh/{cast.ours.pk}/nguoi/", fields)
    link = re.search(r"(/tai-khoan/loi-moi/[^\"]+)", page.text)
    assert link
    return link[1]


def test_an_account_made_after_the_invitation_sees_its_forms(
    cast: Cast, client_for: Any, client: Client
) -> None:
    link = invited(cast, client_for)
    assert "Người Mới" in client.get(link).text
    assert "không giống nhau" in client.post(link, {"password": STRONG, "again": "khác"}).text
    assert "ít nhất 10" in client.post(link, {"password": "ngắn", "again": "ngắn"}).text
    page = client.post(link, {"password": STRONG, "again": STRONG}, follow=True)
    assert "Chuẩn bị báo cáo của Sở Du lịch" in page.text
    with acting_as(SYSTEM):
        assert Person.objects.filter(user__email="moi@soat.example").exists()
    assert client.get(link).status_code == 409


def test_a_known_address_takes_the_role_signed_in(cast: Cast, client_for: Any, client: Client) -> None:
    link, she = invited(cast, client_for, cast.user("stranger").email), client_for(cast.user("stranger"))
    for asked in (client.get(link), client.post(link), client_for(cast.user("head")).post(link)):
        assert asked.headers["Location"] == f"{LOGIN}?next={link}"
    assert "tài khoản khác" in client_for(cast.user("head")).get(link).text
    assert "Vai trò được thêm" in she.get(link).text
    assert "Sở Du lịch" in she.post(link, follow=True).text
    assert client.get("/tai-khoan/loi-moi/bia/").status_code == 404
