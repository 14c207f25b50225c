"""What each role comes for, done in a real Chromium on the program's own server."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SAMPLE, SECRET

pytestmark = pytest.mark.browser


def test_a_plan_becomes_a_reviewed_draft(site: Any, page_as: Callable[..., Page]) -> None:
    page = page_as("starter")
    page.goto(site.at("/chuong-trinh/nhap/"))
    page.set_input_files("input[type=file]", SAMPLE)
    page.wait_for_url(re.compile("/soat/"))
    expect(page.locator("h1")).to_contain_text("Soát bản đọc")
    purpose = page.locator("[data-source]", has_text="Rà soát, đánh giá việc triển khai").first
    purpose.click(position={"x": 8, "y": 8})
    marked = page.locator(".source-text .is-current, .source-text .is-chosen, .source-text .is-on")
    expect(marked.first).to_contain_text("Rà soát, đánh giá việc triển khai")
    purpose.get_by_role("button", name="Đúng").click()
    expect(page.locator("[data-source]", has_text="Rà soát, đánh giá việc triển khai").first).to_contain_text(
        "Đã xác nhận"
    )
    expect(page.locator("#review-progress")).to_contain_text("1 / ")
    shown = page.evaluate("document.querySelector('.source-text').scrollTop")
    page.locator("#yeu-cau").get_by_role("button", name="mục không nghi ngờ").click()
    expect(page.locator("#yeu-cau")).not_to_contain_text("Chưa soát")
    assert page.evaluate("document.querySelector('.source-text').scrollTop") == shown
    doubtful = page.locator(".review-row.is-doubtful", has=page.get_by_role("button", name="Đúng")).first
    name = doubtful.get_attribute("data-source")
    doubtful.get_by_role("button", name="Đúng").click()
    expect(page.locator(f'.source-text .is-doubtful[data-from~="{name}"]')).to_have_count(0)
    page.get_by_role("link", name="Kiểm tra và bắt đầu").click()
    expect(page.locator("main")).to_contain_text("Còn")
    page.get_by_role("link", name="Đề cương", exact=True).click()
    page.get_by_text("kiểm tra số liệu suy từ đề cương").click()
    page.get_by_role("button", name="Đặt các kiểm tra đã chọn").click()
    expect(page.locator("body")).to_contain_text("kiểm tra.")


def test_a_unit_reports_a_duty_and_is_answered(site: Any, page_as: Callable[..., Page]) -> None:
    unit, coordinator = page_as("unit_officer", 390), page_as("coordinator")
    unit.get_by_role("link", name="Báo cáo.").first.click()
    unit.get_by_label("Kết quả và minh chứng").fill("Công văn số 12/SDL-VP ngày 02/3/2026")
    unit.get_by_role("button", name="Báo cáo đã hoàn thành").click()
    expect(unit.locator("main")).to_contain_text("Đã gửi báo cáo kết quả")
    programme = site.at(f"/chuong-trinh/{site.cast.ours.pk}/vuong-mac/")
    unit.goto(programme)
    unit.get_by_label("Khó khăn, vướng mắc").fill("Phần mềm một cửa hay mất kết nối.")
    unit.get_by_role("button", name="Gửi Cơ quan thường trực").click()
    coordinator.goto(programme)
    asked = coordinator.locator("section.card", has_text="hay mất kết nối")
    asked.get_by_label("Trả lời").fill("Sở Thông tin sẽ nâng cấp trong tháng 4.")
    asked.get_by_role("button", name="Gửi trả lời").click()
    unit.goto(programme)
    expect(unit.locator("main")).to_contain_text("sẽ nâng cấp trong tháng 4")


def test_an_invited_person_lands_on_her_work(site: Any, page_as: Callable[..., Page]) -> None:
    coordinator, guest = page_as("coordinator"), page_as()
    coordinator.goto(site.at(f"/chuong-trinh/{site.cast.ours.pk}/nguoi/"))
    coordinator.get_by_label("Họ và tên").fill("Nguyễn Thị Mới")
    coordinator.get_by_label("Thư điện tử").fill("moi@soat.example")
    role = coordinator.get_by_role("combobox", name="Vai trò")
    role.select_option("member")
    search = coordinator.get_by_role("searchbox", name="Tìm cơ quan")
    offer = coordinator.get_by_text("Đối tượng kiểm tra của chương trình này:")
    expect(search).to_be_hidden()
    role.select_option("press")
    expect(search).to_be_visible()
    expect(offer).to_be_hidden()
    role.select_option("unit_officer")
    expect(offer).to_be_visible()
    search.fill(site.cast.unit.name)
    found = coordinator.locator(".agency-options").get_by_role("radio", name=site.cast.unit.name)
    found.focus()
    coordinator.keyboard.press("Space")
    expect(found).to_be_checked()
    coordinator.get_by_role("button", name="Tạo lời mời").click()
    coordinator.get_by_role("button", name="Sao chép").click()
    expect(coordinator.locator("#toasts .notice")).to_be_visible()
    link = coordinator.get_by_label("Đường dẫn lời mời").input_value()
    guest.goto(re.sub(r"^http://[^/]+", site.url, link))
    guest.get_by_label("Mật khẩu", exact=False).first.fill(SECRET)
    guest.get_by_label("Nhập lại mật khẩu").fill(SECRET)
    guest.get_by_role("button", name="Nhận lời mời").click()
    guest.wait_for_url(site.at("/"))
    expect(guest.locator("main")).to_contain_text("Chuẩn bị báo cáo của Sở Du lịch")


def test_a_passkey_signs_in_without_a_password(site: Any, page_as: Callable[..., Page]) -> None:
    page = page_as("member")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto(site.at("/tai-khoan/bao-mat/khoa/them/"))
    page.fill("input[name=password]", SECRET)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Đăng nhập không cần mật khẩu").check()
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url(lambda url: "/them/" not in url)
    expect(page.locator("main")).to_contain_text("Đã thêm khóa truy cập")
    page.goto(site.at("/tai-khoan/dang-xuat/"))
    page.get_by_role("button", name="Đăng xuất").last.click()
    page.wait_for_url(re.compile("dang-nhap"))
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(site.at("/"))
    expect(page.locator("h1")).to_contain_text("Việc của tôi")


def test_the_register_is_searched_without_diacritics(site: Any, page_as: Callable[..., Page]) -> None:
    page = page_as("head")
    page.goto(site.at("/van-ban/"))
    page.get_by_label("Tìm theo số, trích yếu, nội dung").fill("61/2018/nd-cp")
    page.keyboard.press("Enter")
    expect(page.locator("table")).to_contain_text("61/2018/NĐ-CP")


def test_an_administrator_locks_an_account(site: Any, page_as: Callable[..., Page]) -> None:
    admin, locked = page_as("sysadmin"), page_as("support")
    admin.goto(site.at("/quan-tri/tai-khoan/"))
    admin.get_by_role("link", name=site.cast.user("support").full_name).click()
    admin.get_by_label("Lý do").fill("Đã nghỉ việc")
    admin.get_by_role("button", name="Khóa tài khoản").click()
    expect(admin.locator("main")).to_contain_text("Đã khóa")
    locked.goto(site.at("/"))
    expect(locked.locator("h1")).to_contain_text("Đăng nhập")
