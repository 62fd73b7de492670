"""The formats that articles can be written in."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FORMS", "Form", "Picture"]


@dataclass(frozen=True, slots=True)
class Form:
    """A format: what it is called, how its files end, what it is good for."""

    name: str
    ending: str
    label: str
    help: str


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("md", ".md", "Markdown", "text to write on with; pictures stay links"),
        Form("html", ".html", "Web page", "one file with its pictures, for any browser"),
        Form("epub", ".epub", "Book", "EPUB with its pictures, for readers of books"),
    )
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we keep it."""

    media_type: str
    data: bytes
