"""Pure Python, no Django: what has a written specification (plans, citations, text)."""
