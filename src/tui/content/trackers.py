"""What publishers put into articles to watch their readers: pixels and parameters."""

import re
from urllib.parse import urlsplit

__all__ = ["is_pixel", "without_tracking"]

#: Query parameters that say where a click came from and nothing else.
_PARAMETERS = re.compile(
    r"(?:utm_|mtm_|pk_|piwik_|matomo_|hsa_|_hs|__hs|oly_|vero_|wt_z?mc|itm_|mc_[ce]id"
    r"|at_(?:medium|campaign|custom|link)|ns_(?:mchannel|source|campaign|linkname|fee)|sc_cid)"
    r"[^=]*|(?:fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|zanpid"
    r"|wickedid|mkt_tok|guccounter|guce_referrer(?:_sig)?|ref_src|__twitter_impression|cmpid|ncid|sr_share"
    r"|soc_src|soc_trk|spref|rb_clickid|s_cid|epik|_openstat|xtor|ftag|trk_contact|cvid|smid|partner_id_rss)",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"(?:xtor|utm_[a-z]+|ftag|rss|intcid)=[^#]*", re.IGNORECASE)

#: Hosts (and what is below them) that serve nothing but counters.
_HOSTS = frozenset(
    str.split(
        "pixel.wp.com stats.wp.com stats.wordpress.com b.scorecardresearch.com"
        " sb.scorecardresearch.com pixel.quantserve.com doubleclick.net google-analytics.com"
        " analytics.google.com googletagmanager.com googleadservices.com pixel.newscred.com"
        " counter.yadro.ru mc.yandex.ru hits.e.cl feeds.feedblitz.com pixel.parsely.com"
        " pixel.mathtag.com tracking.feedpress.com tracking.feedpress.it rss-tracking.com"
        " count.carrierzone.com c.statcounter.com hit.gemius.pl vg01.met.vgwort.de vg02.met.vgwort.de"
        " vg03.met.vgwort.de vg04.met.vgwort.de vg05.met.vgwort.de vg06.met.vgwort.de"
        " vg07.met.vgwort.de vg08.met.vgwort.de vg09.met.vgwort.de ssl-vg03.met.vgwort.de"
        " met.vgwort.de pixel.facebook.com eotrx.substackcdn.com email.substack.com/o"
        " counter.theconversation.com rss.buysellads.com feedads.g.doubleclick.net ad.doubleclick.net"
        " da.feedsportal.com res3.feedsportal.com"
    )
)
#: Addresses that count openings, whatever their host.
_PATHS = re.compile(
    r"//feeds\d?\.feedburner\.com/~(?:r|ff|a|at|s)/|//feedproxy\.google\.com/~|/track/open\.php|/wf/open\?"
    r"|//[^/]*list-manage\d*\.com/track|//(?:www\.)?facebook\.com/tr\?|/piwik\.php|/matomo\.php|/(?:web)?bug\.gif"
    r"|/(?:pixel|blank|spacer|clear|transparent|1x1|count(?:er)?)\.(?:gif|png)(?:[?#]|$)|/share-buttons/",
    re.IGNORECASE,
)
#: The host of nearly all addresses.
_ORDINARY = re.compile(r"https?://([a-z0-9.-]+)(?:/|\Z)")
_TINY = re.compile(r"\s*0*[01](?:px)?\s*\Z", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])(?:width|height)\s*:\s*[01]px", re.IGNORECASE
)


def is_pixel(src: str, width: str, height: str, style: str) -> bool:
    """True for an image that nobody is meant to see."""
    if (_TINY.match(width) and (not height or _TINY.match(height))) or (not width and _TINY.match(height)):
        return True
    if (style and _HIDDEN.search(style)) or _PATHS.search(src):
        return True
    if ordinary := _ORDINARY.match(src):
        host = ordinary[1]
    else:
        try:
            host = urlsplit(src).hostname or ""
        except ValueError:
            return False
    parts = host.split(".")
    return any(".".join(parts[start:]) in _HOSTS for start in range(len(parts) - 1))


def without_tracking(query: str, fragment: str) -> tuple[str, str]:
    """Take the parameters that watch out of a query and a fragment; the rest keeps its order."""
    if query:
        kept = [part for part in query.split("&") if not _PARAMETERS.fullmatch(part.partition("=")[0])]
        query = "&".join(kept)
    return query, "" if fragment and _FRAGMENT.fullmatch(fragment) else fragment
