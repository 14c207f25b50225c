"""The timetable (S2–S4): a problem read from JSON, solved with a proven gap, explained where it has no answer.

`reading` → `Problem` → `solve` (`bound`, `greedy`, `search`, `model`, `finish`, `conflict`) → `Timetable`. `checker`
verifies any answer on its JSON and shares no code with the rest. Called by `soat schedule` and the schedules room.
"""
