import pytest

from tests.feeds.documents import URL, item, rss
from tui.feeds import parse
from tui.feeds.doctype import MAX_EXPANSION, defuse


def with_doctype(declaration: str, title: str) -> bytes:
    return rss(item(1).replace("Story 1", title), prolog=f'<?xml version="1.0"?>{declaration}')


def title_of(body: bytes) -> str:
    return parse(body, content_type="", url=URL).entries[0].title


def test_flat_entities_are_kept() -> None:
    body = with_doctype(
        "<!DOCTYPE rss [<!ENTITY paper \"The Daily\"><!ENTITY e '&#233;'>]>", "&paper; caf&e;"
    )
    assert title_of(body) == "The Daily café"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        '<!DOCTYPE rss PUBLIC "a" "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY y "12"><!ENTITY x "&y;&y;">]>',
        '<!DOCTYPE rss [<!ENTITY x "<b>">]>',
        '<!DOCTYPE rss [<!ENTITY lt "">]>',
        "<!DOCTYPE rss [<!-- ]> --> <!ELEMENT rss ANY>]>",
        "<!DOCTYPE rss [",
        "<!DOCTYPE rss [<!-- ",
        "<!DOCTYPE rss [" + "".join(f"<!ENTITY e{number} '{number}'>" for number in range(600)) + "]>",
    ],
)
def test_other_declarations_do_nothing(declaration: str) -> None:
    body = with_doctype(declaration, "before &x; after")
    assert b"SYSTEM" not in defuse(body).data
    assert "root:" not in title_of(body)
    assert title_of(body).startswith("before")


@pytest.mark.timeout(60)
def test_billion_laughs() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    assert len(title_of(with_doctype(f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>', "&l9;"))) < 100


def test_quadratic_entity() -> None:
    body = with_doctype(
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>', "&a;" * (MAX_EXPANSION // 50_000 + 1)
    )
    prolog = defuse(body)
    assert b"ENTITY" not in prolog.data
    assert "blown it up" in prolog.problem
    assert "xxx" not in title_of(body)


def test_document_without_doctype_is_left_alone() -> None:
    body = rss(item(1, "<description>&lt;!DOCTYPE html&gt;</description>"))
    assert defuse(body).data is body


def test_netscape_is_recognized() -> None:
    declaration = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/x.dtd">'
    )
    assert parse(with_doctype(declaration, "t"), content_type="", url=URL).version == "rss091n"
