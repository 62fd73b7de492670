"""Rules among the user's definitions."""

from collections.abc import Sequence

from tui.model.definition import Definition
from tui.model.rule import Rule, read_rule

__all__ = ["rules_in"]


def rules_in(definitions: Sequence[Definition]) -> tuple[Rule, ...]:
    """The rules, in the order in which they are asked."""
    return tuple(read_rule(one) for one in definitions if one.kind == "rule")
