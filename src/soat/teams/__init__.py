"""The team: nominations, members, their acts, recusal (requirements T1–T3)."""
