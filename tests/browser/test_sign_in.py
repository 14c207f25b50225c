"""The second step in a real Chromium (P2): an app's code, a key after the password, a recovery code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect
from tests.browser.conftest import SECRET

pytestmark = pytest.mark.browser
SECURITY = "/tai-khoan/bao-mat/"


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def confirm(page: Page) -> None:
    """The site asks again who it is before it changes what guards the account."""
    page.fill("input[name=password]", SECRET)
    page.get_by_role("button", name="Xác nhận").click()


def by_password(page: Page, site: Any, name: str) -> None:
    """Sign out and in again, as far as the second step."""
    page.goto(site.at("/tai-khoan/dang-xuat/"))
    page.get_by_role("button", name="Đăng xuất").last.click()
    page.wait_for_url(re.compile("dang-nhap"))
    page.fill("input[name=login]", site.cast.user(name).email)
    page.fill("input[name=password]", SECRET)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("h1")).to_have_text("Bước xác thực thứ hai")


def test_an_app_and_a_recovery_code(site: Any, page_as: Callable[..., Page]) -> None:
    page = page_as("deputy", 390)
    page.goto(site.at(SECURITY))
    page.get_by_role("link", name="Bật ứng dụng xác thực").click()
    confirm(page)
    picture = page.get_by_alt_text("Mã QR để quét bằng ứng dụng xác thực")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("code").inner_text()
    page.get_by_label("Mã 6 số trong ứng dụng").fill(code(secret))
    page.get_by_role("button", name="Bật").click()
    expect(page.locator("main")).to_contain_text("Mã khôi phục")
    page.goto(site.at(f"{SECURITY}ma-khoi-phuc/"))
    recovery = page.locator("pre").inner_text().split()[0]
    by_password(page, site, "deputy")
    page.get_by_label("Mã xác thực").fill("000000")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("main")).to_contain_text("Mã không đúng")
    page.get_by_label("Mã xác thực").fill(recovery)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(site.at("/"))


def test_a_key_after_the_password(site: Any, page_as: Callable[..., Page]) -> None:
    page = page_as("leadership")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto(site.at(f"{SECURITY}khoa/them/"))
    confirm(page)
    page.fill("input[name=name]", "Khóa USB cơ quan")
    page.get_by_role("button", name="Thêm khóa").click()
    page.wait_for_url(lambda url: "/them/" not in url)
    page.goto(site.at(f"{SECURITY}khoa/"))
    expect(page.locator("main")).to_contain_text("Khóa USB cơ quan")
    by_password(page, site, "leadership")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(site.at("/"))
    page.goto(site.at(f"{SECURITY}khoa/"))
    page.get_by_role("link", name="Xóa").click()
    page.get_by_role("link", name="Dùng khóa truy cập").click()
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_role("button", name="Xóa khóa").click()
    expect(page.locator("main")).to_contain_text("Chưa có khóa nào")
