"""Draw a `soat.core.paper` paper as an editable .docx and as PDF/A-2b. Pure functions without Django.

Called by the rooms that issue papers and by `soat paper render`.
"""

from soat.papers.writers.pdf import write_pdf
from soat.papers.writers.word import write_docx

__all__ = ["write_docx", "write_pdf"]
