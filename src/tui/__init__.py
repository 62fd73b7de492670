"""Broadsheet, a terminal news reader: feeds in, one filter, a calm page out."""

__all__ = ["__version__"]

__version__ = "0.1.0"
