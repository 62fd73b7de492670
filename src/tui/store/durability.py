"""Marks the functions whose writes must outlive a power cut: the user's own deeds."""

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["durable", "is_durable"]

_Function = TypeVar("_Function", bound=Callable[..., Any])
_DURABLE: set[object] = set()


def durable(function: _Function) -> _Function:
    """Have the writer flush this function's transaction to the disk before it is over."""
    _DURABLE.add(function)
    return function


def is_durable(function: object) -> bool:
    """Whether the function was marked."""
    return function in _DURABLE
