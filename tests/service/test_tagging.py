"""Tags renamed, joined and deleted: the sets in memory are those that a new start reads."""

import asyncio

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories import make_prepared
from tests.service.test_agreement import empty_store, filled
from tui.model.errors import NotFound
from tui.query import Query, Term

NAMES = ("news", "News", "news/africa", "press", "PRESS/x", "东京", "z" * 300)
names = st.sampled_from(NAMES)
deeds = st.one_of(
    st.tuples(st.just("add"), names, st.integers(0, 4)),
    st.tuples(st.just("edit"), names, names),
    st.tuples(st.just("delete"), names),
    st.tuples(st.sampled_from(("undo", "redo"))),
)


async def do(library, deed, ids):
    match deed:
        case ("add", name, place):
            await library.add_tag(ids[place:], name)
        case ("edit", old, new):
            await library.tagbook.edit(old, new)
        case ("delete", name):
            await library.tagbook.delete(name)
        case ("undo",):
            await library.undo()
        case _:
            await library.redo()


async def state(library):
    facets = library.facets(await library.select(Query()))
    found = {
        name: [int(one) for one in (await library.select(Query(Term("tag", "is", (name,))))).ids]
        for name in facets.tags
    }
    # Two writings of one tag are one set; which of them is shown is not promised.
    counts = {name.casefold(): count for name, count in facets.tags.items()}
    return counts, {name.casefold(): ids for name, ids in found.items()}, library.tags()


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(deeds, min_size=3, max_size=14))
def test_memory_follows_every_deed(tmp_path_factory, asked):
    empty_store()

    async def work():
        content = [make_prepared(number) for number in range(5)]
        library, _ = await filled(tmp_path_factory.mktemp("tags"), [content], [], [], [], [], [])
        ids = [int(one) for one in (await library.select(Query())).ids]
        for deed in asked:
            try:
                await do(library, deed, ids)
            except NotFound:
                continue
        kept = await state(library)
        await library._memory.start_over()
        again = await state(library)
        assert kept == again
        await library.close()

    asyncio.run(work())
