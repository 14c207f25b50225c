"""Writes of the schedules room: visits, crews, surprises, notices, the calendar."""
