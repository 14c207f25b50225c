"""Writes of the papers room: the number register."""
