"""Drawing units by lot so that anyone can draw them again (S8): commitment, stratified draw, intervals.

`docs/draw.md` publishes the same algorithm for other software. Called by `soat sample` and by the schedules room.
"""

from soat.core.sampling.draw import Draw, Protocol, commitment, draw, wilson

__all__ = ["Draw", "Protocol", "commitment", "draw", "wilson"]
