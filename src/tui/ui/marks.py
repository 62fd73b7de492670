"""The few characters that stand for something, in Unicode and in plain ASCII."""

from dataclasses import dataclass

__all__ = ["ASCII", "UNICODE", "Marks"]


@dataclass(frozen=True, slots=True)
class Marks:
    """One character each, one cell wide."""

    unread: str
    starred: str
    later: str
    offline: str
    noted: str
    copies: str
    branch: str
    last_branch: str
    plane: str
    chosen: str
    bar: str
    folded: str
    unfolded: str
    failing: str
    required: str
    excluded: str
    either: str
    ellipsis: str
    arrow_up: str
    working: str
    dot: str


UNICODE = Marks(
    unread="●", starred="★", later="↷", offline="↓", noted="✎", copies="×", branch="├", last_branch="└",
    plane="✈", chosen="✓", bar="▌", folded="▸", unfolded="▾", failing="!", required="●", excluded="○",
    either="◐", ellipsis="…", arrow_up="↑", working="⟳", dot="·",
)  # fmt: skip

ASCII = Marks(
    unread="o", starred="*", later=">", offline="v", noted='"', copies="x", branch="|", last_branch="`",
    plane="x", chosen="x", bar="|", folded="+", unfolded="-", failing="!", required="+", excluded="-",
    either="~", ellipsis="~", arrow_up="^", working="@", dot="-",
)  # fmt: skip
