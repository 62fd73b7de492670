"""Programs of the user's that run when something has happened."""

from dataclasses import dataclass

__all__ = ["NO_HOOKS", "Hooks"]


@dataclass(frozen=True, slots=True)
class Hooks:
    """The table ``[hooks]`` of the settings: commands as lists; an empty one is none."""

    #: Told what a refresh has brought.
    after_refresh: tuple[str, ...] = ()
    #: Given the articles that are new.
    new_article: tuple[str, ...] = ()
    #: Only those that this query finds; all without it.
    new_article_query: str = ""


NO_HOOKS = Hooks()
