"""Indicators of a report: percentages of two counts, check rules over items' codes, checks an outline implies (R3).

The outline editor proposes and parses rules with it, the form preview and the self-report evaluate them.
"""

from soat.core.indicators.checks import Check, Measure, derive_checks
from soat.core.indicators.ratios import Ratio, ratio
from soat.core.indicators.rules import Rule, RuleError, in_words, parse, rename

__all__ = [
    "Check",
    "Measure",
    "Ratio",
    "Rule",
    "RuleError",
    "derive_checks",
    "in_words",
    "parse",
    "ratio",
    "rename",
]
