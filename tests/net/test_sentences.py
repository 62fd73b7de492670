import re
from datetime import timedelta

import pycurl
import pytest

from tui.net import sentences
from tui.net.answer import Fault

HOST = "feeds.example.org"
CODES = sorted({value for name, value in vars(pycurl).items() if name.startswith("E_") and value > 0} | {100})

ALL = [
    sentences.bad_address(),
    sentences.not_asked(HOST, "10.0.0.1"),
    sentences.not_asked("10.0.0.1", "10.0.0.1"),
    sentences.offline(),
    sentences.too_many_redirects(HOST, 5),
    sentences.too_many_redirects(HOST, 1),
    sentences.circle(HOST),
    sentences.bad_redirect(HOST),
    sentences.unasked_304(HOST),
    sentences.proxy_failed(HOST),
    sentences.proxy_failed(HOST, own=True),
    sentences.asked_to_wait(HOST, None),
    sentences.asked_to_wait(HOST, timedelta(seconds=1)),
    *(sentences.body_fault(fault, HOST, 20_000_000) for fault in Fault),
    *(
        sentences.status_problem(status, HOST, with_password=password)
        for status in range(100, 600)
        for password in (False, True)
    ),
    *(
        sentences.transfer_problem(code, HOST, seconds=10, begun=begun)
        for code in CODES
        for begun in (False, True)
    ),
]


@pytest.mark.parametrize("problem", sorted(set(ALL)), ids=lambda problem: problem.sentence[:40])
def test_every_sentence_is_short_calm_and_plain(problem):
    text = problem.sentence
    assert 20 <= len(text) <= 170
    assert text[0].isalnum()
    assert text.endswith((".", "…"))
    assert text.count(". ") <= 2
    assert not re.search(r"[{}!]|\b(error|curl|HTTP|URL|SSL|TLS|socket|None|invalid|illegal)\b", text)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=1), "for 1 second."),
        (timedelta(seconds=30), "for 30 seconds."),
        (timedelta(minutes=1), "for 1 minute."),
        (timedelta(minutes=90), "for 2 hours."),
        (timedelta(days=1), "for 24 hours."),
        (timedelta(0), "for a while."),
        (None, "for a while."),
    ],
)
def test_how_long_to_stay_away(wait, words):
    assert words in sentences.asked_to_wait(HOST, wait).sentence


def test_sizes_are_said_in_round_numbers():
    for size, words in ((20_000_000, "20 MB"), (1_500_000, "1.5 MB"), (2_000, "2 kB"), (999, "999 bytes")):
        assert words in sentences.body_fault(Fault.TOO_LARGE, HOST, size).sentence
