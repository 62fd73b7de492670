"""The user's file of site rules, read when it is first needed and again when it has changed."""

from pathlib import Path

from tui.config.site_file import SiteMistake, read_sites, rule_of
from tui.model.errors import BroadsheetError, ConfigError
from tui.model.extraction import SiteRule

__all__ = ["SiteRules", "read_site_rules", "rule_of_lines"]


def read_site_rules(path: Path) -> tuple[SiteRule, ...]:
    """The rules in a file; none if it is not there.

    Raises:
        ConfigError: names file, line and key.
    """
    from tui.content import selector_complaint

    return read_sites(path, selector_complaint)


def rule_of_lines(keep: str, drop: str, next_page: str, rewrite: str) -> SiteRule:
    """One feed's own rule, as somebody typed it.

    A line may hold several selectors with commas, as CSS has them; ``pattern => instead`` is
    an address rewritten, and two blank-separated semicolons stand between several.

    Raises:
        BroadsheetError: says which part is wrong.
    """
    from tui.content import selector_complaint

    pairs = [one.split("=>", 1) for one in rewrite.split(";;") if one.strip()]
    if any(len(pair) < 2 for pair in pairs):
        raise BroadsheetError(
            "An address is rewritten as “pattern => instead”, such as “/story/ => /print/”."
        )
    table = {
        "keep": [keep] if keep else [],
        "drop": [drop] if drop else [],
        "next_page": next_page,
        "rewrite": [[part.strip() for part in pair] for pair in pairs],
    }
    try:
        return rule_of(table, selector_complaint)
    except SiteMistake as mistake:
        raise BroadsheetError(f"{str(mistake)[:1].upper()}{str(mistake)[1:]}.") from mistake


class SiteRules:
    """The rules of one file. A mistake in it takes no article away: it is said, and no rule holds."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._rules: tuple[SiteRule, ...] = ()
        #: What is wrong with the file; "" if nothing is.
        self.problem = ""

    def all(self) -> tuple[SiteRule, ...]:
        """The rules as the file has them now."""
        if self._path is None:
            return ()
        try:
            stat = self._path.stat()
        except OSError:
            self._seen, self._rules, self.problem = None, (), ""
            return ()
        if (stat.st_mtime_ns, stat.st_size) != self._seen:
            self._seen = (stat.st_mtime_ns, stat.st_size)
            try:
                self._rules, self.problem = read_site_rules(self._path), ""
            except ConfigError as error:
                self._rules, self.problem = (), str(error)
        return self._rules
