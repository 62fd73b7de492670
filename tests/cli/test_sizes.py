"""``broadsheet doctor sizes``, and the room that a clean gives back."""


def test_what_takes_how_much(stocked):
    feeds = {one["title"]: one for one in stocked("doctor", "sizes", "--json").json}
    news = feeds["Harbor News"]
    assert (news["articles"], news["unread"], news["unsubscribed"]) == (3, 3, False)
    assert news["oldest"] == "2026-11-02T08:00:00Z" and news["bytes"] > 1_000
    lines = [line.split("\t") for line in stocked("doctor", "sizes").lines]
    sizes = [int(size) for _articles, _unread, size, _oldest, _title in lines]
    assert sizes == sorted(sizes, reverse=True) and len(lines) == len(feeds)
    assert len(stocked("doctor", "sizes", "--top", "1").lines) == 1
    stocked("remove", "harbor")
    assert {one["title"] for one in stocked("doctor", "sizes", "--json").json if one["unsubscribed"]} == {
        "Harbor News"
    }


def test_free_room_is_given_back(stocked):
    assert " are free." in stocked("clean", "--vacuum", "-n").out
    ran = stocked("clean", "--vacuum")
    assert ran.code == 0 and ran.out.startswith("The store takes ")
    assert stocked("clean", "--vacuum", "-n").out.startswith("0 bytes of ")
