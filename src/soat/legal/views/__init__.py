"""Pages of the register (requirements L1–L4), one module for each noun."""
