"""Papers of the cycle: writers to .docx and PDF/A, later number register, signatures, text templates (D1–D4)."""
