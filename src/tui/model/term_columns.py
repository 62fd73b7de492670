"""Which articles have which publisher's terms, column by column."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["TermColumns"]


@dataclass(frozen=True, slots=True)
class TermColumns:
    """Pairs of article and term, at the same places of two columns, by rising article."""

    ids: "array[int]"
    numbers: "array[int]"
    #: The terms by their numbers.
    names: Mapping[int, str]
