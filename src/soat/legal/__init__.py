"""Register of legal documents: relations, effect in time, search, where cited (requirements L1–L4)."""
