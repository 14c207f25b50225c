"""What the front-end build left in `static/build` (entries with their styles and fonts), and the drawings.

`soat.common.templatetags.ui` puts them into pages. Without a build pages come unstyled and say so in a
comment; `check_build` tells the administrator at start-up. Nothing is loaded from other sites.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"
ICONS: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _parsed(path: Path, modified: int) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return parsed


def _manifest() -> dict[str, Any]:
    """The manifest of the build, empty while there is none; read again only when it has changed."""
    path = BUILD / "manifest.json"
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


def entry_tags(name: str) -> SafeString:
    """Font preloads, style sheets and script of an entry: "main" or a file name of `frontend/src/screens`."""
    source = "src/main.ts" if name == "main" else f"src/screens/{name}.ts"
    manifest = _manifest()
    if not manifest:
        return mark_safe("<!-- Chưa dựng giao diện: chạy `make setup`. -->")
    if source not in manifest:
        raise LookupError(f"No entry {source} in the front-end build; run `npm run build` in frontend/.")
    entry = manifest[source]
    fonts = [static(f"build/{asset}") for asset in entry.get("assets", []) if asset.endswith(".woff2")]
    styles = [static(f"build/{sheet}") for sheet in entry.get("css", [])]
    return format_html(
        '{}{}<script type="module" src="{}"></script>',
        format_html_join(
            "",
            '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
            ((font,) for font in fonts),
        ),
        format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in styles)),
        static(f"build/{entry['file']}"),
    )


def icon(name: str, label: str = "") -> SafeString:
    """A drawing of `frontend/icons.txt`, inline; without a label it is decoration, not read out."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - drawings of our own, made by `npm run icons`
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        spoken,
        drawing,
    )


@register
def check_build(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Start-up check: is the front end built?"""
    if _manifest():
        return []
    return [
        Warning(
            "Giao diện chưa được dựng nên các trang sẽ không có kiểu dáng.",
            hint="Chạy `make setup`, hoặc `npm ci && npm run build` trong thư mục frontend.",
            id="common.W001",
        )
    ]
