"""What months are called in the languages that pages are most often in, whole and cut short."""

import re

__all__ = ["MONTHS", "MONTH_WORD", "looks_like_date"]

_NAMES = """
jan january januar janvier enero gennaio janeiro januari jänner ene gen янв января stycznia
feb february februar février febrero febbraio fevereiro februari fév fev фев февраля lutego
mar march märz mars marzo março maart mär mrz мар марта marca
apr april avril abril aprile avr abr апр апреля kwietnia
may mai mayo maggio maio mei mag мая maja
jun june juni juin junio giugno junho giu июн июня czerwca
jul july juli juillet julio luglio julho juil lug июл июля lipca
aug august août agosto augustus aout ago авг августа sierpnia
sep september septembre septiembre settembre setembro sept set сен сентября września
oct october oktober octobre octubre ottobre outubro okt ott out окт октября października
nov november novembre noviembre novembro ноя ноября listopada
dec december dezember décembre diciembre dicembre dezembro dez dic déc дек декабря grudnia
"""
#: The number of each month by its name in small letters.
MONTHS = {name: number for number, line in enumerate(_NAMES.strip().splitlines(), 1) for name in line.split()}
#: One of the names; the longest that fits.
MONTH_WORD = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?|\d{1,4}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]"
    rf"|(?<!\w)\d{{1,2}}(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+|of\s+)?(?:{MONTH_WORD})(?!\w)"
    rf"|(?<!\w)(?:{MONTH_WORD})\.?\s+\d{{1,2}}(?!\d)",
    re.IGNORECASE,
)


def looks_like_date(text: str) -> bool:
    """Whether a text has a day of a year in it, in any way of writing that is common."""
    return _DATE.search(text[:200]) is not None
