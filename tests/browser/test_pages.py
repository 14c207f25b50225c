"""Every page in a real Chromium at two widths: axe finds nothing, nothing sticks out or jumps, scripts are light."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.addresses import PAGES
from tests.databases import ROOT

pytestmark = pytest.mark.browser

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 20) })"""
SCRIPTS = """() => performance.getEntriesByType('resource').filter(r => r.name.endsWith('.js'))
  .reduce((sum, r) => sum + r.decodedBodySize, 0)"""
OF_OTHERS = {"schedules:announced": "press"}  # the public part: who plans has the whole
OF_SYSADMIN = {page.name for page in PAGES if page.of_sysadmin}
SIGN_IN = ["/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/tai-khoan/dang-ky/"]
OWN = ["/tai-khoan/", "/tai-khoan/bao-mat/", "/tai-khoan/phien/", "/tai-khoan/mat-khau/", "/nhat-ky/"]


def look(page: Page, url: str, width: int) -> None:
    answer = page.goto(url, wait_until="load")
    assert answer is not None
    assert answer.status == 200, url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{url} sticks out"
    assert page.evaluate(SCRIPTS) <= 250 * 1024, f"{url} has too much script"
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    told = [(each["id"], [node["html"][:150] for node in each["nodes"][:2]]) for each in found]
    assert told == [], f"{url} at {width}"
    assert page.evaluate(SHIFT) < 0.01, f"{url} jumps"  # last: what comes late has come while axe was looking


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page(site: Any, page_as: Callable[..., Page], width: int) -> None:
    pages = {who: page_as(who, width) for who in ("coordinator", "sysadmin", "press")}
    for name, url in site.pages.items():
        who = "sysadmin" if name in OF_SYSADMIN else OF_OTHERS.get(name, "coordinator")
        look(pages[who], site.at(url), width)
    for url in OWN:
        look(pages["coordinator"], site.at(url), width)


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_of_guests_and_of_a_unit(site: Any, page_as: Callable[..., Page], width: int) -> None:
    guest, unit = page_as("", width), page_as("unit_officer", width)
    for url in SIGN_IN:
        look(guest, site.at(url), width)
    programme = f"/chuong-trinh/{site.cast.ours.pk}/"
    for url in (
        "/",
        programme,
        f"{programme}nhiem-vu/",
        f"{programme}vuong-mac/",
        f"{programme}de-cuong/xem/",
        f"{programme}lich/",
    ):
        look(unit, site.at(url), width)
    look(page_as("stranger", width), site.at("/"), width)
