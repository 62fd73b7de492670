"""The user's file of site rules, read when it is first needed and again when it has changed."""

from pathlib import Path

from tui.config.site_file import read_sites
from tui.model.errors import ConfigError
from tui.model.extraction import SiteRule

__all__ = ["SiteRules", "read_site_rules"]


def read_site_rules(path: Path) -> tuple[SiteRule, ...]:
    """The rules in a file; none if it is not there.

    Raises:
        ConfigError: names file, line and key.
    """
    from tui.content import selector_complaint

    return read_sites(path, selector_complaint)


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
