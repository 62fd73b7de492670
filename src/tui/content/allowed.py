"""What may stand in safe HTML: the list that everything else is measured against."""

__all__ = ["ATTRIBUTES", "RENAMED", "TAGS"]

TAGS = frozenset(
    str.split(
        "a abbr address article aside b bdi bdo big blockquote br caption center cite code col"
        " colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header"
        " hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike"
        " strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
    )
)
#: Tags that are not kept but whose place in the text is: words must not run together.
RENAMED = {
    **dict.fromkeys(
        ("form", "fieldset", "legend", "dialog", "hgroup", "search", "optgroup", "option"), "div"
    ),
    "menu": "ul",
    "dir": "ul",
    "listing": "pre",
    "math": "span",
}

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "dir"},
    "a": {"href", "title", "name"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "class", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "code": {"class"},
    "pre": {"class"},
    "div": {"class"},
    "section": {"class"},
    "abbr": {"title"},
}
