"""Beside elfeed itself, where it is installed: its filters and ours find the same."""

import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.peers.elfeed_filter import translate
from tui.query import Subject, matches, parse

ENTRIES: list[tuple[str, str, list[str], int, str, str]] = [
    # title, address, tags, days ago, feed's title, feed's address
    ("Linux 7 is out", "http://a.example/1", ["unread", "news"], 0, "The News", "http://a.example/feed"),
    ("linus (a party)", "http://b.example/live", ["news"], 3, "Comics", "http://b.example/feed"),
    ("SALE of rust", "http://a.example/rust", ["unread", "junk"], 10, "The News", "http://a.example/feed"),
    ("x", "http://c.example/linux", ["unread", "comics"], 40, "c", "http://c.example/FEED"),
    ("a|b", "http://c.example/2", [], 200, "c", "http://c.example/FEED"),
]
FILTERS = [
    "+unread", "-unread", "+news -junk", "+unread +comics", "linu[xs]", "LINUX", "!sale", "!linux +unread",
    "=News", "=a\\.example", "=comics =news", "~News", "~example", "~comics +unread", "@5-days-ago",
    "@6-months-ago +unread", "@60-days-ago--5-days-ago", "@1-year-ago--1-month-ago", "\\(linux\\|linus\\)",
    "(a", "a|b", "\\brust\\b", "^x$", "[[:digit:]]", "@2-weeks-ago =news !sale", "\\_<linux", "",
]  # fmt: skip
ELISP = """
(progn
  (package-initialize)
  (require 'elfeed)
  (require 'elfeed-search)
  (require 'json)
  (setq elfeed-db-directory (make-temp-file "elfeed" t))
  (elfeed-db-load)
  (let* ((json-array-type 'list) (given (json-read-file (getenv "GIVEN"))))
    (dolist (filter (cdr (assq 'filters given)))
      (let ((holds (byte-compile (elfeed-search-compile-filter (elfeed-search-parse-filter filter)))))
        (princ (format "ROW %s\\n" (mapconcat
          (lambda (one)
            (let ((feed (elfeed-feed--create :id (nth 5 one) :url (nth 5 one) :title (nth 4 one)))
                  (entry (elfeed-entry--create
                          :title (nth 0 one) :link (nth 1 one) :tags (mapcar #'intern (nth 2 one))
                          :date (- (float-time) (* 86400 (nth 3 one)) 3600))))
              (if (catch 'elfeed-db-done (funcall holds entry feed 0)) "1" "0")))
          (cdr (assq 'entries given)) "")))))))
"""


def _has_elfeed() -> bool:
    emacs = shutil.which("emacs")
    if emacs is None:
        return False
    asked = '(progn (package-initialize) (kill-emacs (if (locate-library "elfeed") 0 1)))'
    return (
        subprocess.run([emacs, "--batch", "--eval", asked], capture_output=True, timeout=60).returncode == 0
    )


def test_its_filters_find_what_ours_find(tmp_path: Path) -> None:
    if not _has_elfeed():
        pytest.skip("elfeed is not installed")
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"filters": FILTERS, "entries": ENTRIES}))
    environment = {**os.environ, "GIVEN": str(given), "HOME": str(tmp_path)}
    command = ["emacs", "--batch", "--eval", ELISP]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    theirs = [line.removeprefix("ROW ") for line in done.stdout.splitlines() if line.startswith("ROW ")]
    assert len(theirs) == len(FILTERS), done.stderr
    assert {"00000", "11111"} < set(theirs)
    now = time.time()
    subjects = [
        Subject(
            id=place, title=title, url=link, feed_title=feed, feed_url=address, read="unread" not in tags,
            tags=tuple(tag for tag in tags if tag != "unread"), sorted_at=int(now) - days * 86_400 - 3_600,
        )
        for place, (title, link, tags, days, feed, address) in enumerate(ENTRIES)
    ]  # fmt: skip
    left = []
    for filter_, row in zip(FILTERS, theirs, strict=True):
        result = translate(filter_)
        if result.problems:
            left.append(filter_)
            continue
        expr = parse(result.query).expr
        moment = datetime.fromtimestamp(now, UTC)
        assert "".join("01"[matches(expr, one, moment)] for one in subjects) == row, filter_
    assert left == ["\\_<linux"]
