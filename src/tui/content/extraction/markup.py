"""Trafilatura's own tags as HTML."""

from html import escape
from typing import Any

__all__ = ["to_html"]

_HIGHLIGHTS = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}
_PLAIN = {"p": "p", "quote": "blockquote", "table": "table", "row": "tr", "del": "del", "div": "div"}


def to_html(body: Any) -> str:
    """The children of *body*, one behind the other."""
    parts: list[str] = []
    for child in body:
        _write(child, parts)
    return "".join(parts)


def _write(node: Any, parts: list[str]) -> None:
    """Append *node* and the text behind it."""
    if not isinstance(node.tag, str):
        parts.append(escape(node.tail or "", quote=False))
        return
    before, after = _tags(node)
    parts.append(before)
    parts.append(escape(node.text or "", quote=False))
    for child in node:
        _write(child, parts)
    parts.append(after)
    parts.append(escape(node.tail or "", quote=False))


def _tags(node: Any) -> tuple[str, str]:
    name, rend = node.tag, node.get("rend", "")
    match name:
        case "head":
            level = rend if rend in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
            return f"<{level}>", f"</{level}>"
        case "list":
            kind = rend if rend in ("ol", "ul", "dl") else "ul"
            return f"<{kind}>", f"</{kind}>"
        case "item":
            kind = rend[:2] if rend[:2] in ("dt", "dd") else "li"
            return f"<{kind}>", f"</{kind}>"
        case "cell":
            kind = "th" if node.get("role") == "head" else "td"
            return f"<{kind}>", f"</{kind}>"
        case "hi":
            kind = _HIGHLIGHTS.get(rend, "em")
            return f"<{kind}>", f"</{kind}>"
        case "code":
            inline = "\n" not in "".join(node.itertext()) and node.getparent().tag not in ("body", "quote")
            return ("<code>", "</code>") if inline else ("<pre><code>", "</code></pre>")
        case "lb":
            return "<br>", ""
        case "ref":
            return f'<a href="{escape(node.get("target", ""))}">', "</a>"
        case "graphic":
            return f'<img src="{escape(node.get("src", ""))}" alt="{escape(node.get("alt", ""))}">', ""
    kind = _PLAIN.get(name, "")
    return (f"<{kind}>", f"</{kind}>") if kind else ("", "")
