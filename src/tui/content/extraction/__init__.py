"""From the bytes of a web page to the article on it; the libraries that do it are loaded when first asked."""

from tui.content.extraction.extractor import extract
from tui.content.extraction.rules import complaint as selector_complaint

__all__ = ["extract", "selector_complaint"]
