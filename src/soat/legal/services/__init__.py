"""Writes of the register (requirements L1–L4): documents found in a text, entered or edited by hand, related, cited.

`register`, `relate_text`, `keep_text` and `cite` are called by the import of a plan, `load_reference` by the
demonstration, the others by the register's pages.
"""

from soat.legal.registration import Register, at_home
from soat.legal.services.citing import Home, Place, cite, copy_citations, line_around, recite, uncite
from soat.legal.services.documents import edit, enter, fingerprint, keep_text
from soat.legal.services.files import attach
from soat.legal.services.loading import DOCUMENT_COLUMNS, REFERENCE_COLUMNS, load_documents, load_reference
from soat.legal.services.registering import derive, register
from soat.legal.services.relations import relate, relate_text, unrelate

__all__ = [
    "DOCUMENT_COLUMNS",
    "REFERENCE_COLUMNS",
    "Home",
    "Place",
    "Register",
    "at_home",
    "attach",
    "cite",
    "copy_citations",
    "derive",
    "edit",
    "enter",
    "fingerprint",
    "keep_text",
    "line_around",
    "load_documents",
    "load_reference",
    "recite",
    "register",
    "relate",
    "relate_text",
    "uncite",
    "unrelate",
]
