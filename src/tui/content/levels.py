"""Above and below the line, as far as Unicode has letters for it."""

__all__ = ["levelled", "raised"]

#: Letters, figures and signs that Unicode has above and below the line.
_LEVELS = {
    "sup": str.maketrans(
        "0123456789+-−=()*′abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾*′ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
    ),
    "sub": str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"),
}


def raised(text: str, kind: str) -> str:
    """*text* above ("sup") or below ("sub") the line if Unicode has all of it there."""
    table = _LEVELS[kind]
    return text.translate(table) if all(ord(letter) in table for letter in text) else text


def levelled(text: str, kind: str) -> str:
    """*text* above or below the line; what Unicode has not there stands behind ``^`` or ``_``."""
    made = raised(text, kind)
    if made != text or not text or text in "*′″‴†‡":
        return made
    return "^_"[kind == "sub"] + (text if len(text) == 1 else f"({text})")
