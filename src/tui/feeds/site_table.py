"""The rows: what people type, which sites they mean, and where the feeds of those lie.

A path is written as people know it: ``{name}`` is a part of it, ``{name:…}`` one of certain
letters, ``...`` at its end whatever follows. The addresses of feeds take those parts, what
``query`` names, and ``{origin}``, ``{host}`` and ``{sub}`` (what a host begins with).
docs/feeds.md is written from the same rows.
"""

import re
from dataclasses import dataclass

__all__ = ["PLACES", "SHORT_FORMS", "SIGNS", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A sort of page at a site, and its feeds by name.

    Attributes:
        site: whose page it is, as people call them.
        what: what the page is of.
        hosts: patterns of its hosts without ``www.``; none for any host.
        path: the form of its path.
        feeds: name and address of each feed, the one that most people want first.
        query: what its query has to say.
        page: what has to be read to find the feeds, in place of the page itself.
        hint: what to do when nothing was found.
        example: such an address, for people.
    """

    site: str
    what: str
    hosts: tuple[str, ...]
    path: str
    feeds: tuple[tuple[str, str], ...] = ()
    query: tuple[str, ...] = ()
    page: str = ""
    hint: str = ""
    example: str = ""


_YOUTUBE = ("youtube.com", "m.youtube.com", "music.youtube.com")
_VIDEOS = "https://www.youtube.com/feeds/videos.xml"
_CONSENT = (
    "YouTube did not say which channel that is; in some countries it first asks for consent. "
    "Type the address with /channel/UC… instead: it is on the channel's page under About, Share."
)
_NONE = "{} offers none. Perhaps they have a site of their own, or are in the fediverse or at Bluesky too."
_SOUNDCLOUD = "Its owner has to switch the feed on, in the settings of the account; this one has none."
_REDDIT = ("reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com", "m.reddit.com")
_GITLAB = ("gitlab.*", "*.gitlab.io", "salsa.debian.org", "invent.kde.org", "framagit.org", "0xacab.org")
_FORGEJO = ("codeberg.org", "gitea.com", "code.forgejo.org", "git.disroot.org", "gitea.*", "forgejo.*")
_STACKS = (
    "stackoverflow.com", "*.stackoverflow.com", "*.stackexchange.com", "superuser.com", "serverfault.com",
    "askubuntu.com", "mathoverflow.net",
)  # fmt: skip
#: Names at GitHub that are no accounts.
_GITHUB_OWN = (
    "(?!(?:about|apps|collections|contact|customer-stories|enterprise|explore|features|issues|login|"
    "marketplace|new|notifications|orgs|pricing|pulls|search|security|settings|site|sponsors|team|topics|"
    "trending)(?:/|$))"
)
_PATH = "{group:(?!explore(?:/|$))[^/]+(?:/[^/]+)*?}"
_OWNER = f"{{owner:{_GITHUB_OWN}[^/]+}}"

PLACES = (
    Place(
        "YouTube", "channel", _YOUTUBE, "/channel/UC{id:[\\w-]{22}}...",
        (
            ("Uploads", f"{_VIDEOS}?channel_id=UC{{id}}"),
            ("Videos without Shorts", f"{_VIDEOS}?playlist_id=UULF{{id}}"),
            ("Shorts", f"{_VIDEOS}?playlist_id=UUSH{{id}}"),
            ("Live streams", f"{_VIDEOS}?playlist_id=UULV{{id}}"),
        ),
        example="youtube.com/channel/UC…",
    ),
    Place("YouTube", "playlist", _YOUTUBE, "/playlist", (("Playlist", f"{_VIDEOS}?playlist_id={{list}}"),),
          query=("list",), example="youtube.com/playlist?list=PL…"),
    Place("YouTube", "handle", _YOUTUBE, "/@{name}...", hint=_CONSENT, example="youtube.com/@name"),
    Place("YouTube", "old names", _YOUTUBE, "/{kind:(?:c|user)}/{name}...", hint=_CONSENT,
          example="youtube.com/c/name"),
    Place("YouTube", "video: its channel", _YOUTUBE, "/watch", query=("v",), hint=_CONSENT,
          example="youtube.com/watch?v=…"),
    Place("YouTube", "video: its channel", _YOUTUBE, "/{kind:(?:shorts|live|embed)}/{id}",
          page="https://www.youtube.com/watch?v={id}", hint=_CONSENT, example="youtube.com/shorts/…"),
    Place("YouTube", "video: its channel", ("youtu.be",), "/{id}",
          page="https://www.youtube.com/watch?v={id}", hint=_CONSENT, example="youtu.be/…"),
    # ------------------------------------------------------------------ code
    Place("GitHub", "commits of a branch", ("github.com",), f"/{_OWNER}/{{repo}}/commits/{{branch:.+}}",
          (("Commits", "https://github.com/{owner}/{repo}/commits/{branch}.atom"),),
          example="github.com/owner/repo/commits/main"),
    Place("GitHub", "discussions", ("github.com",), f"/{_OWNER}/{{repo}}/discussions...",
          (("Discussions", "https://github.com/{owner}/{repo}/discussions.atom"),),
          example="github.com/owner/repo/discussions"),
    Place("GitHub", "wiki", ("github.com",), f"/{_OWNER}/{{repo}}/wiki...",
          (("Wiki", "https://github.com/{owner}/{repo}/wiki.atom"),), example="github.com/owner/repo/wiki"),
    Place(
        "GitHub", "repository", ("github.com",), f"/{_OWNER}/{{repo}}...",
        (
            ("Releases", "https://github.com/{owner}/{repo}/releases.atom"),
            ("Commits", "https://github.com/{owner}/{repo}/commits.atom"),
            ("Tags", "https://github.com/{owner}/{repo}/tags.atom"),
        ),
        example="github.com/owner/repo",
    ),
    Place("GitHub", "person or organization", ("github.com",), f"/{_OWNER}",
          (("Activity", "https://github.com/{owner}.atom"),), example="github.com/name"),
    Place("GitHub", "gists", ("gist.github.com",), "/{owner}",
          (("Gists", "https://gist.github.com/{owner}.atom"),), example="gist.github.com/name"),
    Place(
        "GitLab", "project", _GITLAB, f"/{_PATH}/{{repo:(?!-)[^/]+}}{{rest:(?:/-/.*)?}}",
        (
            ("Releases", "{origin}/{group}/{repo}/-/releases.atom"),
            ("Tags", "{origin}/{group}/{repo}/-/tags?format=atom"),
            ("Activity", "{origin}/{group}/{repo}.atom"),
            ("Issues", "{origin}/{group}/{repo}/-/issues.atom"),
        ),
        example="gitlab.com/group/project",
    ),
    Place("GitLab", "person or group", _GITLAB, "/{name}", (("Activity", "{origin}/{name}.atom"),),
          example="gitlab.com/name"),
    Place(
        "Forgejo, Gitea", "repository", _FORGEJO, "/{owner:(?!explore|user|org|-)[^/]+}/{repo}...",
        (
            ("Releases", "{origin}/{owner}/{repo}/releases.rss"),
            ("Tags", "{origin}/{owner}/{repo}/tags.rss"),
            ("Activity", "{origin}/{owner}/{repo}.rss"),
        ),
        example="codeberg.org/owner/repo",
    ),
    Place("Forgejo, Gitea", "person or organization", _FORGEJO, "/{owner}",
          (("Activity", "{origin}/{owner}.rss"),), example="codeberg.org/name"),
    Place("sourcehut", "repository", ("git.sr.ht",), "/{owner:~[^/]+}/{repo}...",
          (("Commits", "https://git.sr.ht/{owner}/{repo}/log/rss.xml"),
           ("Tags", "https://git.sr.ht/{owner}/{repo}/refs/rss.xml")), example="git.sr.ht/~owner/repo"),
    Place("PyPI", "package", ("pypi.org",), "/project/{name}...",
          (("Releases", "https://pypi.org/rss/project/{name}/releases.xml"),),
          example="pypi.org/project/name"),
    Place("crates.io", "crate", ("crates.io",), "/crates/{name}...",
          (("Releases", "https://static.crates.io/rss/crates/{name}.xml"),),
          example="crates.io/crates/name"),
    Place("RubyGems", "gem", ("rubygems.org",), "/gems/{name}...",
          (("Releases", "https://rubygems.org/gems/{name}/versions.atom"),),
          example="rubygems.org/gems/name"),
    Place("SourceForge", "project", ("sourceforge.net",), "/projects/{name}...",
          (("Files", "https://sourceforge.net/projects/{name}/rss?path=/"),),
          example="sourceforge.net/projects/name"),
    # ---------------------------------------------------------- conversation
    Place("Reddit", "comments of a post", _REDDIT, "/r/{name}/comments/{id}...",
          (("Comments", "https://www.reddit.com/r/{name}/comments/{id}/.rss"),),
          example="reddit.com/r/name/comments/…"),
    Place("Reddit", "search in a subreddit", _REDDIT, "/r/{name}/search", query=("q",),
          feeds=(("Search", "https://www.reddit.com/r/{name}/search.rss?q={q}&restrict_sr=on&sort=new"),),
          example="reddit.com/r/name/search?q=word"),
    Place("Reddit", "subreddit, sorted", _REDDIT, "/r/{name}/{sort:(?:new|rising|controversial|top|hot)}",
          (("Posts as sorted", "https://www.reddit.com/r/{name}/{sort}/.rss"),),
          example="reddit.com/r/name/new"),
    Place(
        "Reddit", "subreddit", _REDDIT, "/r/{name}...",
        (
            ("Hot posts", "https://www.reddit.com/r/{name}/.rss"),
            ("New posts", "https://www.reddit.com/r/{name}/new/.rss"),
            ("Best of the week", "https://www.reddit.com/r/{name}/top/.rss?t=week"),
        ),
        example="r/name",
    ),
    Place("Reddit", "multireddit", _REDDIT, "/{kind:(?:user|u)}/{user}/m/{name}...",
          (("Posts", "https://www.reddit.com/user/{user}/m/{name}/.rss"),),
          example="reddit.com/user/name/m/list"),
    Place("Reddit", "person", _REDDIT, "/{kind:(?:user|u)}/{user}...",
          (("Posts and comments", "https://www.reddit.com/user/{user}/.rss"),
           ("Posts", "https://www.reddit.com/user/{user}/submitted/.rss")), example="u/name"),
    Place("Reddit", "site", _REDDIT, "/domain/{name}...",
          (("Posts", "https://www.reddit.com/domain/{name}/.rss"),), example="reddit.com/domain/example.org"),
    Place("Reddit", "search", _REDDIT, "/search", query=("q",),
          feeds=(("Search", "https://www.reddit.com/search.rss?q={q}&sort=new"),),
          example="reddit.com/search?q=word"),
    Place("Hacker News", "front page", ("news.ycombinator.com",), "",
          (("Front page", "https://news.ycombinator.com/rss"),), example="news.ycombinator.com"),
    Place("Lobsters", "tags", ("lobste.rs",), "/t/{tags}",
          (("Stories", "https://lobste.rs/t/{tags}.rss"),), example="lobste.rs/t/python,go"),
    Place("Lobsters", "front page", ("lobste.rs",), "",
          (("Front page", "https://lobste.rs/rss"), ("Newest", "https://lobste.rs/newest.rss")),
          example="lobste.rs"),
    Place("Stack Exchange", "tag", _STACKS, "/{kind:questions/tagged|tags}/{tag}...",
          (("Newest questions", "{origin}/feeds/tag?tagnames={tag}&sort=newest"),),
          example="stackoverflow.com/questions/tagged/python"),
    Place("Stack Exchange", "question", _STACKS, "/questions/{id:\\d+}...",
          (("Answers", "{origin}/feeds/question/{id}"),), example="stackoverflow.com/questions/1234"),
    Place("Stack Exchange", "person", _STACKS, "/users/{id:\\d+}...",
          (("Activity", "{origin}/feeds/user/{id}"),), example="stackoverflow.com/users/1234"),
    Place("Stack Exchange", "site", _STACKS, "{rest:(?:/questions)?}",
          (("Active questions", "{origin}/feeds"),), example="stackoverflow.com"),
    Place("Bluesky", "person", ("bsky.app",), "/profile/{name}...",
          (("Posts", "https://bsky.app/profile/{name}/rss"),), example="bsky.app/profile/name"),
    # --------------------------------------------------------------- writing
    Place("Medium", "tag", ("medium.com",), "/tag/{tag}...",
          (("Stories", "https://medium.com/feed/tag/{tag}"),), example="medium.com/tag/python"),
    Place("Medium", "tag of a publication", ("medium.com",), "/{name}/tagged/{tag}...",
          (("Stories", "https://medium.com/feed/{name}/tagged/{tag}"),), example="medium.com/name/tagged/x"),
    Place("Medium", "person or publication", ("medium.com",), "/{name:(?!m/|me/|search)[^/]+}...",
          (("Stories", "https://medium.com/feed/{name}"),), example="medium.com/@name"),
    Place("Medium", "person", ("*.medium.com",), "...", (("Stories", "https://{host}/feed"),),
          example="name.medium.com"),
    Place("Substack", "newsletter", ("*.substack.com",), "...", (("Posts", "https://{host}/feed"),),
          example="name.substack.com"),
    Place("Tumblr", "tag of a blog", ("*.tumblr.com",), "/tagged/{tag}...",
          (("Posts", "https://{host}/tagged/{tag}/rss"),), example="name.tumblr.com/tagged/x"),
    Place("Tumblr", "blog", ("tumblr.com",), "/{name:(?!tagged|explore|search|login|dashboard)[^/]+}...",
          (("Posts", "https://{name}.tumblr.com/rss"),), example="tumblr.com/name"),
    Place("Tumblr", "blog", ("*.tumblr.com",), "...", (("Posts", "https://{host}/rss"),),
          example="name.tumblr.com"),
    Place("WordPress", "part of a blog", ("*.wordpress.com",), "/{kind:(?:category|tag|author)}/{name}...",
          (("Posts", "https://{host}/{kind}/{name}/feed/"), ("The whole blog", "https://{host}/feed/")),
          example="name.wordpress.com/tag/x"),
    Place("WordPress", "blog", ("*.wordpress.com",), "...",
          (("Posts", "https://{host}/feed/"), ("Comments", "https://{host}/comments/feed/")),
          example="name.wordpress.com"),
    Place("Blogger", "label", ("*.blogspot.*",), "/search/label/{label}",
          (("Posts", "https://{host}/feeds/posts/default/-/{label}"),),
          example="name.blogspot.com/search/label/x"),
    Place("Blogger", "blog", ("*.blogspot.*",), "...",
          (("Posts", "https://{host}/feeds/posts/default"),
           ("Comments", "https://{host}/feeds/comments/default")), example="name.blogspot.com"),
    Place("DEV", "tag", ("dev.to",), "/t/{tag}...", (("Posts", "https://dev.to/feed/tag/{tag}"),),
          example="dev.to/t/python"),
    Place("DEV", "person", ("dev.to",), "/{name:(?!search|tags|top)[^/]+}...",
          (("Posts", "https://dev.to/feed/{name}"),), example="dev.to/name"),
    Place("arXiv", "subject", ("arxiv.org",), "/list/{subject:[a-z-]+(?:\\.[a-z-]+)?}...",
          (("New papers", "https://rss.arxiv.org/rss/{subject}"),), example="arxiv.org/list/cs.CL/recent"),
    Place("Wikipedia", "history of a page", ("*.wikipedia.org",), "/wiki/{page}",
          (("Changes of the page", "{origin}/w/index.php?title={page}&action=history&feed=atom"),),
          example="en.wikipedia.org/wiki/Page"),
    # ------------------------------------------------- pictures, films, sound
    Place("Vimeo", "channel", ("vimeo.com",), "/channels/{name}...",
          (("Videos", "https://vimeo.com/channels/{name}/videos/rss"),), example="vimeo.com/channels/name"),
    Place("Vimeo", "person", ("vimeo.com",), "/{name:(?!\\d+$|categories|features|watch|blog)[^/]+}",
          (("Videos", "https://vimeo.com/{name}/videos/rss"),), example="vimeo.com/name"),
    Place("Odysee", "channel", ("odysee.com",), "/{name:@[^/]+}...",
          (("Videos", "https://odysee.com/$/rss/{name}"),), example="odysee.com/@name:1"),
    Place("Letterboxd", "person", ("letterboxd.com",), "/{name:(?!film|films|list|lists|members)[^/]+}...",
          (("Diary", "https://letterboxd.com/{name}/rss/"),), example="letterboxd.com/name"),
    Place("SoundCloud", "person", ("soundcloud.com", "m.soundcloud.com"), "/{name}...",
          hint=_SOUNDCLOUD,
          example="soundcloud.com/name"),
    Place("Apple Podcasts", "podcast", ("podcasts.apple.com", "itunes.apple.com"), "{rest:/.*}/id{id:\\d+}",
          page="https://itunes.apple.com/lookup?id={id}&entity=podcast",
          hint="Apple names no feed for it, as for podcasts that are its own.",
          example="podcasts.apple.com/…/id1234"),
    # ------------------------------------------------------- sites without any
    *(
        Place(site, "", hosts, "...", hint=_NONE.format(site))
        for site, hosts in (
            ("X", ("x.com", "twitter.com", "mobile.twitter.com")),
            ("Instagram", ("instagram.com",)),
            ("Facebook", ("facebook.com", "m.facebook.com")),
            ("TikTok", ("tiktok.com",)),
            ("LinkedIn", ("linkedin.com", "*.linkedin.com")),
            ("Twitch", ("twitch.tv", "m.twitch.tv")),
        )
    ),
    Place("Spotify", "", ("open.spotify.com",), "...",
          hint="Spotify offers none. Look for the podcast's own site, or its page at Apple Podcasts."),
    # ---------------------------------------------- software that runs anywhere
    Place("", "fediverse: person", (), "/{name:@[\\w.-]+}...", (("Posts", "{origin}/{name}.rss"),),
          example="@name@mastodon.social"),
    Place("", "fediverse: tag", (), "/tags/{tag}", (("Posts", "{origin}/tags/{tag}.rss"),),
          example="mastodon.social/tags/python"),
    Place("", "fediverse: person", (), "/users/{name:[\\w.-]+}",
          (("Posts", "{origin}/users/{name}.rss"), ("Posts", "{origin}/users/{name}.atom"))),
    Place("", "Discourse: category", (), "/c/{path:[^/]+(?:/[^/]+)*/\\d+}",
          (("Topics", "{origin}/c/{path}.rss"),),
          example="a forum of Discourse"),
    Place("", "Lemmy: community", (), "/c/{name}", (("Posts", "{origin}/feeds/c/{name}.xml?sort=New"),),
          example="lemmy.world/c/name"),
    Place("", "WordPress: part of a blog", (), "{path:(?:/[^/]+)*/(?:category|tag|author)/[^/]+(?:/[^/]+)*}",
          (("Posts", "{origin}{path}/feed/"),), example="a blog's category, tag or author"),
)  # fmt: skip

#: What people type instead of an address, and the address.
SHORT_FORMS = (
    ("{slash:/?}r/{name:[\\w+]{2,}}{end:/?}", "https://www.reddit.com/r/{name}/"),
    ("{slash:/?}{kind:u|user}/{name:[\\w-]{2,}}{end:/?}", "https://www.reddit.com/user/{name}/"),
    ("{at:@?}{name:[\\w.-]+}@{host:(?:[\\w-]+\\.)+[a-z]{2,}}", "https://{host}/@{name}"),
    ("@{name:(?:[\\w-]+\\.)+[a-z]{2,}}", "https://bsky.app/profile/{name}"),
    ("{id:UC[\\w-]{22}}", "https://www.youtube.com/channel/{id}"),
    ("{id:PL[\\w-]{16,}}", "https://www.youtube.com/playlist?list={id}"),
    ("{kind:gh|github}:{owner:[\\w.-]+}/{repo:[\\w.-]+}", "https://github.com/{owner}/{repo}"),
    ("gitlab:{path:[\\w.-]+(?:/[\\w.-]+)+}", "https://gitlab.com/{path}"),
    ("codeberg:{owner:[\\w.-]+}/{repo:[\\w.-]+}", "https://codeberg.org/{owner}/{repo}"),
    ("pypi:{name:[\\w.-]+}", "https://pypi.org/project/{name}/"),
    ("arxiv:{subject:[a-z-]+(?:\\.[a-z-]+)?}", "https://arxiv.org/list/{subject}/recent"),
)

#: What the pages of some hosts say of themselves, and the address that it leads to.
SIGNS = (
    (
        _YOUTUBE,
        (
            re.compile(rb'itemprop="(?:channelId|identifier)"\s+content="(UC[\w-]{22})"'),
            re.compile(rb'"(?:externalId|channelId|externalChannelId)"\s*:\s*"(UC[\w-]{22})"'),
        ),
        "https://www.youtube.com/channel/{}",
    ),
    (
        ("soundcloud.com", "m.soundcloud.com"),
        (re.compile(rb"soundcloud://users:(\d{1,20})\b"),),
        "https://feeds.soundcloud.com/users/soundcloud:users:{}/sounds.rss",
    ),
    (
        ("itunes.apple.com",),
        (re.compile(rb'"feedUrl"\s*:\s*"(https?://[^"\\\x00-\x20\x7f-\xff]{4,2000})"'),),
        "{}",
    ),
)
