"""Reads of the papers room."""
