"""Agencies over time, persons and their positions (requirements P1, P2, P5)."""
