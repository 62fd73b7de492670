"""Syndicated pages of many shapes and languages: title once, all paragraphs, who it is from.

The pages are ours; each has its article in paragraphs of more than a hundred characters
(forty where there are no spaces), and whatever else is left of it is wrapping.
"""

from pathlib import Path

import pytest

from tui.content import extract
from tui.model.extraction import KnownFacts

PAGES = Path(__file__).parent / "syndicated"
URL = "https://news.example.org/2026/05/harbour"
#: Page, paragraphs, whom it is from, its terms.
EXPECTED = [
    ("en-wire-breadcrumb", 10, "Example Agency", ("World", "Weather", "Shipping")),
    ("en-divs-and-breaks", 6, "Bay Press Agency", ("Storms",)),
    ("en-blog-related", 6, "Coastal Wire", ("Coast", "Ferries")),
    ("en-list-breadcrumb", 7, "Harbour News Service", ("Regions", "Coast", "ferries", "islands")),
    ("de-quelle", 6, "Beispiel-Agentur", ("Region", "Sturm", "Hafen")),
    ("de-agentur-kuerzel", 6, "dpa/afp", ()),
    ("fr-source", 5, "Agence Exemple", ("Région", "Mer")),
    ("es-fuente", 5, "Agencia Ejemplo", ("Sociedad", "puerto", "temporal")),
    ("es-via-link", 5, "Agencia Sur", ()),
    ("it-fonte", 5, "Agenzia Esempio", ("Porto", "Meteo")),
    ("pt-fonte", 5, "Agência Exemplo", ()),
    ("nl-bron", 4, "Voorbeeldpers", ()),
    ("pl-zrodlo", 4, "Agencja Przykład", ()),
    ("ru-istochnik", 5, "Агентство Пример", ("Общество",)),
    ("ar-masdar", 5, "وكالة المثال", ("أخبار",)),
    ("zh-laiyuan", 5, "示例通讯社", ("社会",)),
    ("ja-shutten", 5, "例通信社", ()),
    ("ko-chulcheo", 4, "예시통신", ()),
    ("tr-kaynak", 4, "Örnek Ajansı", ()),
]


def test_every_page_is_expected():
    assert sorted(path.stem for path in PAGES.glob("*.html")) == sorted(name for name, *_ in EXPECTED)


@pytest.mark.parametrize(
    ("name", "paragraphs", "source", "terms"), EXPECTED, ids=[one[0] for one in EXPECTED]
)
@pytest.mark.parametrize("known_title", [True, False])
def test_only_the_article_is_left(name, paragraphs, source, terms, known_title):
    page = (PAGES / f"{name}.html").read_bytes()
    title = extract(page, "text/html", URL, KnownFacts()).facts.title
    found = extract(page, "text/html; charset=utf-8", URL, KnownFacts(title=title if known_title else ""))
    lines = found.text.split("\n")
    assert found.trouble == "" and title and title not in lines
    assert len(lines) == paragraphs
    shortest = 100 if lines[0].isascii() or ("ko" not in name and lines[0].count(" ") > 12) else 40
    assert all(len(line) > shortest for line in lines)
    assert found.facts.source == source
    assert found.facts.terms == terms


def test_the_news_page_of_every_day():
    """Breadcrumb, category links, the title again, ten paragraphs, and whom it is from."""
    page = (PAGES / "en-wire-breadcrumb.html").read_bytes()
    found = extract(page, "text/html", URL, KnownFacts(title="Harbour reopens after nine days of storm"))
    assert found.html.count("<p>") == 10 and found.html.strip().startswith("<p>The harbour of Example Bay")
    assert found.text.endswith("can be saved at all.")
    assert found.facts.source == "Example Agency"
    assert found.facts.terms == ("World", "Weather", "Shipping")


def test_who_and_when_are_facts():
    page = (PAGES / "en-list-breadcrumb.html").read_bytes()
    facts = extract(page, "text/html", URL, KnownFacts()).facts
    assert (facts.title, facts.author, facts.site) == (
        "Ferries sail again",
        "Ann Writer, Ben Scribe",
        "Coast Post",
    )
    assert facts.published_at is not None and facts.published_at.isoformat() == "2026-05-04T09:00:00+00:00"
    assert (facts.language, facts.image_url) == ("en", "https://news.example.org/lead.jpg")
