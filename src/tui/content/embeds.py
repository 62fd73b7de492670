"""What plays, frames or loads something becomes a link that says what it is."""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from tui.content.urls import absolute, shown_host, web_url
from tui.model.clean import clean

__all__ = ["embed_link"]

_KINDS = {
    "iframe": "Embedded page",
    "frame": "Embedded page",
    "embed": "Embedded object",
    "object": "Embedded object",
    "video": "Video",
    "audio": "Audio",
}
#: Hosts whose frames are known to hold something better named.
_VIDEO_HOSTS = re.compile(
    r"(?:youtube(?:-nocookie)?|vimeo|dailymotion|twitch|peertube|brightcove|jwplatform|wistia|rumble|odysee|ted)\.",
    re.IGNORECASE,
)
_AUDIO_HOSTS = re.compile(
    r"(?:soundcloud|spotify|bandcamp|podcasts?|simplecast|libsyn|buzzsprout|megaphone|anchor|acast|transistor)\.",
    re.IGNORECASE,
)
_YOUTUBE = re.compile(
    r"(?://|\.)(?:youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/|youtu\.be/)([\w-]{6,20})", re.IGNORECASE
)
_VIMEO = re.compile(r"//player\.vimeo\.com/video/(\d+)", re.IGNORECASE)
#: Frames that hold nothing to read or play.
_WORTHLESS = re.compile(
    r"//(?:[^/]*\.)?(?:facebook\.com/plugins/like|platform\.twitter\.com/widgets/(?:tweet_button|follow)"
    r"|googletagmanager\.com|doubleclick\.net|amazon-adsystem\.com|disqus\.com|addthis\.com|sharethis\.com)",
    re.IGNORECASE,
)


def embed_link(tag: str, address: str, title: str, base: str) -> str:
    """The markup of the link that stands for an embedded thing; "" if it is not worth one."""
    url = _page_of(web_url(absolute(address, base)))
    if not url or url.startswith("mailto:") or _WORTHLESS.search(url):
        return ""
    host = shown_host(url).removeprefix("www.")
    name = clean(title, 120)
    label = f"{_kind(tag, url)}: {name} — {host}" if name else f"{_kind(tag, url)}: {host}"
    # The label is no words of the publisher's, so it stays out of the text: the builder draws it.
    return f'<br><a href="{escape(url)}" title="{escape(label)}"></a><br>'


def is_embed_label(title: str) -> bool:
    """Whether a link's title is a label of :func:`embed_link`."""
    return title.startswith(
        tuple(f"{kind}: " for kind in {"Video", "Audio", *_KINDS.values(), "Embedded page"})
    )


def _kind(tag: str, url: str) -> str:
    host = urlsplit(url).hostname or ""
    if tag in ("iframe", "embed", "object"):
        if _VIDEO_HOSTS.search(host):
            return "Video"
        if _AUDIO_HOSTS.search(host):
            return "Audio"
    return _KINDS.get(tag, "Embedded page")


def _page_of(url: str) -> str:
    """The page of a player, where it is known."""
    if found := _YOUTUBE.search(url):
        if found[1] == "videoseries":
            wanted = parse_qs(urlsplit(url).query).get("list", [""])[0]
            return web_url(f"https://www.youtube.com/playlist?list={wanted}") if wanted else url
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.search(url):
        return f"https://vimeo.com/{found[1]}"
    return url
