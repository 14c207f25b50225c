"""`make messages`: the catalogue of the English interface from the sources, and both catalogues compiled (A4).

The msgids are our Vietnamese sentences. Translations in `locale/en` are kept, new ones stand there empty, what no
source says any more goes. `--empty` prints what waits for a translation. The compiled files are committed, as an
installation has no Babel; `src/soat/common/tests/test_messages.py` holds both against the sources.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCES = Path(__file__).parent.parent / "src" / "soat"
CALLS = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "spoken": 1, "ngettext": 2, "ngettext_lazy": 2}
Words = str | tuple[str, ...]
HEAD = "English words of the interface; the msgids are the Vietnamese ones (docs/glossary.md has the terms)."


def found() -> Catalog:
    """Every message of the sources, as (msgid or pair of them) with the files that say it."""
    catalog = Catalog(locale="en")
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or {"tests", "migrations", "static", "samples"} & {
            *path.parts
        }:
            continue
        place = (path.relative_to(SOURCES.parent.parent).as_posix(), 0)
        of_file = _of_code if path.suffix == ".py" else _of_template
        for words in of_file(path.read_text()):
            catalog.add(words, locations=[place])
    for file, word in _of_tables():
        catalog.add(word, locations=[(f"src/soat/{file}", 0)])
    return catalog


def _of_tables() -> Iterator[tuple[str, str]]:
    """Words that stand in tables, which are read by their pages through gettext: (file, words)."""
    django.setup()
    from soat.access.permissions import PERMISSIONS
    from soat.inbox.kinds import KINDS
    from soat.portal import context, matrix, words
    from soat.trail.deeds import DEEDS

    menu = [word for entry in context.MENU for word in (entry.label, entry.group) if word]
    scopes = [*matrix.GROUPS.values(), *matrix.SCOPES.values()]
    yield from (("access/permissions.py", each.label) for each in PERMISSIONS)
    yield from (
        ("inbox/kinds.py", words)
        for kind in KINDS.values()
        for words in (kind.label, kind.title, kind.sentence)
        if words
    )
    yield from (("trail/deeds.py", each.words) for each in DEEDS)
    yield from (("portal/context.py", word) for word in menu)
    yield from (("portal/matrix.py", word) for word in scopes)
    yield from (
        ("portal/words.py", word) for word in (*words.FIELDS.values(), *words.VALUES.values()) if word
    )


def _of_code(text: str) -> Iterator[Words]:
    """First arguments of the calls that translate, where they are written out."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and (count := CALLS.get(getattr(call.func, "id", ""))):
            words = tuple(str(word.value) for word in call.args[:count] if isinstance(word, ast.Constant))
            if len(words) == count:
                yield words[0] if count == 1 else words


def _of_template(text: str) -> Iterator[Words]:
    """Django turns a template into calls of gettext; each line without its indentation is a line of Python."""
    lines = "\n".join(line.strip() for line in templatize(text).splitlines())
    for _, words, _, _ in extract("python", BytesIO(lines.encode()), DEFAULT_KEYWORDS):
        yield words


def catalogue(language: str) -> Path:
    return SOURCES / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    return read_po(BytesIO(catalogue(language).read_bytes()), locale=language)


def renew() -> Catalog:
    """The English catalogue with exactly the messages of the sources."""
    former = read("en") if catalogue("en").exists() else Catalog(locale="en")
    renewed = Catalog(
        locale="en", header_comment=f"# {HEAD}", fuzzy=False, creation_date=former.creation_date
    )
    for message in sorted(found(), key=lambda each: str(each.id)):
        if message.id:
            known = former.get(message.id[0] if isinstance(message.id, tuple) else message.id)
            renewed.add(message.id, known.string if known else None, locations=message.locations)
    return renewed


def compiled(catalog: Catalog) -> bytes:
    answer = BytesIO()
    write_mo(answer, catalog)
    return answer.getvalue()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soat.settings")
    catalog = renew()
    path = catalogue("en")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, no_location=True)
    for language in ("vi", "en"):
        catalogue(language).with_suffix(".mo").write_bytes(compiled(read(language)))
    waiting = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(catalog)} câu, còn {len(waiting)} câu chưa dịch: {path}")
    if "--empty" in sys.argv:
        print(*waiting, sep="\n")


if __name__ == "__main__":
    main()
