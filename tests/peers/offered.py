"""Whether our language has patterns for a field: tests of translations depend on it."""

from tui.peers.belongings import Untranslatable
from tui.peers.patterns import Pattern, pattern_term

__all__ = ["patterns_in"]


def patterns_in(field: str) -> bool:
    try:
        pattern_term(field, Pattern("a"))
    except Untranslatable:
        return False
    return True
