"""Programmes made from a published plan: import, review, outline, duties, questions (requirements G1–G7)."""
