from tests.content.test_sanitizer import BASE
from tui.content import Document, build, sanitize
from tui.render.layout import layout
from tui.render.lines import Masthead
from tui.render.typesetter import Typesetter

HEAD = Masthead("A title")


def document(words: str) -> Document:
    return build(sanitize(f"<p>{words}</p>", BASE))


def test_the_same_article_is_set_once_for_each_width() -> None:
    setter = Typesetter()
    page = setter.page(document("one"), 40, HEAD)
    assert page == layout(document("one"), 40, masthead=HEAD)
    assert setter.page(document("one"), 40, HEAD) is page
    assert setter.page(document("one"), 60, HEAD) is not page
    assert setter.page(document("one"), 40, HEAD) is page


def test_other_words_another_head_and_another_order_are_other_pages() -> None:
    setter = Typesetter()
    page = setter.page(document("אב one"), 40, HEAD)
    for other in (
        setter.page(document("אב two"), 40, HEAD),
        setter.page(document("אב one"), 40, Masthead("Another")),
        setter.page(document("אב one"), 40, HEAD, reorder=True),
    ):
        assert other.lines != page.lines


def test_only_a_few_are_kept() -> None:
    setter = Typesetter()
    first = setter.page(document("first"), 40, HEAD)
    for number in range(9):
        setter.page(document(f"number {number}"), 40, HEAD)
    assert len(setter.kept) <= 4 and setter.page(document("first"), 40, HEAD) is not first
