"""Something done to many articles: progress, stopping, and one undo for what was done."""

import pytest

from tests.ui.steps import press, ready, toasts
from tests.ui.test_commands import ids, marks
from tui.ui.desk import bulk

SIZE = (120, 36)


@pytest.fixture(autouse=True)
def four_at_a_time(monkeypatch):
    monkeypatch.setattr(bulk, "FIRST", 4)
    monkeypatch.setattr(bulk, "MOST", 4)
    # However long a part takes, it is four articles.
    monkeypatch.setattr(bulk, "PATIENCE", 1e9)


def whenever(app, said, then):
    """Do something while a part is on its way, as a key does; answers with all that was said."""
    seen = []

    def watch(work):
        seen.append(work)
        if work.endswith(said):
            then()

    app.main.watch(app.main.status, "work", watch, init=False)
    return seen


async def test_progress_is_shown_and_all_of_it_is_one_undo(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before, total = await marks(app), len(await ids(app, "id:1.. -is:starred"))
        seen = whenever(app, "nothing", lambda: None)
        await press(pilot, "colon", *"star id:1..", "enter")
        assert not await ids(app, "-is:starred")
        assert seen[:2] == [f"⟳ 0/{total} articles", f"⟳ 4/{total} articles"] and seen[-1] == ""
        assert f"Starred {total} articles · u undoes" in toasts(app)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "u")
        assert f"Undone: Starred {total} articles" in toasts(app)
        assert await marks(app) == before


@pytest.mark.parametrize(
    ("keys", "total"), [(("colon", *"tag fresh id:1..", "enter"), 19), (("asterisk", "s"), 17)]
)
async def test_esc_stops_and_what_is_done_is_one_undo(make_app, keys, total):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        seen = whenever(app, f" 4/{total} articles", lambda: app.main.desk.jobs.cancel())
        await press(pilot, *keys)
        assert len(seen) == 3
        after = await marks(app)
        assert sum(now != was for now, was in zip(after[0].values(), before[0].values(), strict=True)) == 8
        said = next(said for said in toasts(app) if "not the other" in said)
        assert said.endswith(f", not the other {total - 8} · u undoes") and " 8 articles" in said
        await press(pilot, "u")
        assert await marks(app) == before


async def test_undo_while_it_runs_takes_back_what_was_done_so_far(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        whenever(app, " 4/19 articles", lambda: app.main.desk.marks.undo())
        await press(pilot, "colon", *"tag fresh id:1..", "enter")
        assert any(said.startswith("Undone: Tagged 8 articles") for said in toasts(app))
        assert await marks(app) == before
        assert not await ids(app, "#fresh")


async def test_the_toast_of_a_group_and_that_of_its_undo_count_alike(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "right_parenthesis", "m", "u")
        assert toasts(app) == ["Marked 1 article read · u undoes", "Undone: Marked 1 article read"]
        # So do those of a selection, in which one article is read already.
        await press(pilot, "x", "m", "u")
        assert toasts(app)[2:] == ["Marked 2 articles unread · u undoes", "Undone: Marked 2 articles unread"]
