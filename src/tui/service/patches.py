"""What memory has to make of what a write did. Pure."""

from dataclasses import replace

from tui.model.changes import ChangeSet
from tui.model.feed import Feed
from tui.model.ingest import IngestPlan

__all__ = ["change_sets", "feeds_defined", "noted"]


def noted(feed: Feed, plan: IngestPlan) -> Feed:
    """A feed as a plan has just left it."""
    return replace(
        feed,
        health=plan.health,
        validators=feed.validators if plan.validators is None else plan.validators,
        body_hash=feed.body_hash if plan.body_hash is None else plan.body_hash,
        patience=feed.patience if plan.patience is None else plan.patience,
        moved=feed.moved if plan.moved is None else plan.moved,
        version=feed.version if plan.facts is None else plan.facts.version,
        problem=feed.problem if plan.facts is None else plan.facts.problem,
    )


def feeds_defined(changes: ChangeSet) -> bool:
    """Whether a feed was hidden, or is shown again."""
    kinds = {one.kind for change in changes.definitions for one in (change.before, change.after) if one}
    return "feed" in kinds


def change_sets(result: object) -> list[ChangeSet]:
    """Those that a writing function returned."""
    found = result if isinstance(result, list | tuple) else [result]
    return [one for one in found if isinstance(one, ChangeSet)]
