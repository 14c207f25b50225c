"""Reads a published inspection plan into a `Plan` (requirements G1, G2).

`extract` turns a file into plain text; `read` turns that text into a `Plan`. Deterministic: no network, no model,
no clock. Called by the command line and by the programmes room.
"""
