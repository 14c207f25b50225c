"""The documents tell the truth: the diagram of states is the table's, links lead somewhere, settings are all named."""

from __future__ import annotations

import re
from pathlib import Path

from soat.config import Config
from soat.programmes import rules

ROOT = Path(__file__).resolve().parent.parent


def test_the_diagram_is_the_table() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  (\w+) --> (\w+): (\w+)$", text, re.MULTILINE))
    table = {(t.source, t.target, t.action.split(".")[1]) for t in rules.TRANSITIONS}
    assert drawn == table


def test_every_setting_is_in_the_operations_page() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    for name, info in Config.model_fields.items():
        alias = str(info.validation_alias or f"SOAT_{name.upper()}")
        short = re.sub(r"^SOAT_(EMAIL|OIDC)", "", alias)
        assert f"`{alias}`" in text or f"`{short}`" in text, alias


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
