"""Assets: tags of an entry, drawings, and what happens without a build."""

import json
import re
from pathlib import Path

import pytest

from soat.common import assets
from soat.common.looks import TONE_ICONS

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def build(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    return tmp_path


def put_manifest(build):
    entry = {"file": "assets/m.js", "css": ["assets/m.css"], "assets": ["assets/f.woff2", "assets/x.svg"]}
    (build / "manifest.json").write_text(
        json.dumps({"src/main.ts": entry, "src/screens/a.ts": {"file": "a.js"}})
    )


def test_entry_has_font_style_and_script(build):
    put_manifest(build)
    tags = assets.entry_tags("main")
    assert 'rel="preload" href="/static/build/assets/f.woff2"' in tags
    assert "x.svg" not in tags
    assert '<link rel="stylesheet" href="/static/build/assets/m.css">' in tags
    assert '<script type="module" src="/static/build/assets/m.js"></script>' in tags


def test_screen_entry(build):
    put_manifest(build)
    assert assets.entry_tags("a") == '<script type="module" src="/static/build/a.js"></script>'


def test_unknown_entry_is_an_error_of_the_programmer(build):
    put_manifest(build)
    with pytest.raises(LookupError, match=r"src/screens/b\.ts"):
        assets.entry_tags("b")


def test_without_a_build_pages_still_come(build):
    assert assets.entry_tags("main").startswith("<!--")
    assert [found.id for found in assets.check_build()] == ["common.W001"]


def test_with_a_build_the_check_is_silent(build):
    put_manifest(build)
    assert assets.check_build() == []


def test_icon_is_decoration_or_has_a_name():
    assert "<path d=" in assets.icon("home")
    assert 'aria-hidden="true"' in assets.icon("home")
    assert 'aria-label="&lt;Nhà&gt;"' in assets.icon("home", "<Nhà>")


def test_drawings_are_those_listed():
    assert set(assets.ICONS) == set((ROOT / "frontend" / "icons.txt").read_text().split())


def test_every_icon_named_in_a_template_is_shipped():
    used = set(TONE_ICONS.values())
    for page in (ROOT / "src").rglob("templates/**/*.html"):
        used |= set(re.findall(r'{% icon "([^"]+)"', page.read_text(encoding="utf-8")))
    assert used - set(assets.ICONS) == set()
