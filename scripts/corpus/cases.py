"""The cases of a corpus folder: one JSON object a line, inputs in files beside them or generated."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

#: Suites in the order of the report, and the file that holds each one's cases.
SUITES = (
    "feedparser",
    "gofeed",
    "feedvalidator",
    "real",
    "dates",
    "opml",
    "discover",
    "hostile",
    "evolution",
    "generated",
    "text",
    "render",
    "entities",
    "sanitise",
    "extraction",
    "open_url",
    "pipe",
    "download",
)
DEFAULT_SECONDS = 10.0
DEFAULT_MEGABYTES = 700


@dataclass(frozen=True, slots=True)
class Case:
    """One case; ``data`` is its JSON object."""

    suite: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["id"])

    @property
    def seconds(self) -> float:
        return float(self.data.get("max_s", DEFAULT_SECONDS))

    @property
    def megabytes(self) -> int:
        return int(self.data.get("max_mb", DEFAULT_MEGABYTES))


def corpus_root() -> Path:
    """The corpus beside the repository, or where BROADSHEET_CORPUS says."""
    given = os.environ.get("BROADSHEET_CORPUS")
    return Path(given) if given else Path(__file__).parents[2].parent / "shared" / "corpus"


def load(root: Path, suite: str) -> list[Case]:
    """All cases of one suite."""
    lines = (root / "cases" / f"{suite}.jsonl").read_text("utf-8").splitlines()
    return [Case(suite, json.loads(line)) for line in lines if line.strip()]


def body(root: Path, data: dict[str, Any], key: str = "file") -> bytes:
    """The bytes that a case is about."""
    if "parts" in data:
        return "".join(piece(part) for part in data["parts"]).encode()
    if "gz" in data:
        return gzip.decompress((root / data["gz"]).read_bytes())
    return (root / data[key]).read_bytes()


def piece(part: list[Any]) -> str:
    """One part of a generated input."""
    kind, text, *count = part
    if kind == "lit":
        return str(text)
    if kind == "repeat":
        return str(text) * int(count[0])
    if kind == "repeat_i":
        return "".join(str(text).format(i=number) for number in range(int(count[0])))
    raise ValueError(f"unknown kind of part: {kind}")


def base(data: dict[str, Any]) -> str:
    """The address that relative ones are resolved against."""
    url = data.get("url") or ""
    location = urljoin(url, header(data, "content-location"))
    return location if location.startswith(("http://", "https://")) else url


def header(data: dict[str, Any], name: str) -> str:
    """An HTTP header of a case, whatever its case; "" if it has none."""
    headers = data.get("headers") or {}
    return next((str(value) for key, value in headers.items() if key.lower() == name), "")
