"""Why a page is no article: one sentence for each reason."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

__all__ = ["EMPTY", "NOTHING_KEPT", "NO_ARTICLE", "wrong_kind", "wrong_page"]

EMPTY = "The page is empty."
NO_ARTICLE = "No article was found on the page."
NOTHING_KEPT = "The rule for this site keeps nothing of the page; its selectors find no text."
_ROBOTS = "The site wants to know first whether a person is asking; only a browser can show this page."
_PROGRAM = "The page puts its text together with JavaScript; only a browser can show it."
_LOGIN = "The page asks for a login before it shows anything."
_PAID = "The page shows only the beginning of the article to readers who do not pay for it."
_CONSENT = (
    "The site asks for consent to its cookies before it shows the page; only a browser can answer that."
)
_GONE = "The site says that it has no such page any more."
_INDEX = "This is the front page of a site, not an article."
_KINDS = {
    "image": "The address leads to a picture, not to a page.",
    "audio": "The address leads to a sound file, not to a page.",
    "video": "The address leads to a video, not to a page.",
}
_PDF = "The address leads to a PDF file, not to a page."
_PACKED = "The address leads to a packed file, not to a page."
_PAGES = re.compile(
    r"text/(?:html|plain|x-\w+)|application/(?:xhtml\+xml|xml)|text/xml|application/octet-stream|"
)
_LOOKS_LIKE_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p)[\s>]", re.IGNORECASE
)
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n", _KINDS["image"]),
    (b"\xff\xd8\xff", _KINDS["image"]),
    (b"GIF8", _KINDS["image"]),
    (b"PK\x03\x04", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
)

#: With more words than these an article is one, whatever else the page says.
_HARDLY_ANY, _FEW, _SOME = 20, 60, 250
_ROBOT_TITLE = re.compile(
    r"just a moment|attention required|access denied|are you a (?:robot|human)|robot or human"
    r"|bot verification"
    r"|human verification|pardon our interruption|ddos-guard|verif(?:y|ying) (?:that )?you are|security check"
    r"|one more step|checking your browser|request (?:rejected|blocked)|unusual traffic|you have been blocked"
    r"|please wait|captcha",
    re.IGNORECASE,
)
_ROBOT_MARK = re.compile(
    r"cdn-cgi/challenge|challenge-platform|captcha-delivery\.com|_Incapsula_Resource|px-captcha"
    r"|perimeterx|g-recaptcha"
    r"|h-captcha|hcaptcha\.com|cf-turnstile|challenges\.cloudflare|awswaf|ddos-guard|datadome"
    r"|anubis_challenge",
    re.IGNORECASE,
)
_ROBOT_TEXT = re.compile(
    r"(?:verify|confirm|prove|checking if|making sure)\b.{0,30}\b(?:human|not a (?:ro)?bot"
    r"|connection is secure)"
    r"|unusual (?:traffic|activity) from|(?:bestätigen|beweisen) sie.{0,40}(?:mensch|kein roboter)"
    r"|vérifi\w+.{0,40}(?:humain|robot)|no (?:eres|soy) un robot|подтвердите.{0,40}(?:не робот|человек)",
    re.IGNORECASE,
)
_PROGRAM_TEXT = re.compile(
    r"(?:enable|activate|turn on|requires?|needs?|without|allow|aktivieren\b.{0,20}|einschalten|activ\w+"
    r"|habilit\w+"
    r"|abilit\w+|ativ\w+|включите|需要启用|启用|有効)\W{0,3}(?:\w+\W{1,2}){0,3}javascript"
    r"|javascript\W{0,3}(?:\w+\W{1,2}){0,3}(?:disabled|required|enabled|deaktiviert|aktiviert"
    r"|erforderlich|désactivé"
    r"|desactivado|desabilitado|disabilitato|отключен|を有効)",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"(?:please )?(?:log ?in|sign ?in|login|anmelden|anmeldung|einloggen|connexion|se connecter"
    r"|iniciar sesión|acceder"
    r"|accedi|entrar|inloggen|zaloguj|logowanie|вход|войти|تسجيل الدخول|登录|登入|ログイン|로그인)\b",
    re.IGNORECASE,
)
_PAID_TEXT = re.compile(
    r"subscri(?:be|ption)\b.{0,40}\b(?:continue|keep reading|read the|full access|unlock)"
    r"|already a (?:subscriber|member)"
    r"|(?:exclusive|only|reserved) (?:to|for) (?:our |paying |paid )?(?:subscribers|members)"
    r"|(?:this|the) (?:article|post|story|content) is (?:for|available to) (?:paying |paid "
    r"|our )?(?:subscribers|members)"
    r"|(?:nur )?für (?:unsere )?abonnent|(?:weiterlesen|jetzt lesen) mit\b|exklusiv für abo"
    r"|réservée? aux abonnés"
    r"|il vous reste.{0,30}à lire|(?:exclusivo|solo|sólo) para (?:los )?suscriptores"
    r"|contenuto riservato agli abbonati"
    r"|(?:exclusivo|conteúdo) para assinantes|alleen voor abonnees|tylko dla (?:pre)?abonent|для подписчиков"
    r"|订阅后|付费阅读|有料会員|会員限定|구독자 전용",
    re.IGNORECASE,
)
_CONSENT_TEXT = re.compile(
    r"before you continue|we (?:value|care about) your privacy|accept (?:all )?cookies|cookie consent"
    r"|(?:alle )?cookies akzeptieren|zustimmen und weiter|accepter (?:et continuer|les cookies)"
    r"|aceptar (?:todo|cookies)"
    r"|accetta (?:tutti|i cookie)|aceitar (?:todos|cookies)",
    re.IGNORECASE,
)
_GONE_TITLE = re.compile(
    r"(?:error )?(?:404|410)\b|\b(?:404|page|article|site|document) (?:was )?(?:not found|does not exist"
    r"|no longer \w+)"
    r"|\bnot found\b|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)"
    r"|página no (?:encontrada|existe)"
    r"|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono|страница не найдена"
    r"|الصفحة غير موجودة|页面不存在|ページが見つかりません",
    re.IGNORECASE,
)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "main-app", "react-root", "application", "___gatsby"})
_UNREAD = frozenset({"script", "style", "template", "svg", "head"})


def wrong_kind(page: bytes, content_type: str) -> str:
    """A sentence where the bytes are no web page, else ""."""
    start = page[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return EMPTY if not page.strip() else ""
    for signature, sentence in _SIGNATURES:
        if start.startswith(signature):
            return sentence
    kind = content_type.partition(";")[0].strip().lower()
    if _PAGES.fullmatch(kind) or _LOOKS_LIKE_HTML.search(page[:4_096]):
        return ""
    if kind == "application/pdf":
        return _PDF
    named = _KINDS.get(kind.partition("/")[0])
    return named or f"The address answers with {kind[:60]}, which cannot be read as a page."


def wrong_page(tree: Any, html: str, url: str, words: int, paid: bool) -> str:
    """A sentence where *words* words are not the article that should be there, else ""."""
    if words >= _SOME:
        return ""
    title = " ".join((tree.findtext(".//title") or "").split())[:300]
    text = " ".join(_visible(tree))[:20_000]
    if words < _FEW and (sentence := _barrier(tree, html, title, text)):
        return sentence
    if words < (_SOME if paid else _FEW * 2) and _PAID_TEXT.search(text):
        return _PAID
    if paid and words < _FEW:
        return _PAID
    if words < _HARDLY_ANY and _CONSENT_TEXT.search(text):
        return _CONSENT
    if not words:
        return _PROGRAM if _is_shell(tree) else NO_ARTICLE
    if words < _FEW and _is_root(url):
        return _INDEX
    return ""


def _barrier(tree: Any, html: str, title: str, text: str) -> str:
    """What stands between a reader and the page."""
    if (
        _ROBOT_TITLE.search(title)
        or _ROBOT_TEXT.search(text)
        or (_ROBOT_MARK.search(html) and len(text) < 2_000)
    ):
        return _ROBOTS
    if _GONE_TITLE.search(title):
        return _GONE
    if _LOGIN_TITLE.match(title) or any(
        (one.get("type") or "").lower() == "password" for one in tree.iter("input")
    ):
        return _LOGIN
    if _PROGRAM_TEXT.search(text) and len(text) < 2_000:
        return _PROGRAM
    return ""


def _visible(node: Any) -> Iterator[str]:
    """The words on a page, those for browsers without programs included."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        if one.tail and one is not node:
            waiting.append(one.tail)
        if isinstance(one.tag, str) and one.tag not in _UNREAD:
            waiting += reversed(one)
            if one.text:
                yield one.text


def _is_shell(tree: Any) -> bool:
    """True for an empty element that a program is to fill."""
    return any(one.get("id") in _ROOTS and not one.text_content().strip() for one in tree.iter("div", "main"))


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query
