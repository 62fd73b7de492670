"""What publishers write around an article, in many languages: one list for each purpose.

Phrases are folded as :func:`fold` folds what they are held against: lower case, one blank
between words, nothing around them that is no letter or digit.
"""

import re

__all__ = ["APPEARED_FIRST", "READ_MORE", "READ_MORE_OF", "fold", "phrases"]

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST = 400


def fold(text: str) -> str:
    """*text* as phrases are compared."""
    return " ".join(_EDGES.sub("", text[:_LONGEST].casefold()).replace("’", "'").split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list that is written with strokes between them."""
    return frozenset(folded for one in text.split("|") if (folded := fold(one)))


#: Links to the rest of an article, in full.
READ_MORE = phrases(
    "read more | read on | read all | read it all | read full article | read full story | read full post"
    " | read the full article | read the full story | read the full post | read the rest | read the whole article"
    " | read the whole thing | read the rest of this entry | read the rest of this article | read article | read post"
    " | read story | read the article | read the story | read the post | continue reading | keep reading | continue"
    " | more | see more | view more | learn more | full story | full article | full post | full text | more here"
    " | click here to read more | click to read more | view article | view the full article | see the full article"
    " | weiterlesen | weiter lesen | mehr | mehr lesen | mehr erfahren | mehr dazu | zum artikel | zum beitrag"
    " | den ganzen artikel lesen | den vollständigen artikel lesen | artikel lesen | jetzt lesen | lesen sie mehr"
    " | lesen sie weiter | ganzen artikel lesen | zum vollständigen artikel | hier weiterlesen | beitrag lesen"
    " | lire la suite | lire plus | lire l'article | lire l'article complet | en savoir plus | la suite | voir plus"
    " | lire davantage | continuer la lecture | continuer à lire | lire la suite de l'article"
    " | leer más | leer mas | ver más | seguir leyendo | sigue leyendo | continuar leyendo | leer el artículo completo"
    " | leer artículo completo | leer nota completa | leer la noticia completa | continúa leyendo | más información"
    " | leggi tutto | leggi di più | leggi | leggi l'articolo | continua a leggere | continua | continua la lettura"
    " | leggi ancora | leggi l'articolo completo | leggi tutto l'articolo | continua a leggere su"
    " | leia mais | ler mais | ver mais | saiba mais | veja mais | continue lendo | continuar lendo | continuar a ler"
    " | leia o artigo completo | leia a matéria completa | leia na íntegra"
    " | lees meer | lees verder | meer lezen | verder lezen | lees het hele artikel | lees het volledige artikel"
    " | czytaj więcej | czytaj dalej | czytaj całość | zobacz więcej | więcej | číst dále | číst více | čtěte více"
    " | celý článek | čítať ďalej | čítať viac | tovább | tovább olvasom | citește mai mult | citește mai departe"
    " | läs mer | läs vidare | läs hela artikeln | les mer | les videre | læs mere | læs videre | lue lisää | lue koko juttu"
    " | devamını oku | devamı | devamını okuyun | διαβάστε περισσότερα | περισσότερα | διαβάστε τη συνέχεια"
    " | читать далее | читать дальше | читать полностью | читать ещё | читать статью полностью | подробнее | далее"
    " | читати далі | читати більше | детальніше | прочетете още | виж още"
    " | اقرأ المزيد | اقرأ أكثر | قراءة المزيد | المزيد | تابع القراءة | متابعة القراءة | ادامه مطلب | بیشتر بخوانید"
    " | המשך | המשך קריאה | קרא עוד | לקריאת הכתבה המלאה | और पढ़ें | पूरा पढ़ें | আরও পড়ুন"
    " | 阅读全文 | 閱讀全文 | 阅读更多 | 閱讀更多 | 阅读原文 | 閱讀原文 | 查看全文 | 查看更多 | 查看原文 | 继续阅读 | 繼續閱讀 | 更多"
    " | 続きを読む | 続きはこちら | 続き | もっと読む | もっと見る | 全文を読む | 記事を読む | 記事の続きを読む"
    " | 계속 읽기 | 계속읽기 | 더 읽기 | 더 보기 | 더보기 | 자세히 보기 | อ่านต่อ | đọc tiếp | đọc thêm | xem thêm"
    " | baca selengkapnya | selengkapnya"
)
#: Beginnings of such links, before the title of the article.
READ_MORE_OF = (
    "continue reading",
    "read more",
    "read the rest of",
    "weiterlesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "continua a leggere",
    "continue lendo",
    "lees verder",
    "czytaj dalej",
    "читать далее",
    "続きを読む",
    "阅读全文",
)
#: The words of a line that stands below a teaser, and below whole articles too.
APPEARED_FIRST = (
    "appeared first on",
    "first appeared on",
    "originally appeared on",
    "erschien zuerst auf",
    "erschien als erstes auf",
    "est apparu en premier sur",
    "se publicó primero en",
    "apareció primero en",
    "apareceu primeiro em",
    "è apparso prima su",
    "proviene da",
    "verscheen eerst op",
    "pojawił się poczatkowo na",
    "pojawił się początkowo na",
    "впервые появилась",
    "dök först upp på",
    "最先出现在",
    "最先出現在",
)
