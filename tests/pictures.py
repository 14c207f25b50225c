"""`make docs`: pictures of the real screens for the README and the user guide, taken on the demonstration.

Starts a server of its own in a temporary folder; the pictures go to docs/pictures/.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.chromium import ARGS, chromium_env, chromium_path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="soat-pictures-", ignore_cleanup_errors=True) as folder:
        port = _free_port()
        server = _serve(Path(folder), port)
        try:
            _wait(port)
            secret = (Path(folder) / "demo-password").read_text().strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=str(chromium_path()), args=ARGS, env=dict(chromium_env())
                )
                _take(browser, f"http://127.0.0.1:{port}", secret)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)


def _take(browser: Browser, site: str, secret: str) -> None:
    desk = _signed_in(browser, site, "dieu-phoi", secret, 1440, 900)
    desk.goto(f"{site}/chuong-trinh/")
    programme = desk.locator("tbody a").first.get_attribute("href")
    shots = {
        "my-work": "/",
        "overview": programme,
        "outline": f"{programme}de-cuong/",
        "legal": "/van-ban/?q=mot cua",
    }
    for name, path in shots.items():
        desk.goto(f"{site}{path}")
        desk.screenshot(path=PICTURES / f"{name}.png")
    desk.goto(f"{site}{programme}soat/")
    desk.locator("[data-source]").nth(30).click(position={"x": 8, "y": 8})
    desk.wait_for_timeout(600)
    desk.screenshot(path=PICTURES / "review.png")
    phone = _signed_in(browser, site, "dieu-phoi", secret, 390, 844)
    phone.screenshot(path=PICTURES / "phone.png")


def _signed_in(browser: Browser, site: str, name: str, secret: str, width: int, height: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
    page.goto(f"{site}/tai-khoan/dang-nhap/")
    page.fill("input[name=login]", f"{name}@soat.example")
    page.fill("input[name=password]", secret)
    page.click("button.btn-primary")
    page.wait_for_url(f"{site}/")
    return page


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    env = {**os.environ, "SOAT_DATA_DIR": str(folder), "SOAT_PORT": str(port)}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "soat.cli", "serve", "--demo"]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)


def _wait(port: int) -> None:
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise TimeoutError("the demonstration did not start within a minute")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    main()
