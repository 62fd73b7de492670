"""Cut texts look cut, and complete ones do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.content import looks_cut, plain_text, sanitize

URL = "https://example.org/2026/05/a-walk/"
TEASER = (
    "The path leaves the village behind the church and climbs through the woods for an hour, until the trees"
    " open and the whole valley lies below"
)
GERMAN = "Der Weg verläßt das Dorf hinter der Kirche und steigt eine Stunde lang durch den Wald, bis sich die Bäume"


def cut(html, url=URL):
    safe = sanitize(html, URL)
    return looks_cut(plain_text(safe), safe, url)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{TEASER} […]</p>",
        f"<p>{TEASER} [...]</p>",
        f"<p>{TEASER} [&#8230;]</p>",
        f"<p>{TEASER}…</p>",
        f"{TEASER}...",
        f'<p>{TEASER}. <a href="{URL}">Read more</a></p>',
        f'<p>{TEASER}… <a href="{URL}#more-12">Continue reading <span>A walk</span> →</a></p>',
        f'<p>{TEASER}.</p><p><a href="{URL}">Read the full article »</a></p>',
        f'<p>{TEASER}.</p><p><a href="{URL}">[Read more...]</a></p>',
        f"<p>{TEASER}.</p><p>Read more</p>",
        f'<p>{TEASER} […]</p><p>The post <a href="{URL}">A walk</a> appeared first on <a href="/">Walks</a>.</p>',
        f'<p>{GERMAN}. <a href="{URL}">Weiterlesen</a></p>',
        f'<p>{GERMAN}.</p><p><a href="{URL}">Mehr lesen</a></p>',
        f'<p>Le chemin quitte le village derrière l’église. <a href="{URL}">Lire la suite</a></p>',
        f'<p>El camino sale del pueblo detrás de la iglesia. <a href="{URL}">Leer más</a></p>',
        f'<p>El camino sale del pueblo. <a href="{URL}">Seguir leyendo</a></p>',
        f'<p>Il sentiero lascia il paese. <a href="{URL}">Continua a leggere</a></p>',
        f'<p>O caminho deixa a aldeia. <a href="{URL}">Leia mais</a></p>',
        f'<p>Het pad verlaat het dorp. <a href="{URL}">Lees meer</a></p>',
        f'<p>Ścieżka opuszcza wieś. <a href="{URL}">Czytaj więcej</a></p>',
        f'<p>Тропа выходит из деревни. <a href="{URL}">Читать далее</a></p>',
        f'<p>يغادر الطريق القرية خلف الكنيسة. <a href="{URL}">اقرأ المزيد</a></p>',
        f'<p>小路从教堂后面离开村庄。<a href="{URL}">阅读全文</a></p>',
        f'<p>道は教会の裏から村を出る。<a href="{URL}">続きを読む</a></p>',
        f'<p>{TEASER}. <a href="{URL}?utm_source=feed">A walk to the mill</a></p>',
    ],
)
def test_a_teaser_looks_cut(html):
    assert cut(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Short and complete.</p>",
        f"<p>{TEASER}.</p>",
        "<p>Waiting for the train…</p>",
        "<p>Hm...</p>",
        "<p>“And then…” she said, and was gone.</p>",
        f"<p>{TEASER}.</p><p>He said: “No more.”</p>",
        f'<p>{TEASER}. See <a href="https://example.net/mill">the mill</a>.</p>',
        f'<p>{TEASER}. <a href="{URL}">★</a></p>',
        f'<p>{TEASER}. <a href="{URL}">#</a></p>',
        f'<p>{TEASER}. <a href="{URL}">Permalink</a></p>',
        f'<p>submitted by <a href="https://example.net/u">/u/jo</a> <a href="{URL}">[link]</a> <a href="{URL}">[comments]</a></p>',
        '<a href="https://example.net/item?id=1">Comments</a>',
        f"<p>{TEASER}.</p><p>I would like to read more</p>",
        f'<p><a href="{URL}">A walk to the mill</a></p>',
        f"<p>{TEASER}.</p>" * 20 + f'<p><a href="{URL}">Read more</a></p>',
        f"<p>{TEASER}.</p>" * 20 + "<p>And so on, and on, and on […]</p>",
        f'<p>{TEASER}.</p><p>The post <a href="{URL}">A walk</a> appeared first on <a href="/">Walks</a>.</p>',
        "<p>One…</p><p>Two…</p><p>Three…</p><p>And a fourth line of a poem that has a good many words in it all the same…</p>",
    ],
)
def test_a_complete_post_does_not(html):
    assert not cut(html)


WORDS = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=9), min_size=1, max_size=300)


@given(WORDS, st.sampled_from([".", "!", "?", "”", ".)"]))
def test_whole_sentences_without_a_link_are_complete(words, end):
    assert not cut(f"<p>And {' '.join(words)} it was{end}</p>")


@given(WORDS, st.sampled_from([" […]", " [...]", " [ … ]", " (more…)"]))
def test_a_mark_that_something_was_left_out_is_enough(words, mark):
    assert cut(f"<p>{' '.join(words)}{mark}</p>")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_an_answer(text, html):
    assert looks_cut(text, sanitize(html, URL), URL) in (True, False)
