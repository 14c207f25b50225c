"""Writes of the programmes room, split by noun."""
