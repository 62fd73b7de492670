"""What a span of an article *is*; which colour that has is a theme's business."""

__all__ = ["ROLES"]

#: Every role there is; ``code.*`` are the parts of highlighted code.
ROLES = (
    "text", "title", "meta", "source", "tag", "tag-link", "tag-star", "tag-mark", "tag-soft",
    "heading1", "heading2", "heading3", "heading4", "emphasis",
    "strong", "strong-emphasis", "code", "kbd", "strike", "insert", "sub", "sup", "mark", "small",
    "underline", "link", "link-number", "address", "footnote", "bullet", "quote", "quote-bar",
    "attribution", "summary", "rule", "table-head", "term", "image", "caption", "more",
    "own-note", "own-bar", "also",
    "code-label", "code-wrap", "code.text", "code.keyword", "code.name", "code.string", "code.number",
    "code.comment", "code.operator", "code.added", "code.removed",
)  # fmt: skip
