"""From the bytes of a web page to the article on it; the libraries that do it are loaded when first asked."""

from tui.content.extraction.extractor import extract

__all__ = ["extract"]
