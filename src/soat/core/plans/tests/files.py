"""Builds plan files for tests: Word files with and without python-docx, web pages, PDFs with a text layer.

The PDFs need no font on the machine: every letter is half an em wide and named by a ToUnicode map.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
import zlib
from collections.abc import Iterable
from html import escape
from pathlib import Path

import docx

import soat

SAMPLE = Path(soat.__file__).parent / "samples" / "ke-hoach-97-2024.txt"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
SIZE, LETTER, LEADING = 12, 6, 16  # points
WIDTH, HEIGHT, LEFT, RIGHT, INDENT = 595, 842, 80, 530, 30

Placed = tuple[float, float, str]  # left and baseline in points from the lower left, text


def cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in row.removesuffix("|").split("|")]


def word_of(lines: Iterable[str]) -> bytes:
    """A .docx with a paragraph per line, rows as tables without borders."""
    document = docx.Document()
    for line in lines:
        if line.endswith(" |"):
            row = document.add_table(rows=1, cols=len(cells_of(line))).rows[0]
            for cell, text in zip(row.cells, cells_of(line), strict=True):
                cell.text = text
        else:
            document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_parts(body: str, *, relations: str = RELATIONS, **parts: str) -> bytes:
    """A .docx from the XML inside w:body and further parts of the folder word/, by name without ".xml"."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return archive(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document.xml": document}
        | {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>' for name, xml in parts.items()}
    )


def archive(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return target.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def web_of(lines: Iterable[str]) -> bytes:
    def block(line: str) -> str:
        if line.endswith(" |"):
            return f"<table><tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells_of(line))}</tr></table>"
        return f"<p>{escape(line)}</p>"

    page = "".join(map(block, lines))
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{page}</body></html>".encode()


def pdf_of(lines: Iterable[str]) -> bytes:
    """A PDF as Word prints it: first-line indent, wrapped lines, centred capitals, page numbers from page 2."""
    pages: list[list[Placed]] = [[]]
    baseline = HEIGHT - 110.0
    for line in lines:
        printed = list(_printed(line))
        for left, text, steps in printed:
            baseline -= steps * LEADING
            if baseline < 90:
                pages.append([(WIDTH / 2, HEIGHT - 50, str(len(pages) + 1))])
                baseline = HEIGHT - 110.0
            pages[-1].append((left, baseline, text))
    return pdf_at(pages)


def _printed(line: str) -> Iterable[tuple[float, str, int]]:
    """Left edge, text and steps down for each printed line."""
    if line.endswith(" |"):
        for number, cell in enumerate(cells_of(line)):
            yield LEFT + number * 210, cell, 0 if number else 1
        return
    letters = (RIGHT - LEFT) // LETTER
    if line.isupper():
        for text in textwrap.wrap(line, letters - 6, break_long_words=False, break_on_hyphens=False):
            yield (LEFT + RIGHT - len(text) * LETTER) / 2, text, 1
        return
    indent = " " * (INDENT // LETTER)
    wrapped = textwrap.wrap(line, letters, initial_indent=indent, break_on_hyphens=False)
    for number, text in enumerate(wrapped):
        yield LEFT + (0 if number else INDENT), text.strip(), 1


def pdf_at(
    pages: Iterable[Iterable[Placed]], *, size: int = SIZE, mapped: bool = True, extra: str = ""
) -> bytes:
    """A PDF with texts at places. Without `mapped` the letters have no Unicode, as in a broken text layer."""
    contents = ["".join(_shown(each, size) for each in page) + extra for page in pages]
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Soat/Encoding/Identity-H/DescendantFonts[4 0 R]"
        + (b"/ToUnicode 6 0 R>>" if mapped else b">>"),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Soat/DW 500/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/Soat/Flags 4/Ascent 800/Descent -200/FontBBox[0 -200 500 800]"
        b"/CapHeight 700/ItalicAngle 0/StemV 80>>",
        _stream(_TO_UNICODE),
    ]
    for number, content in enumerate(contents):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {8 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode(),
            _stream(content.encode()),
        ]
    return pdf_objects(objects)


def pdf_objects(objects: list[bytes], trailer: str = "") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return (
        out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    )


def _shown(placed: Placed, size: int) -> str:
    left, baseline, text = placed
    return f"BT /F {size} Tf {left} {baseline} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + "".join(
        f"64 beginbfrange {''.join(f'<{high:02X}00> <{high:02X}FF> <{high:02X}00>' for high in range(low, low + 64))}"
        " endbfrange\n"
        for low in range(0, 256, 64)
    )
    + "endcmap end end"
).encode()
