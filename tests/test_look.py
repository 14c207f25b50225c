"""The components in a real Chromium: nothing sticks out, axe finds nothing, failures are said in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chromium import chromium
from gallery import PAGES, ROOT, pages, served

BUILD = ROOT / "src" / "soat" / "static" / "build"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = [1440, 768, 390]
SHIFT = """() => new Promise(done => { let sum = 0;
  const add = list => list.getEntries().forEach(entry => sum += entry.value);
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 20) })"""
EXPECTED = ("Failed to load resource", "Response Status Error", "htmx:")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(pages()) as served_at:
        yield served_at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose test fails on any word on the console: a script error, something the policy blocked."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()
    assert [line for line in said if not line.startswith(EXPECTED)] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*PAGES, "404", "500"])
def test_nothing_sticks_out_and_axe_is_silent(page, address, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{name}", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
    )
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate(SHIFT) < 0.01  # last: what comes late has come while axe was looking


def test_script_weighs_little():
    assert sum(path.stat().st_size for path in (BUILD / "assets").glob("main-*.js")) <= 150_000


def test_menu_on_a_phone(page, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}/list")
    menu = page.locator("#menu")
    expect(menu).not_to_be_visible()
    page.get_by_role("button", name="Mở danh mục").click()
    expect(menu.get_by_role("link", name="Cơ quan")).to_be_visible()
    page.wait_for_selector("#menu.show")
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


def test_skip_link_leads_to_the_content(page, address):
    page.goto(f"{address}/list")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_head_of_a_listing_stays_in_sight(page, address):
    page.goto(f"{address}/list")
    page.mouse.wheel(0, 2500)
    page.wait_for_function("window.scrollY > 1000")
    assert page.locator(".listing thead th").first.bounding_box()["y"] < 5


def test_errors_of_a_form_get_the_focus_and_lead_to_the_fields(page, address):
    page.goto(f"{address}/form")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Tên cơ quan").click()
    expect(page.get_by_label("Tên cơ quan")).to_be_focused()


def test_dialog_asks_first(page, address):
    page.goto(f"{address}/record")
    page.get_by_role("button", name="Bắt đầu chương trình").click()
    dialog = page.get_by_role("dialog", name="Bắt đầu chương trình?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Không, quay lại").click()
    expect(dialog).not_to_be_visible()


def test_a_refused_request_is_said_in_words_and_stays(page, address):
    page.goto(f"{address}/empty")
    page.get_by_role("button", name="Thử lỗi").click()
    toast = page.get_by_role("alert").filter(has_text="Tệp này không phải là kế hoạch kiểm tra.")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Đóng thông báo").click()
    expect(toast).to_have_count(0)


def test_a_lost_connection_is_said_until_it_is_back(page, address):
    page.goto(f"{address}/empty")
    banner = page.get_by_text("Mất kết nối với máy chủ.")
    page.get_by_role("button", name="Thử mất mạng").click()
    expect(banner).to_be_visible()
    page.get_by_role("button", name="Thử lỗi").click()
    expect(banner).not_to_be_visible()


def test_a_refused_file_shows_name_size_and_reason(page, address):
    page.goto(f"{address}/empty")
    file = {"name": "Kế hoạch số 97.docx", "mimeType": "text/plain", "buffer": b"x" * 1536}
    page.get_by_label("Kéo tệp kế hoạch vào đây").set_input_files(file)
    expect(page.get_by_text("Kế hoạch số 97.docx (1,5 KB)")).to_be_visible()
    expect(page.get_by_text("Tệp này không phải là kế hoạch kiểm tra.")).to_be_visible()
    expect(page.locator("[data-drop-meter]").first).to_be_hidden()


def test_a_dropped_file_is_sent_and_the_next_page_opened(page, address):
    page.goto(f"{address}/empty")
    zone = page.locator('form[action="/accept"]')
    dropped = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['x'], 'a.xlsx')); return t }"
    )
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    page.wait_for_url(f"{address}/list")


def test_field_and_source_find_each_other(page, address):
    page.goto(f"{address}/review")
    page.get_by_label("Mục 30").focus()
    piece = page.locator('[data-from~="30"]').first
    expect(piece).to_have_class("is-doubtful is-chosen")
    expect(piece).to_be_in_viewport()
    other = page.locator('[data-from~="31"]').first
    other.click()
    expect(page.locator('[data-source="31"]')).to_have_class("card is-chosen")
    expect(page.locator(".source-text .is-chosen").first).to_have_attribute("data-from", "31")


def test_source_on_a_phone_is_a_second_pane(page, address):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}/review")
    page.get_by_label("Mục 3", exact=True).focus()
    expect(page.locator(".source-pane")).not_to_be_visible()
    page.get_by_role("button", name="Văn bản gốc").click()
    expect(page.locator('[data-from~="3"]').first).to_be_in_viewport()
