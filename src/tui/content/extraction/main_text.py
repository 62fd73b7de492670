"""What of a page is its article, found by trafilatura."""

from typing import Any

__all__ = ["main_text"]

#: With fewer letters than this the slower way, which also asks other extractors, may find more.
_LITTLE = 1_200


def main_text(tree: Any) -> Any:
    """The article in *tree*, in trafilatura's own tags, None if there is none; *tree* stays as it is.

    Without pictures, whose presence would change what it takes for text; they are put back later.
    """
    found = _extracted(tree, fast=True)
    if found is None or len("".join(found.itertext())) < _LITTLE:
        other = _extracted(tree, fast=False)
        return found if other is None else other
    return found


def _extracted(tree: Any, *, fast: bool) -> Any:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            tree,
            output_format="xml",
            fast=fast,
            favor_precision=True,
            include_comments=False,
            include_formatting=True,
            include_links=True,
            include_tables=True,
        )
    # Foreign code over hostile trees: whatever it raises, the page is no article for us.
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return None
    return None if found is None else getattr(found, "body", None)
