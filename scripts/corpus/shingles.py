"""How well a text was found: the metric of article-extraction-benchmark.

Two texts are compared by their runs of four words. What both have, only the found one has
and only the true one has is counted for each page as shares of all; precision and recall
are the means over the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import mean

Shares = tuple[float, float, float]
WORD = re.compile(r"\w+")
RUN = 4


def shares(true: str, found: str) -> Shares:
    """What is right, too much and missing."""
    wanted, got = runs(true), runs(found)
    counts = ((wanted & got).total(), (got - wanted).total(), (wanted - got).total())
    whole = sum(counts) or 1
    return counts[0] / whole, counts[1] / whole, counts[2] / whole


def runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    ends = range(max(1, len(words) - RUN + 1)) if words else ()
    return Counter(tuple(words[start : start + RUN]) for start in ends)


def f1(pages: Sequence[Shares]) -> float:
    """The mean of precision and recall over *pages*, as the benchmark takes it."""
    precisions = [ratio(right, much) for right, much, _ in pages if right + much > 0]
    recalls = [ratio(right, missing) for right, _, missing in pages if right + missing > 0]
    if not precisions or not recalls:
        return 0.0
    precision, recall = mean(precisions), mean(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def ratio(right: float, wrong: float) -> float:
    return right / (right + wrong) if right else 0.0
