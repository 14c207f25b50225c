"""Reads of the teams room: seats beside who has come, requests, members, who is barred from which agency (T1–T3)."""

from soat.teams.selectors.recusals import recusals

__all__ = ["recusals"]
