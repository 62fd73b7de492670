"""How deep a parser will nest the tags it is about to see, and where that must end.

An imitation of the parts of the standard's tree builder that decide about depth: implied
end tags, the scopes that end tags do not reach beyond, and the list of formatting
elements that are opened again in every new block.
"""

__all__ = ["MOST_DEPTH", "Nesting"]

MOST_DEPTH = 200
#: Formatting elements open at a time, and how often they may be opened again in all.
_MOST_FORMATS = 40
_MOST_REOPENED = 100_000

VOID = frozenset(
    str.split("area base br col embed hr img input link meta param source track wbr keygen basefont")
)
_FORMATS = frozenset(str.split("a b big code em font i nobr s small strike strong tt u"))
_BLOCKS = frozenset(
    str.split(
        "address article aside blockquote center details dialog dir div dl fieldset figcaption figure"
        " footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p pre section"
        " summary table ul"
    )
)
#: What a start tag closes before it opens, as long as it is on top.
_CLOSES: dict[str, frozenset[str]] = {
    **{name: frozenset({"p"}) for name in _BLOCKS},
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
    **dict.fromkeys(
        ("tbody", "thead", "tfoot"), frozenset({"p", "td", "th", "tr", "tbody", "thead", "tfoot"})
    ),
    "option": frozenset({"option"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
}
_CELLS = frozenset({"td", "th", "caption"})
#: End tags of blocks do not reach beyond these.
_WALLS = frozenset({"table", "td", "th", "caption", "object", "marquee", "applet", "button"})
_IN_TABLES = frozenset(str.split("table tr td th tbody thead tfoot caption colgroup"))
_SPECIAL = _BLOCKS | _IN_TABLES | _WALLS | frozenset({"li", "dt", "dd"})
_NO_NAMES: frozenset[str] = frozenset()


class Nesting:
    """Follows start and end tags."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.open: dict[str, int] = {}
        #: Formatting elements that were opened and not yet closed by their own end tag;
        #: "" marks the start of a table cell, which they do not leave.
        self.formats: list[str] = []
        self.reopened = 0

    def start(self, name: str) -> str | None:
        """Take a start tag; None if it must be left out, else what must stand before it."""
        if name in VOID:
            return ""
        closes = _CLOSES.get(name, _NO_NAMES)
        while self.stack and self.stack[-1] in closes:
            self._pop()
        if len(self.stack) >= MOST_DEPTH:
            return None
        before = ""
        if name in _FORMATS:
            if name == "a" and "a" in self.formats:
                self._forget("a")
            if len(self.formats) >= _MOST_FORMATS or self.reopened > _MOST_REOPENED:
                return None
            self.formats.append(name)
        else:
            self.reopened += len(self.formats)
            if self.reopened > _MOST_REOPENED and self.formats:
                before = "".join(f"</{one}>" for one in reversed(self.formats) if one)
                self.formats = [one for one in self.formats if not one]
        self.stack.append(name)
        self.open[name] = self.open.get(name, 0) + 1
        if name in _CELLS:
            self.formats.append("")
        return before

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name in _FORMATS:
            self._forget(name)
        if not self.open.get(name):
            return
        if name in _FORMATS:
            self._take_out(name)
        elif self._reaches(name):
            while self._pop() != name:
                pass

    def _reaches(self, name: str) -> bool:
        walls = _SPECIAL if name not in _SPECIAL else _NO_NAMES if name in _IN_TABLES else _WALLS
        for one in reversed(self.stack):
            if one == name:
                return True
            if one in walls:
                return False
        return False

    def _take_out(self, name: str) -> None:
        """Close a formatting element; the blocks in it stay open."""
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index] == name:
                del self.stack[index]
                self.open[name] -= 1
                return

    def _pop(self) -> str:
        name = self.stack.pop()
        self.open[name] -= 1
        if name in _CELLS:
            while self.formats and self.formats.pop():
                pass
        return name

    def _forget(self, name: str) -> None:
        for index in range(len(self.formats) - 1, -1, -1):
            if self.formats[index] == name:
                del self.formats[index]
                return
            if not self.formats[index]:
                return
