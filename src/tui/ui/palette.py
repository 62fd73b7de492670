"""The command palette: every action of the table by its name."""

from collections.abc import Awaitable, Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.ui.actions import ACTIONS
from tui.ui.chords import shown_key

__all__ = ["ActionProvider"]


class ActionProvider(Provider):
    """Offers the actions that work everywhere on the main screen."""

    def commands(self) -> list[tuple[str, str, str]]:
        """(id, words, keys) of each action."""
        keys = getattr(self.app, "keys", {})
        return [
            (entry.id, entry.help, "  ".join(shown_key(key) for key in keys.get(entry.id, entry.keys)))
            for entry in ACTIONS
            if entry.scope == "main"
        ]

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action_id, words, keys in self.commands():
            yield DiscoveryHit(words, self.runner(action_id), help=f"{keys}   {action_id}")

    async def search(self, query: str) -> Hits:
        """What goes with the words typed."""
        matcher = self.matcher(query)
        for action_id, words, keys in self.commands():
            score = max(matcher.match(words), matcher.match(action_id))
            if score > 0:
                yield Hit(
                    score, matcher.highlight(words), self.runner(action_id), help=f"{keys}   {action_id}"
                )

    def runner(self, action_id: str) -> Callable[[], Awaitable[None]]:
        """A call that does the action on the screen below the palette."""

        async def run() -> None:
            await self.screen.run_action(f"do('{action_id}')")

        return run
