"""Who may do what (requirements P3, P4): actor, roles, the one permission table, row-level security."""
