"""``pack``, ``outbox`` and ``clean`` from a shell."""

from tests.cli.conftest import Broadsheet


def test_a_pack_is_made_shown_and_let_go(stocked: Broadsheet) -> None:
    count = int(stocked("count", "feed:Harbor").out)
    before = stocked("pack", "feed:Harbor", "--dry-run").out.splitlines()
    assert len(before) == count and all(line.split("\t")[1] == "-" for line in before)
    done = stocked("pack", "feed:Harbor", "--no-images", "--limit", "50MB")
    assert done.code == 0 and done.out.startswith(f"{count} articles ready to read offline, "), done
    after = stocked("pack", "feed:Harbor", "-n").out.splitlines()
    assert all(line.split("\t")[1] == "ready" for line in after)
    assert int(stocked("count", "is:offline").out) == count
    gone = stocked("pack", "feed:Harbor", "--forget")
    assert gone.out == f"{count} articles no longer kept for offline reading.\n"
    assert stocked("count", "is:offline").out == "0\n"


def test_the_limit_is_said(stocked: Broadsheet) -> None:
    done = stocked("pack", "words:0..", "--no-images", "--limit", "1")
    assert done.code == 1 and "left out by the limit" in done.out


def test_what_is_not_understood_ends_with_two(stocked: Broadsheet) -> None:
    for words in (["pack"], ["pack", "is:later", "--limit", "much"], ["pack", "is:latter"]):
        done = stocked(*words)
        assert done.code == 2 and done.out == "" and done.err
    both = stocked("pack", "is:later", "--images", "--no-images")
    assert both.code == 2 and "which of them" in both.err


def test_nothing_found_is_said(stocked: Broadsheet) -> None:
    done = stocked("pack", "nothinghasthisword")
    assert done.code == 1 and "nothing was packed" in done.err


def test_the_outbox_begins_empty(stocked: Broadsheet) -> None:
    assert stocked("outbox").out == ""
    assert stocked("outbox", "clear").out == "0 dropped.\n"
    assert stocked("outbox", "burn").code == 2


def test_a_store_of_today_has_nothing_to_clean(stocked: Broadsheet) -> None:
    assert stocked("clean", "--dry-run").out == stocked("clean").out == "Nothing is too old or too much.\n"
