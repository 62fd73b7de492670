"""Feed bytes to entries; no input or output of its own."""

from tui.feeds.dates import parse_date
from tui.feeds.identity import distinct, guid_of, identified
from tui.feeds.page_dates import date_in
from tui.feeds.parser import parse

__all__ = ["date_in", "distinct", "guid_of", "identified", "parse", "parse_date"]
