"""Text files: finds the character encoding of a .txt and refuses the two old Vietnamese ones (G1).

`decode` is called by `extract`; `refuse_legacy` also for the other formats, because fonts such as .VnTime
leave the same wrong letters in Word files and PDFs.
"""

from __future__ import annotations

import codecs
import re
from unicodedata import normalize

from soat.core.errors import UnreadableFile

NOT_TEXT = "Tệp này không phải là văn bản đọc được; hãy tải lên kế hoạch ở dạng .docx, .pdf, .html hoặc .txt."
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commonest words of any administrative text, as the old encodings show them when read as Latin-1.
_LEGACY_WORDS = {
    "TCVN3": re.compile("\\b(?:vµ|cña|c¸c|nh©n|d©n|n¨m|kiÓm|c¸ch|chÝnh|thùc|hiÖn|nhµ|ViÖt)\\b"),
    "VNI": re.compile("\\b(?:vaø|cuûa|caùc|nhaân|daân|naêm|kieåm|caùch|chính|thöïc|hieän|nhaø|Vieät)\\b"),
}
_VIETNAMESE_WORDS = re.compile("\\b(?:và|của|các|nhân|dân|năm|kiểm|cách|thực|hiện|nhà|Việt)\\b")
_SAMPLED = 100_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text of a .txt and warnings about it. Raises UnreadableFile when it is no text at all."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name)
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return _lenient(data, unmarked)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data)
    return _checked(text), []


def _legacy_encoding(text: str) -> str | None:
    """TCVN3 or VNI when the letters of the text are of that old encoding, else None."""
    good = len(_VIETNAMESE_WORDS.findall(text))
    for name, words in _LEGACY_WORDS.items():
        if len(words.findall(text)) >= max(3, 2 * good):
            return name
    return None


def refuse_legacy(text: str) -> None:
    """Raises UnreadableFile for text in an old encoding: converting it would be guessing."""
    name = _legacy_encoding(text)
    if name:
        raise UnreadableFile(
            f"Văn bản dùng bảng mã cũ {name}; hãy chuyển sang Unicode (bằng UniKey), lưu lại rồi thử lại."
        )


def _utf16_without_mark(data: bytes) -> str | None:
    """Latin letters, spaces and line ends leave a zero in every second byte."""
    sample = data[:4000]
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) / 2 * 0.3
    if zeros_odd > enough and zeros_even == 0:
        return "utf-16-le"
    if zeros_even > enough and zeros_odd == 0:
        return "utf-16-be"
    return None


def _lenient(data: bytes, encoding: str) -> tuple[str, list[str]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost * 200 > len(text):
        raise UnreadableFile(NOT_TEXT)
    return _checked(text), [f"Tệp có {lost} ký tự hỏng, được thay bằng dấu �."] if lost else []


def _not_utf8(data: bytes) -> tuple[str, list[str]]:
    start = data[:_SAMPLED]
    refuse_legacy(start.decode("latin-1"))
    if _VIETNAMESE_WORDS.search(normalize("NFC", start.decode("cp1258", "replace"))):
        return _checked(data.decode("cp1258", "replace")), []
    return _lenient(data, "utf-8")


def _checked(text: str) -> str:
    start = text[:_SAMPLED]
    if len(_CONTROL.findall(start)) * 100 > len(start):
        raise UnreadableFile(NOT_TEXT)
    return text
