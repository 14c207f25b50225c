"""Visits in time: calendar, planning, merges, surprise inspections, notices (requirements S1–S9)."""
