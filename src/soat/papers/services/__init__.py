"""Writes of the papers room: number register, papers from draft to issue, text templates."""
