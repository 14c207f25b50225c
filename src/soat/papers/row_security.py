"""Who reads and writes which rows of numbers and papers (D1, D2, D4, P4); a draft stays with who drafts.

Read by `access.enforce`. Triggers (migrations 0002, 0005) hold numbers, issued papers and their bytes fast.
"""

from soat.access.policies import protect, raw, unit, whole

_ANY = "EXISTS (SELECT 1 FROM soat_programmes('{}'))"
_SEEN = "paper_id IN (SELECT p.id FROM papers_paper p)"
_DRAFTING = f"{whole('paper.draft')} AND state = 'draft'"

TABLES = (
    raw(
        "papers_series",
        view=_ANY.format("number.view"),
        write="false",
        insert=_ANY.format("number.take"),
    ),
    protect("papers_number", view=["number.view"], write=["number.take"]),
    raw(
        "papers_paper",
        view=f"({whole('paper.view')} AND state <> 'draft') OR {whole('paper.drafts')}"
        f" OR ({unit('paper.view')} AND state <> 'draft')",
        write=f"({_DRAFTING}) OR {whole('paper.issue')}",
        insert=_DRAFTING,
        delete=_DRAFTING,
    ),
    raw("papers_paperfile", view=_SEEN, write="false", insert=f"{_SEEN} AND {whole('paper.issue')}"),
    protect("papers_wording", view=["paper.drafts"], insert=["paper.template"]),
    protect("papers_batch", view=["paper.drafts"], write=["paper.issue"], delete=[]),
)
