"""The working-day clock (S1, plan clauses III.3.1 and IV.3): calendar as data, adding days, deadlines.

Called by the timetable, by schedules and reports (deadlines that move with the visit) and by `soat workdays`.
"""

from soat.core.working_days.calendar import VIETNAM, Calendar, Entry, closes_at, deadline, shift
from soat.core.working_days.table import vietnam

__all__ = ["VIETNAM", "Calendar", "Entry", "closes_at", "deadline", "shift", "vietnam"]
