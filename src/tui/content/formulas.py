"""Formulas as a line of text: MathML read aloud, so to speak, with Unicode's letters.

A fraction becomes ``a/b``, a root ``√x``, a matrix ``(a, b; c, d)``. What a browser would set
in two dimensions can be read in one, and no markup of it reaches the store.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tui.content.levels import levelled

__all__ = ["LONGEST", "formula", "image_formula"]

#: Longer formulas are their words.
LONGEST = 20_000
_MOST_DEPTH = 40

_PREFIX = re.compile(r"<(/?)(?:m|mml|math):", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
#: Operators with a blank on both sides, unless they are a sign before a term.
_BETWEEN = frozenset("=+-−±∓×·÷<>≤≥≪≫≠≈≡≃≅∼~∝∈∉∋⊂⊆⊃⊇∪∩∧∨→←↔⇒⇐⇔⟶⟹⟺↦:|∣∥⊥⊕⊗∘≔/∖")
_SIGNS = frozenset("+-−±∓")
_TIGHT = frozenset("/|∣:")
_OPENING = frozenset("([{⟨⌈⌊|‖")
_CLOSING = frozenset(")]}⟩⌉⌋|‖!")
_INVISIBLE = str.maketrans(dict.fromkeys("\u2062\u2063\u2064\u200b\u00ad"))
_APPLY = "\u2061"
#: Big operators: what belongs to them stands behind a blank.
_BIG = re.compile(r"[∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂]|(?:lim|max|min|sup|inf|arg max|arg min|det|gcd)\b")
#: Accents over one letter.
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "̂": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304",
    "―": "\u0304", "_": "\u0304", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
    "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_UNSEEN = frozenset(
    {
        "script",
        "style",
        "annotation",
        "annotation-xml",
        "mphantom",
        "mspace",
        "none",
        "mprescripts",
        "malignmark",
        "maligngroup",
    }
)
#: Nothing that could be torn apart: a number, a letter with what stands on it.
_ATOM = re.compile(r"\d+(?:[.,]\d+)?|\w[′\u0300-\u036f\u20d0-\u20ff⁰-₎ⁱⁿᵢₐ-ₜ²³¹]*|[∞∅…ℓ]")
_TEX_IMAGE = re.compile(
    r"latex\.php|codecogs\.com/|/math/render/|/latex/|mathurl\.com|chart\.googleapis\.com/chart\?cht=tx",
    re.IGNORECASE,
)
_TEX = re.compile(r"\\(?:[a-zA-Z]{2,}|[,;!])|[_^]\{")
_STYLE = re.compile(r"^\{\\(?:display|text|script)style\s*(.*)\}$", re.DOTALL)


def formula(markup: str, alternative: str) -> str:
    """The line of text for what stands between ``<math>`` and ``</math>``.

    Where that says nothing: the alternative text, or the notation it was made from.
    """
    tree = LexborHTMLParser("<math>" + _PREFIX.sub(r"<\1", markup) + "</math>")
    node = tree.css_first("math")
    made = _SPACES.sub(" ", _line(node, 0)).strip() if node is not None else ""
    if made:
        return made
    notation = tree.css_first("annotation")
    given = alternative or ((notation.text(deep=True) or "") if notation is not None else "")
    return without_style(_SPACES.sub(" ", given).strip())


def image_formula(url: str, alternative: str) -> str:
    """The formula of which an image is a picture; "" if it is none."""
    if alternative and (_TEX_IMAGE.search(url) or _TEX.search(alternative)):
        return without_style(alternative)
    return ""


def without_style(notation: str) -> str:
    """LaTeX without the wrapping that says only how big it is."""
    found = _STYLE.match(notation)
    return found[1].strip() if found else notation


def _line(node: LexborNode, depth: int) -> str:
    """One element."""
    tag = node.tag or ""
    if tag in _UNSEEN:
        return " " if tag == "mspace" else ""
    parts = [child for child in node.iter(include_text=True) if child.tag != "-text" or _says(child)]
    if depth > _MOST_DEPTH or all(part.tag == "-text" for part in parts):
        text = _SPACES.sub(" ", (node.text(deep=True) or "").replace("\xa0", " ")).translate(_INVISIBLE)
        return text if tag == "mtext" else text.strip()
    if tag == "mmultiscripts":
        return _scripts(node, depth)
    if tag == "mtable":
        return _table(parts, depth)
    if tag == "semantics":
        return _line(parts[0], depth + 1)
    lines = [_line(part, depth + 1) for part in parts]
    if tag == "mfenced":
        attributes = node.attributes
        return f"{attributes.get('open') or '('}{', '.join(lines)}{attributes.get('close') or ')'}"
    return _set(node, tag, lines) or _row(parts, lines)


def _says(node: LexborNode) -> bool:
    return bool((node.text_content or "").strip())


def _set(node: LexborNode, tag: str, lines: Sequence[str]) -> str:
    """An element of which each child has its own place; "" for any other."""
    match tag, lines:
        case "mfrac", [above, below]:
            thickness = node.attributes.get("linethickness") or ""
            if thickness[:1] == "0":
                return f"({above} choose {below})"
            return f"{_atom(above, is_above=True)}/{_atom(below)}"
        case "mroot", [inner, index]:
            return (_ROOTS.get(index) or levelled(index, "sup") + "√") + _atom(inner)
        case "msub", [base, below]:
            return _behind(_atom(base) + levelled(_tight(below), "sub"), base)
        case "msup", [base, above]:
            return _behind(_atom(base) + levelled(_tight(above), "sup"), base)
        case (("msubsup" | "munderover"), [base, below, above]):
            made = _atom(base) + levelled(_tight(below), "sub") + levelled(_tight(above), "sup")
            return _behind(made, base)
        case "mover", [base, above]:
            if above in _ACCENTS and len(base) == 1:
                return base + _ACCENTS[above]
            return (
                base
                if above in ("⏞", "¯", "‾", "―")
                else _behind(_atom(base) + levelled(_tight(above), "sup"), base)
            )
        case "munder", [base, below]:
            return (
                base
                if below in ("⏟", "_", "̲")
                else _behind(_atom(base) + levelled(_tight(below), "sub"), base)
            )
        case _:
            return ""


def _row(parts: Sequence[LexborNode], lines: Sequence[str]) -> str:
    """Things side by side, blanks where a reader needs them."""
    if parts[0].parent is not None and parts[0].parent.tag == "msqrt":
        return "√" + _atom(_joined(parts, lines))
    return _joined(parts, lines)


def _joined(parts: Sequence[LexborNode], lines: Sequence[str]) -> str:
    made = ""
    was_name = False
    for part, line in zip(parts, lines, strict=True):
        is_operator = part.tag == "mo"
        if not line:
            continue
        if line == _APPLY:
            was_name = True
            continue
        if is_operator and line in _BETWEEN:
            shown = line.replace("-", "−")
            is_sign = line in _SIGNS and (not made.strip() or made.rstrip()[-1] in "=+−±×·<>≤≥→⇒,;([{⟨/")
            made += shown if is_sign or line in _TIGHT else f" {shown} "
        elif is_operator and line in (",", ";"):
            made += f"{line} "
        else:
            is_name = part.tag in ("mi", "mo") and len(line) > 1 and line.isalpha()
            needs_blank = (was_name and line[0] not in _CLOSING and line[0] not in "([{") or (
                is_name and made[-1:].isalnum()
            )
            made += (" " if needs_blank and not made.endswith(" ") else "") + line
        was_name = part.tag in ("mi", "mo") and len(line) > 1 and line.isalpha()
    return made


def _behind(made: str, base: str) -> str:
    """A big operator, a blank behind it."""
    return f"{made} " if _BIG.match(base) else made


def _tight(text: str) -> str:
    """Without the blanks that only help where there is room."""
    return re.sub(r"\s*([=+−→<>≤≥∈,/])\s*", r"\1", text.strip())


def _atom(text: str, *, is_above: bool = False) -> str:
    """*text* in brackets, unless nothing in it could be torn apart."""
    text = text.strip()
    if (
        _ATOM.fullmatch(text)
        or len(text) == 1
        or _is_bracketed(text)
        or _BIG.match(text)
        or (text.isalpha() and len(text) > 3)
    ):
        return text
    return text if is_above and " " not in text and "/" not in text else f"({text})"


def _is_bracketed(text: str) -> bool:
    if not (text and text[0] in "([{" and text[-1] in ")]}"):
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0 and at < len(text) - 1:
            return False
    return True


def _table(rows: Sequence[LexborNode], depth: int) -> str:
    """A matrix, or equations below each other."""
    lines = [[_line(cell, depth + 2).strip() for cell in row.iter()] for row in rows]
    is_aligned = any(cell[:1] in _BETWEEN - _SIGNS - {"|"} for row in lines for cell in row if cell)
    made = "; ".join((" " if is_aligned else ", ").join(filter(None, row)) for row in lines)
    before = _neighbour(rows[0].parent, is_before=True)
    is_open = before is not None and (before.text(deep=True) or "").strip() in _OPENING
    return made if is_open or is_aligned or max(map(len, lines), default=0) < 2 else f"[{made}]"


def _neighbour(node: LexborNode | None, *, is_before: bool) -> LexborNode | None:
    while node is not None:
        node = node.prev if is_before else node.next
        if node is not None and node.tag != "-text":
            return node
    return None


def _scripts(node: LexborNode, depth: int) -> str:
    """Indices on all sides of a letter, as isotopes and tensors have."""
    base, *rest = list(node.iter())
    at = next((index for index, part in enumerate(rest) if part.tag == "mprescripts"), len(rest))
    sides = []
    for given in (rest[at + 1 :], rest[:at]):
        pairs = [_tight(_line(part, depth + 1)) for part in given]
        sides.append(
            "".join(levelled(text, "sub" if index % 2 == 0 else "sup") for index, text in enumerate(pairs))
        )
    return sides[0] + _line(base, depth + 1) + sides[1]
