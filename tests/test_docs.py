"""The documents tell the truth: the diagram of states is the table's, links lead somewhere, settings are all named."""

from __future__ import annotations

import pkgutil
import re
import runpy
from pathlib import Path

from soat.config import Config
from soat.programmes import rules

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_of_states_is_made_from_the_tables() -> None:
    """Changed rules without `make docs` would leave it old."""
    made = runpy.run_path(str(ROOT / "scripts" / "states.py"))["text"]()
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == made
    for step in rules.TRANSITIONS:
        assert f"  {step.source} --> {step.target}: {step.action.removeprefix('programme.')}\n" in made


def test_the_architecture_page_names_what_is_there() -> None:
    """Every name of code between backticks is a module or stands in one; every path is a file."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`([\w./]+)`", text))
    dotted = {
        name for name in names if re.fullmatch(r"[a-z_]+(\.\w+)+", name) and not name.endswith((".py", ".md"))
    }
    assert len(dotted) > 15
    missing = [name for name in dotted if not stands(name)]
    missing += [name for name in names if "/" in name and not (ROOT / name).exists()]
    assert missing == []


def stands(name: str) -> bool:
    """`room.module`, `room.module.name` or, within the room spoken of, `services.module`."""
    for room in ("", "programmes."):
        try:
            pkgutil.resolve_name(f"soat.{room}{name}")
        except (ImportError, AttributeError):
            continue
        return True
    return False


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
