"""Who reads and writes which rows of the register of legal documents (L1, P4); files are only added.

Read by `access.enforce`.
"""

from soat.access.policies import protect

TABLES = (
    protect("legal_document", view=["legal.view"], write=["legal.edit"], programme=None),
    protect("legal_relation", view=["legal.view"], write=["legal.edit"], programme=None),
    protect("legal_file", view=["legal.view"], insert=["legal.edit"], programme=None),
    protect("legal_citation", view=["citation.view"], write=["programme.review", "outline.edit"]),
)
