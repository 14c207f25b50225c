"""Reads of the schedules room: visits, crews, merges, days, and the personal calendar."""
