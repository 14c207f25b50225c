"""How much script a page loads: the entries of the front end as built, each with what it imports."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "src" / "soat" / "static" / "build"
LIMIT = 250 * 1024


def run() -> None:
    manifest = json.loads((BUILD / "manifest.json").read_text())
    shared = _files(manifest, "src/main.ts")
    for name, entry in manifest.items():
        if entry.get("isEntry"):
            files = shared | _files(manifest, name)  # every page loads main
            content = [(BUILD / file).read_bytes() for file in files if file.endswith(".js")]
            size, sent = sum(map(len, content)), sum(len(gzip.compress(each)) for each in content)
            late = "  NẶNG" if size > LIMIT else ""
            print(f"  {name:<44} {size / 1024:7.1f} KB  gửi nén {sent / 1024:6.1f} KB{late}")


def _files(manifest: dict[str, dict[str, object]], name: str) -> set[str]:
    """The file of an entry and of all it imports, also what it imports later."""
    found: set[str] = set()
    left = [name]
    while left:
        entry = manifest.get(left.pop(), {})
        file = entry.get("file")
        if isinstance(file, str) and file not in found:
            found.add(file)
            for key in ("imports", "dynamicImports"):
                more = entry.get(key, [])
                left += more if isinstance(more, list) else []
    return found
