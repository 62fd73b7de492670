"""Rules, decided: which of them touch an article, what they do to it, and why. Pure."""

from tui.rules.ending import read_ending
from tui.rules.engine import Arrived, Arriving, Standing, arrive
from tui.rules.ready import PausedRule, ReadyRule, ready_rule, ready_rules
from tui.rules.reasons import in_words, reasons

__all__ = [
    "Arrived",
    "Arriving",
    "PausedRule",
    "ReadyRule",
    "Standing",
    "arrive",
    "in_words",
    "read_ending",
    "ready_rule",
    "ready_rules",
    "reasons",
]
