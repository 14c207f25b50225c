"""Reads the report outline (đề cương báo cáo) of a plan into a form (requirement G3; issue 2, item 2).

`read_outline` is called by `soat.core.plans.reader`, which finds where the outline stands. Steps, in order:
`front` (title, audience, data period), `tree` (what stands under what), `asks` (what each line asks),
`build` (sections and items), `ratios` (numerator and denominator), `review` (doubts, text left over).
"""

from soat.core.plans.outline.read import read_outline

__all__ = ["read_outline"]
