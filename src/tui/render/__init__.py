"""A document and a width to lines; pure."""

from tui.render.find import Match, find
from tui.render.layout import layout
from tui.render.lines import ROLES, HeadingLine, Line, LinkLine, Masthead, Page, Span

__all__ = ["ROLES", "HeadingLine", "Line", "LinkLine", "Masthead", "Match", "Page", "Span", "find", "layout"]
