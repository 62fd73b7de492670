"""What an article's text holds besides words: code and tables, as bits of one number."""

__all__ = ["FEATURES", "features_in"]

#: The bit of each, by the name that ``has:`` knows.
FEATURES = {"code": 1, "table": 2}
#: Sanitized HTML writes its tags in small letters.
_TAGS = {"code": ("<pre", "<code"), "table": ("<table",)}


def features_in(html: str) -> int:
    """The bits of what sanitized HTML holds."""
    return sum(bit for name, bit in FEATURES.items() if any(tag in html for tag in _TAGS[name]))
